//! Sample data: believable proposals of Kabupaten Banyumas with a past, marked as made up everywhere they show.

mod bulk;
mod content;
mod dice;
mod draft;
mod estimate;
mod ground;
mod paper;
mod people;
mod plans;
mod population;
mod route;
mod stage;
mod talk;
#[cfg(test)]
mod tests;
mod timetable;

use crate::app::App;
use crate::area::catalogue::Catalogue;
use crate::error::AppError;
use crate::journal::{self, Event, EventKind};
use crate::platform::clock::ManualClock;
use crate::platform::ids::SeededIds;
use chrono::{DateTime, Duration, Utc};
use content::{Content, History, Template};
use dice::Dice;
pub use people::PASSWORD;
use people::People;
use serde_json::json;
use shared::access::Role;
use shared::area::AreaCode;
use stage::Stage;
use std::collections::HashSet;
use std::sync::Arc;
use timetable::{Scene, Story};

/// How many proposals a demonstration has when nobody says otherwise.
pub const DEFAULT_COUNT: usize = 60;
/// The regency whose villages the sample data name.
const REGENCY: &str = "33.02";
const GUEST_DOMAIN: &str = "@demo.rembug";
/// Before the first proposal, when the accounts were made.
const PAST: Duration = Duration::days(365);
/// How often another template is drawn rather than proposing the same thing twice in one village.
const REDRAWS: usize = 12;

/// What was loaded; nothing when it was there before.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Loaded {
    pub accounts: usize,
    pub proposals: usize,
}

/// Loads the demo accounts and `count` proposals with their histories up to now: the first [`DEFAULT_COUNT`] as people would
/// have made them, the rest in bulk. The same seed on the same day makes the same data. Where sample data were loaded before, nothing changes.
///
/// # Errors
/// A sentence for the operator where people reach Rembug over TLS, where it serves another regency, or where an
/// earlier load was cut off; `INTERNAL`.
pub async fn load(app: &App, seed: u64, count: usize) -> Result<Loaded, AppError> {
    if app.config.is_https() {
        return Err(AppError::setting(
            "REMBUG_PUBLIC_URL",
            "sample data have well-known passwords and are refused where people reach Rembug over https",
        ));
    }
    let areas = app.areas.current();
    let region = &areas.region()?.code;
    if region.to_string() != REGENCY {
        return Err(AppError::setting("REMBUG_REGION_DIR", format!("the sample data belong to {REGENCY}, not to {region}")));
    }
    if is_loaded(app).await? {
        return Ok(Loaded::default());
    }
    let now = app.clock.now();
    let many = count.saturating_sub(DEFAULT_COUNT);
    if many > 0 && is_in_use(app).await? {
        return Err(AppError::setting(
            "--scale",
            format!("more than {DEFAULT_COUNT} sample proposals want an empty database, and here are accounts already"),
        ));
    }
    let begin = if many > 0 { bulk::begin(now) } else { now - PAST };
    let clock = Arc::new(ManualClock::new(begin));
    let past = App { clock: Arc::clone(&clock) as _, ids: Arc::new(SeededIds::new(seed)), ..app.clone() };
    let content = Content::bundled()?;
    let people = People::settle(&past, &content.accounts).await?;
    // Choices and identifiers must not come from one stream, or they would resemble each other.
    let dice = Dice::new(!seed);
    let scenes = write_scenes(&content, &people, &areas, now, count - many, &dice)?;
    app.db.hurry(true).await?;
    let played = play(&past, &clock, &content, &people, scenes, &dice, (seed, many), now).await;
    app.db.hurry(false).await?;
    let loaded = Loaded { accounts: people.len() + played?, proposals: count };
    note(app, region, seed, loaded).await?;
    crate::area::service::refresh(app).await?;
    Ok(loaded)
}

/// Everything that happened: the scenes, around them the `many` others, in the end the plans. Returns how many people there are
/// beside those of the scenes.
#[expect(clippy::too_many_arguments)] // the whole world of a story
async fn play(
    past: &App,
    clock: &ManualClock,
    content: &Content,
    people: &People,
    scenes: Vec<Scene<'_>>,
    dice: &Dice,
    (seed, many): (u64, usize),
    now: DateTime<Utc>,
) -> Result<usize, AppError> {
    let mut stage = Stage::new(past, content, people, dice);
    let mut others = 0;
    if many > 0 {
        others = bulk::load(past, clock, people, (seed, many), now, &mut stage, scenes).await?;
    } else {
        for scene in scenes {
            stage.act(clock, scene).await?;
        }
    }
    plans::play(past, clock, people, &content.plans, now).await?;
    Ok(others)
}

/// The scenes of all proposals in the order of time.
fn write_scenes<'a>(
    content: &'a Content,
    people: &'a People,
    areas: &Catalogue,
    now: DateTime<Utc>,
    count: usize,
    dice: &Dice,
) -> Result<Vec<Scene<'a>>, AppError> {
    let histories = deal(&content.histories);
    let mut proposed = HashSet::new();
    let mut scenes = Vec::new();
    for (proposal, history) in histories.iter().cycle().take(count).enumerate() {
        let wanted = |village: &str| history.village.as_deref().is_none_or(|code| code == village);
        let places: Vec<_> = content.places.iter().filter(|place| wanted(&place.village)).collect();
        let place = dice.weigh(&places, |place| place.weight).ok_or_else(|| AppError::damaged("a history without a place"))?;
        let village = areas.find(&place.village).ok_or_else(|| AppError::damaged(format!("{} is unknown", place.village)))?;
        let template = choose(content, history, &place.village, &mut proposed, dice)?;
        let neighbours = people.neighbours(&village.code);
        let proposer = dice.pick(&neighbours).ok_or_else(|| AppError::damaged(format!("nobody lives in {}", village.code)))?;
        let draw = |outline, size| ground::draw(areas, village, outline, size, dice);
        let form = draft::fill(content, areas, village, place, template, history.year, dice, draw)?;
        let story =
            Story { proposal, proposer: &proposer.actor, village: village.code.clone(), sector: template.sector, history, form };
        scenes.extend(timetable::plan(content, people, areas.workflow(), story, now, dice)?);
    }
    scenes.sort_by_key(|scene| scene.at);
    Ok(scenes)
}

/// The histories in rounds, each as often as it says, so that even a few proposals are spread over the statuses.
fn deal(histories: &[History]) -> Vec<&History> {
    let rounds = histories.iter().map(|history| history.times).max().unwrap_or_default();
    (0..rounds).flat_map(|round| histories.iter().filter(move |history| round < history.times)).collect()
}

/// A template that suits the history, and that the village has not proposed yet if one can be found.
fn choose<'a>(
    content: &'a Content,
    history: &History,
    village: &str,
    proposed: &mut HashSet<(String, String)>,
    dice: &Dice,
) -> Result<&'a Template, AppError> {
    let agency_fits =
        |template: &Template| history.agency.is_none() || template.agency.is_none() || template.agency == history.agency;
    let suits = |template: &&Template| history.sector.is_none_or(|sector| sector == template.sector) && agency_fits(template);
    let suitable: Vec<_> = content.templates.iter().filter(suits).collect();
    let mut drawn = None;
    for _ in 0..REDRAWS {
        drawn = dice.pick(&suitable).copied();
        if drawn.is_some_and(|template| proposed.insert((village.to_owned(), template.title.clone()))) {
            break;
        }
    }
    drawn.ok_or_else(|| AppError::damaged("a history without a template"))
}

/// Whether sample data were loaded to their end.
///
/// # Errors
/// `INTERNAL` when the database refuses.
pub async fn is_loaded(app: &App) -> Result<bool, AppError> {
    let region = app.areas.current().region()?.code.to_string();
    journal::has_happened(&app.db, EventKind::SampleDataLoaded, &region).await
}

/// Whether somebody has an account: whoever does would not like made-up proposals between their own.
///
/// # Errors
/// `INTERNAL` when the database refuses.
pub async fn is_in_use(app: &App) -> Result<bool, AppError> {
    Ok(journal::first_of(&app.db, EventKind::AccountCreated).await?.is_some())
}

/// An account to try Rembug with; all have [`PASSWORD`].
pub struct Guest {
    pub contact: String,
    pub name: String,
    pub roles: Vec<Role>,
}

/// The accounts that documentation and tests sign in with, one a role.
///
/// # Errors
/// `INTERNAL` when a bundled file is malformed, which a test rules out.
pub fn guests() -> Result<Vec<Guest>, AppError> {
    let accounts = Content::bundled()?.accounts.into_iter().filter(|account| account.contact.ends_with(GUEST_DOMAIN));
    let guest = |account: content::Account| {
        let roles: Vec<Role> = account.grants.iter().map(|held| held.role).collect();
        let roles = if roles.is_empty() { vec![Role::Resident] } else { roles };
        Guest { contact: account.contact, name: account.name, roles }
    };
    Ok(accounts.map(guest).collect())
}

/// Only this entry says that the load is complete.
async fn note(app: &App, region: &AreaCode, seed: u64, loaded: Loaded) -> Result<(), AppError> {
    // As text: a seed may be larger than a JSON number holds exactly.
    let details = json!({ "seed": seed.to_string(), "accounts": loaded.accounts, "proposals": loaded.proposals });
    let mut tx = app.db.begin().await?;
    population::estimate(app, &mut tx).await?;
    journal::append(app, &mut tx, Event::new(EventKind::SampleDataLoaded, region).area(region).details(details)).await?;
    tx.commit().await
}
