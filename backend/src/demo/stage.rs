//! Acting the timetable out: every scene is a real use case, with its rules and its entry in the journal.

use super::content::Content;
use super::dice::Dice;
use super::estimate;
use super::paper;
use super::people::People;
use super::timetable::{Act, Scene};
use crate::access::authorize;
use crate::app::App;
use crate::comment;
use crate::error::AppError;
use crate::media;
use crate::platform::clock::ManualClock;
use crate::proposal::model::Proposal;
use crate::proposal::review::{self, Move};
use crate::proposal::{draft, support};
use shared::access::{Actor, Resource};
use shared::proposal::{DocumentKind, ProposalForm, Step};
use shared::value::CommentId;
use std::collections::HashMap;

/// Of so many proposals, one brings a cost estimate; of the first ones only, however many there are.
const ESTIMATE_EVERY: usize = 5;
const ESTIMATES_AMONG: usize = 60;

/// The proposals as they stand, and the comments that may be answered.
#[derive(Default)]
struct Stage {
    proposals: HashMap<usize, Proposal>,
    comments: HashMap<(usize, usize), CommentId>,
}

/// Acts the scenes out in their order, each at its time on `clock`, which is `app`'s.
///
/// # Errors
/// Whatever a use case refuses; `INTERNAL`.
pub async fn play(
    app: &App,
    clock: &ManualClock,
    content: &Content,
    people: &People,
    scenes: Vec<Scene<'_>>,
    dice: &Dice,
) -> Result<(), AppError> {
    let mut stage = Stage::default();
    for Scene { at, proposal: index, act } in scenes {
        clock.set(at);
        if let Act::Write { by, mut form } = act {
            if index < ESTIMATES_AMONG && index.is_multiple_of(ESTIMATE_EVERY) {
                form.documents = Some(vec![bring_estimate(app, by, &form).await?]);
            }
            stage.proposals.insert(index, draft::create_as(app, by, &form, None, true).await?);
            continue;
        }
        let proposal = stage.proposals.get(&index).ok_or_else(|| AppError::damaged("a proposal before it was written"))?;
        match act {
            Act::Write { .. } => {}
            Act::Step(step) => {
                let moved = take(app, content, people, proposal, &step, index, dice).await?;
                stage.proposals.insert(index, moved);
            }
            Act::Support { by } => {
                support::support(app, by, proposal.id).await?;
            }
            Act::Say { by, body, number, answers } => {
                let parent = answers.and_then(|number| stage.comments.get(&(index, number)).copied());
                let comment = comment::service::add(app, by, proposal.id, parent, body).await?;
                stage.comments.insert((index, number), comment.id);
            }
        }
    }
    Ok(())
}

/// Uploads a cost estimate for the form and gives its id.
async fn bring_estimate(app: &App, by: &Actor, form: &ProposalForm) -> Result<String, AppError> {
    let permit = authorize(by, Resource::Everything)?;
    let file = estimate::draw(form)?;
    let made = media::service::take_document(app, &permit, file, DocumentKind::CostEstimate, "RAB (contoh).pdf").await?;
    Ok(made.id.to_string())
}

async fn take(
    app: &App,
    content: &Content,
    people: &People,
    proposal: &Proposal,
    step: &Step,
    turn: usize,
    dice: &Dice,
) -> Result<Proposal, AppError> {
    let actor = people
        .who_may(&proposal.facts(), step)
        .ok_or_else(|| AppError::damaged(format!("nobody may take {} to {}", proposal.fields.village, step.to)))?;
    let form = paper::write(content, proposal, step, turn, app.clock.now(), dice);
    let wanted =
        Move { id: proposal.id, version: proposal.version, action: step.action, decision: step.decision, to: Some(step.to) };
    review::take_step(app, actor, &wanted, &form).await
}
