//! When everything of the sample histories happened. All proposals share one timetable, so that the journal tells
//! the past in its order.

use super::content::{Content, History, Talk};
use super::dice::Dice;
use super::people::{Member, People};
use super::{paper, route};
use crate::error::AppError;
use chrono::{DateTime, Duration, Utc};
use shared::access::Actor;
use shared::area::AreaCode;
use shared::proposal::{ProposalForm, Sector, Status, Step, Workflow};

/// Something that happens to a proposal.
pub enum Act<'a> {
    Write {
        by: &'a Actor,
        form: Box<ProposalForm>,
    },
    Step(Step),
    Support {
        by: &'a Actor,
    },
    /// A comment; `answers` is the number, within the proposal, of the comment it replies to.
    Say {
        by: &'a Actor,
        body: &'a str,
        number: usize,
        answers: Option<usize>,
    },
}

pub struct Scene<'a> {
    pub at: DateTime<Utc>,
    /// Which proposal, from 0.
    pub proposal: usize,
    pub act: Act<'a>,
}

/// Where the scenes of one proposal come from.
pub struct Story<'a> {
    pub proposal: usize,
    pub proposer: &'a Actor,
    pub village: AreaCode,
    pub sector: Sector,
    pub history: &'a History,
    pub form: ProposalForm,
}

/// Every scene of the story, in order.
///
/// # Errors
/// `INTERNAL` when the workflow has no way through the history's statuses.
pub fn plan<'a>(
    content: &'a Content,
    people: &'a People,
    workflow: &Workflow,
    story: Story<'a>,
    now: DateTime<Utc>,
    dice: &Dice,
) -> Result<Vec<Scene<'a>>, AppError> {
    let history = story.history;
    let steps = route::through(workflow, &history.through)
        .ok_or_else(|| AppError::damaged(format!("no way through {:?}", history.through)))?;
    let times = times(history, steps.len(), now, dice);
    let proposal = story.proposal;
    let handed_in = times.first().copied().unwrap_or(now);
    let closed = steps.iter().zip(&times).find(|(step, _)| !step.to.is_open() && step.to != Status::Deferred);
    let closed = closed.map_or(now - Duration::hours(1), |(_, at)| *at);
    let scene = |at, act| Scene { at, proposal, act };

    let mut scenes = vec![scene(handed_in - Duration::minutes(25), Act::Write { by: story.proposer, form: Box::new(story.form) })];
    scenes.extend(steps.iter().zip(&times).map(|(step, at)| scene(*at, Act::Step(paper::soften(step, dice)))));
    let moment = || handed_in + (closed - handed_in).mul_f64(dice.between(0.02, 0.95));
    let others: Vec<_> = people.residents().filter(|member| member.actor.account != story.proposer.account).collect();
    let liked = dice.between(0.1, 0.95);
    scenes.extend(others.iter().filter(|_| dice.happens(liked)).map(|member| scene(moment(), Act::Support { by: &member.actor })));
    for (number, talk) in talks(content, story.sector, dice).into_iter().enumerate() {
        let Some(by) = dice.pick(&others) else { continue };
        let asked = moment();
        scenes.extend(
            conversation(people, &story.village, by, talk, number)
                .into_iter()
                .zip([asked, asked + (closed - asked).mul_f64(0.4)])
                .map(|(act, at)| scene(at, act)),
        );
    }
    scenes.sort_by_key(|scene| scene.at);
    Ok(scenes)
}

fn talks<'a>(content: &'a Content, sector: Sector, dice: &Dice) -> Vec<&'a Talk> {
    let mut fitting: Vec<_> =
        content.talks.iter().filter(|talk| talk.sectors.is_empty() || talk.sectors.contains(&sector)).collect();
    fitting.retain(|_| dice.happens(0.4));
    fitting.truncate(3);
    fitting
}

/// What the resident says, and what the village answers.
fn conversation<'a>(people: &'a People, village: &AreaCode, by: &'a Member, talk: &'a Talk, number: usize) -> Vec<Act<'a>> {
    let says = Act::Say { by: &by.actor, body: &talk.says, number: 2 * number, answers: None };
    let answer = talk.answer.as_deref().zip(people.operator(village));
    let answer = answer.map(|(body, by)| Act::Say { by, body, number: 2 * number + 1, answers: Some(2 * number) });
    std::iter::once(says).chain(answer).collect()
}

/// When each step was taken: from the day it began to the day it came to rest, in office hours.
fn times(history: &History, steps: usize, now: DateTime<Utc>, dice: &Dice) -> Vec<DateTime<Utc>> {
    let days = |[least, most]: [i32; 2]| dice.between(f64::from(least), f64::from(most));
    let began = days(history.began);
    let rested = days(history.rested).min(began);
    let last = steps.saturating_sub(1).max(1) as f64;
    let ago = |step: usize| began - (began - rested) * (step as f64 / last);
    // A single step is both beginning and rest.
    (0..steps).map(|step| in_office_hours(now - Duration::days(1).mul_f64(ago(step)))).collect()
}

/// The same day, between eight and sixteen o'clock in western Indonesia; keeps the order.
fn in_office_hours(at: DateTime<Utc>) -> DateTime<Utc> {
    let midnight = at.date_naive().and_time(chrono::NaiveTime::MIN).and_utc();
    midnight + Duration::hours(1) + (at - midnight) / 3
}

/// Chrono multiplies durations by whole numbers only.
trait MulF64 {
    fn mul_f64(self, factor: f64) -> Self;
}

impl MulF64 for Duration {
    fn mul_f64(self, factor: f64) -> Self {
        Self::milliseconds((self.num_milliseconds() as f64 * factor) as i64)
    }
}
