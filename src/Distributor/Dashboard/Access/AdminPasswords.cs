using System.Collections.Frozen;
using Microsoft.AspNetCore.Identity;

namespace Distributor.Dashboard.Access;

/// <summary>
/// What makes a password good is its length (NIST SP 800-63B-4, section 3.1.1.2): no rules of signs and digits, but none that
/// everybody would try first, and not the own address.
/// </summary>
internal sealed class AdminPasswords : IPasswordValidator<Admin>
{
    public const int Shortest = 12;

    /// <summary>Against <c>aaaaaaaaaaaa</c>.</summary>
    public const int FewestDifferent = 5;

    /// <summary>Hashing takes time by length; nobody types more.</summary>
    public const int Longest = 200;

    /// <summary>The commonest of leaked passwords that are long enough for the rule above, in lower case.</summary>
    private static readonly FrozenSet<string> Common = new[]
    {
        "123456789012",
        "1234567890123",
        "1234567891011",
        "12345678910111213",
        "123456789123",
        "123456789abc",
        "1q2w3e4r5t6y",
        "1q2w3e4r5t6y7u8i",
        "1qaz2wsx3edc",
        "1qaz2wsx3edc4rfv",
        "abcdefghijkl",
        "abcdefghijklmnop",
        "adminadminadmin",
        "administrator",
        "administrator1",
        "changemechangeme",
        "correcthorsebatterystaple",
        "distributor123",
        "iloveyou1234",
        "iloveyouforever",
        "letmeinletmein",
        "mypassword123",
        "newspaper123",
        "password1234",
        "password12345",
        "password123456",
        "passwordpassword",
        "p@ssw0rd1234",
        "qazwsxedcrfv",
        "qwerty123456",
        "qwerty1234567",
        "qwertyqwerty",
        "qwertyuiop12",
        "qwertyuiop123",
        "qwertyuiopasdfghjkl",
        "qwertyuiop[]",
        "thisismypassword",
        "unbelievable",
        "welcome12345",
        "zaq12wsxcde3",
    }.ToFrozenSet();

    public Task<IdentityResult> ValidateAsync(UserManager<Admin> manager, Admin user, string? password)
    {
        var plain = (password ?? "").Trim().ToLowerInvariant();
        var refusal =
            plain.Length > Longest ? $"It is longer than {Longest} characters."
            : Common.Contains(plain)
                ? "It is one of the passwords that are tried first. Take a few words that do not belong together."
            : IsAddress(plain, user.Email) ? "It is your address. Take a few words that do not belong together."
            : null;
        return Task.FromResult(
            refusal is null
                ? IdentityResult.Success
                : IdentityResult.Failed(new IdentityError { Code = "PasswordRefused", Description = refusal })
        );
    }

    private static bool IsAddress(string plain, string? email)
    {
        if (email?.ToLowerInvariant() is not { Length: > 0 } address)
        {
            return false;
        }
        var name = address.Split('@')[0];
        // The address, or its name with a few digits behind.
        return plain == address
            || (plain.StartsWith(name, StringComparison.Ordinal) && plain[name.Length..].All(char.IsAsciiDigit));
    }
}
