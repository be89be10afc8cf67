namespace Distributor.Testing.Telegram;

/// <summary>
/// The server's rules for overlapping entities, none of which is an error: quotes do not nest; links, mentions, times,
/// emoji and code exclude each other, the outer or earlier one stays; code carries no style; styles of one kind melt
/// together and are cut so that everything nests. Of what is left the first hundred remain.
/// </summary>
static class TelegramEntityUntangler
{
    const int MaxEntities = 100;

    public static IReadOnlyList<TelegramEntity> Untangle(IReadOnlyList<TelegramEntity> entities)
    {
        var quotes = Disjoint(entities.Where(entity => entity.IsQuote));
        var whole = Disjoint(
            entities.Where(entity => !entity.IsQuote && !entity.IsStyle && quotes.TrueForAll(q => Fits(q, entity)))
        );
        var code = whole.FindAll(entity => entity.IsCode);
        var styles = entities
            .Where(entity => entity.IsStyle)
            .GroupBy(entity => entity.Type)
            .SelectMany(Melt)
            .SelectMany(style => Without(style, code));

        var nested = Nest([.. quotes, .. whole, .. styles]);
        nested.Sort(TelegramEntity.Compare);
        var counted = 0;
        return nested.FindAll(entity => entity.Type == TelegramEntityType.CustomEmoji || ++counted <= MaxEntities);
    }

    static List<TelegramEntity> Disjoint(IEnumerable<TelegramEntity> entities)
    {
        List<TelegramEntity> kept = [];
        foreach (var entity in entities.Order(Comparer<TelegramEntity>.Create(TelegramEntity.Compare)))
        {
            if (kept.Count == 0 || entity.Offset >= kept[^1].End)
            {
                kept.Add(entity);
            }
        }

        return kept;
    }

    /// <summary>A quote may contain an entity or lie beside it.</summary>
    static bool Fits(TelegramEntity quote, TelegramEntity entity) =>
        entity.End <= quote.Offset
        || entity.Offset >= quote.End
        || (quote.Offset <= entity.Offset && entity.End <= quote.End);

    static List<TelegramEntity> Melt(IEnumerable<TelegramEntity> sameKind)
    {
        List<TelegramEntity> melted = [];
        foreach (var entity in sameKind.OrderBy(entity => entity.Offset))
        {
            if (melted.Count > 0 && entity.Offset <= melted[^1].End)
            {
                melted[^1] = melted[^1] with { Length = Math.Max(melted[^1].End, entity.End) - melted[^1].Offset };
            }
            else
            {
                melted.Add(entity);
            }
        }

        return melted;
    }

    static IEnumerable<TelegramEntity> Without(TelegramEntity style, List<TelegramEntity> code)
    {
        var start = style.Offset;
        foreach (var hole in code.Where(hole => hole.End > style.Offset && hole.Offset < style.End))
        {
            if (hole.Offset > start)
            {
                yield return style with
                {
                    Offset = start,
                    Length = hole.Offset - start,
                };
            }

            start = hole.End;
        }

        if (start < style.End)
        {
            yield return style with
            {
                Offset = start,
                Length = style.End - start,
            };
        }
    }

    /// <summary>Cuts styles where they would cross another entity; walks the borders with a stack of what is open.</summary>
    static List<TelegramEntity> Nest(List<TelegramEntity> entities)
    {
        List<TelegramEntity> nested = [];
        List<TelegramEntity> open = [];
        foreach (var border in entities.SelectMany(entity => (int[])[entity.Offset, entity.End]).Distinct().Order())
        {
            var opening = entities.FindAll(entity => entity.Offset == border);
            var longestWhole = opening.Where(entity => !entity.IsStyle).Select(entity => entity.End).Append(0).Max();

            // Everything above the first one that ends here, or that a link opening here outlasts, is cut here.
            var cut = open.FindIndex(entity => entity.End == border || entity.End < longestWhole);
            if (cut >= 0)
            {
                foreach (var entity in open[cut..])
                {
                    nested.Add(entity with { Length = border - entity.Offset });
                    opening.Add(entity with { Offset = border, Length = entity.End - border });
                }

                open.RemoveRange(cut, open.Count - cut);
            }

            open.AddRange(
                opening
                    .FindAll(entity => entity.Length > 0)
                    .Order(Comparer<TelegramEntity>.Create(TelegramEntity.Compare))
            );
        }

        return nested;
    }
}
