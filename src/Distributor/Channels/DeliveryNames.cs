namespace Distributor.Channels;

/// <summary>Delivery ids become Message-IDs and file names, so only letters that are harmless in both are let through.</summary>
static class DeliveryNames
{
    const int MaxLength = 64;

    public static bool IsSafe(string deliveryId) =>
        deliveryId.Length is > 0 and <= MaxLength
        && deliveryId[0] != '-'
        && deliveryId.All(c => char.IsAsciiLetterOrDigit(c) || c == '-');
}
