//! Who may ask what: every root field of the schema, every route and every socket, asked in every role about one's own thing,
//! somebody else's, a hidden one and a missing one. What is answered stands in `authorization/matrix.txt`; what each role then
//! reads of the fields within, in `fields.txt`; what a token's scopes open, in `scopes.txt`.
//!
//! A root field or a route without a case fails, as does a case without a field, and a field of a type that is not in the table.
//! To add one, add a line to [`CASES`] in cases.rs; then `UPDATE=1 cargo nextest run -p tests --test authorization` writes the
//! tables anew: review their change as a change of rights.

mod belongings;
mod cases;
mod fields;
mod programs;
mod told;
#[macro_use]
#[path = "../harness/mod.rs"]
mod harness;

use belongings::{Belongings, belongings, comment, plan, plan_comment, plan_suggestion, propose, upload};
use cases::{About, Ask, CASES, Case, WHOSE, Whose};
use harness::routes::{route_of, routes};
use harness::{Person, Server};
use reqwest::Method;
use sea_orm::ConnectionTrait;
use serde_json::{Value, json};
use shared::access::Role;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

/// The columns: a name, its role, and the area or agency it is bound to.
const ROLES: &[(&str, Option<(Role, &str)>)] = &[
    ("anonymous", None),
    ("resident", None),
    ("organiser", Some((Role::CommunityOrganiser, "33.02.17.2019"))),
    ("village", Some((Role::VillageOperator, "33.02.17.2019"))),
    ("village'", Some((Role::VillageOperator, "33.02.17.2018"))),
    ("district", Some((Role::DistrictOfficer, "33.02.17"))),
    ("agency", Some((Role::AgencyOfficer, "dpu"))),
    ("planner", Some((Role::Planner, "33.02"))),
    ("budget", Some((Role::BudgetTeam, "33.02"))),
    ("inspector", Some((Role::Inspectorate, "33.02"))),
    ("admin", Some((Role::Admin, "33.02"))),
];

const HEAD: &str = "\
# Who may ask what. Made by tests/authorization/ from what the server answers; review a change of it as a change of rights.
# A cell has one letter, or four: about one's own, a public one of somebody else, a hidden one of somebody else, a missing one.
# + done, or told    U sign in first    F forbidden    N nothing there, or not told    E refused in words the person can act on    . no such thing
# R may watch, not write    X not asked in this way
# All things are of village 33.02.17.2019, proposals with agency dpu; village' is the operator of another village.
";

struct World {
    server: Server,
    /// Whose the public and the hidden things are.
    other: Person,
    people: Vec<(Person, Option<Belongings>)>,
    public: Belongings,
    hidden: Belongings,
    target: String,
    plan_target: String,
    inputs: BTreeMap<String, String>,
}

on_both_databases! {
    every_root_field_answers_every_role_as_the_committed_table_says,
    every_field_within_answers_every_role_as_the_committed_table_says,
    each_scope_opens_what_the_committed_table_says,
    a_token_does_what_its_scopes_name_and_never_what_needs_the_person,
}

use fields::every_field_within_answers_every_role_as_the_committed_table_says;
use programs::{a_token_does_what_its_scopes_name_and_never_what_needs_the_person, each_scope_opens_what_the_committed_table_says};

async fn every_root_field_answers_every_role_as_the_committed_table_says(server: Server) {
    let world = World::make(server).await;
    let mut table = format!("{HEAD}\n{:<60}", "");
    for (role, _) in ROLES {
        write!(table, " {role:<9}").unwrap();
    }
    for case in CASES {
        write!(table, "\n{:<60}", case.title()).unwrap();
        for column in 0..ROLES.len() {
            write!(table, " {:<9}", world.cell(case, column).await).unwrap();
        }
    }
    compare("matrix.txt", &table);
}

#[test]
fn every_route_has_its_case() {
    let routes = routes();
    let asked: BTreeSet<_> = CASES.iter().filter_map(|case| route_of(&routes, case.path())).collect();
    let forgotten: Vec<_> = routes.iter().filter(|route| !asked.contains(route.as_str())).collect();
    assert!(forgotten.is_empty(), "nobody has said who may ask at these; add them to CASES: {forgotten:?}");
    let strays = CASES.iter().filter(|case| route_of(&routes, case.path()).is_none() != matches!(case.ask, Ask::Page(_)));
    let strays: Vec<_> = strays.map(Case::title).collect();
    assert!(strays.is_empty(), "no route answers these: {strays:?}");
}

/// The table is the committed one of this name.
fn compare(name: &str, table: &str) {
    let table = &table.lines().map(|line| format!("{}\n", line.trim_end())).collect::<String>();
    let path = &format!("{}/authorization/{name}", env!("CARGO_MANIFEST_DIR"));
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(path, table).unwrap();
    }
    let committed = &std::fs::read_to_string(path).unwrap_or_default();
    let new: Vec<_> = table.lines().filter(|line| !committed.lines().any(|old| old == *line)).collect();
    let gone: Vec<_> = committed.lines().filter(|line| !table.lines().any(|new| new == *line)).collect();
    assert!(
        table == committed,
        "unlike {path} (UPDATE=1 writes it anew), the server answers\n{}\ninstead of\n{}",
        new.join("\n"),
        gone.join("\n")
    );
}

/// The root fields, each with the name of its input's type.
async fn root_fields(server: &Server) -> Vec<(String, String)> {
    let part = "{ fields { name args { name type { name ofType { name } } } } }";
    let query = format!("{{ __schema {{ queryType {part} mutationType {part} subscriptionType {part} }} }}");
    let schema = server.anonymous().get(&query, json!({})).await["__schema"].clone();
    let parts = ["queryType", "mutationType", "subscriptionType"].into_iter().filter_map(|part| schema[part]["fields"].as_array());
    let input = |field: &Value| field["args"][0]["type"]["ofType"]["name"].as_str().unwrap_or_default().to_owned();
    parts.flatten().map(|field| (field["name"].as_str().unwrap().to_owned(), input(field))).collect()
}

fn assert_every_field_has_its_case(fields: &[(String, String)]) {
    let fields: BTreeSet<&str> = fields.iter().map(|(name, _)| name.as_str()).collect();
    let cases: BTreeSet<&str> = CASES.iter().map(|case| case.name).filter(|name| !name.contains('/')).collect();
    let uncovered: Vec<_> = fields.difference(&cases).collect();
    assert!(uncovered.is_empty(), "nobody has said who may ask for these; add them to CASES: {uncovered:?}");
    let stale: Vec<_> = cases.difference(&fields).collect();
    assert!(stale.is_empty(), "not in the schema any more; take them out of CASES: {stale:?}");
}

impl World {
    async fn make(server: Server) -> Self {
        let fields = root_fields(&server).await;
        assert_every_field_has_its_case(&fields);
        let inputs = fields.into_iter().collect();
        let other = server.person("lain", Some((Role::CommunityOrganiser, Some("33.02.17.2019"), None))).await;
        let (mut public, mut hidden) = (belongings(&server, &other).await, belongings(&server, &other).await);
        let target = propose(&other, json!({})).await;
        server.person("tamu", None).await;
        (public.plan, hidden.plan) = (plan(&other, None).await, plan(&other, None).await);
        let plan_target = plan(&other, None).await;
        let mut people = Vec::new();
        for (name, office) in ROLES {
            let office = office.map(|(role, place)| match role {
                Role::AgencyOfficer => (role, None, Some(place)),
                _ => (role, Some(place), None),
            });
            let person = server.person(&plain(name), office).await;
            if *name == "anonymous" {
                people.push((server.anonymous(), None));
            } else {
                let mut own = belongings(&server, &person).await;
                own.plan = plan(&other, Some(&own.account)).await;
                people.push((person, Some(own)));
            }
        }
        let mut world = Self { server, other, people, public, hidden, target, plan_target, inputs };
        let keep = "CREATE TABLE kept_participants AS SELECT * FROM plan_participants";
        world.server.app.db.writer().execute_unprepared(keep).await.unwrap();
        world.restore(About::Proposal, "SUBMITTED").await;
        world.public.comment = comment(&world.other, &world.public.proposal).await;
        world.public.plan_comment = plan_comment(&world.other, &world.public.plan).await;
        world.public.plan_suggestion = plan_suggestion(&world.other, &world.public.plan).await;
        for (person, own) in &mut world.people {
            if let Some(own) = own {
                own.comment = comment(person, &world.public.proposal).await;
                own.plan_comment = plan_comment(person, &world.public.plan).await;
                own.plan_suggestion = plan_suggestion(person, &world.public.plan).await;
            }
        }
        world
    }

    async fn cell(&self, case: &Case, column: usize) -> String {
        self.cell_of(case, column, &self.people[column].0).await
    }

    /// What whoever asks as the one of this column is answered.
    async fn cell_of(&self, case: &Case, column: usize, person: &Person) -> String {
        let own = &self.people[column].1;
        let mut cell = String::new();
        for whose in if case.about == About::Nothing { &WHOSE[..1] } else { &WHOSE[..] } {
            self.restore(case.about, case.status).await;
            cell.push(match self.thing(case.about, own.as_ref(), *whose) {
                Some(id) => self.ask(case, person, ROLES[column].0, &id).await,
                None => '.',
            });
        }
        cell
    }

    fn thing(&self, about: About, own: Option<&Belongings>, whose: Whose) -> Option<String> {
        const NOBODY: &str = "00000000000070008000000000000009";
        let of = |belongings: &Belongings| match about {
            About::Account => belongings.account.clone(),
            About::Grant => belongings.grant.clone(),
            About::Token => belongings.token.clone(),
            About::Webhook => belongings.webhook.clone(),
            About::WebhookDelivery => belongings.delivery.clone(),
            About::Photo => belongings.photo.clone(),
            About::Document => belongings.document.clone(),
            About::Comment => belongings.comment.clone(),
            About::Plan => belongings.plan.clone(),
            About::PlanComment => belongings.plan_comment.clone(),
            About::PlanSuggestion => belongings.plan_suggestion.clone(),
            _ => belongings.proposal.clone(),
        };
        let prefix = match about {
            About::Account => "usr",
            About::Grant => "grt",
            About::Token => "tkn",
            About::Webhook => "whk",
            About::WebhookDelivery => "whd",
            About::Photo | About::Document => "med",
            About::Comment | About::PlanComment => "cmt",
            About::Plan => "pln",
            About::PlanSuggestion => "sug",
            _ => "prp",
        };
        match (about, whose) {
            (About::Nothing, _) => Some(String::new()),
            (About::Area, Whose::Others) => Some("33.02.17.2019".into()),
            (About::Area, Whose::Missing) => Some("33.02.99.2001".into()),
            (About::Area, _)
            | (About::Account | About::Grant | About::Token | About::Webhook | About::WebhookDelivery, Whose::Hidden) => None,
            (_, Whose::Own) => own.map(of),
            (_, Whose::Others) => Some(of(&self.public)),
            (_, Whose::Hidden) => Some(of(&self.hidden)),
            (_, Whose::Missing) => Some(format!("{prefix}_{NOBODY}")),
        }
        .filter(|id| about == About::Nothing || !id.is_empty())
    }

    /// Puts every proposal into the state in which the case asks about it, supported by everybody when that matters.
    async fn restore(&self, about: About, status: &str) {
        let plans = matches!(about, About::Plan | About::PlanComment | About::PlanSuggestion);
        let (own, public) = if status.is_empty() || plans { ("DRAFT", "SUBMITTED") } else { (status, status) };
        let (own_stage, public_stage) = if plans && !status.is_empty() { (status, status) } else { ("DRAFT", "OPEN") };
        let literal = if self.server.app.db.is_sqlite() { "X" } else { "uuid " };
        let hex = |id: &str| format!("{literal}'{}'", id.trim_start_matches("prp_").trim_start_matches("pln_"));
        let (target, others, hidden) = (hex(&self.target), hex(&self.public.proposal), hex(&self.hidden.proposal));
        let (others_plan, hidden_plan, target_plan) = (hex(&self.public.plan), hex(&self.hidden.plan), hex(&self.plan_target));
        let statements = format!(
            "UPDATE proposals SET version = 1, merged_into = NULL, final_agency = 'dpu', status = CASE
               WHEN id = {target} THEN 'SUBMITTED' WHEN id = {others} THEN '{public}' WHEN id = {hidden} THEN 'DRAFT' ELSE '{own}' END;
             UPDATE proposals SET submitted_at = CASE WHEN status = 'DRAFT' THEN NULL ELSE created_at END;
             UPDATE comments SET hidden_at = NULL, hidden_reason = NULL, hidden_by = NULL;
             UPDATE plans SET stage = CASE
               WHEN id = {target_plan} THEN 'OPEN' WHEN id = {others_plan} THEN '{public_stage}'
               WHEN id = {hidden_plan} THEN 'DRAFT' ELSE '{own_stage}' END;
             DELETE FROM plan_participants;
             INSERT INTO plan_participants SELECT * FROM kept_participants;
             UPDATE plan_comments SET resolved_at = NULL, resolved_by = NULL, hidden_at = NULL, hidden_reason = NULL, hidden_by = NULL;
             UPDATE plan_suggestions SET status = 'OPEN', decided_at = NULL, decided_by = NULL;
             DELETE FROM supports;"
        );
        self.server.app.db.writer().execute_unprepared(&statements).await.unwrap();
    }

    async fn ask(&self, case: &Case, person: &Person, name: &str, id: &str) -> char {
        let fill = |text: &str| {
            let text = text
                .replace("ID", id)
                .replace("ME", &plain(name))
                .replace("TARGET", &self.target)
                .replace("OTHER", &self.public.account);
            // Last, for a form may hold any word.
            text.replace("FIELDS", &harness::fields().to_string())
        };
        match &case.ask {
            Ask::Query(arguments) => {
                let document = format!("{{ answer: {}{} {{ __typename }} }}", case.name, fill(arguments));
                outcome(&person.ask(&document, json!({})).await)
            }
            Ask::Mutation("") => {
                outcome(&person.ask(&format!("mutation {{ answer: {} {{ __typename }} }}", case.name), json!({})).await)
            }
            Ask::Mutation(input) => {
                if case.name == "withdrawSupport" {
                    let everybody = "INSERT INTO supports SELECT p.id, a.id, 0 FROM proposals p, accounts a";
                    self.server.app.db.writer().execute_unprepared(everybody).await.unwrap();
                }
                let kind = &self.inputs[case.name];
                let name = case.name;
                let document =
                    format!("mutation($input: {kind}!) {{ answer: {name}(input: $input) {{ errors {{ code field message }} }} }}");
                let input: Value = serde_json::from_str(&fill(input)).unwrap();
                outcome(&person.ask(&document, json!({ "input": input })).await)
            }
            Ask::Get(path) => {
                let answer = person.request(Method::GET, &fill(path)).send().await.unwrap();
                let status = answer.status().as_u16();
                // Read to its end: a download that goes on holds a place.
                answer.bytes().await.unwrap();
                status_outcome(status)
            }
            Ask::Page(path) => self.shown(person, &fill(path)).await,
            // A build without the app has no such page; its policy says that this is where it would be.
            Ask::Explorer => {
                let answer = person.request(Method::GET, case.path()).send().await.unwrap();
                let policy = answer.headers()["content-security-policy"].to_str().unwrap();
                if policy.contains("style-src") { '+' } else { status_outcome(answer.status().as_u16()) }
            }
            Ask::Live => self.live(person, id).await,
            Ask::Subscription { said, after } => {
                let id = if id.is_empty() { &self.public.proposal } else { id };
                self.told(case.name, said, *after, person, id).await
            }
            Ask::Upload(path, content_type) => status_outcome(upload(person, path, content_type).await.0),
        }
    }
}

/// A role's name as it may stand in an address.
fn plain(role: &str) -> String {
    role.replace('\'', "2")
}

fn outcome(answer: &Value) -> char {
    match answer["errors"][0]["extensions"]["code"].as_str() {
        Some("UNAUTHENTICATED") => 'U',
        Some("FORBIDDEN") => 'F',
        Some("NOT_FOUND") => 'N',
        Some(_) => panic!("the case asks for something impossible: {answer}"),
        None if answer["data"]["answer"].is_null() => 'N',
        None if answer["data"]["answer"].as_array().is_some_and(|all| !all.is_empty() && all.iter().all(Value::is_null)) => 'N',
        None if answer["data"]["answer"]["errors"].as_array().is_some_and(|errors| !errors.is_empty()) => 'E',
        None => '+',
    }
}

fn status_outcome(status: u16) -> char {
    match status {
        200 | 201 => '+',
        401 => 'U',
        403 => 'F',
        404 => 'N',
        405 => 'X',
        other => panic!("the case asks for something impossible: {other}"),
    }
}
