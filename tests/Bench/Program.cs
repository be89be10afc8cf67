using System.CommandLine;
using Distributor.Bench;

return await new RootCommand("The servers the tests run against, by hand.")
{
    BotApiCommand.Create(),
    SmtpCommand.Create(),
}
    .Parse(args)
    .InvokeAsync();
