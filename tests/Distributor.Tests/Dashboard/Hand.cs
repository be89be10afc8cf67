using Microsoft.Playwright;
using Xunit;

namespace Distributor.Tests.Dashboard;

/// <summary>How somebody uses a page: with a mouse, or with the keyboard alone, where everything must be reached by Tab.</summary>
public abstract class Hand(IPage page)
{
    protected IPage Page => page;

    public static Hand Of(string kind, IPage page) => kind == "mouse" ? new MouseHand(page) : new KeyboardHand(page);

    /// <summary>Presses a link or button.</summary>
    public abstract Task PressAsync(ILocator target);

    /// <summary>Writes into a field, over what was there.</summary>
    public abstract Task WriteAsync(ILocator field, string text);

    public Task PressAsync(AriaRole role, string name) =>
        PressAsync(page.GetByRole(role, new() { Name = name, Exact = true }).First);

    private sealed class MouseHand(IPage page) : Hand(page)
    {
        public override Task PressAsync(ILocator target) => target.ClickAsync();

        public override Task WriteAsync(ILocator field, string text) => field.FillAsync(text);
    }

    private sealed class KeyboardHand(IPage page) : Hand(page)
    {
        /// <summary>No page has more stops than this; a target that is not among them cannot be reached.</summary>
        private const int MostStops = 300;

        public override async Task PressAsync(ILocator target)
        {
            await ReachAsync(target);
            await Page.Keyboard.PressAsync("Enter");
        }

        public override async Task WriteAsync(ILocator field, string text)
        {
            await ReachAsync(field);
            await Page.Keyboard.PressAsync("Control+A");
            await Page.Keyboard.TypeAsync(text);
        }

        private async Task ReachAsync(ILocator target)
        {
            await target.WaitForAsync();
            for (var stop = 0; stop < MostStops; stop++)
            {
                if (await target.EvaluateAsync<bool>("element => element === document.activeElement"))
                {
                    return;
                }
                await Page.Keyboard.PressAsync("Tab");
            }
            Assert.Fail($"Tab does not lead to {target}");
        }
    }
}
