using Distributor.Dashboard.Access;
using Distributor.Dashboard.Shell;
using Distributor.Site.Forms;
using Distributor.Storage;
using Microsoft.AspNetCore.Mvc;

namespace Distributor.Dashboard.Subscribers;

/// <summary>What every form of a person's view needs: its fields, who sent it, and the way back.</summary>
public sealed record PersonRequest(
    HttpContext Context,
    [FromServices] Database Database,
    [FromServices] PersonLoader Loader
)
{
    private IFormCollection? form;

    public string Actor => AdminPolicies.Actor(Context);

    public async Task ReadAsync() => form = await Context.Request.ReadFormAsync(Context.RequestAborted);

    public string Field(string name) => form?[name].ToString().Trim() ?? "";

    /// <summary>The form had a select for the topic.</summary>
    public bool HasTopic(int topic) => form?.ContainsKey(CadenceChoice.Field(topic)) == true;

    /// <summary>Where the form stood: the list with its drawer, or the page.</summary>
    public string Return(long id) =>
        DeskRoutes.LocalPath(Field("return")) is var path && path != "/admin" ? path : PageOf(id);

    public static string PageOf(long id) => FormattableString.Invariant($"/admin/subscribers/{id}");

    public IResult Done(long id, string text, string? undo = null) =>
        DeskRoutes.Done(Context, Return(id), text, undoAction: undo);

    public IResult Refused(long id, string text) => DeskRoutes.Done(Context, Return(id), text, Tone.Bad);

    /// <summary>The person's page with what is wrong beside the fields and the typed values in them.</summary>
    public async Task<IResult> FaultAsync(
        long id,
        string formName,
        IReadOnlyDictionary<string, string> errors,
        long? otherId = null
    )
    {
        var topics = await TopicChoice.AllAsync(Database, Context.RequestAborted);
        var model = await Loader.LoadAsync(
            id,
            "",
            tab => tab.Length == 0 ? PageOf(id) : $"{PageOf(id)}?tab={tab}",
            topics,
            _ => null,
            Context.RequestAborted
        );
        if (model is null)
        {
            return DeskRoutes.Missing();
        }
        var typed = form!.Keys.ToDictionary(key => key, key => form[key].ToString(), StringComparer.Ordinal);
        Context.Response.StatusCode = StatusCodes.Status422UnprocessableEntity;
        return new Microsoft.AspNetCore.Http.HttpResults.RazorComponentResult<PersonPage>(
            new { Model = model with { Fault = new PersonFault(formName, errors, typed, otherId) } }
        )
        {
            StatusCode = StatusCodes.Status422UnprocessableEntity,
        };
    }

    public static Dictionary<string, string> Error(string field, string text) =>
        new(StringComparer.Ordinal) { [field] = text };
}
