using System.Globalization;
using NodaTime;

namespace Distributor.Dashboard.Overview;

/// <summary>How long something has waited, as people say it.</summary>
public static class AgeWords
{
    public static string Of(Duration age) =>
        age < Duration.FromSeconds(1) ? "under a second"
        : age < Duration.FromMinutes(2) ? Say(age.TotalSeconds, "s")
        : age < Duration.FromHours(2) ? Say(age.TotalMinutes, "min")
        : age < Duration.FromDays(2) ? Say(age.TotalHours, "h")
        : Say(age.TotalDays, "days");

    private static string Say(double number, string unit) =>
        string.Create(CultureInfo.InvariantCulture, $"{Math.Floor(number):0} {unit}");
}
