//! The rows of many proposals at once, as the use cases would have written them.

use super::later::Pending;
use crate::access::entity::{accounts, grants};
use crate::access::store::{Grant, NewAccount, account_row, grant_row};
use crate::comment::{self, Comment};
use crate::error::AppError;
use crate::journal::End;
use crate::journal::entity::{journal, journal_private};
use crate::platform::database::{Bulk, Database, from_millis, to_millis};
use crate::platform::ids::IdSource;
use crate::proposal::entity::{decisions, numbers, proposals, supports};
use crate::proposal::store::{decision_row, to_row};
use crate::proposal::{Proposal, RecordedDecision};
use chrono::{DateTime, Utc};
use shared::value::{AccountId, ProposalId};

/// The tables that a load fills.
const TABLES: [&str; 9] =
    ["accounts", "grants", "proposals", "proposal_numbers", "decisions", "supports", "comments", "journal", "journal_private"];

/// # Errors
/// `INTERNAL` when the database refuses.
pub async fn prepare(db: &Database) -> Result<(), AppError> {
    db.prepare_load(&TABLES).await
}

/// # Errors
/// `INTERNAL` when the database refuses.
pub async fn finish(db: &Database) -> Result<(), AppError> {
    db.finish_load(&TABLES).await
}

#[derive(Default)]
pub struct Rows {
    accounts: Vec<accounts::Model>,
    grants: Vec<grants::Model>,
    proposals: Vec<proposals::Model>,
    numbers: Vec<numbers::Model>,
    decisions: Vec<decisions::Model>,
    supports: Vec<supports::Model>,
    comments: Vec<comment::entity::Model>,
}

impl Rows {
    /// How many proposals there are.
    pub fn proposals(&self) -> usize {
        self.proposals.len()
    }

    /// How many people there are.
    pub fn people(&self) -> usize {
        self.accounts.len()
    }

    pub fn add_account(&mut self, account: NewAccount) {
        self.accounts.push(account_row(account));
    }

    pub fn add_grant(&mut self, grant: &Grant) {
        self.grants.push(grant_row(grant, None));
    }

    pub fn add_proposal(&mut self, proposal: &Proposal) {
        self.proposals.push(to_row(proposal));
    }

    pub fn add_number(&mut self, owner: AccountId, fiscal_year: i32, last_number: i32) {
        self.numbers.push(numbers::Model { owner_id: owner.0, fiscal_year, last_number });
    }

    pub fn add_decision(&mut self, decision: &RecordedDecision) {
        self.decisions.push(decision_row(decision));
    }

    pub fn add_support(&mut self, proposal: ProposalId, account: AccountId, at: DateTime<Utc>) {
        self.supports.push(supports::Model { proposal_id: proposal.0, account_id: account.0, supported_at: to_millis(at) });
    }

    pub fn add_comment(&mut self, comment: &Comment, body: &str) {
        self.comments.push(comment::store::to_row(comment, body));
    }

    #[cfg(test)]
    pub fn count(&self, counted: &mut super::tests::Counted) {
        counted.proposals.extend(self.proposals.iter().map(|row| (row.id, row.clone())));
        self.supports.iter().for_each(|row| assert!(counted.supports.entry(row.proposal_id).or_default().insert(row.account_id)));
        self.comments.iter().for_each(|row| *counted.comments.entry(row.proposal_id).or_default() += 1);
        for row in &self.proposals {
            assert!(counted.numbers.entry((row.owner_id, row.fiscal_year)).or_default().insert(row.proposal_number));
        }
        counted.last.extend(self.numbers.iter().map(|row| ((row.owner_id, row.fiscal_year), row.last_number)));
    }

    /// # Errors
    /// `INTERNAL` when the database refuses.
    pub async fn write(&self, db: &Database) -> Result<(), AppError> {
        let mut bulk = db.begin_bulk().await?;
        bulk.insert::<accounts::Entity>(&self.accounts).await?;
        bulk.insert::<grants::Entity>(&self.grants).await?;
        bulk.insert::<proposals::Entity>(&self.proposals).await?;
        bulk.insert::<numbers::Entity>(&self.numbers).await?;
        bulk.insert::<decisions::Entity>(&self.decisions).await?;
        bulk.insert::<supports::Entity>(&self.supports).await?;
        bulk.insert::<comment::entity::Entity>(&self.comments).await?;
        bulk.commit().await
    }
}

/// Adds what happened to the end of the journal; it is in order.
///
/// # Errors
/// `INTERNAL` when the database refuses.
pub async fn tell(db: &Database, ids: &dyn IdSource, events: Vec<Pending>) -> Result<(), AppError> {
    if events.is_empty() {
        return Ok(());
    }
    let mut end = End::of(db.writer()).await?;
    let mut bulk: Bulk = db.begin_bulk().await?;
    let (mut entries, mut privates) = (Vec::with_capacity(events.len()), Vec::new());
    for Pending { at, event, .. } in events {
        let (entry, private): (journal::Model, Option<journal_private::Model>) = end.link(ids, from_millis(at)?, event);
        entries.push(entry);
        privates.extend(private);
    }
    bulk.insert::<journal::Entity>(&entries).await?;
    bulk.insert::<journal_private::Entity>(&privates).await?;
    bulk.commit().await?;
    db.announcer().announce(end.seq());
    Ok(())
}
