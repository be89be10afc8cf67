using System.CommandLine;
using Distributor.Delivery;

namespace Distributor.Cli;

internal static class SendingCommands
{
    public static Command Stop() =>
        Create(
            "stop",
            "Stops all sending within a second; nothing is lost.",
            (sending, token) => sending.StopAsync(Output.Actor, token)
        );

    public static Command Resume() =>
        Create(
            "resume",
            "Lets sending go on where it was stopped.",
            (sending, token) => sending.ResumeAsync(Output.Actor, token)
        );

    private static Command Create(
        string name,
        string description,
        Func<SendingSwitch, CancellationToken, Task<SendingState>> change
    )
    {
        var json = Output.JsonOption();
        var command = new Command(name, description) { json };
        command.SetAction(
            (parsed, cancellationToken) =>
                CommandHost.RunAsync(
                    async (services, token) =>
                    {
                        var state = await change(services.GetRequiredService<SendingSwitch>(), token);
                        var word = state.IsStopped ? "stopped" : "running";
                        if (parsed.GetValue(json))
                        {
                            Output.Json(
                                new
                                {
                                    State = word,
                                    Since = state.Since?.ToDateTimeOffset(),
                                    state.By,
                                }
                            );
                        }
                        else
                        {
                            Console.WriteLine("sending is " + word);
                        }
                        return 0;
                    },
                    cancellationToken
                )
        );
        return command;
    }
}
