namespace Distributor.Templates.Engine;

/// <summary>Fits a message to a limit.</summary>
internal static class Largest
{
    /// <summary>
    /// The message with the most stories that fits, at least <paramref name="least"/>. Rendering is cheap and a full message
    /// nearly always fits, so that is tried first; then the number is halved towards the limit, since a real rendering is the
    /// only measure that is never wrong.
    /// </summary>
    public static T Fitting<T>(int least, int all, Func<int, T> render, Func<T, bool> fits)
    {
        var whole = render(all);
        if (all <= least || fits(whole))
        {
            return whole;
        }

        var best = render(least);
        for (int low = least, high = all; high - low > 1; )
        {
            var middle = (low + high) / 2;
            var candidate = render(middle);
            if (fits(candidate))
            {
                (best, low) = (candidate, middle);
            }
            else
            {
                high = middle;
            }
        }

        return best;
    }
}
