//! What is loaded in bulk is what people would have made, one use case after the other.

use super::later::Pending;
use super::store;
use super::world_tests::{Kind, Told, World};
use crate::access::entity::{accounts, grants};
use crate::access::service::{RoleGrant, SignUp, create_account, grant_as_operator};
use crate::access::{ProposalScope, store as people};
use crate::app::App;
use crate::comment::entity as comments;
use crate::demo::{DEFAULT_COUNT, load};
use crate::journal::entity::{journal, journal_private};
use crate::journal::verify::{Verdict, verify};
use crate::platform::database::{Listed, Seen};
use crate::proposal::entity::{decisions, numbers, proposals, supports};
use crate::proposal::list::ProposalFilter;
use crate::proposal::review::{self, Move};
use crate::proposal::{draft, store as stored, support};
use chrono::{DateTime, Utc};
use sea_orm::{EntityTrait, PaginatorTrait, QueryOrder};
use shared::access::Actor;
use shared::proposal::{Order, ProposalForm};
use shared::value::{AccountId, CommentId, PageRequest, ProposalId};
use std::collections::{BTreeMap, HashMap, HashSet};
use uuid::Uuid;

/// Does again what was told, through the use cases; gives the ids of the two worlds, theirs first.
async fn live(world: &World, mut script: Vec<(DateTime<Utc>, u64, Told)>) -> Vec<(Uuid, Uuid)> {
    script.sort_by_key(|(at, order, _)| (*at, *order));
    let app = &world.app;
    let mut same: HashMap<Uuid, Uuid> = HashMap::new();
    for (at, _, told) in script {
        world.clock.set(at);
        match told {
            Told::SignUp { account, contact, name, home } => {
                let home_area = home.map(|area| area.to_string());
                let form = SignUp { contact, password: "rembug-demo".into(), display_name: name, language: None, home_area };
                same.insert(account.0, create_account(app, form, true).await.unwrap().unwrap().0);
            }
            Told::Granted(form) => {
                let account = AccountId(same[&form.account.0]);
                grant_as_operator(app, RoleGrant { account, ..form }).await.unwrap();
            }
            Told::Drafted { proposal, by, fields } => {
                let actor = actor(app, same[&by.0]).await;
                let made = draft::create_as(app, &actor, &ProposalForm::from(&*fields), None, true).await.unwrap();
                same.insert(proposal.0, made.id.0);
            }
            Told::Moved { proposal, by, step, form, into } => {
                let actor = actor(app, same[&by.0]).await;
                let id = ProposalId(same[&proposal.0]);
                let before = stored::find(&app.db, id).await.unwrap().unwrap().read_as(&actor).unwrap();
                let wanted = Move { id, version: before.version, action: step.action, decision: step.decision, to: Some(step.to) };
                match into {
                    Some(into) => review::merge(app, &actor, &wanted, ProposalId(same[&into.0]), &form).await.unwrap(),
                    None => review::take_step(app, &actor, &wanted, &form).await.unwrap(),
                };
            }
            Told::Supported { proposal, by } => {
                let actor = actor(app, same[&by.0]).await;
                support::support(app, &actor, ProposalId(same[&proposal.0])).await.unwrap();
            }
            Told::Said { comment, parent, proposal, by, body } => {
                let actor = actor(app, same[&by.0]).await;
                let parent = parent.map(|parent| CommentId(same[&parent.0]));
                let made = crate::comment::service::add(app, &actor, ProposalId(same[&proposal.0]), parent, &body).await.unwrap();
                same.insert(comment.0, made.id.0);
            }
        }
    }
    same.into_iter().collect()
}

async fn actor(app: &App, account: Uuid) -> Actor {
    let grants = people::grants_of(app.db.reader(), &[account]).await.unwrap();
    Actor::person(AccountId(account), grants.into_iter().map(|grant| grant.office).collect())
}

/// Every row of the tables, without what is random by itself; `named` gives ids the name that they have in the other world.
async fn dump(app: &App, named: &[(Uuid, Uuid)]) -> Vec<String> {
    let db = app.db.reader();
    let mut lines = Vec::new();
    macro_rules! rows {
        ($entity:ty, $row:ident => $change:expr) => {
            for mut $row in <$entity>::find().all(db).await.unwrap() {
                $change;
                lines.push(format!("{:?}", $row));
            }
        };
    }
    rows!(accounts::Entity, row => row.password_hash.clear());
    rows!(grants::Entity, row => row.id = Uuid::nil());
    rows!(proposals::Entity, row => row.version += 0);
    rows!(numbers::Entity, row => row.last_number += 0);
    rows!(decisions::Entity, row => row.id = Uuid::nil());
    rows!(supports::Entity, row => row.supported_at += 0);
    rows!(comments::Entity, row => row.depth += 0);
    rows!(journal_private::Entity, row => row.salt.clear());
    rows!(journal::Entity, row => {
        row.hash.clear();
        row.previous.clear();
        row.commitment = row.commitment.map(|_| Vec::new());
    });
    let names: HashMap<String, String> = named
        .iter()
        .flat_map(|(theirs, ours)| {
            [(theirs.simple().to_string(), ours.simple().to_string()), (theirs.to_string(), ours.to_string())]
        })
        .collect();
    lines.iter_mut().for_each(|line| *line = rename(line, &names));
    lines.sort_unstable();
    lines
}

/// Ids are words of hexadecimal digits, perhaps with hyphens; paths of comments are several in a row.
fn rename(line: &str, names: &HashMap<String, String>) -> String {
    let is_of_id = |c: char| c.is_ascii_hexdigit() || c == '-';
    let mut renamed = String::new();
    let mut rest = line;
    while let Some(start) = rest.find(is_of_id) {
        let length = rest[start..].find(|c| !is_of_id(c)).unwrap_or(rest.len() - start);
        let (before, word, after) = (&rest[..start], &rest[start..start + length], &rest[start + length..]);
        renamed.push_str(before);
        match names.get(word) {
            Some(name) => renamed.push_str(name),
            None if length.is_multiple_of(32) => {
                for part in word.as_bytes().chunks(32).map(|part| std::str::from_utf8(part).unwrap()) {
                    renamed.push_str(names.get(part).map_or(part, String::as_str));
                }
            }
            None => renamed.push_str(word),
        }
        rest = after;
    }
    renamed + rest
}

async fn bulk_equals_life(kind: Kind) {
    let (bulk, life) = (World::start(kind).await, World::start(kind).await);
    let rare = |events: &[Pending]| {
        let said = |words: &str| events.iter().any(|pending| pending.event.details.contains(words));
        ["takesIn", "ACCEPTED_WITH_CHANGES", "RETURNED", "DEFERRED", "COMPLETED", "parent\":\"cmt"].into_iter().all(said)
    };
    let made = (0..).map(|seed| {
        let mut maker = bulk.maker(seed);
        let (rows, events) = bulk.make(&mut maker, 60);
        (maker, rows, events)
    });
    let (mut maker, rows, events) = made.into_iter().find(|(_, _, events)| rare(events)).unwrap();
    store::prepare(&bulk.app.db).await.unwrap();
    for rows in rows {
        rows.write(&bulk.app.db).await.unwrap();
    }
    store::tell(&bulk.app.db, bulk.app.ids.as_ref(), events).await.unwrap();
    store::finish(&bulk.app.db).await.unwrap();
    let named = live(&life, std::mem::take(&mut maker.script)).await;
    let names: Vec<_> = named.iter().map(|(theirs, ours)| (*ours, *theirs)).collect();
    let (ours, theirs) = (dump(&bulk.app, &[]).await, dump(&life.app, &names).await);
    for (ours, theirs) in ours.iter().zip(&theirs) {
        assert_eq!(ours, theirs);
    }
    assert_eq!(ours.len(), theirs.len());
    assert!(matches!(verify(&bulk.app.db).await.unwrap(), Verdict::Intact { .. }));
}

#[tokio::test]
async fn on_sqlite_the_rows_are_those_of_the_use_cases() {
    bulk_equals_life(Kind::Sqlite).await;
}

#[tokio::test]
async fn on_postgres_the_rows_are_those_of_the_use_cases() {
    bulk_equals_life(Kind::Postgres).await;
}

#[tokio::test]
async fn every_history_is_one_that_the_workflow_allows_and_every_number_agrees() {
    let world = World::start(Kind::Sqlite).await;
    let areas = world.app.areas.current();
    for seed in 0..200 {
        let mut maker = world.maker(seed);
        let (rows, events) = world.make(&mut maker, 30);
        assert!(events.is_sorted_by_key(|pending| (pending.at, pending.order)), "seed {seed}");
        let mut counted = Counted::default();
        rows.iter().for_each(|rows| rows.count(&mut counted));
        assert_eq!(counted.proposals.len(), 30, "seed {seed}");
        let mut standing: HashMap<String, (String, i32)> = HashMap::new();
        for Pending { event, .. } in &events {
            let details: serde_json::Value = serde_json::from_str(&event.details).unwrap();
            let (Some(from), Some(to)) = (details["from"].as_str(), details["to"].as_str()) else { continue };
            let (status, steps) = standing.entry(event.subject.clone()).or_insert(("DRAFT".into(), 0));
            assert_eq!(status, from, "seed {seed}");
            let steps_on = areas.workflow().steps(from.parse().unwrap());
            let decision = details["decision"].as_str();
            assert!(
                steps_on.iter().any(|step| step.to.as_str() == to && step.decision.map(|kind| kind.as_str()) == decision),
                "seed {seed}: {from} to {to}"
            );
            (*status, *steps) = (to.to_owned(), *steps + 1);
        }
        for row in counted.proposals.values() {
            let (status, steps) = standing.get(&ProposalId(row.id).to_string()).cloned().unwrap_or(("DRAFT".into(), 0));
            assert_eq!((&row.status, row.version), (&status, 1 + steps), "seed {seed}");
            assert_eq!(row.listed_at, row.submitted_at.unwrap_or(row.created_at));
            assert!(row.created_at <= row.status_since && row.status_since <= row.updated_at);
            assert_eq!(row.support_count as usize, counted.supports.get(&row.id).map_or(0, HashSet::len), "seed {seed}");
            assert_eq!(row.comment_count, counted.comments.get(&row.id).copied().unwrap_or_default(), "seed {seed}");
            assert!(row.merged_into.is_none_or(|into| into != row.id && counted.proposals.contains_key(&into)));
            assert_eq!(row.merged_into.is_some(), status == "MERGED");
            assert!(!row.outside_village, "seed {seed}: {row:?}");
        }
        for ((owner, year), numbers) in &counted.numbers {
            assert_eq!(counted.last[&(*owner, *year)] as usize, numbers.len(), "seed {seed}");
            assert_eq!(*numbers, (1..=numbers.len() as i32).collect::<HashSet<_>>(), "seed {seed}");
        }
        for told in &maker.script {
            if let Told::Drafted { fields, .. } = &told.2 {
                let shape = fields.shape.as_ref();
                assert!(shape.is_none_or(|shape| areas.check_shape(shape).is_ok()), "seed {seed}: {:?}", fields.shape);
            }
        }
    }
}

/// The rows, by what must agree.
#[derive(Default)]
pub struct Counted {
    pub proposals: HashMap<Uuid, proposals::Model>,
    pub supports: HashMap<Uuid, HashSet<Uuid>>,
    pub comments: HashMap<Uuid, i32>,
    pub numbers: HashMap<(Uuid, i32), HashSet<i32>>,
    pub last: HashMap<(Uuid, i32), i32>,
}

/// How unequally something is shared out: 0 evenly, 1 when one has it all.
fn gini(mut shares: Vec<f64>) -> f64 {
    shares.sort_by(f64::total_cmp);
    let (count, total) = (shares.len() as f64, shares.iter().sum::<f64>());
    let weighted: f64 = (1..).zip(&shares).map(|(place, share)| f64::from(place) * share).sum();
    2.0 * weighted / (count * total) - (count + 1.0) / count
}

async fn a_regency(kind: Kind) {
    const COUNT: usize = 3_000;
    let world = World::start(kind).await;
    let loaded = load(&world.app, 5, COUNT).await.unwrap();
    assert_eq!(loaded.proposals, COUNT);
    let db = &world.app.db;
    assert_eq!(loaded.accounts as u64, accounts::Entity::find().count(db.reader()).await.unwrap());
    let Verdict::Intact { entries, .. } = verify(db).await.unwrap() else { panic!("the journal is broken") };
    let entry_times: Vec<i64> = journal::Entity::find()
        .order_by_asc(journal::Column::Seq)
        .all(db.reader())
        .await
        .unwrap()
        .into_iter()
        .map(|row| row.at)
        .collect();
    assert_eq!(entry_times.len() as i64, entries);
    // Only what brought the regency in is told before the past.
    assert!(entry_times[1..].is_sorted());
    let rows = proposals::Entity::find().all(db.reader()).await.unwrap();
    assert_eq!(rows.len(), COUNT);
    let years: HashSet<i32> = rows.iter().map(|row| row.fiscal_year).collect();
    assert_eq!(years, (2021..=2028).collect());
    let statuses: HashSet<&str> = rows.iter().map(|row| row.status.as_str()).collect();
    assert!(statuses.len() >= 16, "{statuses:?}");
    let mut villages: BTreeMap<&str, f64> = BTreeMap::new();
    rows.iter().for_each(|row| *villages.entry(&row.village).or_default() += 1.0);
    let of_villages = gini(villages.values().copied().collect());
    let of_supports = gini(rows.iter().map(|row| f64::from(row.support_count)).collect());
    let mut owners: HashMap<Uuid, f64> = HashMap::new();
    rows.iter().for_each(|row| *owners.entry(row.owner_id).or_default() += 1.0);
    let of_owners = gini(owners.values().copied().collect());
    assert!(villages.len() > 300 && (0.3..0.7).contains(&of_villages), "{} villages, {of_villages}", villages.len());
    assert!((0.5..0.95).contains(&of_supports), "{of_supports}");
    assert!((0.2..0.8).contains(&of_owners), "{of_owners}");
    for order in Order::ALL {
        let page = PageRequest { size: 50, backward: false, cursor: None };
        let list = Seen { scope: ProposalScope::PUBLIC, filter: ProposalFilter::default() };
        let found = list.page(db, *order, &page).await.unwrap();
        assert_eq!(found.len(), 51, "{order}");
    }
    assert!(matches!(load(&world.app, 5, COUNT).await, Ok(again) if again.proposals == 0));
}

#[tokio::test]
async fn on_sqlite_thousands_are_loaded_with_the_shares_of_a_real_regency() {
    a_regency(Kind::Sqlite).await;
}

#[tokio::test]
async fn on_postgres_thousands_are_loaded_with_the_shares_of_a_real_regency() {
    a_regency(Kind::Postgres).await;
}

#[tokio::test]
async fn the_same_seed_makes_the_same_regency() {
    let mut heads = HashSet::new();
    for seed in [3, 3, 4] {
        let world = World::start(Kind::Sqlite).await;
        load(&world.app, seed, DEFAULT_COUNT + 200).await.unwrap();
        let Verdict::Intact { head, .. } = verify(&world.app.db).await.unwrap() else { panic!("the journal is broken") };
        heads.insert(head);
    }
    assert_eq!(heads.len(), 2);
}

async fn a_load_cut_off(kind: Kind) {
    let world = World::start(kind).await;
    store::prepare(&world.app.db).await.unwrap();
    let again = App::start(world.app.config.clone()).await;
    assert!(again.is_err_and(|error| error.to_string().contains("REMBUG_DATABASE_URL")));
    store::finish(&world.app.db).await.unwrap();
    assert!(App::start(world.app.config.clone()).await.is_ok());
}

#[tokio::test]
async fn on_sqlite_a_load_that_was_cut_off_is_recognised() {
    a_load_cut_off(Kind::Sqlite).await;
}

#[tokio::test]
async fn on_postgres_a_load_that_was_cut_off_is_recognised() {
    a_load_cut_off(Kind::Postgres).await;
}
