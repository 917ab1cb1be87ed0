using System;
using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace OpportunityKnocks.Purchasing.Api.Persistence.Migrations
{
    /// <inheritdoc />
    public partial class Initial : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable(
                name: "OpenIddictApplications",
                columns: table => new
                {
                    id = table.Column<string>(type: "text", nullable: false),
                    application_type = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: true),
                    client_id = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true),
                    client_secret = table.Column<string>(type: "text", nullable: true),
                    client_type = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: true),
                    concurrency_token = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: true),
                    consent_type = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: true),
                    display_name = table.Column<string>(type: "text", nullable: true),
                    display_names = table.Column<string>(type: "text", nullable: true),
                    json_web_key_set = table.Column<string>(type: "text", nullable: true),
                    permissions = table.Column<string>(type: "text", nullable: true),
                    post_logout_redirect_uris = table.Column<string>(type: "text", nullable: true),
                    properties = table.Column<string>(type: "text", nullable: true),
                    redirect_uris = table.Column<string>(type: "text", nullable: true),
                    requirements = table.Column<string>(type: "text", nullable: true),
                    settings = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_open_iddict_applications", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "OpenIddictScopes",
                columns: table => new
                {
                    id = table.Column<string>(type: "text", nullable: false),
                    concurrency_token = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: true),
                    description = table.Column<string>(type: "text", nullable: true),
                    descriptions = table.Column<string>(type: "text", nullable: true),
                    display_name = table.Column<string>(type: "text", nullable: true),
                    display_names = table.Column<string>(type: "text", nullable: true),
                    name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    properties = table.Column<string>(type: "text", nullable: true),
                    resources = table.Column<string>(type: "text", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_open_iddict_scopes", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "answers",
                columns: table => new
                {
                    cluster_id = table.Column<Guid>(type: "uuid", nullable: false),
                    client_id = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    key = table.Column<string>(type: "character varying(255)", maxLength: 255, nullable: false),
                    request_hash = table.Column<byte[]>(type: "bytea", nullable: false),
                    status = table.Column<int>(type: "integer", nullable: false),
                    headers = table.Column<string>(type: "text", nullable: false),
                    body = table.Column<byte[]>(type: "bytea", nullable: false),
                    @protected = table.Column<bool>(name: "protected", type: "boolean", nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_answers", x => new { x.cluster_id, x.client_id, x.key });
                });

            migrationBuilder.CreateTable(
                name: "clusters",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    currency = table.Column<string>(type: "character varying(3)", maxLength: 3, nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_clusters", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "journal",
                columns: table => new
                {
                    cluster_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    position = table.Column<long>(type: "bigint", nullable: true),
                    type = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    actor = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: false),
                    subject_kind = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    subject_id = table.Column<Guid>(type: "uuid", nullable: false),
                    subject_version = table.Column<int>(type: "integer", nullable: false),
                    audience = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    round_id = table.Column<Guid>(type: "uuid", nullable: true),
                    member_id = table.Column<Guid>(type: "uuid", nullable: true),
                    lot_id = table.Column<Guid>(type: "uuid", nullable: true),
                    quantity_change = table.Column<long>(type: "bigint", nullable: false),
                    needs_change = table.Column<int>(type: "integer", nullable: false),
                    reason = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: true),
                    payload = table.Column<string>(type: "text", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    recorded_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false, defaultValueSql: "clock_timestamp()"),
                    hash = table.Column<byte[]>(type: "bytea", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_journal", x => new { x.cluster_id, x.id });
                });

            migrationBuilder.CreateTable(
                name: "organisations",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    size = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    postcode_district = table.Column<string>(type: "character varying(8)", maxLength: 8, nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_organisations", x => x.id);
                });

            migrationBuilder.CreateTable(
                name: "OpenIddictAuthorizations",
                columns: table => new
                {
                    id = table.Column<string>(type: "text", nullable: false),
                    application_id = table.Column<string>(type: "text", nullable: true),
                    concurrency_token = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: true),
                    creation_date = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    properties = table.Column<string>(type: "text", nullable: true),
                    scopes = table.Column<string>(type: "text", nullable: true),
                    status = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: true),
                    subject = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: true),
                    type = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_open_iddict_authorizations", x => x.id);
                    table.ForeignKey(
                        name: "fk_open_iddict_authorizations_open_iddict_applications_application",
                        column: x => x.application_id,
                        principalTable: "OpenIddictApplications",
                        principalColumn: "id");
                });

            migrationBuilder.CreateTable(
                name: "counters",
                columns: table => new
                {
                    cluster_id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: false),
                    value = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_counters", x => new { x.cluster_id, x.name });
                    table.ForeignKey(
                        name: "fk_counters_clusters_cluster_id",
                        column: x => x.cluster_id,
                        principalTable: "clusters",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "feeds",
                columns: table => new
                {
                    cluster_id = table.Column<Guid>(type: "uuid", nullable: false),
                    position = table.Column<long>(type: "bigint", nullable: false),
                    hash = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_feeds", x => x.cluster_id);
                    table.ForeignKey(
                        name: "fk_feeds_clusters_cluster_id",
                        column: x => x.cluster_id,
                        principalTable: "clusters",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "groups",
                columns: table => new
                {
                    cluster_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_groups", x => new { x.cluster_id, x.id });
                    table.ForeignKey(
                        name: "fk_groups_clusters_cluster_id",
                        column: x => x.cluster_id,
                        principalTable: "clusters",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "rounds",
                columns: table => new
                {
                    cluster_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    title = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    description = table.Column<string>(type: "character varying(10000)", maxLength: 10000, nullable: false),
                    state = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    group_ids = table.Column<Guid[]>(type: "uuid[]", nullable: false),
                    needs_close_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    bids_close_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    standstill_days = table.Column<int>(type: "integer", nullable: false),
                    fee_policy = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    created_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    published_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    collection_closed_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    bids_opened_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    awarded_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    ended_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: true),
                    end_reason = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: true),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_rounds", x => new { x.cluster_id, x.id });
                    table.CheckConstraint("ck_rounds_dates", "bids_close_at > needs_close_at OR state = 'Draft'");
                    table.CheckConstraint("ck_rounds_standstill", "standstill_days BETWEEN 0 AND 60");
                    table.ForeignKey(
                        name: "fk_rounds_clusters_cluster_id",
                        column: x => x.cluster_id,
                        principalTable: "clusters",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "api_clients",
                columns: table => new
                {
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    client_id = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: false),
                    name = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    party = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    organisation_id = table.Column<Guid>(type: "uuid", nullable: true),
                    cluster_id = table.Column<Guid>(type: "uuid", nullable: true),
                    person = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: true),
                    scopes = table.Column<string[]>(type: "text[]", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_api_clients", x => x.id);
                    table.ForeignKey(
                        name: "fk_api_clients_organisations_organisation_id",
                        column: x => x.organisation_id,
                        principalTable: "organisations",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "members",
                columns: table => new
                {
                    cluster_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    organisation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    vat_recovery = table.Column<int>(type: "integer", nullable: false),
                    groups = table.Column<Guid[]>(type: "uuid[]", nullable: false),
                    active = table.Column<bool>(type: "boolean", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_members", x => new { x.cluster_id, x.id });
                    table.ForeignKey(
                        name: "fk_members_clusters_cluster_id",
                        column: x => x.cluster_id,
                        principalTable: "clusters",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_members_organisations_organisation_id",
                        column: x => x.organisation_id,
                        principalTable: "organisations",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "organisation_identifiers",
                columns: table => new
                {
                    scheme = table.Column<string>(type: "character varying(20)", maxLength: 20, nullable: false),
                    value = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: false),
                    organisation_id = table.Column<Guid>(type: "uuid", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_organisation_identifiers", x => new { x.scheme, x.value });
                    table.ForeignKey(
                        name: "fk_organisation_identifiers_organisations_organisation_id",
                        column: x => x.organisation_id,
                        principalTable: "organisations",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "supplier_approvals",
                columns: table => new
                {
                    cluster_id = table.Column<Guid>(type: "uuid", nullable: false),
                    organisation_id = table.Column<Guid>(type: "uuid", nullable: false),
                    approved = table.Column<bool>(type: "boolean", nullable: false),
                    note = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_supplier_approvals", x => new { x.cluster_id, x.organisation_id });
                    table.ForeignKey(
                        name: "fk_supplier_approvals_clusters_cluster_id",
                        column: x => x.cluster_id,
                        principalTable: "clusters",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_supplier_approvals_organisations_organisation_id",
                        column: x => x.organisation_id,
                        principalTable: "organisations",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "OpenIddictTokens",
                columns: table => new
                {
                    id = table.Column<string>(type: "text", nullable: false),
                    application_id = table.Column<string>(type: "text", nullable: true),
                    authorization_id = table.Column<string>(type: "text", nullable: true),
                    concurrency_token = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: true),
                    creation_date = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    expiration_date = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    payload = table.Column<string>(type: "text", nullable: true),
                    properties = table.Column<string>(type: "text", nullable: true),
                    redemption_date = table.Column<DateTime>(type: "timestamp with time zone", nullable: true),
                    reference_id = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true),
                    status = table.Column<string>(type: "character varying(50)", maxLength: 50, nullable: true),
                    subject = table.Column<string>(type: "character varying(400)", maxLength: 400, nullable: true),
                    type = table.Column<string>(type: "character varying(150)", maxLength: 150, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_open_iddict_tokens", x => x.id);
                    table.ForeignKey(
                        name: "fk_open_iddict_tokens_open_iddict_applications_application_id",
                        column: x => x.application_id,
                        principalTable: "OpenIddictApplications",
                        principalColumn: "id");
                    table.ForeignKey(
                        name: "fk_open_iddict_tokens_open_iddict_authorizations_authorization_id",
                        column: x => x.authorization_id,
                        principalTable: "OpenIddictAuthorizations",
                        principalColumn: "id");
                });

            migrationBuilder.CreateTable(
                name: "awards",
                columns: table => new
                {
                    cluster_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    round_id = table.Column<Guid>(type: "uuid", nullable: false),
                    state = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    reason = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: false),
                    currency = table.Column<string>(type: "character varying(3)", maxLength: 3, nullable: false),
                    members = table.Column<int>(type: "integer", nullable: false),
                    net = table.Column<long>(type: "bigint", nullable: false),
                    vat = table.Column<long>(type: "bigint", nullable: false),
                    unrecovered_vat = table.Column<long>(type: "bigint", nullable: false),
                    awarded_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_awards", x => new { x.cluster_id, x.id });
                    table.UniqueConstraint("ak_awards_cluster_id_round_id_id", x => new { x.cluster_id, x.round_id, x.id });
                    table.ForeignKey(
                        name: "fk_awards_clusters_cluster_id",
                        column: x => x.cluster_id,
                        principalTable: "clusters",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_awards_rounds_cluster_id_round_id",
                        columns: x => new { x.cluster_id, x.round_id },
                        principalTable: "rounds",
                        principalColumns: new[] { "cluster_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "bids",
                columns: table => new
                {
                    cluster_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    round_id = table.Column<Guid>(type: "uuid", nullable: false),
                    supplier_id = table.Column<Guid>(type: "uuid", nullable: false),
                    state = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    exclusion_reason = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: true),
                    exclusion_note = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: true),
                    version = table.Column<int>(type: "integer", nullable: false),
                    offer_version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_bids", x => new { x.cluster_id, x.id });
                    table.ForeignKey(
                        name: "fk_bids_clusters_cluster_id",
                        column: x => x.cluster_id,
                        principalTable: "clusters",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_bids_organisations_supplier_id",
                        column: x => x.supplier_id,
                        principalTable: "organisations",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_bids_rounds_cluster_id_round_id",
                        columns: x => new { x.cluster_id, x.round_id },
                        principalTable: "rounds",
                        principalColumns: new[] { "cluster_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "lots",
                columns: table => new
                {
                    cluster_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    round_id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    title = table.Column<string>(type: "character varying(200)", maxLength: 200, nullable: false),
                    specification = table.Column<string>(type: "character varying(10000)", maxLength: 10000, nullable: false),
                    category_code = table.Column<string>(type: "text", nullable: false),
                    unit = table.Column<string>(type: "text", nullable: false),
                    starts_on = table.Column<DateOnly>(type: "date", nullable: false),
                    period_unit = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    periods = table.Column<int>(type: "integer", nullable: false),
                    pooled_quantity = table.Column<long>(type: "bigint", nullable: true),
                    pooled_members = table.Column<int>(type: "integer", nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_lots", x => new { x.cluster_id, x.id });
                    table.UniqueConstraint("ak_lots_cluster_id_round_id_id", x => new { x.cluster_id, x.round_id, x.id });
                    table.CheckConstraint("ck_lots_periods", "periods BETWEEN 1 AND 120 AND (period_unit <> 'Once' OR periods = 1)");
                    table.ForeignKey(
                        name: "fk_lots_clusters_cluster_id",
                        column: x => x.cluster_id,
                        principalTable: "clusters",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_lots_rounds_cluster_id_round_id",
                        columns: x => new { x.cluster_id, x.round_id },
                        principalTable: "rounds",
                        principalColumns: new[] { "cluster_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "requirements",
                columns: table => new
                {
                    cluster_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    round_id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    text = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_requirements", x => new { x.cluster_id, x.id });
                    table.ForeignKey(
                        name: "fk_requirements_clusters_cluster_id",
                        column: x => x.cluster_id,
                        principalTable: "clusters",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_requirements_rounds_cluster_id_round_id",
                        columns: x => new { x.cluster_id, x.round_id },
                        principalTable: "rounds",
                        principalColumns: new[] { "cluster_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "award_passes",
                columns: table => new
                {
                    cluster_id = table.Column<Guid>(type: "uuid", nullable: false),
                    award_id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    needs_left = table.Column<int>(type: "integer", nullable: false),
                    lots = table.Column<string>(type: "jsonb", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_award_passes", x => new { x.cluster_id, x.award_id, x.number });
                    table.ForeignKey(
                        name: "fk_award_passes_awards_cluster_id_award_id",
                        columns: x => new { x.cluster_id, x.award_id },
                        principalTable: "awards",
                        principalColumns: new[] { "cluster_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "commitments",
                columns: table => new
                {
                    cluster_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    award_id = table.Column<Guid>(type: "uuid", nullable: false),
                    member_id = table.Column<Guid>(type: "uuid", nullable: false),
                    supplier_id = table.Column<Guid>(type: "uuid", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_commitments", x => new { x.cluster_id, x.id });
                    table.ForeignKey(
                        name: "fk_commitments_awards_cluster_id_award_id",
                        columns: x => new { x.cluster_id, x.award_id },
                        principalTable: "awards",
                        principalColumns: new[] { "cluster_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_commitments_members_cluster_id_member_id",
                        columns: x => new { x.cluster_id, x.member_id },
                        principalTable: "members",
                        principalColumns: new[] { "cluster_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_commitments_organisations_supplier_id",
                        column: x => x.supplier_id,
                        principalTable: "organisations",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "settlements",
                columns: table => new
                {
                    cluster_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<long>(type: "bigint", nullable: false),
                    round_id = table.Column<Guid>(type: "uuid", nullable: false),
                    award_id = table.Column<Guid>(type: "uuid", nullable: false),
                    through = table.Column<DateOnly>(type: "date", nullable: false),
                    posted_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_settlements", x => new { x.cluster_id, x.id });
                    table.UniqueConstraint("ak_settlements_cluster_id_award_id_id", x => new { x.cluster_id, x.award_id, x.id });
                    table.ForeignKey(
                        name: "fk_settlements_awards_cluster_id_round_id_award_id",
                        columns: x => new { x.cluster_id, x.round_id, x.award_id },
                        principalTable: "awards",
                        principalColumns: new[] { "cluster_id", "round_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_settlements_clusters_cluster_id",
                        column: x => x.cluster_id,
                        principalTable: "clusters",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_settlements_rounds_cluster_id_round_id",
                        columns: x => new { x.cluster_id, x.round_id },
                        principalTable: "rounds",
                        principalColumns: new[] { "cluster_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "bid_log",
                columns: table => new
                {
                    cluster_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    round_id = table.Column<Guid>(type: "uuid", nullable: false),
                    bid_id = table.Column<Guid>(type: "uuid", nullable: false),
                    bid_version = table.Column<int>(type: "integer", nullable: false),
                    type = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    actor = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    commitment = table.Column<byte[]>(type: "bytea", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_bid_log", x => new { x.cluster_id, x.id });
                    table.ForeignKey(
                        name: "fk_bid_log_bids_cluster_id_bid_id",
                        columns: x => new { x.cluster_id, x.bid_id },
                        principalTable: "bids",
                        principalColumns: new[] { "cluster_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_bid_log_clusters_cluster_id",
                        column: x => x.cluster_id,
                        principalTable: "clusters",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "bid_versions",
                columns: table => new
                {
                    cluster_id = table.Column<Guid>(type: "uuid", nullable: false),
                    bid_id = table.Column<Guid>(type: "uuid", nullable: false),
                    number = table.Column<int>(type: "integer", nullable: false),
                    accepted_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    content = table.Column<string>(type: "text", nullable: false),
                    salt = table.Column<byte[]>(type: "bytea", nullable: false),
                    commitment = table.Column<byte[]>(type: "bytea", nullable: false),
                    receipt = table.Column<string>(type: "text", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_bid_versions", x => new { x.cluster_id, x.bid_id, x.number });
                    table.ForeignKey(
                        name: "fk_bid_versions_bids_cluster_id_bid_id",
                        columns: x => new { x.cluster_id, x.bid_id },
                        principalTable: "bids",
                        principalColumns: new[] { "cluster_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_bid_versions_clusters_cluster_id",
                        column: x => x.cluster_id,
                        principalTable: "clusters",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "lot_demands",
                columns: table => new
                {
                    cluster_id = table.Column<Guid>(type: "uuid", nullable: false),
                    lot_id = table.Column<Guid>(type: "uuid", nullable: false),
                    round_id = table.Column<Guid>(type: "uuid", nullable: false),
                    quantity = table.Column<long>(type: "bigint", nullable: false),
                    needs = table.Column<long>(type: "bigint", nullable: false),
                    members = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_lot_demands", x => new { x.cluster_id, x.lot_id });
                    table.ForeignKey(
                        name: "fk_lot_demands_clusters_cluster_id",
                        column: x => x.cluster_id,
                        principalTable: "clusters",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_lot_demands_lots_cluster_id_round_id_lot_id",
                        columns: x => new { x.cluster_id, x.round_id, x.lot_id },
                        principalTable: "lots",
                        principalColumns: new[] { "cluster_id", "round_id", "id" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "needs",
                columns: table => new
                {
                    cluster_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    member_id = table.Column<Guid>(type: "uuid", nullable: false),
                    round_id = table.Column<Guid>(type: "uuid", nullable: true),
                    lot_id = table.Column<Guid>(type: "uuid", nullable: true),
                    state = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    category_code = table.Column<string>(type: "character varying(8)", maxLength: 8, nullable: false),
                    description = table.Column<string>(type: "character varying(2000)", maxLength: 2000, nullable: false),
                    quantity = table.Column<long>(type: "bigint", nullable: false),
                    unit = table.Column<string>(type: "text", nullable: false),
                    needed_by = table.Column<DateOnly>(type: "date", nullable: true),
                    baseline_price = table.Column<long>(type: "bigint", nullable: true),
                    baseline_vat = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: true),
                    baseline_vat_rate = table.Column<int>(type: "integer", nullable: true),
                    baseline_source = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: true),
                    ceiling = table.Column<long>(type: "bigint", nullable: true),
                    bundle = table.Column<string>(type: "character varying(100)", maxLength: 100, nullable: true),
                    submitted_at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false),
                    version = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_needs", x => new { x.cluster_id, x.id });
                    table.CheckConstraint("ck_needs_baseline", "(baseline_price IS NULL) = (baseline_vat IS NULL) AND (baseline_price IS NULL) = (baseline_vat_rate IS NULL) AND (baseline_price IS NULL) = (baseline_source IS NULL)");
                    table.CheckConstraint("ck_needs_lot", "(lot_id IS NULL) = (round_id IS NULL) AND (state = 'Standing') = (lot_id IS NULL) OR state = 'Withdrawn'");
                    table.CheckConstraint("ck_needs_quantity", "quantity BETWEEN 1 AND 1000000000");
                    table.ForeignKey(
                        name: "fk_needs_lots_cluster_id_round_id_lot_id",
                        columns: x => new { x.cluster_id, x.round_id, x.lot_id },
                        principalTable: "lots",
                        principalColumns: new[] { "cluster_id", "round_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_needs_members_cluster_id_member_id",
                        columns: x => new { x.cluster_id, x.member_id },
                        principalTable: "members",
                        principalColumns: new[] { "cluster_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "commitment_lines",
                columns: table => new
                {
                    cluster_id = table.Column<Guid>(type: "uuid", nullable: false),
                    commitment_id = table.Column<Guid>(type: "uuid", nullable: false),
                    lot_id = table.Column<Guid>(type: "uuid", nullable: false),
                    starts_on = table.Column<DateOnly>(type: "date", nullable: false),
                    ends_on = table.Column<DateOnly>(type: "date", nullable: false),
                    quantity = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_commitment_lines", x => new { x.cluster_id, x.commitment_id, x.lot_id, x.starts_on });
                    table.CheckConstraint("ck_commitment_lines", "quantity > 0 AND ends_on >= starts_on");
                    table.ForeignKey(
                        name: "fk_commitment_lines_commitments_cluster_id_commitment_id",
                        columns: x => new { x.cluster_id, x.commitment_id },
                        principalTable: "commitments",
                        principalColumns: new[] { "cluster_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_commitment_lines_lots_cluster_id_lot_id",
                        columns: x => new { x.cluster_id, x.lot_id },
                        principalTable: "lots",
                        principalColumns: new[] { "cluster_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "award_lots",
                columns: table => new
                {
                    cluster_id = table.Column<Guid>(type: "uuid", nullable: false),
                    award_id = table.Column<Guid>(type: "uuid", nullable: false),
                    lot_id = table.Column<Guid>(type: "uuid", nullable: false),
                    round_id = table.Column<Guid>(type: "uuid", nullable: false),
                    supplier_id = table.Column<Guid>(type: "uuid", nullable: true),
                    bid_id = table.Column<Guid>(type: "uuid", nullable: true),
                    offer_version = table.Column<int>(type: "integer", nullable: true),
                    not_awarded = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: true),
                    quantity = table.Column<long>(type: "bigint", nullable: false),
                    members = table.Column<int>(type: "integer", nullable: false),
                    periods = table.Column<int>(type: "integer", nullable: false),
                    currency = table.Column<string>(type: "character varying(3)", maxLength: 3, nullable: false),
                    fee_policy = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    basis = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: true),
                    tiers = table.Column<string>(type: "jsonb", nullable: false),
                    vat_category = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: true),
                    vat_rate = table.Column<int>(type: "integer", nullable: true),
                    line_per_period = table.Column<long>(type: "bigint", nullable: false),
                    fixed_fee = table.Column<long>(type: "bigint", nullable: false),
                    fee_per_member = table.Column<long>(type: "bigint", nullable: false),
                    net = table.Column<long>(type: "bigint", nullable: false),
                    vat = table.Column<long>(type: "bigint", nullable: false),
                    unrecovered_vat = table.Column<long>(type: "bigint", nullable: false),
                    line_cut_off = table.Column<long>(type: "bigint", nullable: true),
                    fixed_fee_weights = table.Column<long>(type: "bigint", nullable: false),
                    fixed_fee_cut_off = table.Column<long>(type: "bigint", nullable: true),
                    candidates = table.Column<string>(type: "jsonb", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_award_lots", x => new { x.cluster_id, x.award_id, x.lot_id });
                    table.CheckConstraint("ck_award_lots_net", "net = line_per_period * periods + fixed_fee + fee_per_member * members OR supplier_id IS NULL");
                    table.CheckConstraint("ck_award_lots_outcome", "(supplier_id IS NULL) = (not_awarded IS NOT NULL) AND (supplier_id IS NULL) = (bid_id IS NULL) AND (supplier_id IS NULL) = (offer_version IS NULL) AND (supplier_id IS NULL) = (basis IS NULL) AND (supplier_id IS NULL) = (vat_rate IS NULL) AND (supplier_id IS NULL) = (vat_category IS NULL)");
                    table.ForeignKey(
                        name: "fk_award_lots_awards_cluster_id_round_id_award_id",
                        columns: x => new { x.cluster_id, x.round_id, x.award_id },
                        principalTable: "awards",
                        principalColumns: new[] { "cluster_id", "round_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_award_lots_bid_versions_cluster_id_bid_id_offer_version",
                        columns: x => new { x.cluster_id, x.bid_id, x.offer_version },
                        principalTable: "bid_versions",
                        principalColumns: new[] { "cluster_id", "bid_id", "number" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_award_lots_lots_cluster_id_round_id_lot_id",
                        columns: x => new { x.cluster_id, x.round_id, x.lot_id },
                        principalTable: "lots",
                        principalColumns: new[] { "cluster_id", "round_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_award_lots_organisations_supplier_id",
                        column: x => x.supplier_id,
                        principalTable: "organisations",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "member_demands",
                columns: table => new
                {
                    cluster_id = table.Column<Guid>(type: "uuid", nullable: false),
                    lot_id = table.Column<Guid>(type: "uuid", nullable: false),
                    member_id = table.Column<Guid>(type: "uuid", nullable: false),
                    quantity = table.Column<long>(type: "bigint", nullable: false),
                    needs = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_member_demands", x => new { x.cluster_id, x.lot_id, x.member_id });
                    table.ForeignKey(
                        name: "fk_member_demands_clusters_cluster_id",
                        column: x => x.cluster_id,
                        principalTable: "clusters",
                        principalColumn: "id",
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_member_demands_lot_demands_cluster_id_lot_id",
                        columns: x => new { x.cluster_id, x.lot_id },
                        principalTable: "lot_demands",
                        principalColumns: new[] { "cluster_id", "lot_id" },
                        onDelete: ReferentialAction.Cascade);
                });

            migrationBuilder.CreateTable(
                name: "award_departures",
                columns: table => new
                {
                    cluster_id = table.Column<Guid>(type: "uuid", nullable: false),
                    award_id = table.Column<Guid>(type: "uuid", nullable: false),
                    need_id = table.Column<Guid>(type: "uuid", nullable: false),
                    pass = table.Column<int>(type: "integer", nullable: false),
                    standing = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    cost_per_unit = table.Column<string>(type: "character varying(300)", maxLength: 300, nullable: true)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_award_departures", x => new { x.cluster_id, x.award_id, x.need_id });
                    table.ForeignKey(
                        name: "fk_award_departures_awards_cluster_id_award_id",
                        columns: x => new { x.cluster_id, x.award_id },
                        principalTable: "awards",
                        principalColumns: new[] { "cluster_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_award_departures_needs_cluster_id_need_id",
                        columns: x => new { x.cluster_id, x.need_id },
                        principalTable: "needs",
                        principalColumns: new[] { "cluster_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "settled_periods",
                columns: table => new
                {
                    cluster_id = table.Column<Guid>(type: "uuid", nullable: false),
                    award_id = table.Column<Guid>(type: "uuid", nullable: false),
                    lot_id = table.Column<Guid>(type: "uuid", nullable: false),
                    period = table.Column<int>(type: "integer", nullable: false),
                    settlement_id = table.Column<Guid>(type: "uuid", nullable: false),
                    starts_on = table.Column<DateOnly>(type: "date", nullable: false),
                    supplier_id = table.Column<Guid>(type: "uuid", nullable: false),
                    net = table.Column<long>(type: "bigint", nullable: false),
                    vat = table.Column<long>(type: "bigint", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_settled_periods", x => new { x.cluster_id, x.award_id, x.lot_id, x.period });
                    table.UniqueConstraint("ak_settled_periods_cluster_id_settlement_id_lot_id_period", x => new { x.cluster_id, x.settlement_id, x.lot_id, x.period });
                    table.CheckConstraint("ck_settled_periods", "period >= 1 AND net >= 0 AND vat >= 0");
                    table.ForeignKey(
                        name: "fk_settled_periods_award_lots_cluster_id_award_id_lot_id",
                        columns: x => new { x.cluster_id, x.award_id, x.lot_id },
                        principalTable: "award_lots",
                        principalColumns: new[] { "cluster_id", "award_id", "lot_id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_settled_periods_settlements_cluster_id_award_id_settlement_",
                        columns: x => new { x.cluster_id, x.award_id, x.settlement_id },
                        principalTable: "settlements",
                        principalColumns: new[] { "cluster_id", "award_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "shares",
                columns: table => new
                {
                    cluster_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    award_id = table.Column<Guid>(type: "uuid", nullable: false),
                    lot_id = table.Column<Guid>(type: "uuid", nullable: false),
                    member_id = table.Column<Guid>(type: "uuid", nullable: false),
                    quantity = table.Column<long>(type: "bigint", nullable: false),
                    vat_recovery = table.Column<int>(type: "integer", nullable: false),
                    line = table.Column<long>(type: "bigint", nullable: false),
                    fixed_fee = table.Column<long>(type: "bigint", nullable: false),
                    fee_per_member = table.Column<long>(type: "bigint", nullable: false),
                    net = table.Column<long>(type: "bigint", nullable: false),
                    vat = table.Column<long>(type: "bigint", nullable: false),
                    unrecovered_vat = table.Column<long>(type: "bigint", nullable: false),
                    line_floor = table.Column<long>(type: "bigint", nullable: false),
                    line_extras = table.Column<int>(type: "integer", nullable: false),
                    first_extra_period = table.Column<int>(type: "integer", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_shares", x => new { x.cluster_id, x.id });
                    table.CheckConstraint("ck_shares_net", "net = line + fixed_fee + fee_per_member");
                    table.CheckConstraint("ck_shares_quantity", "quantity > 0");
                    table.CheckConstraint("ck_shares_vat", "vat >= 0 AND unrecovered_vat BETWEEN 0 AND vat");
                    table.ForeignKey(
                        name: "fk_shares_award_lots_cluster_id_award_id_lot_id",
                        columns: x => new { x.cluster_id, x.award_id, x.lot_id },
                        principalTable: "award_lots",
                        principalColumns: new[] { "cluster_id", "award_id", "lot_id" },
                        onDelete: ReferentialAction.Restrict);
                    table.ForeignKey(
                        name: "fk_shares_members_cluster_id_member_id",
                        columns: x => new { x.cluster_id, x.member_id },
                        principalTable: "members",
                        principalColumns: new[] { "cluster_id", "id" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateTable(
                name: "transfers",
                columns: table => new
                {
                    cluster_id = table.Column<Guid>(type: "uuid", nullable: false),
                    id = table.Column<Guid>(type: "uuid", nullable: false),
                    settlement_id = table.Column<Guid>(type: "uuid", nullable: false),
                    lot_id = table.Column<Guid>(type: "uuid", nullable: false),
                    period = table.Column<int>(type: "integer", nullable: false),
                    from_kind = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    from_owner = table.Column<Guid>(type: "uuid", nullable: false),
                    to_kind = table.Column<string>(type: "character varying(32)", maxLength: 32, nullable: false),
                    to_owner = table.Column<Guid>(type: "uuid", nullable: false),
                    amount = table.Column<long>(type: "bigint", nullable: false),
                    vat = table.Column<long>(type: "bigint", nullable: false),
                    at = table.Column<DateTimeOffset>(type: "timestamp with time zone", nullable: false)
                },
                constraints: table =>
                {
                    table.PrimaryKey("pk_transfers", x => new { x.cluster_id, x.id });
                    table.CheckConstraint("ck_transfers_accounts", "(from_kind, from_owner) <> (to_kind, to_owner)");
                    table.CheckConstraint("ck_transfers_amount", "amount > 0 AND vat BETWEEN 0 AND amount");
                    table.ForeignKey(
                        name: "fk_transfers_settled_periods_cluster_id_settlement_id_lot_id_p",
                        columns: x => new { x.cluster_id, x.settlement_id, x.lot_id, x.period },
                        principalTable: "settled_periods",
                        principalColumns: new[] { "cluster_id", "settlement_id", "lot_id", "period" },
                        onDelete: ReferentialAction.Restrict);
                });

            migrationBuilder.CreateIndex(
                name: "ix_open_iddict_applications_client_id",
                table: "OpenIddictApplications",
                column: "client_id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_open_iddict_authorizations_application_id_status_subject_type",
                table: "OpenIddictAuthorizations",
                columns: new[] { "application_id", "status", "subject", "type" });

            migrationBuilder.CreateIndex(
                name: "ix_open_iddict_scopes_name",
                table: "OpenIddictScopes",
                column: "name",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_open_iddict_tokens_application_id_status_subject_type",
                table: "OpenIddictTokens",
                columns: new[] { "application_id", "status", "subject", "type" });

            migrationBuilder.CreateIndex(
                name: "ix_open_iddict_tokens_authorization_id",
                table: "OpenIddictTokens",
                column: "authorization_id");

            migrationBuilder.CreateIndex(
                name: "ix_open_iddict_tokens_reference_id",
                table: "OpenIddictTokens",
                column: "reference_id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_answers_created_at",
                table: "answers",
                column: "created_at");

            migrationBuilder.CreateIndex(
                name: "ix_api_clients_client_id",
                table: "api_clients",
                column: "client_id",
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_api_clients_organisation_id",
                table: "api_clients",
                column: "organisation_id");

            migrationBuilder.CreateIndex(
                name: "ix_award_departures_cluster_id_need_id",
                table: "award_departures",
                columns: new[] { "cluster_id", "need_id" });

            migrationBuilder.CreateIndex(
                name: "ix_award_lots_cluster_id_bid_id_offer_version",
                table: "award_lots",
                columns: new[] { "cluster_id", "bid_id", "offer_version" });

            migrationBuilder.CreateIndex(
                name: "ix_award_lots_cluster_id_round_id_award_id",
                table: "award_lots",
                columns: new[] { "cluster_id", "round_id", "award_id" });

            migrationBuilder.CreateIndex(
                name: "ix_award_lots_cluster_id_round_id_lot_id",
                table: "award_lots",
                columns: new[] { "cluster_id", "round_id", "lot_id" });

            migrationBuilder.CreateIndex(
                name: "ix_award_lots_supplier_id",
                table: "award_lots",
                column: "supplier_id");

            migrationBuilder.CreateIndex(
                name: "ix_awards_active",
                table: "awards",
                columns: new[] { "cluster_id", "round_id" },
                unique: true,
                filter: "state = 'Active'");

            migrationBuilder.CreateIndex(
                name: "ix_bid_log_cluster_id_bid_id_bid_version",
                table: "bid_log",
                columns: new[] { "cluster_id", "bid_id", "bid_version" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_bid_log_cluster_id_round_id",
                table: "bid_log",
                columns: new[] { "cluster_id", "round_id" });

            migrationBuilder.CreateIndex(
                name: "ix_bids_cluster_id_round_id_supplier_id",
                table: "bids",
                columns: new[] { "cluster_id", "round_id", "supplier_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_bids_supplier_id",
                table: "bids",
                column: "supplier_id");

            migrationBuilder.CreateIndex(
                name: "ix_commitment_lines_cluster_id_lot_id",
                table: "commitment_lines",
                columns: new[] { "cluster_id", "lot_id" });

            migrationBuilder.CreateIndex(
                name: "ix_commitments_cluster_id_award_id_member_id_supplier_id",
                table: "commitments",
                columns: new[] { "cluster_id", "award_id", "member_id", "supplier_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_commitments_cluster_id_member_id",
                table: "commitments",
                columns: new[] { "cluster_id", "member_id" });

            migrationBuilder.CreateIndex(
                name: "ix_commitments_supplier_id",
                table: "commitments",
                column: "supplier_id");

            migrationBuilder.CreateIndex(
                name: "ix_groups_cluster_id_name",
                table: "groups",
                columns: new[] { "cluster_id", "name" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_journal_cluster_id_position",
                table: "journal",
                columns: new[] { "cluster_id", "position" },
                unique: true,
                filter: "position IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_journal_cluster_id_subject_id_subject_version",
                table: "journal",
                columns: new[] { "cluster_id", "subject_id", "subject_version" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_journal_pending",
                table: "journal",
                columns: new[] { "cluster_id", "round_id" },
                filter: "position IS NULL");

            migrationBuilder.CreateIndex(
                name: "ix_lot_demands_cluster_id_round_id",
                table: "lot_demands",
                columns: new[] { "cluster_id", "round_id" });

            migrationBuilder.CreateIndex(
                name: "ix_lot_demands_cluster_id_round_id_lot_id",
                table: "lot_demands",
                columns: new[] { "cluster_id", "round_id", "lot_id" });

            migrationBuilder.CreateIndex(
                name: "ix_lots_cluster_id_round_id_number",
                table: "lots",
                columns: new[] { "cluster_id", "round_id", "number" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_members_cluster_id_organisation_id",
                table: "members",
                columns: new[] { "cluster_id", "organisation_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_members_organisation_id",
                table: "members",
                column: "organisation_id");

            migrationBuilder.CreateIndex(
                name: "ix_needs_cluster_id_lot_id",
                table: "needs",
                columns: new[] { "cluster_id", "lot_id" },
                filter: "lot_id IS NOT NULL");

            migrationBuilder.CreateIndex(
                name: "ix_needs_cluster_id_member_id",
                table: "needs",
                columns: new[] { "cluster_id", "member_id" });

            migrationBuilder.CreateIndex(
                name: "ix_needs_cluster_id_round_id_lot_id",
                table: "needs",
                columns: new[] { "cluster_id", "round_id", "lot_id" });

            migrationBuilder.CreateIndex(
                name: "ix_organisation_identifiers_organisation_id",
                table: "organisation_identifiers",
                column: "organisation_id");

            migrationBuilder.CreateIndex(
                name: "ix_requirements_cluster_id_round_id_number",
                table: "requirements",
                columns: new[] { "cluster_id", "round_id", "number" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_rounds_bids_close_at",
                table: "rounds",
                column: "bids_close_at",
                filter: "state = 'Tendering'");

            migrationBuilder.CreateIndex(
                name: "ix_rounds_cluster_id_state_bids_close_at",
                table: "rounds",
                columns: new[] { "cluster_id", "state", "bids_close_at" });

            migrationBuilder.CreateIndex(
                name: "ix_rounds_needs_close_at",
                table: "rounds",
                column: "needs_close_at",
                filter: "state = 'Collecting'");

            migrationBuilder.CreateIndex(
                name: "ix_settled_periods_cluster_id_award_id_settlement_id",
                table: "settled_periods",
                columns: new[] { "cluster_id", "award_id", "settlement_id" });

            migrationBuilder.CreateIndex(
                name: "ix_settlements_cluster_id_number",
                table: "settlements",
                columns: new[] { "cluster_id", "number" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_settlements_cluster_id_round_id_award_id",
                table: "settlements",
                columns: new[] { "cluster_id", "round_id", "award_id" });

            migrationBuilder.CreateIndex(
                name: "ix_settlements_cluster_id_round_id_number",
                table: "settlements",
                columns: new[] { "cluster_id", "round_id", "number" });

            migrationBuilder.CreateIndex(
                name: "ix_shares_cluster_id_award_id_lot_id_member_id",
                table: "shares",
                columns: new[] { "cluster_id", "award_id", "lot_id", "member_id" },
                unique: true);

            migrationBuilder.CreateIndex(
                name: "ix_shares_cluster_id_member_id",
                table: "shares",
                columns: new[] { "cluster_id", "member_id" });

            migrationBuilder.CreateIndex(
                name: "ix_supplier_approvals_organisation_id",
                table: "supplier_approvals",
                column: "organisation_id");

            migrationBuilder.CreateIndex(
                name: "ix_transfers_cluster_id_from_owner_from_kind_id",
                table: "transfers",
                columns: new[] { "cluster_id", "from_owner", "from_kind", "id" });

            migrationBuilder.CreateIndex(
                name: "ix_transfers_cluster_id_settlement_id_lot_id_period",
                table: "transfers",
                columns: new[] { "cluster_id", "settlement_id", "lot_id", "period" });

            migrationBuilder.CreateIndex(
                name: "ix_transfers_cluster_id_to_owner_to_kind_id",
                table: "transfers",
                columns: new[] { "cluster_id", "to_owner", "to_kind", "id" });
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropTable(
                name: "OpenIddictScopes");

            migrationBuilder.DropTable(
                name: "OpenIddictTokens");

            migrationBuilder.DropTable(
                name: "answers");

            migrationBuilder.DropTable(
                name: "api_clients");

            migrationBuilder.DropTable(
                name: "award_departures");

            migrationBuilder.DropTable(
                name: "award_passes");

            migrationBuilder.DropTable(
                name: "bid_log");

            migrationBuilder.DropTable(
                name: "commitment_lines");

            migrationBuilder.DropTable(
                name: "counters");

            migrationBuilder.DropTable(
                name: "feeds");

            migrationBuilder.DropTable(
                name: "groups");

            migrationBuilder.DropTable(
                name: "journal");

            migrationBuilder.DropTable(
                name: "member_demands");

            migrationBuilder.DropTable(
                name: "organisation_identifiers");

            migrationBuilder.DropTable(
                name: "requirements");

            migrationBuilder.DropTable(
                name: "shares");

            migrationBuilder.DropTable(
                name: "supplier_approvals");

            migrationBuilder.DropTable(
                name: "transfers");

            migrationBuilder.DropTable(
                name: "OpenIddictAuthorizations");

            migrationBuilder.DropTable(
                name: "needs");

            migrationBuilder.DropTable(
                name: "commitments");

            migrationBuilder.DropTable(
                name: "lot_demands");

            migrationBuilder.DropTable(
                name: "settled_periods");

            migrationBuilder.DropTable(
                name: "OpenIddictApplications");

            migrationBuilder.DropTable(
                name: "members");

            migrationBuilder.DropTable(
                name: "award_lots");

            migrationBuilder.DropTable(
                name: "settlements");

            migrationBuilder.DropTable(
                name: "bid_versions");

            migrationBuilder.DropTable(
                name: "lots");

            migrationBuilder.DropTable(
                name: "awards");

            migrationBuilder.DropTable(
                name: "bids");

            migrationBuilder.DropTable(
                name: "organisations");

            migrationBuilder.DropTable(
                name: "rounds");

            migrationBuilder.DropTable(
                name: "clusters");
        }
    }
}
