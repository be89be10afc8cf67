using System.CommandLine;
using Distributor.Api;

namespace Distributor.Cli;

internal static class ApiKeyCommand
{
    public static Command Create() => new("apikey", "Keys for programs that use the API.") { CreateCommand() };

    private static Command CreateCommand()
    {
        var name = new Option<string>("--name") { Description = "What the key is for.", Required = true };
        var json = Output.JsonOption();
        var command = new Command("create", "Prints a new key, once; only its hash is kept.") { name, json };
        command.SetAction(
            (parsed, cancellationToken) =>
                CommandHost.RunAsync(
                    async (services, token) =>
                    {
                        var keyName = parsed.GetRequiredValue(name).Trim();
                        if (keyName.Length is 0 or > ApiKeys.LongestName)
                        {
                            await Console.Error.WriteLineAsync(
                                "--name must be 1 to 100 characters, e.g. --name newsroom"
                            );
                            return 1;
                        }
                        var key = await services
                            .GetRequiredService<ApiKeys>()
                            .CreateAsync(keyName, Output.Actor, token);
                        if (parsed.GetValue(json))
                        {
                            Output.Json(new { Name = keyName, Key = key });
                        }
                        else
                        {
                            Console.WriteLine(key);
                        }
                        return 0;
                    },
                    cancellationToken
                )
        );
        return command;
    }
}
