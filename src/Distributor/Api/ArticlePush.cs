using System.Globalization;
using System.Security.Claims;
using System.Text.Json;
using Distributor.Articles.Intake;
using Distributor.Sources.Pushing;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Distributor.Api;

/// <summary><c>POST /api/v1/articles</c>.</summary>
internal sealed class ArticlePush(PushIntake push, IdempotencyKeys idempotency)
{
    public const int LargestBody = 2 * 1024 * 1024;

    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web)
    {
        // A number where a text belongs is a fault of the sender that we name.
        NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.Strict,
    };

    public async Task<IResult> AddAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var request = context.Request;
        if (request.ContentLength > LargestBody)
        {
            return TooLarge();
        }
        using var buffer = new MemoryStream();
        try
        {
            await request.Body.CopyToAsync(buffer, cancellationToken);
        }
        catch (BadHttpRequestException exception) when (exception.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            return TooLarge();
        }
        var body = buffer.GetBuffer().AsMemory(0, (int)buffer.Length);

        var key = request.Headers["Idempotency-Key"].ToString();
        if (key.Length == 0)
        {
            return await AddAsync(body, ApiServices.Actor(context), cancellationToken);
        }
        if (key.Length > IdempotencyKeys.LongestKey)
        {
            return Problems.Field(400, "Idempotency-Key", "is longer than 255 characters; send a UUID.");
        }
        var apiKeyId = int.Parse(context.User.FindFirstValue(ClaimTypes.NameIdentifier)!, CultureInfo.InvariantCulture);
        var hash = IdempotencyKeys.HashOf(body.Span);
        if (await idempotency.FindAsync(apiKeyId, key, cancellationToken) is { } given)
        {
            return given.RequestHash == hash
                ? Results.Text(given.Body, "application/json", statusCode: given.Status)
                : Problems.Field(
                    422,
                    "Idempotency-Key",
                    "was used for another request; use a new one for each article."
                );
        }
        var result = await AddAsync(body, ApiServices.Actor(context), cancellationToken);
        if (
            result is IValueHttpResult { Value: PushAnswer answer } and IStatusCodeHttpResult { StatusCode: { } status }
        )
        {
            var json = JsonSerializer.Serialize(answer, Format);
            await idempotency.RememberAsync(apiKeyId, key, hash, status, json, cancellationToken);
        }
        return result;
    }

    private static ProblemHttpResult TooLarge() =>
        Problems.Problem(413, "The body is larger than 2 MB; send a shorter article.");

    private async Task<IResult> AddAsync(ReadOnlyMemory<byte> body, string actor, CancellationToken cancellationToken)
    {
        PushedArticle? pushed;
        try
        {
            pushed = JsonSerializer.Deserialize<PushedArticle>(body.Span, Format);
        }
        catch (JsonException exception) when (exception.Path is { Length: > 2 } path)
        {
            return Problems.Field(400, path[2..], "has a value of the wrong type; see /openapi/v1.json.");
        }
        catch (JsonException exception)
        {
            return Problems.Problem(
                400,
                $"The body is not valid JSON (line {exception.LineNumber + 1}, byte {exception.BytePositionInLine + 1}); send one JSON object in UTF-8."
            );
        }
        if (pushed is null)
        {
            return Problems.Problem(400, "The body is null; send one JSON object with at least a title.");
        }
        var pushing = await push.FromApiAsync(pushed, actor, cancellationToken);
        if (pushing.Taken is not { } result)
        {
            return Problems.Fields(422, pushing.Errors);
        }
        return result.Status switch
        {
            IntakeStatus.Unchanged => TypedResults.Ok(new PushAnswer(result.ArticleId, "unchanged")),
            IntakeStatus.Updated => TypedResults.Ok(new PushAnswer(result.ArticleId, "updated")),
            _ => TypedResults.Created(
                string.Create(CultureInfo.InvariantCulture, $"/api/v1/articles/{result.ArticleId}"),
                new PushAnswer(result.ArticleId, "created")
            ),
        };
    }
}
