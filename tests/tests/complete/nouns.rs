//! What the schema tells of every table, and what it keeps silent about.

/// Where the schema tells of the rows of a table. Columns have the names of fields, if nothing else is said.
pub struct Told {
    pub table: &'static str,
    pub by: &'static str,
    pub columns: &'static [(&'static str, Column)],
}

#[derive(Clone, Copy)]
pub enum Column {
    /// Another field tells it: of the type itself, or `Type.field`.
    As(&'static str),
    /// Why nobody is told.
    Not(&'static str),
}
pub use Column::{As, Not};

const KEY: Column = Not("joins rows; the schema nests them");
const ORDER: Column = Not("the order of a list, which the list has");
const SEARCHED: Column = Not("for finding; made of other columns");
const ONCE: Column = Not("what a device called its own draft, so that none is made twice");

pub const NOUNS: &[Told] = &[
    Told {
        table: "accounts",
        by: "Account",
        columns: &[
            ("password_hash", Not("a secret")),
            ("sample", Not("Region.sampleData says so of all")),
            ("id", As("id")),
            ("search_text", SEARCHED),
        ],
    },
    Told {
        table: "grants",
        by: "Grant",
        columns: &[
            ("account_id", KEY),
            ("search_text", SEARCHED),
            ("granted_by", Not("the journal names who granted")),
            ("revoked_at", Not("a revoked role is not listed; the journal has it")),
        ],
    },
    Told { table: "tokens", by: "Token", columns: &[("token_hash", Not("a secret")), ("account_id", KEY)] },
    Told {
        table: "regions",
        by: "Region",
        columns: &[
            ("approximate_attribution", As("boundaryAttribution")),
            ("pack_digest", Not("whether files changed")),
            ("boundaries_digest", Not("whether files changed")),
            ("neighbours_digest", Not("whether files changed")),
            ("population_digest", Not("whether files changed")),
        ],
    },
    Told {
        table: "areas",
        by: "Area",
        columns: &[
            ("parent_code", As("parent")),
            ("square_meters", As("areaKm2")),
            ("lon_e7", As("location")),
            ("lat_e7", As("location")),
        ],
    },
    Told {
        table: "populations",
        by: "Population",
        columns: &[("code", As("Area.population")), ("from_pack", Not("whether a new pack may replace it"))],
    },
    Told {
        table: "area_boundaries",
        by: "Area",
        columns: &[
            ("area_code", As("code")),
            ("geojson", Not("the line in full, which places are looked up in; maps and files have the simpler one")),
            ("simplified", As("geometry")),
            ("west_e7", As("boundingBox")),
            ("south_e7", As("boundingBox")),
            ("east_e7", As("boundingBox")),
            ("north_e7", As("boundingBox")),
            ("approximate", As("boundaryApproximate")),
            ("source", Not("the journal names the file that was imported")),
            ("attribution", As("Region.boundaryAttribution")),
            ("imported_at", Not("the journal says when it was imported")),
        ],
    },
    Told { table: "neighbours", by: "Neighbour", columns: &[("geojson", As("geometry"))] },
    Told { table: "agencies", by: "Agency", columns: &[("ordinal", ORDER)] },
    Told { table: "catalog_items", by: "CatalogItem", columns: &[("ordinal", ORDER)] },
    Told {
        table: "review_levels",
        by: "ReviewLevel",
        columns: &[
            ("entry", As("AvailableAction.to")),
            ("accepts_into", As("AvailableAction.to")),
            ("may_return", As("Proposal.availableActions")),
            ("may_defer", As("Proposal.availableActions")),
            ("may_reassign", As("Proposal.availableActions")),
            ("evidence", As("AvailableAction.evidence")),
            ("name_id", As("name")),
            ("name_en", As("name")),
        ],
    },
    Told {
        table: "proposals",
        by: "Proposal",
        columns: &[
            ("client_key", ONCE),
            ("owner_id", As("proposer")),
            ("quantity_milli", As("quantity")),
            ("length_milli", As("dimensions")),
            ("width_milli", As("dimensions")),
            ("height_milli", As("dimensions")),
            ("accepted_quantity_milli", As("acceptedQuantity")),
            ("women", As("beneficiaryDetail")),
            ("men", As("beneficiaryDetail")),
            ("poor_households", As("beneficiaryDetail")),
            ("disabled", As("beneficiaryDetail")),
            ("elderly", As("beneficiaryDetail")),
            ("children", As("beneficiaryDetail")),
            ("lon_e7", As("location")),
            ("lat_e7", As("location")),
            ("cell", SEARCHED),
            ("search_text", SEARCHED),
            ("listed_at", As("submittedAt")),
        ],
    },
    Told {
        table: "decisions",
        by: "Decision",
        columns: &[
            ("proposal_id", As("proposal")),
            ("from_status", As("from")),
            ("to_status", As("to")),
            ("quantity_milli", As("quantity")),
        ],
    },
    Told {
        table: "supports",
        by: "Proposal",
        columns: &[
            ("proposal_id", KEY),
            ("account_id", As("viewerHasSupported")),
            ("supported_at", Not("who supports what, and when, is nobody's business")),
        ],
    },
    Told {
        table: "comments",
        by: "Comment",
        columns: &[
            ("proposal_id", As("proposal")),
            ("parent_id", As("parent")),
            ("path", ORDER),
            ("search_text", SEARCHED),
            ("author_id", As("author")),
            ("hidden_at", As("hidden")),
        ],
    },
    Told {
        table: "media",
        by: "Photo",
        columns: &[
            ("owner_id", Not("the proposal's proposer")),
            ("proposal_id", KEY),
            ("position", ORDER),
            ("bytes", As("Document.bytes")),
            ("created_at", Not("the history of the proposal says when it changed")),
            ("document_kind", As("Document.kind")),
            ("file_name", As("Document.name")),
        ],
    },
    Told {
        table: "plans",
        by: "Plan",
        columns: &[
            ("area_code", As("area")),
            ("head", As("PlanHistoryEntry.untilSeq")),
            ("epoch", Not("which life of the document the devices know")),
            ("projected_seq", As("seq")),
            ("projected_at", Not("when seq was read")),
            ("told_seq", Not("what the journal has told of it")),
            ("content", As("sections")),
            ("search", SEARCHED),
            ("west_e7", SEARCHED),
            ("south_e7", SEARCHED),
            ("east_e7", SEARCHED),
            ("north_e7", SEARCHED),
            ("client_key", ONCE),
        ],
    },
    Told {
        table: "plan_participants",
        by: "PlanParticipant",
        columns: &[
            ("plan_id", KEY),
            ("account_id", As("person")),
            ("added_by", Not("the journal names who added")),
            ("signed_seq", As("signed")),
        ],
    },
    Told {
        table: "plan_updates",
        by: "PlanHistoryEntry",
        columns: &[
            ("plan_id", KEY),
            ("seq", As("untilSeq")),
            ("account_id", As("person")),
            ("token_id", As("byProgram")),
            ("at", As("until")),
            ("touched", As("changes")),
            ("bytes", Not("the live connection sends them")),
        ],
    },
    Told {
        table: "plan_versions",
        by: "PlanVersion",
        columns: &[("plan_id", As("plan")), ("account_id", As("person")), ("search_text", SEARCHED)],
    },
    Told { table: "plan_budget_lines", by: "PlanBudgetLine", columns: &[("plan_id", KEY), ("ordinal", ORDER)] },
    Told {
        table: "plan_features",
        by: "PlanFeature",
        columns: &[
            ("plan_id", KEY),
            ("ordinal", ORDER),
            ("west_e7", SEARCHED),
            ("south_e7", SEARCHED),
            ("east_e7", SEARCHED),
            ("north_e7", SEARCHED),
            ("lon_e7", SEARCHED),
            ("lat_e7", SEARCHED),
            ("cell", SEARCHED),
        ],
    },
    Told { table: "plan_proposals", by: "Plan", columns: &[("plan_id", As("Proposal.plans")), ("proposal_id", As("proposals"))] },
    Told {
        table: "plan_comments",
        by: "PlanComment",
        columns: &[
            ("plan_id", As("plan")),
            ("parent_id", As("parent")),
            ("path", ORDER),
            ("search_text", SEARCHED),
            ("author_id", As("author")),
            ("hidden_at", As("hidden")),
        ],
    },
    Told {
        table: "plan_suggestions",
        by: "PlanSuggestion",
        columns: &[
            ("plan_id", As("plan")),
            ("base_text", As("before")),
            ("proposed_text", As("after")),
            ("search_text", SEARCHED),
            ("update_bytes", Not("what taking it over adds to the document")),
            ("decided_at", As("settledAt")),
            ("decided_by", As("settledBy")),
            ("decided_office", As("settledOffice")),
            ("decision_note", As("settledNote")),
        ],
    },
    Told {
        table: "webhooks",
        by: "Webhook",
        columns: &[
            ("account_id", As("owner")),
            ("secret", Not("a secret")),
            ("old_secret", Not("a secret")),
            ("old_secret_until", Not("a day after the secret was changed, which the journal knows")),
            ("due_at", As("nextAttemptAt")),
            ("last_at", As("lastSentAt")),
            ("lease", Not("which server sends at present")),
            ("leased_until", Not("which server sends at present")),
        ],
    },
    Told {
        table: "webhook_deliveries",
        by: "WebhookDelivery",
        columns: &[("webhook_id", As("Webhook.deliveries")), ("seq", As("event"))],
    },
    Told {
        table: "journal",
        by: "JournalEntry",
        columns: &[("public", Not("the feed has the public ones alone")), ("previous", As("previousHash"))],
    },
];

/// Tables that are the server's own, and why.
pub const OWN: &[(&str, &str)] = &[
    ("sessions", "secrets; Account.sessionCount says how many"),
    ("identities", "which account an agency's provider means"),
    ("visits", "people on their way to that provider"),
    ("journal_private", "what concerns one person alone"),
    ("plan_snapshots", "a copy of the log, to read it faster"),
    ("plan_clients", "which device wrote for whom"),
    ("proposal_numbers", "the last number given to somebody"),
];
