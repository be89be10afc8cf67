using Distributor.Testing.BotApi;
using Distributor.Testing.Smtp;

namespace Distributor.Tests.Faults;

/// <summary>
/// Answers that the outside owes: some messages are taken, and their sender hears nothing until the test says so. So every kill
/// meets messages that arrived and that nobody has written down.
/// </summary>
internal sealed class HeldAnswers(FaultBench bench)
{
    private FaultGate bot = new();
    private SmtpGate smtp = new();

    /// <summary>The answers to the next so many messages of each channel are held.</summary>
    public void Hold(int each)
    {
        (bot, smtp) = (new FaultGate(), new SmtpGate());
        bench.Bot.Faults.Next(Fault.Hold(bot), each, "sendMessage");
        bench.Smtp.Faults.Next(SmtpVerb.EndOfData, SmtpFault.Hold(smtp), each);
    }

    /// <summary>Ends when so many messages of each channel wait for their answer.</summary>
    public Task WaitAsync(int each, CancellationToken cancellationToken) =>
        Task.WhenAll(
            bot.WaitForArrivalsAsync(each, cancellationToken),
            smtp.WaitForArrivalsAsync(each, cancellationToken)
        );

    /// <summary>All are answered, now and from now on.</summary>
    public void Release()
    {
        bench.Bot.Faults.Clear();
        bench.Smtp.Faults.Clear();
        bot.Open();
        smtp.Open();
    }
}
