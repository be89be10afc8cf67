namespace Distributor.Site.Forms;

/// <summary>A page that says one thing and offers at most a few steps: the most usual page of ours.</summary>
/// <param name="Area">Where its words are: <c>reader.confirm</c>.</param>
/// <param name="Step">The beginning of its words: <c>done</c> for <c>doneTitle</c>, <c>doneHeading</c> and <c>done</c>; empty for
/// <c>title</c>, <c>heading</c> and <c>text</c>.</param>
public sealed record Message(string Area, string Step = "")
{
    /// <summary>What takes the place of slots in its sentences.</summary>
    public IReadOnlyDictionary<string, string> Slots { get; init; } = new Dictionary<string, string>();

    public IReadOnlyList<PageStep> Steps { get; init; } = [];

    /// <summary>Key of a remark below everything.</summary>
    public string? Aside { get; init; }

    /// <summary>Only a page that was opened, not the answer to a form, can be opened in another language.</summary>
    public bool CanSwitch { get; init; }

    public int Status { get; init; } = StatusCodes.Status200OK;

    public string TitleKey => $"{Area}.{(Step.Length == 0 ? "title" : Step + "Title")}";

    public string HeadingKey => $"{Area}.{(Step.Length == 0 ? "heading" : Step + "Heading")}";

    public string TextKey => $"{Area}.{(Step.Length == 0 ? "text" : Step)}";
}

/// <param name="Label">Key of the words on it.</param>
/// <param name="Href">Where it leads, or posts to.</param>
/// <param name="IsPost">A button of a form, not a link.</param>
/// <param name="Style">Class of the button: empty, <c>quiet</c> or <c>danger</c>.</param>
/// <param name="Lead">Key of a line before it.</param>
public sealed record PageStep(string Label, string Href, bool IsPost = false, string Style = "", string? Lead = null);
