using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Distributor.Storage.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class Readers : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.AddColumn<int>(
                name: "max_stories",
                table: "digest_schedules",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.AddColumn<int>(
                name: "weekday",
                table: "digest_schedules",
                type: "INTEGER",
                nullable: false,
                defaultValue: 1);

            migrationBuilder.AddColumn<long>(
                name: "erase_at",
                table: "addresses",
                type: "INTEGER",
                nullable: true);

            migrationBuilder.CreateTable(
                name: "address_moves",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    address_id = table.Column<long>(type: "INTEGER", nullable: false),
                    new_address_id = table.Column<long>(type: "INTEGER", nullable: false),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false),
                    expires_at = table.Column<long>(type: "INTEGER", nullable: false),
                    old_confirmed_at = table.Column<long>(type: "INTEGER", nullable: true),
                    new_confirmed_at = table.Column<long>(type: "INTEGER", nullable: true),
                    done_at = table.Column<long>(type: "INTEGER", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_address_moves", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "bot_chats",
                columns: table => new
                {
                    chat_id = table.Column<long>(type: "INTEGER", nullable: false),
                    kind = table.Column<string>(type: "TEXT", nullable: false),
                    title = table.Column<string>(type: "TEXT", nullable: true),
                    user_name = table.Column<string>(type: "TEXT", nullable: true),
                    asked = table.Column<string>(type: "TEXT", nullable: true),
                    asked_user = table.Column<long>(type: "INTEGER", nullable: true),
                    asked_thread = table.Column<int>(type: "INTEGER", nullable: true),
                    asked_until = table.Column<long>(type: "INTEGER", nullable: true),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_bot_chats", x => x.chat_id);
                });

            migrationBuilder.CreateTable(
                name: "bot_updates",
                columns: table => new
                {
                    update_id = table.Column<long>(type: "INTEGER", nullable: false),
                    body = table.Column<string>(type: "TEXT", nullable: false),
                    received_at = table.Column<long>(type: "INTEGER", nullable: false),
                    handled_at = table.Column<long>(type: "INTEGER", nullable: true),
                    attempts = table.Column<int>(type: "INTEGER", nullable: false),
                    next_try_at = table.Column<long>(type: "INTEGER", nullable: true),
                    fault = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_bot_updates", x => x.update_id);
                });

            migrationBuilder.CreateTable(
                name: "saved_stories",
                columns: table => new
                {
                    address_id = table.Column<long>(type: "INTEGER", nullable: false),
                    story_id = table.Column<long>(type: "INTEGER", nullable: false),
                    at_sequence = table.Column<long>(type: "INTEGER", nullable: false),
                    saved_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_saved_stories", x => new { x.address_id, x.story_id });
                });

            migrationBuilder.CreateTable(
                name: "sign_ups",
                columns: table => new
                {
                    id = table.Column<long>(type: "INTEGER", nullable: false)
                        .Annotation("Sqlite:Autoincrement", true),
                    address_id = table.Column<long>(type: "INTEGER", nullable: false),
                    choices = table.Column<string>(type: "TEXT", nullable: false),
                    text_version = table.Column<string>(type: "TEXT", nullable: false),
                    ip = table.Column<string>(type: "TEXT", nullable: true),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false),
                    expires_at = table.Column<long>(type: "INTEGER", nullable: false),
                    confirmed_at = table.Column<long>(type: "INTEGER", nullable: true),
                    confirmed_ip = table.Column<string>(type: "TEXT", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_sign_ups", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "topic_mutes",
                columns: table => new
                {
                    address_id = table.Column<long>(type: "INTEGER", nullable: false),
                    topic_id = table.Column<int>(type: "INTEGER", nullable: false),
                    until = table.Column<long>(type: "INTEGER", nullable: false),
                    created_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_topic_mutes", x => new { x.address_id, x.topic_id });
                });

            migrationBuilder.CreateTable(
                name: "used_links",
                columns: table => new
                {
                    purpose = table.Column<byte>(type: "INTEGER", nullable: false),
                    subject = table.Column<long>(type: "INTEGER", nullable: false),
                    used_at = table.Column<long>(type: "INTEGER", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_used_links", x => new { x.purpose, x.subject });
                });

            migrationBuilder.CreateIndex(
                name: "ix_articles_completed_at",
                table: "articles",
                column: "completed_at",
                filter: "completed_at IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_addresses_erase_at",
                table: "addresses",
                column: "erase_at",
                filter: "erase_at IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_addresses_paused_until",
                table: "addresses",
                column: "paused_until",
                filter: "paused_until IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_address_moves_address_id",
                table: "address_moves",
                column: "address_id");

            migrationBuilder.CreateIndex(
                name: "ix_address_moves_new_address_id",
                table: "address_moves",
                column: "new_address_id");

            migrationBuilder.CreateIndex(
                name: "ix_bot_updates_handled_at",
                table: "bot_updates",
                column: "handled_at",
                filter: "handled_at IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_bot_updates_open",
                table: "bot_updates",
                column: "update_id",
                filter: "handled_at IS NULL");

            migrationBuilder.CreateIndex(
                name: "ix_saved_stories_at_sequence",
                table: "saved_stories",
                column: "at_sequence");

            migrationBuilder.CreateIndex(
                name: "ix_sign_ups_address_id",
                table: "sign_ups",
                column: "address_id");

            migrationBuilder.CreateIndex(
                name: "ix_sign_ups_expires_at",
                table: "sign_ups",
                column: "expires_at",
                filter: "confirmed_at IS NULL");

            migrationBuilder.CreateIndex(
                name: "ix_topic_mutes_topic_id",
                table: "topic_mutes",
                column: "topic_id");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "address_moves");

            migrationBuilder.DropTable(
                name: "bot_chats");

            migrationBuilder.DropTable(
                name: "bot_updates");

            migrationBuilder.DropTable(
                name: "saved_stories");

            migrationBuilder.DropTable(
                name: "sign_ups");

            migrationBuilder.DropTable(
                name: "topic_mutes");

            migrationBuilder.DropTable(
                name: "used_links");

            migrationBuilder.DropIndex(
                name: "ix_articles_completed_at",
                table: "articles");

            migrationBuilder.DropIndex(
                name: "ix_addresses_erase_at",
                table: "addresses");

            migrationBuilder.DropIndex(
                name: "ix_addresses_paused_until",
                table: "addresses");

            migrationBuilder.DropColumn(
                name: "max_stories",
                table: "digest_schedules");

            migrationBuilder.DropColumn(
                name: "weekday",
                table: "digest_schedules");

            migrationBuilder.DropColumn(
                name: "erase_at",
                table: "addresses");
        }
    }
}
