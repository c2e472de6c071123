//! A whole regency of sample data, which may have a million proposals: the same stories as the small one, told by the pure
//! rules, and written in portions.

mod calendar;
mod later;
mod maker;
mod store;
mod story;
#[cfg(test)]
mod tests;
mod town;
#[cfg(test)]
mod world_tests;

pub use calendar::begin;
#[cfg(test)]
use world_tests::Told;

use super::content::Content;
use super::dice::Dice;
use super::people::{PASSWORD, People};
use super::stage::Stage;
use super::timetable::Scene;
use crate::app::App;
use crate::error::AppError;
use crate::platform::clock::{Clock, ManualClock};
use calendar::Window;
use chrono::{DateTime, Utc};
use later::{Later, Pending};
use maker::{Chunk, Maker};
use tokio::sync::mpsc;
use town::Town;

/// Chunks that wait to be written: one is made while another is written.
const WAITING: usize = 2;

/// Makes `count` proposals from a seed and writes them, while the scenes are acted out in between, each at its time. Returns how
/// many people have moved in for that.
///
/// # Errors
/// `INTERNAL` when a rule refuses, or the database does; then what was written is of no use, and the database says so.
pub async fn load(
    app: &App,
    clock: &ManualClock,
    people: &People,
    (seed, count): (u64, usize),
    now: DateTime<Utc>,
    stage: &mut Stage<'_>,
    scenes: Vec<Scene<'_>>,
) -> Result<usize, AppError> {
    let windows = calendar::windows(count, now);
    let until = windows.last().map_or(now, |window| window.to);
    let maker = maker(app, people, seed, until).await?;
    let later = Later::within(&app.config.data_dir)?;
    store::prepare(&app.db).await?;
    let (give, mut take) = mpsc::channel(WAITING);
    let making = tokio::task::spawn_blocking(move || make(maker, &windows, later, &give));
    let mut scenes = scenes.into_iter().peekable();
    let mut newcomers = 0;
    while let Some(chunk) = take.recv().await {
        match chunk {
            Chunk::Rows(rows) => {
                newcomers += rows.people();
                rows.write(&app.db).await?;
            }
            Chunk::Events(mut events) => {
                while let Some(scene) = scenes.next_if(|scene| events.last().is_some_and(|last| reaches(last, scene.at))) {
                    let rest = events.split_off(events.partition_point(|pending| !reaches(pending, scene.at)));
                    store::tell(&app.db, app.ids.as_ref(), std::mem::replace(&mut events, rest)).await?;
                    stage.act(clock, scene).await?;
                }
                store::tell(&app.db, app.ids.as_ref(), events).await?;
            }
        }
    }
    making.await.map_err(AppError::internal)??;
    for scene in scenes {
        stage.act(clock, scene).await?;
    }
    clock.set(clock.now().max(until));
    store::finish(&app.db).await?;
    Ok(newcomers)
}

async fn maker(app: &App, people: &People, seed: u64, until: DateTime<Utc>) -> Result<Maker, AppError> {
    let hash = app.passwords.hash(PASSWORD.to_owned(), app.ids.as_ref()).await?;
    let content = Content::bundled()?;
    // Neither choices nor identifiers come from the streams that the scenes draw from.
    let dice = Dice::new(seed.rotate_left(17));
    let officials: Vec<_> = people.actors().filter(|actor| actor.is_official()).cloned().collect();
    let town = Town::new(app.areas.current(), &content, &officials, hash, &dice);
    Maker::new(content, town, seed.rotate_left(31), dice, until)
}

fn make(mut maker: Maker, windows: &[Window], later: Later, give: &mpsc::Sender<Chunk>) -> Result<(), AppError> {
    // Nobody takes any more when writing has failed, which is told there.
    maker.run(windows, later, |chunk| give.blocking_send(chunk).map_err(|_| AppError::damaged("nobody writes what is made")))
}

/// Whether it happens after the scene, or at the same moment.
fn reaches(pending: &Pending, scene: DateTime<Utc>) -> bool {
    pending.at >= scene.timestamp_millis()
}
