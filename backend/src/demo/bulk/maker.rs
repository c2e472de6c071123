//! Makes proposals with their stories, window by window, in the order of time.

use super::super::content::{Content, Talk};
use super::super::dice::Dice;
use super::super::{draft, paper, route};
#[cfg(test)]
use super::Told;
use super::calendar::{self, Window};
use super::later::{Later, Pending};
use super::store::Rows;
use super::story::{Act, Story, answer_time, merges};
use super::town::{Makes, Town, Village};
use crate::error::AppError;
use crate::platform::ids::SeededIds;
use chrono::{DateTime, Duration, Utc};
use shared::proposal::{Action, DecisionKind, Status, Step};
use std::collections::{BTreeMap, HashMap};
use std::ops::{Range, RangeInclusive};

/// Rows of so many proposals, or so many events, are written together.
const STORIES: usize = 2_000;
const EVENTS: usize = 20_000;
/// A neighbour drafts the same.
const TWIN_AFTER: Duration = Duration::minutes(10);
/// How often the village answers what can be answered.
const ANSWERED: f64 = 0.6;
/// Supports and comments are Pareto: most proposals get a few, a few get hundreds.
const SUPPORTS: Tail = Tail { least: 0.7, shape: 1.3, most: 2_000.0 };
const COMMENTS: Tail = Tail { least: 0.45, shape: 1.4, most: 60.0 };

struct Tail {
    least: f64,
    shape: f64,
    most: f64,
}

impl Tail {
    fn draw(&self, dice: &Dice) -> usize {
        (self.least / (1.0 - dice.fraction()).powf(1.0 / self.shape)).min(self.most) as usize
    }
}

/// With what something is made at one moment. No function: it leaves the town, and what else is not named, free.
macro_rules! makes {
    ($maker:ident, $at:expr) => {
        Makes {
            content: &$maker.content,
            dice: &$maker.dice,
            ids: &$maker.ids,
            at: $at,
            rows: &mut $maker.rows,
            events: &mut $maker.events,
            order: &mut $maker.order,
            #[cfg(test)]
            script: &mut $maker.script,
        }
    };
}

/// What is ready to be written.
pub enum Chunk {
    Rows(Rows),
    /// In the order of time, and none before what came earlier.
    Events(Vec<Pending>),
}

pub struct Maker {
    content: Content,
    town: Town,
    ids: SeededIds,
    dice: Dice,
    routes: Vec<(u32, Vec<Step>)>,
    years: RangeInclusive<i32>,
    until: DateTime<Utc>,
    /// The numbers given in the fiscal year that is planned for now.
    numbers: HashMap<u32, i32>,
    year: i32,
    turn: usize,
    order: u64,
    rows: Rows,
    events: Vec<Pending>,
    #[cfg(test)]
    pub script: Vec<(DateTime<Utc>, u64, Told)>,
}

impl Maker {
    /// # Errors
    /// `INTERNAL` when the workflow has no way for a course, or a bundled file is malformed.
    pub fn new(content: Content, town: Town, seed: u64, dice: Dice, until: DateTime<Utc>) -> Result<Self, AppError> {
        let course = |course: &super::super::content::Course| {
            route::through(town.areas.workflow(), &course.through)
                .map(|steps| (course.share, steps))
                .ok_or_else(|| AppError::damaged(format!("no way through {:?}", course.through)))
        };
        let routes = content.crowd.courses.iter().map(course).collect::<Result<_, _>>()?;
        let years = calendar::fiscal_year(calendar::begin(until))..=calendar::fiscal_year(until);
        Ok(Self {
            content,
            town,
            ids: SeededIds::new(seed),
            dice,
            routes,
            years,
            until,
            numbers: HashMap::new(),
            year: 0,
            turn: 0,
            order: 0,
            rows: Rows::default(),
            events: Vec::new(),
            #[cfg(test)]
            script: Vec::new(),
        })
    }

    /// Makes everything of the windows and gives it away, chunk by chunk.
    ///
    /// # Errors
    /// Whatever a rule refuses or `give` says.
    pub fn run(
        &mut self,
        windows: &[Window],
        mut later: Later,
        mut give: impl FnMut(Chunk) -> Result<(), AppError>,
    ) -> Result<(), AppError> {
        for (index, window) in windows.iter().enumerate() {
            let mut now = later.take(index)?;
            let span = (window.to - window.from).num_milliseconds() as f64;
            let moment = |_| window.from + Duration::milliseconds((span * self.dice.fraction()) as i64);
            let mut drafts: Vec<_> = (0..window.proposals).map(moment).map(calendar::in_office_hours).collect();
            drafts.sort_unstable();
            let end = window.to.timestamp_millis();
            let mut left = window.proposals;
            let mut drafts = drafts.into_iter();
            while left > 0
                && let Some(at) = drafts.next()
            {
                left -= self.make(at, left > 1)?;
                for pending in self.events.drain(..) {
                    if pending.at < end {
                        now.push(pending);
                    } else {
                        let day = windows.partition_point(|window| window.to.timestamp_millis() <= pending.at);
                        later.keep(day, &pending)?;
                    }
                }
                if self.rows.proposals() >= STORIES {
                    give(Chunk::Rows(std::mem::take(&mut self.rows)))?;
                }
            }
            give(Chunk::Rows(std::mem::take(&mut self.rows)))?;
            now.sort_unstable_by_key(|pending| (pending.at, pending.order));
            while !now.is_empty() {
                let rest = now.split_off(now.len().min(EVENTS));
                give(Chunk::Events(std::mem::replace(&mut now, rest)))?;
            }
        }
        self.close_year();
        give(Chunk::Rows(std::mem::take(&mut self.rows)))
    }

    /// One proposal and its story; or two, if that may be, of which one is merged into the other. Says how many.
    fn make(&mut self, at: DateTime<Utc>, two: bool) -> Result<usize, AppError> {
        let year = calendar::fiscal_year(at);
        if year != self.year {
            self.close_year();
            self.year = year;
        }
        let village = self.town.any_village(&self.dice);
        self.town.survey(village, &self.dice);
        let template = (self.dice.fraction() * self.content.templates.len() as f64) as usize;
        let mut route = self.route();
        while !two && route.last().is_some_and(merges) {
            route = self.route();
        }
        let mut acts = Acts::default();
        if route.last().is_some_and(merges) {
            let first = self.begin(at, village, template, false)?;
            let open = self.plan_target(&mut acts, &first, at)?;
            let twin_at = at + TWIN_AFTER;
            let second = self.begin(twin_at, village, template, true)?;
            let times = calendar::times(self.town.areas.workflow(), &route, twin_at, self.year, &self.dice)?;
            let merged = times.last().is_some_and(|at| open.contains(at));
            let steps = if merged { route } else { self.refused(route)? };
            self.plan(&mut acts, 1, &second, twin_at, &steps, &times)?;
            self.perform(at, vec![first, second], acts)?;
            return Ok(2);
        }
        let story = self.begin(at, village, template, false)?;
        let times = calendar::times(self.town.areas.workflow(), &route, at, self.year, &self.dice)?;
        self.plan(&mut acts, 0, &story, at, &route, &times)?;
        self.perform(at, vec![story], acts)?;
        Ok(1)
    }

    fn route(&self) -> Vec<Step> {
        self.dice.weigh(&self.routes, |(share, _)| *share).map(|(_, steps)| steps.clone()).unwrap_or_default()
    }

    /// A way for what another proposal is merged into, which takes long; when it is open.
    fn plan_target(&mut self, acts: &mut Acts, story: &Story, at: DateTime<Utc>) -> Result<Range<DateTime<Utc>>, AppError> {
        let steps = self.routes.iter().map(|(_, steps)| steps).max_by_key(|steps| steps.len()).cloned().unwrap_or_default();
        let times = calendar::times(self.town.areas.workflow(), &steps, at, self.year, &self.dice)?;
        self.plan(acts, 0, story, at, &steps, &times)?;
        Ok(times.first().copied().unwrap_or(at)..closed(&steps, &times).unwrap_or(self.until))
    }

    /// The same way, with a refusal in place of the merging.
    fn refused(&self, mut steps: Vec<Step>) -> Result<Vec<Step>, AppError> {
        if let Some(last) = steps.last_mut() {
            let workflow = self.town.areas.workflow();
            *last = workflow
                .find(last.from, Action::Decide, Some(DecisionKind::Rejected), None)
                .ok_or_else(|| AppError::damaged("a level that cannot refuse"))?;
        }
        Ok(steps)
    }

    /// Somebody drafts something in the village: a newcomer, where it is the same as what a neighbour has just drafted.
    fn begin(&mut self, at: DateTime<Utc>, village: usize, template: usize, newcomer: bool) -> Result<Story, AppError> {
        let mut makes = makes!(self, at);
        let owner = if newcomer { self.town.newcomer(village, &mut makes)? } else { self.town.proposer(village, &mut makes)? };
        let Village { area, place, clearings, .. } = &self.town.villages[village];
        let dice = &self.dice;
        let draw = |outline, size| {
            let clearing = dice.pick(clearings).ok_or_else(|| AppError::damaged("a village without room"))?;
            Ok(clearing.draw(outline, size, dice))
        };
        let template = &self.content.templates[template];
        let form = draft::fill(&self.content, &self.town.areas, area, place, template, self.year, dice, draw)?;
        let fields = form.parse(&self.years)?;
        let number = self.numbers.entry(owner).or_default();
        *number += 1;
        self.turn += 1;
        Ok(Story::begin(&self.town, &mut makes, (owner, village, self.turn), *number, fields))
    }

    /// What happens to the proposal: its steps, and between the first and the last what people do.
    fn plan(
        &mut self,
        acts: &mut Acts,
        which: usize,
        story: &Story,
        at: DateTime<Utc>,
        steps: &[Step],
        times: &[DateTime<Utc>],
    ) -> Result<(), AppError> {
        for (step, at) in steps.iter().zip(times) {
            acts.add(*at, which, Act::Step(paper::soften(step, &self.dice)));
        }
        let handed_in = steps.first().filter(|step| step.action == Action::Submit).and(times.first());
        let Some(from) = handed_in.copied().filter(|from| *from < self.until) else { return Ok(()) };
        let to = closed(steps, times).unwrap_or(self.until).min(self.until);
        let span = (to - from).num_milliseconds() as f64;
        let mut makes = makes!(self, at);
        // Most of it soon, while people still talk about it.
        let moment = |dice: &Dice| from + Duration::milliseconds((span * (0.002 + 0.95 * dice.fraction().powi(2))) as i64);
        for _ in 0..SUPPORTS.draw(makes.dice) {
            let person = self.town.supporter(story.village, &mut makes)?;
            acts.add(moment(makes.dice), which, Act::Support(person));
        }
        let fitting = |talk: &Talk| talk.sectors.is_empty() || talk.sectors.contains(&story.proposal.fields.sector);
        let talks: Vec<usize> =
            self.content.talks.iter().enumerate().filter(|(_, talk)| fitting(talk)).map(|(index, _)| index).collect();
        for _ in 0..COMMENTS.draw(makes.dice) {
            let Some(talk) = makes.dice.pick(&talks).copied() else { break };
            let by = self.town.supporter(story.village, &mut makes)?;
            let asked = moment(makes.dice);
            let answers = self.content.talks[talk].answer.is_some() && makes.dice.happens(ANSWERED);
            let answered = answers.then(|| answer_time(asked, makes.dice.between(1.0, 20.0)));
            acts.add(asked, which, Act::Say { by, talk, answered });
        }
        Ok(())
    }

    /// Everything in its order, up to the present.
    fn perform(&mut self, at: DateTime<Utc>, mut stories: Vec<Story>, mut acts: Acts) -> Result<(), AppError> {
        let mut makes = makes!(self, at);
        let town = &mut self.town;
        while let Some(((at, _), (which, act))) = acts.0.pop_first() {
            if at >= self.until {
                break;
            }
            let (before, after) = stories.split_at_mut(which);
            let Some(story) = after.first_mut() else { continue };
            match act {
                Act::Step(step) => {
                    let into = before.last_mut().filter(|_| merges(&step));
                    story.step(town, &mut makes, at, &step, into)?;
                }
                Act::Support(person) => story.support(town, &mut makes, at, person),
                Act::Say { by, talk, answered } => {
                    let says = &self.content.talks[talk].says;
                    let (to, path) = story.say(town, &mut makes, at, Some(by), None, says)?;
                    if let Some(at) = answered {
                        acts.add(at, which, Act::Answer { to, path, talk });
                    }
                }
                Act::Answer { to, path, talk } => {
                    let answer = self.content.talks[talk].answer.as_deref().unwrap_or_default();
                    story.say(town, &mut makes, at, None, Some((to, &path)), answer)?;
                }
            }
        }
        stories.into_iter().for_each(|story| story.end(town, &mut makes));
        Ok(())
    }

    fn close_year(&mut self) {
        let mut given: Vec<_> = self.numbers.drain().collect();
        given.sort_unstable();
        for (owner, last) in given {
            self.rows.add_number(self.town.person(owner), self.year, last);
        }
    }
}

/// When it no longer takes support; `None` when that is not foreseen.
fn closed(steps: &[Step], times: &[DateTime<Utc>]) -> Option<DateTime<Utc>> {
    steps.iter().zip(times).find(|(step, _)| !step.to.is_open() && step.to != Status::Deferred).map(|(_, at)| *at)
}

/// What is yet to happen, in the order of time.
#[derive(Default)]
struct Acts(BTreeMap<(DateTime<Utc>, usize), (usize, Act)>);

impl Acts {
    /// Adds an act upon one of the stories.
    fn add(&mut self, at: DateTime<Utc>, which: usize, act: Act) {
        let mut place = self.0.len();
        while self.0.contains_key(&(at, place)) {
            place += 1;
        }
        self.0.insert((at, place), (which, act));
    }
}
