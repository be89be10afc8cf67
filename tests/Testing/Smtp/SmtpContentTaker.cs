using System.Buffers;
using System.Globalization;

namespace Distributor.Testing.Smtp;

/// <summary>Reads the content of a message, by DATA or in BDAT chunks, and answers for it.</summary>
sealed class SmtpContentTaker(SmtpTalk talk)
{
    static readonly SmtpReply GoOn = new(354, null, "End data with <CR><LF>.<CR><LF>");

    ArrayBufferWriter<byte>? _chunks;
    bool _chunkFailed;

    public bool HasChunks => _chunks is not null;

    public void Forget()
    {
        _chunks = null;
        _chunkFailed = false;
    }

    /// <returns>True when the message is over, taken or not.</returns>
    public async Task<bool> TakeLinesAsync(
        IReadOnlyDictionary<string, string?> parameters,
        CancellationToken cancellationToken
    )
    {
        var fault = talk.TakeFault(SmtpVerb.Data);
        if (!await talk.AnswerAsync(SmtpVerb.Data, GoOn, cancellationToken, fault: fault ?? SmtpFault.None))
        {
            return false;
        }
        await talk.FlushAsync(cancellationToken);
        var content = NewContent();
        long read = 0;
        for (var ended = false; !ended; )
        {
            var most = await AllowAsync(fault?.Pace, read, cancellationToken);
            var count = most == 0 ? 0 : await talk.Wire.FillAsync(cancellationToken, most);
            if (count == 0)
            {
                talk.End();
                return true;
            }
            read += count;
            talk.Wire.Advance(content.TakeLines(talk.Wire.Buffered, out ended));
        }
        if (talk.Offered is not { Pipelining: true } && !talk.Wire.Buffered.IsEmpty)
        {
            talk.Violated(SmtpRule.Pipelining, "a command right behind the final dot");
        }
        if (content.HasEightBit && !IsEightBit(parameters))
        {
            talk.Violated(SmtpRule.EightBitContent, "DATA without BODY=8BITMIME");
        }
        await EndAsync(content, parameters, chunked: false, fault: null, cancellationToken);
        return true;
    }

    /// <param name="refusal">Why the chunk cannot be used; its octets are read all the same (RFC 3030 section 2).</param>
    /// <returns>True when the message is over, taken or not.</returns>
    public async Task<bool> TakeChunkAsync(
        long octets,
        bool last,
        SmtpReply? refusal,
        IReadOnlyDictionary<string, string?> parameters,
        CancellationToken cancellationToken
    )
    {
        if (_chunkFailed)
        {
            refusal ??= new SmtpReply(503, "5.5.1", "A chunk before was refused");
        }
        var fault = refusal is null ? talk.TakeFault(SmtpVerb.Bdat) : null;
        _chunks ??= new ArrayBufferWriter<byte>(32 * 1024);
        if (!await ReadChunkAsync(octets, refusal is null ? _chunks : null, fault?.Pace, cancellationToken))
        {
            talk.End();
            return true;
        }
        if (talk.Offered is not { Pipelining: true } && !talk.Wire.Buffered.IsEmpty)
        {
            talk.Violated(SmtpRule.Pipelining, "a command right behind a chunk");
        }
        if (refusal is null && last)
        {
            var content = NewContent();
            content.TakeChunks(_chunks.WrittenSpan);
            // A fault that only slowed the reading leaves room for one at the end.
            await EndAsync(content, parameters, true, fault?.Pace is null ? fault : null, cancellationToken);
            return true;
        }
        var reply =
            refusal ?? new SmtpReply(250, "2.0.0", string.Create(CultureInfo.InvariantCulture, $"{octets} octets"));
        _chunkFailed |= !await talk.AnswerAsync(
            SmtpVerb.Bdat,
            reply,
            cancellationToken,
            fault: fault ?? SmtpFault.None
        );
        return false;
    }

    async Task<bool> ReadChunkAsync(
        long octets,
        ArrayBufferWriter<byte>? into,
        SmtpPace? pace,
        CancellationToken cancellationToken
    )
    {
        for (long read = 0; read < octets; )
        {
            var most = await AllowAsync(pace, read, cancellationToken);
            if (most == 0)
            {
                return false;
            }
            if (talk.Wire.Buffered.IsEmpty && await talk.Wire.FillAsync(cancellationToken, most) == 0)
            {
                return false;
            }
            var some = (int)Math.Min(Math.Min(most, octets - read), talk.Wire.Buffered.Length);
            into?.Write(talk.Wire.Buffered[..some]);
            talk.Wire.Advance(some);
            read += some;
        }
        return true;
    }

    async Task EndAsync(
        SmtpContent content,
        IReadOnlyDictionary<string, string?> parameters,
        bool chunked,
        SmtpFault? fault,
        CancellationToken cancellationToken
    )
    {
        talk.Log(string.Create(CultureInfo.InvariantCulture, $"C: (content of {content.Size} octets)"));
        if (
            parameters.TryGetValue("SIZE", out var declared)
            && content.Size > long.Parse(declared!, CultureInfo.InvariantCulture)
        )
        {
            talk.Violated(SmtpRule.SizeTooSmall, $"SIZE={declared}, and {content.Size} octets came");
        }
        var reply = content.IsTooLarge
            ? new SmtpReply(552, "5.3.4", "Message size exceeds fixed limit")
            : new SmtpReply(250, "2.0.0", "Ok: queued");
        await talk.AnswerAsync(SmtpVerb.EndOfData, reply, cancellationToken, Take, fault: fault);

        ReceivedMail Take()
        {
            talk.MailsTaken++;
            return talk.Server.Take(number => new ReceivedMail
            {
                Number = number,
                From = talk.Sender!,
                Parameters = parameters,
                Recipients = [.. talk.Recipients],
                Raw = content.ToArray(),
                Size = content.Size,
                IsChunked = chunked,
                Connection = talk.Connection.Number,
                NumberInConnection = talk.MailsTaken,
                IsTls = talk.Wire.IsTls,
                User = talk.User,
                ReceivedAt = talk.Options.Time.GetUtcNow(),
            });
        }
    }

    SmtpContent NewContent() =>
        new(talk.Options.KeepContent, talk.Options.Extensions.Size ?? long.MaxValue, talk.Violated);

    static bool IsEightBit(IReadOnlyDictionary<string, string?> parameters) =>
        parameters.TryGetValue("BODY", out var body) && "8BITMIME".Equals(body, StringComparison.OrdinalIgnoreCase);

    static ValueTask<int> AllowAsync(SmtpPace? pace, long read, CancellationToken cancellationToken) =>
        pace?.AllowAsync(read, cancellationToken) ?? ValueTask.FromResult(int.MaxValue);
}
