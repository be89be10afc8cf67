using System.CommandLine;
using Distributor.Dashboard.Access;
using Distributor.Dashboard.Access.Admins;

namespace Distributor.Cli;

/// <summary><c>admin</c>: who may sign in to the dashboard, from the machine itself.</summary>
internal static class AdminCommand
{
    public static Command Create() =>
        new("admin", "Makes, lists and lets in admins of the dashboard.") { CreateCommand(), List(), Reset() };

    private static Option<string> EmailOption() =>
        new("--email") { Description = "The address one signs in with.", Required = true };

    private static Option<string?> PasswordOption() =>
        new("--password") { Description = "At least 12 characters; one is made and printed when none is given." };

    private static Command CreateCommand()
    {
        var email = EmailOption();
        var password = PasswordOption();
        var role = new Option<AdminRole>("--role")
        {
            Description = "owner, editor or viewer.",
            DefaultValueFactory = _ => AdminRole.Owner,
        };
        var name = new Option<string?>("--name") { Description = "As colleagues see it." };
        var json = Output.JsonOption();
        var command = new Command("create", "Makes an admin; prints the password when it made one.")
        {
            email,
            password,
            role,
            name,
            json,
        };
        command.SetAction(
            (parsed, cancellationToken) =>
                RunAsync(
                    async (admins, token) =>
                    {
                        var given = parsed.GetValue(password);
                        var used = given ?? NewPassword.Make();
                        var (result, admin) = await admins.CreateAsync(
                            parsed.GetRequiredValue(email),
                            parsed.GetValue(name),
                            used,
                            parsed.GetValue(role),
                            Output.Actor,
                            token
                        );
                        if (!result.Succeeded)
                        {
                            return await RefusedAsync(AdminWords.Line(result));
                        }
                        Print(parsed.GetValue(json), admin, given is null ? used : null);
                        return 0;
                    },
                    cancellationToken
                )
        );
        return command;
    }

    private static Command List()
    {
        var json = Output.JsonOption();
        var command = new Command("list", "Lists the admins.") { json };
        command.SetAction(
            (parsed, cancellationToken) =>
                RunAsync(
                    async (admins, token) =>
                    {
                        var found = await admins.ListAsync(token);
                        if (parsed.GetValue(json))
                        {
                            Output.Json(found);
                            return 0;
                        }
                        foreach (var admin in found)
                        {
                            Console.WriteLine(LineOf(admin));
                        }
                        return 0;
                    },
                    cancellationToken
                )
        );
        return command;
    }

    private static Command Reset()
    {
        var email = EmailOption();
        var password = PasswordOption();
        var json = Output.JsonOption();
        var command = new Command(
            "reset",
            "Lets somebody in again: a new password, no second step, no lock, signed out everywhere. Passkeys stay."
        )
        {
            email,
            password,
            json,
        };
        command.SetAction(
            (parsed, cancellationToken) =>
                RunAsync(
                    async (admins, token) =>
                    {
                        var address = parsed.GetRequiredValue(email);
                        if (await admins.FindAsync(address) is not { } admin)
                        {
                            return await RefusedAsync($"There is no admin {address}; `admin list` shows them.");
                        }
                        var given = parsed.GetValue(password);
                        var used = given ?? NewPassword.Make();
                        var result = await admins.ResetAsync(admin.Id, used, Output.Actor, token);
                        if (!result.Succeeded)
                        {
                            return await RefusedAsync(AdminWords.Line(result));
                        }
                        Print(parsed.GetValue(json), admin, given is null ? used : null);
                        return 0;
                    },
                    cancellationToken
                )
        );
        return command;
    }

    private static Task<int> RunAsync(
        Func<AdminDirectory, CancellationToken, Task<int>> command,
        CancellationToken cancellationToken
    ) =>
        CommandHost.RunAsync(
            async (services, token) =>
            {
                await using var scope = services.CreateAsyncScope();
                return await command(scope.ServiceProvider.GetRequiredService<AdminDirectory>(), token);
            },
            cancellationToken
        );

    /// <summary>The password alone on a line of stdout when it was made here, so that a script can take it.</summary>
    private static void Print(bool json, Admin admin, string? password)
    {
        if (json)
        {
            Output.Json(
                new
                {
                    admin.Id,
                    admin.Email,
                    admin.Role,
                    Password = password,
                }
            );
        }
        else if (password is not null)
        {
            Console.WriteLine(password);
        }
    }

    private static string LineOf(AdminEntry admin)
    {
        var line = FormattableString.Invariant($"{admin.Id} {AdminDirectory.Word(admin.Role)} {admin.Email}");
        line += admin.SecondStep ? ", second step" : "";
        line += admin.DisabledAt is not null ? ", disabled" : "";
        return line + (admin.Locked ? ", locked for a while" : "");
    }

    private static async Task<int> RefusedAsync(string line)
    {
        await Console.Error.WriteLineAsync(line);
        return 1;
    }
}
