//! Taking changes into the document, and turning away those that must not be in it.

use super::{Author, Ordered, Pending, Room};
use crate::access::{authorize, deed};
use crate::error::AppError;
use crate::live::document::{Changed, Document, Unmade};
use crate::live::log::{NewEntry, Owner};
use crate::live::presence::ConnectionId;
use crate::live::store;
use shared::ErrorCode;
use shared::access::Resource;
use shared::plan::scan::{Run, scan};
use shared::plan::wire::Frame;
use shared::value::AccountId;
use tokio::sync::{OwnedSemaphorePermit, oneshot};

impl Room {
    pub(super) async fn offer(&mut self, from: ConnectionId, update: Vec<u8>, place: OwnedSemaphorePermit) -> Result<(), AppError> {
        let Some(guest) = self.guests.get_mut(&from) else { return Ok(()) };
        guest.received += 1;
        let number = guest.received;
        let token = guest.actor.token;
        let permit = authorize::<deed::EditPlan>(&guest.actor, Resource::Plan(&self.facts));
        let (account, office) = match permit.and_then(|permit| Ok((permit.person()?, permit.office_name().map(str::to_owned)))) {
            Ok(author) => author,
            Err(error) => {
                self.refuse(from, error.code());
                return Ok(());
            }
        };
        let runs = match scan(&update) {
            Ok(runs) if self.are_of(account, &runs).await? => runs,
            refused => {
                self.refuse(from, refused.err().unwrap_or(ErrorCode::UpdateForeign));
                return Ok(());
            }
        };
        match self.document.take(&update, &runs) {
            Ok(Some(touched)) => {
                let claims: Vec<Owner> = runs.iter().filter(|run| run.start == 0).map(|run| (run.client, account)).collect();
                self.owners.extend(claims.iter().copied());
                let entry = NewEntry { account: Some(account), office, token, touched, bytes: update };
                self.batch.push(Pending { entry, claims, from: Some(from), number, order: None, _place: Some(place) });
            }
            Ok(None) => self.guests.get_mut(&from).into_iter().for_each(|guest| guest.accepted = number),
            Err(code) => {
                self.refuse(from, code);
                self.rebuild().await?;
            }
        }
        Ok(())
    }

    /// Whether all this was made by devices of this person.
    async fn are_of(&mut self, account: AccountId, runs: &[Run]) -> Result<bool, AppError> {
        let devices: Vec<u64> = runs.iter().map(|run| run.client).collect();
        self.look_up_owners(&devices).await?;
        for device in devices {
            match self.owners.get(&device) {
                Some(owner) if *owner == account => {}
                // What is in the document and nobody's is a server's.
                None if device != self.client && !self.document.knows(device) => {}
                _ => return Ok(false),
            }
        }
        Ok(true)
    }

    /// Another server may know devices that this one has not heard of.
    pub(super) async fn look_up_owners(&mut self, devices: &[u64]) -> Result<(), AppError> {
        let strange: Vec<u64> = devices.iter().filter(|device| !self.owners.contains_key(device)).copied().collect();
        if !strange.is_empty() {
            self.owners.extend(store::owners(&self.app.db, self.plan, &strange).await?);
        }
        Ok(())
    }

    /// Nothing after the refused update is looked at: it may rest on it.
    pub(super) fn refuse(&mut self, from: ConnectionId, code: ErrorCode) {
        if let Some(mut guest) = self.guests.remove(&from) {
            tracing::info!(plan = %self.plan, account = ?guest.actor.account, %code, "an update was refused");
            guest.outbox.must_send(&Frame::Refused { count: guest.received, code });
        }
        self.present.leave(from);
    }

    /// Makes a change that a use case ordered. It is written alone: when its deed is refused, nothing else is.
    pub(super) async fn change(
        &mut self,
        ordered: Ordered,
        answer: oneshot::Sender<Result<i64, AppError>>,
    ) -> Result<(), AppError> {
        self.write().await?;
        // It may depend on what other servers have written.
        self.look_for_news().await?;
        let Ordered { author, change, deed } = ordered;
        match self.document.change(change) {
            Ok(Changed { update, touched }) => {
                let Author { account, office, token } = author;
                let entry = NewEntry { account: Some(account), office, token, touched, bytes: update };
                let order = Some((deed, answer));
                self.batch.push(Pending { entry, claims: Vec::new(), from: None, number: 0, order, _place: None });
                self.write().await?;
            }
            Err(Unmade { why, in_part }) => {
                let _ = answer.send(Err(why));
                if in_part {
                    self.rebuild().await?;
                }
            }
        }
        Ok(())
    }

    /// The document as the log has it, and what waits for the log on top.
    pub(super) async fn rebuild(&mut self) -> Result<(), AppError> {
        let stored = store::load(&self.app.db, self.plan).await?.ok_or(ErrorCode::NotFound)?;
        self.document = Document::rebuild(&stored, self.client)?;
        let news: Vec<_> = stored.entries.iter().filter(|entry| entry.seq > self.head).cloned().collect();
        if stored.head() > self.head && news.first().is_none_or(|first| first.seq != self.head + 1) {
            return Err(AppError::damaged("the log went past a snapshot while the room was being rebuilt"));
        }
        self.announce(&news);
        for pending in std::mem::take(&mut self.batch) {
            let taken = scan(&pending.entry.bytes).and_then(|runs| self.document.take(&pending.entry.bytes, &runs));
            match (taken, pending.from) {
                (Ok(_), _) => self.batch.push(pending),
                (Err(code), Some(from)) => {
                    self.refuse(from, code);
                    return Box::pin(self.rebuild()).await;
                }
                (Err(code), None) => pending.order.into_iter().for_each(|(_, answer)| drop(answer.send(Err(code.into())))),
            }
        }
        Ok(())
    }
}
