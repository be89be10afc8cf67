namespace Distributor.Testing.Plans;

/// <summary>What each statement of the ledger on PostgreSQL is explained with, on the rows of <see cref="LedgerFill"/>.</summary>
public static class LedgerCases
{
    private const string Keys = "'{2026-12-20,2026-12-20}', '{100,100}', '{1,2}', '{0,0}', '{1,1}'";

    /// <summary>By the name of the statement's file: types and values of $1, $2, …, as the ledger gives them.</summary>
    public static IReadOnlyDictionary<string, (string Types, string Values)> All { get; } =
        new Dictionary<string, (string, string)>
        {
            ["break-lane"] = ("int, text, int", "1, 'refused', 0"),
            ["claim"] = ("int[], int, smallint, date, int[]", "'{1,2}', 500, 1::smallint, '2026-10-09', '{500,15}'"),
            ["count"] = ("bigint", "100"),
            ["days"] = ("", ""),
            ["due"] = ("date", "'2026-10-09'"),
            ["extend"] = (
                "date[], bigint[], bigint[], smallint[], smallint[], date, date",
                $"{Keys}, '2026-12-20', '2026-12-20'"
            ),
            ["finish"] = ("bigint", "100"),
            ["held-lanes"] = ("text", "'telegram'"),
            ["hold-lane"] = ("int, double precision, text", "1, 500, 'told to wait'"),
            ["look-again"] = ("bigint[], bigint[]", "'{100,100}', '{1,2}'"),
            ["next-due"] = ("bigint", "100"),
            ["mend-lane"] = ("int", "1"),
            ["ready-lanes"] = ("text", "'telegram'"),
            ["plan-alert"] = ("bigint, int[], smallint[], bigint, int", "100, '{1}', '{1}', 0, 10000"),
            ["plan-alert-capped"] = (
                "bigint, int[], smallint[], bigint, int, bigint, int, bigint[], date, date, timestamptz",
                "100, '{1}', '{1}', 0, 10000, 99, 30, '{97,98,99}', '2026-12-18', '2026-12-20', 'tomorrow'"
            ),
            ["plan-digests"] = (
                "bigint, bigint[], smallint[], bigint[], bigint[], bigint[], timestamptz[], timestamptz[]",
                "100, '{1,2}', '{3,3}', '{null,null}', '{0,0}', '{9,9}', '{now,now}', '{tomorrow,tomorrow}'"
            ),
            ["plan-edits"] = (
                "bigint, date, bigint, bigint[], bigint[], bigint[], bigint, int",
                "100, '2026-12-20', 100, '{1}', '{2}', '{1}', 0, 10000"
            ),
            ["plan-one"] = ("bigint, bigint, bigint", "100, 1, 1"),
            ["reassign"] = (
                "date, bigint, bigint, smallint, smallint, bigint, int",
                "'2026-12-20', 100, 1, 0::smallint, 1::smallint, 1, 1"
            ),
            ["record"] = (
                "date[], bigint[], bigint[], smallint[], smallint[], smallint[], text[], text[], bigint[], boolean[], boolean[], bigint[], smallint, date, date",
                $"{Keys}, '{{4,4}}', '{{null,null}}', '{{a,b}}', '{{null,null}}', '{{f,f}}', '{{f,f}}', '{{1000,null}}', 1::smallint, '2026-12-20', '2026-12-20'"
            ),
            ["cancel"] = ("bigint, bigint, int, smallint", "100, 0, 10000, 0::smallint"),
            ["retract"] = ("bigint, bigint, int, smallint", "100, 0, 10000, 0::smallint"),
            ["restore"] = ("bigint, bigint, int, smallint", "100, 0, 10000, 0::smallint"),
            ["retry"] = ("bigint, bigint, int, smallint, bigint", "100, 0, 10000, 0::smallint, null"),
            ["release"] = ("bigint", "100"),
            ["summarise"] = (
                "bigint, bigint[], timestamptz[], int, date, date",
                "99, '{1,2}', '{tomorrow,tomorrow}', 3, '2026-10-09', '2026-12-20'"
            ),
            ["plan-notice"] = ("bigint, bigint, bigint", "99, 7, 1"),
            ["wake-quiet"] = ("bigint, date, date", "7, '2026-10-09', '2026-12-20'"),
            ["waiting-alerts"] = ("bigint[], int, date, date", "'{1,2}', 3, '2026-10-09', '2026-12-20'"),
            ["withdraw"] = (
                "bigint, text, smallint, date, date",
                "7, 'unsubscribed', 1::smallint, '2026-10-09', '2026-12-20'"
            ),
        };
}
