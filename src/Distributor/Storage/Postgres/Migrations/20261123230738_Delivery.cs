using Microsoft.EntityFrameworkCore.Migrations;
using NodaTime;

#nullable disable

#pragma warning disable CA1814 // Prefer jagged arrays over multidimensional

namespace Distributor.Storage.Postgres.Migrations
{
    /// <inheritdoc />
    public partial class Delivery : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "late_after_minutes",
                table: "runs",
                type: "integer",
                nullable: true);

            migrationBuilder.AddColumn<Instant>(
                name: "not_before",
                table: "runs",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "breakdowns",
                table: "lanes",
                type: "integer",
                nullable: false,
                defaultValue: 0);

            migrationBuilder.AddColumn<Instant>(
                name: "held_until",
                table: "lanes",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<Instant>(
                name: "since",
                table: "lanes",
                type: "timestamp with time zone",
                nullable: true);

            migrationBuilder.AddColumn<long>(
                name: "chat_id",
                table: "addresses",
                type: "bigint",
                nullable: true,
                computedColumnSql: "CASE WHEN channel = 2 AND value ~ '^-?[0-9]+(/|$)' THEN split_part(value, '/', 1)::bigint END",
                stored: true);

            migrationBuilder.UpdateData(
                table: "lanes",
                keyColumn: "id",
                keyValue: 1,
                columns: new[] { "breakdowns", "held_until", "since" },
                values: new object[] { 0, null, null });

            migrationBuilder.UpdateData(
                table: "lanes",
                keyColumn: "id",
                keyValue: 2,
                columns: new[] { "breakdowns", "held_until", "since" },
                values: new object[] { 0, null, null });

            migrationBuilder.InsertData(
                table: "lanes",
                columns: new[] { "id", "breakdowns", "held_until", "key", "next_at", "parent_id", "reason", "since", "spacing_microseconds", "state" },
                values: new object[,]
                {
                    { 10, 0, null, "email:other", null, 1, null, null, 0L, "open" },
                    { 11, 0, null, "email:google", null, 1, null, null, 0L, "open" },
                    { 12, 0, null, "email:microsoft", null, 1, null, null, 0L, "open" },
                    { 13, 0, null, "email:yahoo", null, 1, null, null, 0L, "open" },
                    { 14, 0, null, "email:apple", null, 1, null, null, 0L, "open" },
                    { 15, 0, null, "email:gmx", null, 1, null, null, 0L, "open" },
                    { 16, 0, null, "email:mailru", null, 1, null, null, 0L, "open" },
                    { 17, 0, null, "email:yandex", null, 1, null, null, 0L, "open" },
                    { 18, 0, null, "email:proton", null, 1, null, null, 0L, "open" },
                    { 19, 0, null, "email:tencent", null, 1, null, null, 0L, "open" },
                    { 20, 0, null, "email:netease", null, 1, null, null, 0L, "open" },
                    { 21, 0, null, "email:naver", null, 1, null, null, 0L, "open" },
                    { 22, 0, null, "email:orange", null, 1, null, null, 0L, "open" },
                    { 23, 0, null, "email:telekom", null, 1, null, null, 0L, "open" },
                    { 24, 0, null, "email:comcast", null, 1, null, null, 0L, "open" }
                });

            migrationBuilder.CreateIndex(
                name: "ix_addresses_chat_id",
                table: "addresses",
                column: "chat_id",
                filter: "chat_id IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_addresses_quiet_until",
                table: "addresses",
                column: "quiet_until",
                filter: "quiet_until IS NOT NULL");

            migrationBuilder.Sql(SqlFile.Read("Postgres/Migrations/0002-delivery.sql"));
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.Sql("UPDATE addresses SET lane_id = 1 WHERE channel = 1; ALTER TABLE deliveries DROP COLUMN expires_at;");

            migrationBuilder.DropIndex(
                name: "ix_addresses_chat_id",
                table: "addresses");

            migrationBuilder.DropIndex(
                name: "ix_addresses_quiet_until",
                table: "addresses");

            migrationBuilder.DeleteData(
                table: "lanes",
                keyColumn: "id",
                keyValue: 10);

            migrationBuilder.DeleteData(
                table: "lanes",
                keyColumn: "id",
                keyValue: 11);

            migrationBuilder.DeleteData(
                table: "lanes",
                keyColumn: "id",
                keyValue: 12);

            migrationBuilder.DeleteData(
                table: "lanes",
                keyColumn: "id",
                keyValue: 13);

            migrationBuilder.DeleteData(
                table: "lanes",
                keyColumn: "id",
                keyValue: 14);

            migrationBuilder.DeleteData(
                table: "lanes",
                keyColumn: "id",
                keyValue: 15);

            migrationBuilder.DeleteData(
                table: "lanes",
                keyColumn: "id",
                keyValue: 16);

            migrationBuilder.DeleteData(
                table: "lanes",
                keyColumn: "id",
                keyValue: 17);

            migrationBuilder.DeleteData(
                table: "lanes",
                keyColumn: "id",
                keyValue: 18);

            migrationBuilder.DeleteData(
                table: "lanes",
                keyColumn: "id",
                keyValue: 19);

            migrationBuilder.DeleteData(
                table: "lanes",
                keyColumn: "id",
                keyValue: 20);

            migrationBuilder.DeleteData(
                table: "lanes",
                keyColumn: "id",
                keyValue: 21);

            migrationBuilder.DeleteData(
                table: "lanes",
                keyColumn: "id",
                keyValue: 22);

            migrationBuilder.DeleteData(
                table: "lanes",
                keyColumn: "id",
                keyValue: 23);

            migrationBuilder.DeleteData(
                table: "lanes",
                keyColumn: "id",
                keyValue: 24);

            migrationBuilder.DropColumn(
                name: "chat_id",
                table: "addresses");

            migrationBuilder.DropColumn(
                name: "late_after_minutes",
                table: "runs");

            migrationBuilder.DropColumn(
                name: "not_before",
                table: "runs");

            migrationBuilder.DropColumn(
                name: "breakdowns",
                table: "lanes");

            migrationBuilder.DropColumn(
                name: "held_until",
                table: "lanes");

            migrationBuilder.DropColumn(
                name: "since",
                table: "lanes");
        }
    }
}
