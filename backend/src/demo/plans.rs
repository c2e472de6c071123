//! Plans of the sample data, played through the same use cases as in life.

use super::content::PlanScript;
use super::people::People;
use super::talk;
use crate::app::App;
use crate::error::AppError;
use crate::plan::create::{NewPlan, create};
use crate::plan::participants::{Invited, add};
use crate::plan::stages::{move_to, sign};
use crate::plan::store;
use crate::platform::clock::{Clock, ManualClock};
use chrono::{DateTime, NaiveDate, Utc};
use shared::access::Actor;
use shared::plan::{
    Activity, BudgetLine, Content, Feature, FeatureKind, Indicator, Objective, PlanRole, RowId, Section, Stage, is_signed_by_both,
};
use shared::value::PlanId;
use std::time::Duration as StdDuration;

/// More than happens to all plans together.
const EVENTS: i32 = 60;

/// The clock of the story, and how far it goes on from one event to the next.
pub struct Pace<'a> {
    clock: &'a ManualClock,
    pause: StdDuration,
}

impl Pace<'_> {
    pub fn go_on(&self) {
        self.clock.advance(self.pause);
    }
}

/// Makes the plans between the present of `clock`, which is `app`'s, and `now`.
///
/// # Errors
/// Whatever a use case refuses; `INTERNAL`.
pub async fn play(
    app: &App,
    clock: &ManualClock,
    people: &People,
    scripts: &[PlanScript],
    now: DateTime<Utc>,
) -> Result<(), AppError> {
    let pause = ((now - clock.now()) / EVENTS).to_std().unwrap_or_default();
    let pace = Pace { clock, pause };
    for script in scripts {
        perform(app, &pace, people, script).await?;
    }
    Ok(())
}

async fn perform(app: &App, pace: &Pace<'_>, people: &People, script: &PlanScript) -> Result<(), AppError> {
    pace.go_on();
    let owners = script.owners.iter().map(|contact| people.find(contact)).collect::<Result<Vec<&Actor>, _>>()?;
    let leader = owners.first().ok_or_else(|| AppError::damaged("a plan without an owner"))?;
    let wanted = NewPlan {
        client_key: None,
        area: script.area.clone(),
        sector: Some(script.sector),
        fiscal_year: None,
        title: script.title.clone(),
        template: script.template,
        proposals: Vec::new(),
        content: (!script.sections.is_empty()).then(|| content(app, script)).transpose()?,
    };
    let id = create(app, leader, wanted).await?.id;
    let others = script.owners.iter().skip(1).map(|contact| (contact, PlanRole::Owner));
    for (contact, role) in others.chain(script.editors.iter().map(|contact| (contact, PlanRole::Editor))) {
        pace.go_on();
        add(app, leader, id, &Invited::Contact(contact.clone()), role).await?;
    }
    if script.stage != Stage::Draft {
        bring_to(app, pace, &owners, id, Stage::Draft, Stage::Open).await?;
        let plan =
            store::find(&app.db, id).await?.ok_or_else(|| AppError::damaged("a plan that was just opened"))?.read_as(leader)?;
        talk::play(app, pace, people, script, &plan).await?;
        bring_to(app, pace, &owners, id, Stage::Open, script.stage).await?;
    }
    Ok(())
}

/// Through every stage on the way.
async fn bring_to(
    app: &App,
    pace: &Pace<'_>,
    owners: &[&Actor],
    id: PlanId,
    mut stage: Stage,
    wanted: Stage,
) -> Result<(), AppError> {
    let leader = owners[0];
    while stage != wanted
        && let Some(next) = stage.next().first()
    {
        pace.go_on();
        if *next == Stage::Agreed {
            for owner in owners {
                let plan = sign(app, owner, id, true).await?;
                if is_signed_by_both(&plan.facts().parts) {
                    break;
                }
            }
        }
        move_to(app, leader, id, *next, None).await?;
        stage = *next;
    }
    Ok(())
}

fn content(app: &App, script: &PlanScript) -> Result<Content, AppError> {
    let id = || app.ids.uuid(app.clock.as_ref());
    let sections = script.sections.iter().map(|(heading, body)| Section { id: id(), heading: heading.clone(), body: body.clone() });
    let indicators = script.indicators.iter().map(|(name, unit, baseline, target, source)| Indicator {
        id: id(),
        name: name.clone(),
        unit: unit.clone(),
        baseline: baseline.clone(),
        target: target.clone(),
        source: source.clone(),
    });
    let budget = script.budget.iter().map(|(item, volume, unit, price, source)| BudgetLine {
        id: id(),
        item: item.clone(),
        volume: Some(*volume),
        unit: unit.clone(),
        price: Some(*price),
        source: Some(*source),
    });
    Ok(Content {
        title: script.title.clone(),
        summary: script.summary.clone(),
        sections: sections.collect(),
        objectives: script.objectives.iter().map(|text| Objective { id: id(), text: text.clone() }).collect(),
        indicators: indicators.collect(),
        budget: budget.collect(),
        activities: activities(script, id),
        features: features(script, id)?,
        proposals: Vec::new(),
    })
}

fn activities(script: &PlanScript, id: impl Fn() -> RowId) -> Vec<Activity> {
    let ids: Vec<RowId> = script.activities.iter().map(|_| id()).collect();
    let made = script.activities.iter().zip(&ids).map(|((name, start, end, partner, after), id)| Activity {
        id: *id,
        name: name.clone(),
        start: start.parse::<NaiveDate>().ok(),
        end: end.parse::<NaiveDate>().ok(),
        partner: partner.clone(),
        after: after.iter().filter_map(|index| ids.get(*index)).copied().collect(),
    });
    made.collect()
}

fn features(script: &PlanScript, id: impl Fn() -> RowId) -> Result<Vec<Feature>, AppError> {
    let made = script.features.iter().map(|(label, kind, note, geometry)| {
        let kind: FeatureKind = kind.parse().map_err(|_| AppError::damaged(format!("kind {kind}")))?;
        Ok(Feature { id: id(), label: label.clone(), kind, note: note.clone(), geometry: serde_json::from_str(geometry)? })
    });
    made.collect()
}
