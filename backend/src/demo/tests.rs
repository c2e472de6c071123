//! The sample data on a database of their own.

use super::content::Content;
use super::{DEFAULT_COUNT, Loaded, load};
use crate::access::ProposalScope;
use crate::app::{App, SharedApp};
use crate::config::Settings;
use crate::error::AppError;
use crate::journal::verify::{Verdict, verify};
use crate::journal::{EventKind, entries_after};
use crate::platform::clock::ManualClock;
use crate::platform::database::{Listed, Seen};
use crate::platform::ids::SeededIds;
use crate::proposal::list::ProposalFilter;
use serde_json::Value;
use shared::access::Actor;
use shared::proposal::document::check_file;
use shared::proposal::{Order, ProposalForm};
use shared::value::{Contact, PageRequest};
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use yrs::updates::decoder::Decode;
use yrs::{Transact, Update};

/// A folder that is gone when the test is.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let name = format!("rembug-demo-{}-{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        Self(std::env::temp_dir().join(name))
    }

    async fn start(&self, public_url: Option<&str>) -> SharedApp {
        let settings =
            Settings { data_dir: Some(self.0.clone()), public_url: public_url.map(str::to_owned), ..Settings::default() };
        let clock = ManualClock::new("2026-11-24T02:00:00Z".parse().unwrap());
        App::start_with(settings.check().unwrap(), Arc::new(clock), Arc::new(SeededIds::new(1))).await.unwrap()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// Where each proposal stands according to the journal, with its village.
async fn standings(app: &App) -> BTreeMap<String, (String, String)> {
    let mut standings = BTreeMap::new();
    for entry in entries_after(&app.db, 0, 100_000, true).await.unwrap() {
        let details: Value = serde_json::from_str(&entry.details).unwrap();
        if let (Some(to), Some(area)) = (details["to"].as_str(), entry.area) {
            standings.insert(entry.subject, (to.to_owned(), area.to_string()));
        }
    }
    standings
}

#[tokio::test]
async fn proposals_are_spread_over_the_statuses_and_the_demo_village_has_work_waiting() {
    let folder = Folder::new();
    let app = folder.start(None).await;
    let loaded = load(&app, 7, DEFAULT_COUNT).await.unwrap();
    assert_eq!(loaded.proposals, DEFAULT_COUNT);
    assert!(loaded.accounts < 40);
    assert!(app.areas.current().region().unwrap().sample_data);

    let standings = standings(&app).await;
    assert_eq!(standings.len(), DEFAULT_COUNT);
    let found: BTreeSet<_> = standings.values().map(|(status, _)| status.as_str()).collect();
    for status in [
        "SUBMITTED",
        "DESA_REVIEW",
        "FORWARDED_KEC",
        "KEC_REVIEW",
        "MITRA_REVIEW",
        "OPD_REVIEW",
        "KAB_REVIEW",
        "IN_RKPD",
        "BUDGETED",
        "IN_RKPDES",
        "REJECTED",
        "RETURNED",
        "DEFERRED",
    ] {
        assert!(found.contains(status), "{status} is missing from {found:?}");
    }
    let waiting = standings
        .values()
        .filter(|(status, village)| village == "33.02.17.2019" && matches!(status.as_str(), "SUBMITTED" | "DESA_REVIEW"));
    assert!(waiting.count() >= 3);
    assert!(matches!(verify(&app.db).await.unwrap(), Verdict::Intact { .. }));
}

#[tokio::test]
async fn every_proposal_is_a_complete_form_and_lies_in_its_village() {
    let folder = Folder::new();
    let app = folder.start(None).await;
    load(&app, 7, DEFAULT_COUNT).await.unwrap();
    let areas = app.areas.current();
    let hundred = PageRequest { size: 100, backward: false, cursor: None };
    let list = Seen { scope: ProposalScope::PUBLIC, filter: ProposalFilter::default() };
    let all = list.page(&app.db, Order::Newest, &hundred).await.unwrap();
    assert_eq!(all.len(), DEFAULT_COUNT);
    for (_, proposal) in all {
        let title = &proposal.fields.title;
        assert!(proposal.sample && !title.contains('{'), "{title}");
        assert_eq!(ProposalForm::from(&proposal.fields).parse(&areas.fiscal_years()), Ok(proposal.fields.clone()), "{title}");
        let village = &proposal.fields.village;
        assert!(proposal.location.is_none_or(|place| areas.village_holds(village, place)), "{title}");
        assert!(!proposal.outside_village, "{title}");
    }
}

#[tokio::test]
async fn some_proposals_bring_a_cost_estimate_that_a_reader_opens() {
    let folder = Folder::new();
    let app = folder.start(None).await;
    load(&app, 7, 12).await.unwrap();
    let hundred = PageRequest { size: 100, backward: false, cursor: None };
    let list = Seen { scope: ProposalScope::PUBLIC, filter: ProposalFilter::default() };
    let all = list.page(&app.db, Order::Newest, &hundred).await.unwrap();
    let ids: Vec<_> = all.iter().map(|(_, proposal)| proposal.id.0).collect();
    let estimates = crate::media::store::of_proposals(&app.db, &ids).await.unwrap();
    assert_eq!(estimates.len(), 3);
    for estimate in estimates {
        let (_, file, public) = crate::media::service::view(&app, &Actor::anonymous(), estimate.id, false).await.unwrap();
        assert!(public && check_file(&file).is_ok());
        // The table of places says where each object begins.
        let text: String = file.iter().map(|byte| char::from(*byte)).collect();
        let start: usize = text.lines().rev().nth(1).unwrap().parse().unwrap();
        let latin: Vec<char> = text.chars().collect();
        let at = |place: usize, words: &str| latin[place..].iter().take(words.len()).collect::<String>() == words;
        assert!(at(start, "xref"));
        let places = text[text.find("xref\n").unwrap()..].lines().skip(3).take(5);
        for (number, place) in (1..).zip(places) {
            assert!(at(place[..10].parse().unwrap(), &format!("{number} 0 obj")), "{place}");
        }
    }
}

#[tokio::test]
async fn the_past_is_told_in_its_order_and_ends_before_now() {
    let folder = Folder::new();
    let app = folder.start(None).await;
    load(&app, 3, 20).await.unwrap();
    let entries = entries_after(&app.db, 0, 100_000, false).await.unwrap();
    let past: Vec<_> = entries
        .iter()
        .filter(|entry| {
            !matches!(entry.kind, EventKind::RegionLoaded | EventKind::PopulationImported | EventKind::SampleDataLoaded)
        })
        .map(|entry| entry.at)
        .collect();
    assert!(past.is_sorted());
    assert!(past.iter().all(|at| *at < app.clock.now()));
}

#[tokio::test]
async fn the_same_seed_makes_the_same_data() {
    let mut heads = BTreeSet::new();
    for _ in 0..2 {
        let folder = Folder::new();
        let app = folder.start(None).await;
        load(&app, 11, 12).await.unwrap();
        let Verdict::Intact { head, .. } = verify(&app.db).await.unwrap() else { panic!("the journal is broken") };
        heads.insert(head);
    }
    assert_eq!(heads.len(), 1);
}

#[tokio::test]
async fn loading_again_changes_nothing() {
    let folder = Folder::new();
    let app = folder.start(None).await;
    load(&app, 5, 6).await.unwrap();
    let before = verify(&app.db).await.unwrap();
    assert_eq!(load(&app, 6, 60).await.unwrap(), Loaded::default());
    assert_eq!(verify(&app.db).await.unwrap(), before);
}

#[tokio::test]
async fn every_demo_account_signs_in_with_the_well_known_password() {
    let folder = Folder::new();
    let app = folder.start(None).await;
    load(&app, 5, 1).await.unwrap();
    for name in ["warga", "komunitas", "desa", "kecamatan", "opd", "bapperida", "tapd", "inspektorat", "admin"] {
        let contact = Contact::parse(&format!("{name}@demo.rembug")).unwrap();
        let (_, hash) = crate::access::store::credentials(&app.db, &contact).await.unwrap().unwrap();
        assert!(app.passwords.verify("rembug-demo".into(), Some(hash)).await.unwrap(), "{name}");
    }
}

#[tokio::test]
async fn a_site_reached_over_tls_refuses_sample_data() {
    let folder = Folder::new();
    let app = folder.start(Some("https://rembug.example.go.id")).await;
    let refusal = load(&app, 5, 1).await.unwrap_err();
    assert!(matches!(refusal, AppError::Setting { name, .. } if name == "REMBUG_PUBLIC_URL"));
}

#[tokio::test]
async fn plans_stand_in_every_stage_and_say_only_what_a_plan_may() {
    let folder = Folder::new();
    let app = folder.start(None).await;
    load(&app, 7, 12).await.unwrap();
    let content = Content::bundled().unwrap();
    let events = entries_after(&app.db, 0, 10_000, false).await.unwrap();
    let of = |kind| events.iter().filter(|entry| entry.kind == kind).map(|entry| entry.subject.clone()).collect::<Vec<_>>();
    let made = of(EventKind::PlanCreated);
    assert_eq!(made.len(), content.plans.len());
    let mut stages = BTreeSet::new();
    for id in made {
        let id = id.parse().unwrap();
        stages.insert(crate::plan::store::facts(app.db.reader(), id).await.unwrap().unwrap().stage);
        let said = crate::live::store::load(&app.db, id).await.unwrap().unwrap();
        for entry in &said.entries {
            shared::plan::scan::scan(&entry.bytes).unwrap();
        }
        let doc = shared::plan::document::new(1);
        let roots = shared::plan::document::Roots::of(&doc);
        let watch = shared::plan::touch::Watch::over(&roots);
        for entry in &said.entries {
            doc.transact_mut().apply_update(Update::decode_v1(&entry.bytes).unwrap()).unwrap();
        }
        assert_eq!(shared::plan::touch::check(&roots, &doc.transact(), &watch.take()), Ok(()), "{id}");
    }
    assert_eq!(stages, content.plans.iter().map(|plan| plan.stage).collect());
    assert_eq!(of(EventKind::PlanAgreed).len(), 1);
}
