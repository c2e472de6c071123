//! Nothing is kept that the schema keeps silent about, unless there is a reason; and no screen has another way to the server.

#[path = "complete/writing.rs"]
mod writing;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// Where the schema tells of the rows of a table. Columns have the names of fields, if nothing else is said.
struct Told {
    table: &'static str,
    by: &'static str,
    columns: &'static [(&'static str, Column)],
}

#[derive(Clone, Copy)]
enum Column {
    /// Another field tells it: of the type itself, or `Type.field`.
    As(&'static str),
    /// Why nobody is told.
    Not(&'static str),
}
use Column::{As, Not};

const KEY: Column = Not("joins rows; the schema nests them");
const ORDER: Column = Not("the order of a list, which the list has");
const SEARCHED: Column = Not("for finding; made of other columns");
const ONCE: Column = Not("what a device called its own draft, so that none is made twice");

const NOUNS: &[Told] = &[
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
const OWN: &[(&str, &str)] = &[
    ("sessions", "secrets; Account.sessionCount says how many"),
    ("identities", "which account an agency's provider means"),
    ("visits", "people on their way to that provider"),
    ("journal_private", "what concerns one person alone"),
    ("plan_snapshots", "a copy of the log, to read it faster"),
    ("plan_clients", "which device wrote for whom"),
    ("proposal_numbers", "the last number given to somebody"),
];

/// What the app asks the server for besides GraphQL, since it is drawn at once, is bytes, or is written live; and the fields of
/// the schema that say the same.
const WAYS: &[(&str, &[&str])] = &[
    ("/graphql", &[]),
    ("/map/areas/", &["Area.geometry", "Area.name", "Area.kind", "Area.parent", "Area.boundaryApproximate"]),
    ("/map/neighbours.geojson", &["Region.neighbours", "Neighbour.geometry", "Region.boundaryAttribution"]),
    ("/map/proposals.geojson", &["Proposal.location", "Proposal.title", "Proposal.status", "Proposal.supportCount"]),
    ("/media", &["Photo.url", "Document.url"]),
    ("/plans/{id}/export.", &["Plan.sections", "Plan.budget", "Plan.activities", "Plan.features", "Plan.versions"]),
    ("/live/plans/", &["Plan.sections", "Plan.seq"]),
];

/// By their names alone. That none of the public fields is null whatever there is to tell, `tests/mirror` sees.
#[test]
fn every_column_is_told_by_the_schema_or_says_why_not() {
    let (schema, mut wrong) = (declared("type"), Vec::new());
    let mut seen = BTreeSet::new();
    for (table, columns) in tables() {
        seen.insert(table.clone());
        if OWN.iter().any(|(own, _)| *own == table) {
            continue;
        }
        let Some(told) = NOUNS.iter().find(|told| told.table == table) else {
            wrong.push(format!("{table}: no type of the schema tells of it"));
            continue;
        };
        let said: BTreeMap<_, _> = told.columns.iter().copied().collect();
        wrong.extend(said.keys().filter(|name| !columns.contains(**name)).map(|name| format!("{table}.{name} is not there")));
        for column in &columns {
            let field = match said.get(column.as_str()) {
                Some(Not(why)) => {
                    assert!(!why.is_empty(), "{table}.{column}");
                    continue;
                }
                Some(As(field)) => (*field).to_owned(),
                None => camel(column),
            };
            let (by, field) = field.split_once('.').map_or((told.by, field.as_str()), |(by, field)| (by, field));
            if !schema.get(by).is_some_and(|fields| fields.contains_key(field)) {
                wrong.push(format!("{table}.{column}: {by} has no field {field}"));
            }
        }
    }
    let gone = NOUNS.iter().map(|told| told.table).chain(OWN.iter().map(|(own, _)| *own)).filter(|table| !seen.contains(*table));
    wrong.extend(gone.map(|table| format!("{table} is not there")));
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_app_has_no_other_way_to_the_server_than_those_that_the_api_describes() {
    let mut wrong = Vec::new();
    let mut ways = 0;
    for file in files(&checkout().join("frontend"), &["rs", "ts"]) {
        let text = fs::read_to_string(&file).expect("a source is text");
        for literal in text.split(['"', '`']).skip(1).step_by(2) {
            let is_way = ["/graphql", "/map/", "/media", "/live/", "/plans/", "/tiles/", "/api/", "/open-data/"]
                .iter()
                .any(|start| literal.starts_with(start));
            if is_way {
                ways += 1;
                // `/map/` alone is the beginning of those that follow it.
                if literal != "/map/" && !WAYS.iter().any(|(way, _)| literal.starts_with(way)) {
                    wrong.push(format!("{}: {literal}", file.display()));
                }
            }
        }
    }
    assert!(ways >= WAYS.len(), "only {ways} found: the test is blind");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let api = fs::read_to_string(checkout().join("docs/api.md")).expect("docs/api.md");
    let schema = declared("type");
    for (way, says) in WAYS {
        assert!(api.contains(way), "docs/api.md does not describe {way}");
        for field in *says {
            let (by, name) = field.split_once('.').expect("a type and its field");
            assert!(schema.get(by).is_some_and(|fields| fields.contains_key(name)), "{way}: {by} has no field {name}");
        }
    }
}

/// The columns of every table, read from the entities.
fn tables() -> BTreeMap<String, BTreeSet<String>> {
    let mut tables: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for file in files(&checkout().join("backend/src"), &["rs"]).iter().filter(|file| is_entity(file)) {
        let text = fs::read_to_string(file).expect("a source is text");
        for part in text.split("table_name = \"").skip(1) {
            let (table, rest) = part.split_once('"').expect("a name ends");
            let (_, body) = rest.split_once("pub struct Model {").expect("an entity has a model");
            let (body, _) = body.split_once('}').expect("a model ends");
            let column = |line: &str| {
                let (name, _) = line.trim().strip_prefix("pub ")?.split_once(':')?;
                Some(name.trim_start_matches("r#").to_owned())
            };
            tables.entry(table.to_owned()).or_default().extend(body.lines().filter_map(column));
        }
    }
    assert!(tables.len() > 20, "only {} tables found: the test is blind", tables.len());
    tables
}

fn is_entity(file: &Path) -> bool {
    file.file_name().is_some_and(|name| name == "entity.rs") || file.parent().is_some_and(|folder| folder.ends_with("entity"))
}

/// The fields of everything that the schema declares with this keyword, and their types.
fn declared(keyword: &str) -> BTreeMap<String, BTreeMap<String, String>> {
    let sdl = backend::api::schema::sdl();
    let (mut types, mut inside, mut quoted) = (BTreeMap::<String, BTreeMap<String, String>>::new(), None, false);
    for line in sdl.lines() {
        if line.trim() == "\"\"\"" {
            quoted = !quoted;
        } else if quoted {
        } else if let Some(rest) = line.strip_prefix(keyword).and_then(|rest| rest.strip_prefix(' ')) {
            inside = rest.split(' ').next().map(str::to_owned);
        } else if line == "}" {
            inside = None;
        } else if let Some(name) = &inside {
            let field = line.trim().split(['(', ':']).next().unwrap_or_default();
            let of_type = line.rsplit(": ").next().unwrap_or_default();
            types.entry(name.clone()).or_default().insert(field.to_owned(), of_type.to_owned());
        }
    }
    types
}

fn camel(column: &str) -> String {
    let mut words = column.split('_');
    let first = words.next().unwrap_or_default().to_owned();
    words.fold(first, |name, word| name + &word[..1].to_uppercase() + &word[1..])
}

fn files(folder: &Path, endings: &[&str]) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path()) {
        let skipped = ["node_modules", "dist", "tests"].iter().any(|name| entry.ends_with(name));
        if entry.is_dir() && !skipped {
            found.extend(files(&entry, endings));
        } else if entry.extension().is_some_and(|ending| endings.iter().any(|each| ending == *each)) {
            found.push(entry);
        }
    }
    found
}

fn checkout() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the checkout").to_path_buf()
}
