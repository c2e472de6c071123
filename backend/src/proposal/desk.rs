//! The officials' desk: how much waits, for whom, and for how long.

use super::list::{desks, store};
use crate::access::{authorize, deed};
use crate::app::App;
use crate::error::AppError;
use crate::platform::database::from_millis;
use shared::access::{Actor, Resource};
use shared::proposal::Status;
use std::collections::{BTreeMap, HashMap};
use uuid::Uuid;

/// What waits for one person. A proposal that lies on two of their desks counts once in the sums.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Desk {
    pub levels: Vec<DeskLevel>,
    pub awaiting: usize,
    /// Longer than the level may take.
    pub overdue: usize,
    /// Days that the oldest has waited; `None` when nothing waits.
    pub oldest_days: Option<i64>,
}

/// What waits for one office in one status.
#[derive(Debug, PartialEq, Eq)]
pub struct DeskLevel {
    pub office: String,
    pub status: Status,
    pub count: usize,
    pub overdue: usize,
}

/// # Errors
/// `UNAUTHENTICATED`; `FORBIDDEN` for anyone without an office; `INTERNAL`.
pub async fn of(app: &App, actor: &Actor) -> Result<Desk, AppError> {
    authorize::<deed::ReadDesk>(actor, Resource::Everything)?;
    let (areas, now) = (app.areas.current(), app.clock.now());
    let workflow = areas.workflow();
    let mut levels = Vec::new();
    let mut waiting: HashMap<Uuid, (i64, bool)> = HashMap::new();
    for desk in desks(workflow, actor) {
        let statuses = desk.statuses.iter().chain(&desk.carried_out);
        let mut by_status: BTreeMap<Status, (usize, usize)> = statuses.map(|status| (*status, (0, 0))).collect();
        for (id, status, since) in store::waiting_on(&app.db, &desk).await? {
            let days = (now - from_millis(since)?).num_days();
            let overdue = workflow.level_of(status).is_some_and(|level| days > level.expected_days.into());
            let (count, late) = by_status.entry(status).or_default();
            (*count, *late) = (*count + 1, *late + usize::from(overdue));
            waiting.insert(id, (days, overdue));
        }
        let rows = by_status.into_iter();
        levels.extend(rows.map(|(status, (count, overdue))| DeskLevel { office: desk.office.clone(), status, count, overdue }));
    }
    Ok(Desk {
        levels,
        awaiting: waiting.len(),
        overdue: waiting.values().filter(|(_, overdue)| *overdue).count(),
        oldest_days: waiting.values().map(|(days, _)| *days).max(),
    })
}
