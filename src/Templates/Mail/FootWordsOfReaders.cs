using System.Collections.Concurrent;
using Distributor.Templates.Engine;
using Distributor.Templates.Text;
using Distributor.Templates.Words;
using NodaTime;

namespace Distributor.Templates.Mail;

/// <summary>
/// The sentences of the foot, made once for all readers who asked for the same at the same time: between two of them only the
/// address differs. Safe for concurrent calls.
/// </summary>
internal sealed class FootWordsOfReaders(LocalDate? date, WordList words)
{
    /// <summary>Kinds of readers remembered; one more than that, and all are made anew as they come.</summary>
    const int Most = 1_000;

    /// <summary>Stands where the address belongs; no text that comes in has these characters (<see cref="Slots"/>).</summary>
    const string Gap = "\uFDD0address\uFDD1";

    readonly ConcurrentDictionary<Kind, Sentences> known = new();

    public (string ReasonHtml, string ReasonText, string ClosingHtml, string ClosingText) For(PersonalParts reader)
    {
        var address = words.Name(CleanText.Cut(CleanText.Line(reader.Recipient), 254));
        var kind = new Kind(
            string.Join(Slots.Open, reader.Topics),
            reader.Cadence,
            reader.At,
            reader.Weekday,
            reader.Place,
            reader.NextEdition,
            address.Dir
        );
        if (!known.TryGetValue(kind, out var sentences))
        {
            if (known.Count >= Most)
            {
                known.Clear();
            }

            sentences = known.GetOrAdd(kind, Make(reader, address with { Text = Gap }));
        }

        return (
            string.Join(MarkupEncoder.Escape(address.Text), sentences.ReasonHtml),
            Wrap.Lines(string.Join(address.Text, sentences.ReasonText)),
            sentences.ClosingHtml,
            sentences.ClosingText
        );
    }

    Sentences Make(PersonalParts reader, Run address)
    {
        var reason = Reason.For(reader, address, words);
        var closing = Closing.For(reader, date, words);
        return new Sentences(
            TemplateFiles.Html.Render("reason", reason).Split(Gap),
            string.Concat(reason.Select(run => run.Text)).Split(Gap),
            MarkupEncoder.Escape(closing),
            Wrap.Lines(closing)
        );
    }

    /// <param name="Dir">Of the address, when it runs against our words.</param>
    sealed record Kind(
        string Topics,
        Cadence Cadence,
        LocalTime? At,
        IsoDayOfWeek? Weekday,
        string? Place,
        LocalDateTime? NextEdition,
        string? Dir
    );

    /// <summary>The reason divided where the address belongs, the closing whole.</summary>
    sealed record Sentences(string[] ReasonHtml, string[] ReasonText, string ClosingHtml, string ClosingText);
}
