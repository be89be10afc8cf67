using Distributor.Demo.Viewer;

namespace Distributor.Demo;

public static class DemoServices
{
    public static void AddDemo(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<DemoSample>();
        builder.Services.AddSingleton<DemoShow>();
        builder.Services.AddSingleton<DemoReportReader>();
        builder.Services.AddSingleton<DemoOutbox>();
        builder.Services.AddSingleton<DemoChats>();
    }
}
