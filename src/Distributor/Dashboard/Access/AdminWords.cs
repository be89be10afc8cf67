using Microsoft.AspNetCore.Identity;

namespace Distributor.Dashboard.Access;

/// <summary>What Identity refuses, in our words: what is wrong and the cure.</summary>
internal sealed class AdminWords : IdentityErrorDescriber
{
    public override IdentityError DuplicateEmail(string email) => Taken(nameof(DuplicateEmail));

    public override IdentityError DuplicateUserName(string userName) => Taken(nameof(DuplicateUserName));

    public override IdentityError InvalidEmail(string? email) => NoAddress(nameof(InvalidEmail));

    public override IdentityError InvalidUserName(string? userName) => NoAddress(nameof(InvalidUserName));

    public override IdentityError PasswordTooShort(int length) =>
        Error(nameof(PasswordTooShort), $"It needs at least {length} characters; a few words do well.");

    public override IdentityError PasswordRequiresUniqueChars(int uniqueChars) =>
        Error(
            nameof(PasswordRequiresUniqueChars),
            "It is the same few characters again and again; a few words do well."
        );

    public override IdentityError PasswordMismatch() =>
        Error(nameof(PasswordMismatch), "This is not your present password.");

    public override IdentityError ConcurrencyFailure() =>
        Error(nameof(ConcurrencyFailure), "Somebody changed this at the same moment. Load the page again.");

    /// <summary>What was refused, each fault once, by the field of the form it belongs to: <c>email</c>, <c>password</c> or none.</summary>
    public static IReadOnlyDictionary<string, string> ByField(IdentityResult result) =>
        result
            .Errors.GroupBy(error => FieldOf(error.Code))
            .ToDictionary(
                field => field.Key,
                field => string.Join(' ', field.Select(error => error.Description).Distinct())
            );

    /// <summary>The same on one line.</summary>
    public static string Line(IdentityResult result) =>
        string.Join(' ', result.Errors.Select(error => error.Description).Distinct());

    private static string FieldOf(string code) =>
        code == nameof(PasswordMismatch) ? "current"
        : code.Contains("Password", StringComparison.Ordinal) ? "password"
        : code.EndsWith("Email", StringComparison.Ordinal) || code.EndsWith("UserName", StringComparison.Ordinal)
            ? "email"
        : "";

    private static IdentityError Taken(string code) => Error(code, "Somebody with this address is an admin already.");

    private static IdentityError NoAddress(string code) =>
        Error(code, "This is no e-mail address; an example: rosa@paper.example");

    private static IdentityError Error(string code, string text) => new() { Code = code, Description = text };
}
