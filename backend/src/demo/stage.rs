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

/// Where scenes are acted out: the proposals as they stand, and the comments that may be answered.
pub struct Stage<'a> {
    /// Its clock is told the time of each scene.
    app: &'a App,
    content: &'a Content,
    people: &'a People,
    dice: &'a Dice,
    proposals: HashMap<usize, Proposal>,
    comments: HashMap<(usize, usize), CommentId>,
}

impl<'a> Stage<'a> {
    pub fn new(app: &'a App, content: &'a Content, people: &'a People, dice: &'a Dice) -> Self {
        Self { app, content, people, dice, proposals: HashMap::new(), comments: HashMap::new() }
    }

    /// Acts a scene out at its time on `clock`, which is the application's.
    ///
    /// # Errors
    /// Whatever a use case refuses; `INTERNAL`.
    pub async fn act(&mut self, clock: &ManualClock, scene: Scene<'_>) -> Result<(), AppError> {
        let Self { app, content, people, dice, .. } = *self;
        let Scene { at, proposal: index, act } = scene;
        clock.set(at);
        if let Act::Write { by, mut form } = act {
            if index < ESTIMATES_AMONG && index.is_multiple_of(ESTIMATE_EVERY) {
                form.documents = Some(vec![bring_estimate(app, by, &form).await?]);
            }
            self.proposals.insert(index, draft::create_as(app, by, &form, None, true).await?);
            return Ok(());
        }
        let proposal = self.proposals.get(&index).ok_or_else(|| AppError::damaged("a proposal before it was written"))?;
        match act {
            Act::Write { .. } => {}
            Act::Step(step) => {
                let moved = take(app, content, people, proposal, &step, index, dice).await?;
                self.proposals.insert(index, moved);
            }
            Act::Support { by } => {
                support::support(app, by, proposal.id).await?;
            }
            Act::Say { by, body, number, answers } => {
                let parent = answers.and_then(|number| self.comments.get(&(index, number)).copied());
                let comment = comment::service::add(app, by, proposal.id, parent, body).await?;
                self.comments.insert((index, number), comment.id);
            }
        }
        Ok(())
    }
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
