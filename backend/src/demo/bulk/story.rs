//! The story of a proposal, from its draft to where it stands today: every step asks the same rules and leaves the same rows
//! as the use case that takes it in life.

use super::super::paper;
#[cfg(test)]
use super::Told;
use super::calendar::in_office_hours;
use super::town::{Makes, Town};
use crate::access::{authorize, deed};
use crate::comment::{Comment, Content as Said, Path, service as comments};
use crate::error::AppError;
use crate::journal::EventKind;
use crate::proposal::{Proposal, draft, review, support};
use chrono::{DateTime, Utc};
use serde_json::{Value, json};
use shared::access::{Actor, Resource, Role, RoleScope};
use shared::proposal::{Action, DecisionForm, ProposalFields, Step, StepBy};
use shared::value::{CommentId, DecisionId, ProposalId};
use std::collections::HashMap;

/// Something that happens to a proposal.
pub enum Act {
    Step(Step),
    Support(u32),
    /// A comment, and what the village answers when.
    Say {
        by: u32,
        talk: usize,
        answered: Option<DateTime<Utc>>,
    },
    Answer {
        to: CommentId,
        path: Path,
        talk: usize,
    },
}

/// A proposal as it goes its way.
pub struct Story {
    pub proposal: Proposal,
    pub village: usize,
    owner: u32,
    /// Its number among all: what papers are numbered by.
    turn: usize,
    supporters: HashMap<u32, DateTime<Utc>>,
}

impl Story {
    /// It is drafted.
    pub fn begin(
        town: &Town,
        makes: &mut Makes<'_>,
        (owner, village, turn): (u32, usize, usize),
        number: i32,
        fields: ProposalFields,
    ) -> Self {
        let (person, at) = (town.person(owner), makes.at);
        let id = ProposalId(makes.ids.uuid_at(at));
        let proposal = Proposal { sample: true, ..draft::begun(&town.areas, id, person, number, fields, at) };
        #[cfg(test)]
        makes.told(Told::Drafted { proposal: id, by: person, fields: Box::new(proposal.fields.clone()) });
        makes.happens(at, draft::drafted(&proposal));
        Self { proposal, village, owner, turn, supporters: HashMap::new() }
    }

    pub fn is_owner(&self, person: u32) -> bool {
        self.owner == person
    }

    /// Takes a step. `into` is what it is merged into, where it is.
    ///
    /// # Errors
    /// Whatever the rules refuse.
    pub fn step(
        &mut self,
        town: &mut Town,
        makes: &mut Makes<'_>,
        at: DateTime<Utc>,
        step: &Step,
        into: Option<&mut Self>,
    ) -> Result<(), AppError> {
        let actor = self.actor(town, makes, step)?;
        let permit = authorize::<deed::MoveProposal>(&actor, Resource::Step(&self.proposal.facts(), step))?;
        let mut form = paper::write(makes.content, &self.proposal, step, self.turn, at, makes.dice);
        if step.reason_required && form.reason_text.is_none() {
            form.reason_text = makes.content.crowd.because(step.to);
        }
        #[cfg(test)]
        makes.told_at(at, self.told_step(&actor, step, &form, into.as_deref()));
        let decision = DecisionForm::parse(&form, step, self.proposal.quantity(), self.proposal.cost())?;
        let mut extra = Value::Null;
        let arrived;
        if let Some(target) = into {
            authorize::<deed::MergeInto>(&actor, Resource::Proposal(&target.proposal.facts()))?;
            self.proposal.merged_into = Some(target.proposal.id);
            extra = json!({ "into": target.proposal.id, "intoTitle": target.proposal.fields.title });
            self.carry_supports(target);
            arrived = review::apply(&town.areas, at, &mut self.proposal, step, &decision);
            makes.happens(at, review::taken_in(&target.proposal, &self.proposal, &permit));
        } else {
            arrived = review::apply(&town.areas, at, &mut self.proposal, step, &decision);
        }
        let id = || DecisionId(makes.ids.uuid_at(at));
        if let Some(decision) = review::decided(id, &self.proposal, step, (&decision, arrived), &permit)? {
            makes.rows.add_decision(&decision);
        }
        makes.happens(at, review::taken(&self.proposal, step, &decision, &permit, extra));
        Ok(())
    }

    /// Its supporters support the other one too; nobody their own.
    fn carry_supports(&self, target: &mut Self) {
        let own = target.owner;
        for (person, since) in self.supporters.iter().filter(|(person, _)| **person != own) {
            target.supporters.entry(*person).or_insert(*since);
        }
        target.proposal.support_count = target.supporters.len() as i32;
    }

    /// Somebody wants it too, if they may say so and have not yet.
    pub fn support(&mut self, town: &Town, makes: &mut Makes<'_>, at: DateTime<Utc>, person: u32) {
        if self.is_owner(person) || !self.proposal.status.takes_support() || self.supporters.contains_key(&person) {
            return;
        }
        let account = town.person(person);
        #[cfg(test)]
        makes.told_at(at, Told::Supported { proposal: self.proposal.id, by: account });
        self.supporters.insert(person, at);
        self.proposal.support_count += 1;
        makes.happens(at, support::told(EventKind::ProposalSupported, &self.proposal, account));
    }

    /// Somebody comments, or the village answers.
    ///
    /// # Errors
    /// Whatever the rules refuse.
    pub fn say(
        &mut self,
        town: &mut Town,
        makes: &mut Makes<'_>,
        at: DateTime<Utc>,
        by: Option<u32>,
        parent: Option<(CommentId, &Path)>,
        body: &str,
    ) -> Result<(CommentId, Path), AppError> {
        let actor = match by {
            Some(person) => Actor::person(town.person(person), Vec::new()),
            None => town.official(Role::VillageOperator, self.proposal.fields.village.as_str(), makes)?.clone(),
        };
        let permit = authorize::<deed::CommentOnProposal>(&actor, Resource::Proposal(&self.proposal.facts()))?;
        let id = CommentId(makes.ids.uuid_at(at));
        let path = parent.map_or_else(|| Path::first(id), |(_, path)| path.answer(id));
        let comment = Comment {
            id,
            proposal: self.proposal.id,
            parent: parent.map(|(parent, _)| parent),
            path: path.clone(),
            author: permit.person()?,
            office: permit.office_name().map(str::to_owned),
            content: Said::Shown(body.to_owned()),
            created_at: at,
        };
        #[cfg(test)]
        makes.told_at(
            at,
            Told::Said {
                comment: id,
                parent: comment.parent,
                proposal: self.proposal.id,
                by: comment.author,
                body: body.to_owned(),
            },
        );
        makes.rows.add_comment(&comment, body);
        self.proposal.comment_count += 1;
        makes.happens(at, comments::added(&comment, &self.proposal.fields.village, body.to_owned()));
        Ok((id, path))
    }

    /// Its row and its supporters, as they are in the end.
    pub fn end(self, town: &Town, makes: &mut Makes<'_>) {
        makes.rows.add_proposal(&self.proposal);
        let mut supporters: Vec<_> = self.supporters.into_iter().collect();
        supporters.sort_unstable();
        for (person, since) in supporters {
            makes.rows.add_support(self.proposal.id, town.person(person), since);
        }
    }

    /// Who takes the step: the proposer where they may, otherwise the office that must.
    fn actor(&self, town: &mut Town, makes: &mut Makes<'_>, step: &Step) -> Result<Actor, AppError> {
        let proposal = &self.proposal;
        let by = step.by.first().ok_or_else(|| AppError::damaged("a step that nobody takes"))?;
        let role = match by {
            StepBy::Proposer => return Ok(Actor::person(proposal.owner, Vec::new())),
            StepBy::Office(role) => *role,
            StepBy::Executor if proposal.final_agency.is_some() => Role::AgencyOfficer,
            StepBy::Executor => Role::VillageOperator,
        };
        let village = &proposal.fields.village;
        let bound = match role.scope() {
            RoleScope::Agency => proposal.final_agency.clone().unwrap_or_default(),
            RoleScope::Area(level) => {
                let mut area = village.clone();
                while area.level() != level
                    && let Some(above) = area.parent()
                {
                    area = above;
                }
                area.to_string()
            }
            RoleScope::AnyArea | RoleScope::Everyone => village.to_string(),
        };
        Ok(town.official(role, &bound, makes)?.clone())
    }

    #[cfg(test)]
    fn told_step(&self, actor: &Actor, step: &Step, form: &DecisionForm, into: Option<&Self>) -> Told {
        Told::Moved {
            proposal: self.proposal.id,
            by: actor.account.unwrap(),
            step: step.clone(),
            form: form.clone(),
            into: into.map(|target| target.proposal.id),
        }
    }
}

/// Whether a step is the merging of two.
pub fn merges(step: &Step) -> bool {
    step.action == Action::Merge
}

/// When the village answers: in office hours, one day or another after it was asked.
pub fn answer_time(asked: DateTime<Utc>, days: f64) -> DateTime<Utc> {
    in_office_hours(asked + chrono::Duration::milliseconds((days * 86_400_000.0) as i64))
}
