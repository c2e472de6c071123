//! Bringing changes into the log, and telling everyone what is in it now, whichever server wrote it.

use super::{Pending, Room};
use crate::access::Credential;
use crate::error::AppError;
use crate::live::document::together;
use crate::live::log::Entry;
use crate::live::presence::ConnectionId;
use crate::live::store;
use crate::live::writer::{Batch, Deed, Written};
use axum::body::Bytes;
use shared::ErrorCode;
use shared::plan::wire::Frame;
use shared::value::AccountId;
use std::collections::BTreeMap;
use tokio::sync::oneshot;

impl Room {
    /// Writes the batch. Only then anybody hears of it.
    pub(super) async fn write(&mut self) -> Result<(), AppError> {
        while !self.batch.is_empty() {
            let mut editors: Vec<_> = self.batch.iter().filter_map(|pending| self.editor(pending.from?)).collect();
            editors.sort_unstable();
            editors.dedup();
            let entries = self.batch.iter().map(|pending| pending.entry.clone()).collect();
            let (answer, written) = oneshot::channel();
            let claims = self.batch.iter().flat_map(|pending| pending.claims.clone()).collect();
            let deed = self.batch.iter().find_map(|pending| pending.order.as_ref()).map(|(deed, _)| Deed::clone(deed));
            let batch = Batch { plan: self.plan, entries, claims, editors, deed, answer };
            self.app.rooms.write(&self.app, batch).await?;
            match written.await.map_err(AppError::internal)?? {
                Written::Until(last) => return self.written(last).await,
                Written::Refused(accounts) => self.turn_away(&accounts).await?,
                Written::Undone(error) => {
                    // Whoever ordered it was the only one in this batch.
                    if let Some((_, answer)) = self.batch.pop().and_then(|pending| pending.order) {
                        let _ = answer.send(Err(error));
                    }
                    return self.rebuild().await;
                }
            }
        }
        Ok(())
    }

    pub(super) fn editor(&self, from: ConnectionId) -> Option<(AccountId, Credential)> {
        let guest = self.guests.get(&from)?;
        Some((guest.actor.account?, guest.credential?))
    }

    pub(super) async fn turn_away(&mut self, accounts: &BTreeMap<AccountId, ErrorCode>) -> Result<(), AppError> {
        let code_of = |pending: &Pending| pending.entry.account.and_then(|account| accounts.get(&account)).copied();
        let (refused, kept): (Vec<_>, Vec<_>) = std::mem::take(&mut self.batch).into_iter().partition(|it| code_of(it).is_some());
        for pending in &refused {
            if let (Some(from), Some(code)) = (pending.from, code_of(pending)) {
                self.refuse(from, code);
            }
        }
        self.batch = kept;
        // What they claimed they may not have.
        self.owners.clear();
        self.look_at_rights().await?;
        self.rebuild().await
    }

    pub(super) async fn written(&mut self, last: i64) -> Result<(), AppError> {
        let batch = std::mem::take(&mut self.batch);
        let first = last + 1 - batch.len() as i64;
        // What another server wrote just before.
        self.pull(first - 1).await?;
        let before = self.head;
        for (pending, seq) in batch.iter().zip(first..) {
            self.remember(seq, pending.entry.bytes.clone().into());
        }
        let updates: Vec<&[u8]> = batch.iter().map(|pending| &pending.entry.bytes[..]).collect();
        let only = batch.first().and_then(|first| first.from).filter(|only| batch.iter().all(|it| it.from == Some(*only)));
        self.tell_updates(&updates, before, only);
        for pending in batch {
            if let Some(guest) = pending.from.and_then(|from| self.guests.get_mut(&from)) {
                guest.accepted = pending.number;
            }
            pending.order.into_iter().for_each(|(_, answer)| drop(answer.send(Ok(last))));
        }
        Ok(())
    }

    pub(super) fn remember(&mut self, seq: i64, update: Bytes) {
        self.head = seq;
        self.progress.note(seq, self.app.clock.monotonic());
        self.recent.push(seq, update);
    }

    pub(super) fn tell_updates(&mut self, updates: &[&[u8]], before: i64, but: Option<ConnectionId>) {
        let message: Option<Bytes> = match updates {
            [] => None,
            [one] => Some(Frame::Update(one.to_vec()).encode().into()),
            several => together(several).map(|update| Frame::Update(update).encode().into()),
        };
        let Some(message) = message else { return };
        for (_, guest) in self.guests.iter_mut().filter(|(id, _)| Some(**id) != but) {
            guest.outbox.send_update(&message, before);
        }
    }

    /// Takes the entries up to `until` that other servers wrote.
    pub(super) async fn pull(&mut self, until: i64) -> Result<(), AppError> {
        if until > self.head {
            let news = store::between(&self.app.db, self.plan, self.head, until).await?;
            for entry in &news {
                self.document.take_logged(&entry.bytes)?;
            }
            self.announce(&news);
        }
        Ok(())
    }

    pub(super) fn announce(&mut self, news: &[Entry]) {
        let before = self.head;
        for entry in news {
            self.remember(entry.seq, entry.bytes.clone().into());
        }
        let updates: Vec<&[u8]> = news.iter().map(|entry| &entry.bytes[..]).collect();
        self.tell_updates(&updates, before, None);
    }

    pub(super) async fn look_for_news(&mut self) -> Result<(), AppError> {
        self.heard = 0;
        if self.app.db.is_sqlite() {
            // Nobody else writes into the file while a server runs.
            return Ok(());
        }
        let head = store::head(&self.app.db, self.plan).await?;
        self.pull(head).await
    }
}
