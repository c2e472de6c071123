//! Who is in the room: coming in, being told, saying where they are, and losing the right to write.

use super::{Room, TELL_EVERY};
use crate::access::Credential;
use crate::access::permit::may;
use crate::error::AppError;
use crate::live::elsewhere::Told;
use crate::live::outbox::Outbox;
use crate::live::presence::ConnectionId;
use crate::live::store;
use axum::body::Bytes;
use shared::ErrorCode;
use shared::access::{Actor, Deed, Resource};
use shared::plan::wire::{Frame, Presence, Welcome};
use std::time::Instant;
use tokio::sync::mpsc;

/// Somebody at the door.
pub struct Newcomer {
    pub id: ConnectionId,
    pub actor: Actor,
    pub credential: Option<Credential>,
    /// The person's public name; empty without an account.
    pub name: String,
    pub out: mpsc::Sender<Bytes>,
}

pub(super) struct Guest {
    pub actor: Actor,
    pub credential: Option<Credential>,
    pub name: String,
    pub outbox: Outbox,
    pub may_edit: bool,
    /// Updates that came over this connection.
    pub received: u64,
    /// Of those the last that is to be acknowledged.
    pub accepted: u64,
}

impl Room {
    pub(super) fn leave(&mut self, from: ConnectionId) {
        self.guests.remove(&from);
        self.present.leave(from);
    }

    /// A device is its person's from the first time that it says anything.
    pub(super) async fn say(&mut self, from: ConnectionId, said: &[Presence]) -> Result<(), AppError> {
        // Without an account nobody is there, and the database is not asked who they are.
        let Some(account) = self.guests.get(&from).and_then(|guest| guest.actor.account) else { return Ok(()) };
        let devices: Vec<u64> = said.iter().map(|said| said.client).collect();
        self.look_up_owners(&devices).await?;
        let Some(guest) = self.guests.get(&from) else { return Ok(()) };
        for said in said {
            match self.owners.get(&said.client) {
                Some(owner) if *owner == account => {}
                None if !self.document.knows(said.client) => drop(self.owners.insert(said.client, account)),
                _ => continue,
            }
            self.present.say(from, account, &guest.name, said);
        }
        Ok(())
    }

    /// Tells other servers who came, moved and went, now and then.
    pub(super) async fn tell_who_is_here(&mut self, now: Instant) {
        if now - self.told < TELL_EVERY {
            return;
        }
        let devices = self.present.take_untold();
        if !devices.is_empty() {
            self.told = now;
            self.tell(Told::Here(self.plan, self.app.rooms.name(&self.app), devices)).await;
        }
    }

    /// Who is there through other servers, only they can tell.
    pub(super) async fn ask_who_is_there(&mut self) {
        self.tell(Told::Who(self.plan, self.app.rooms.name(&self.app))).await;
        self.present.tell_all();
    }

    /// Who is there matters less than what is written: without it the plan goes on.
    pub(super) async fn tell(&self, told: Told) {
        if let Err(error) = store::tell_now(&self.app.db, &told).await {
            tracing::warn!(plan = %self.plan, %error, "cannot tell other servers who is here");
        }
    }

    /// After the batch is safe: acknowledgements, newcomers, questions.
    pub(super) async fn answer(&mut self) -> Result<(), AppError> {
        let seq = self.head.unsigned_abs();
        for guest in self.guests.values_mut().filter(|guest| guest.accepted > 0) {
            guest.outbox.send_ack(Frame::Ack { count: std::mem::take(&mut guest.accepted), seq });
        }
        if !self.newcomers.is_empty() {
            self.look_for_news().await?;
            self.look_at_rights().await?;
        }
        for newcomer in std::mem::take(&mut self.newcomers) {
            self.welcome(newcomer);
        }
        for (from, state) in std::mem::take(&mut self.questions) {
            let missing = Frame::Step2(self.document.missing(&state));
            // Whoever asks so often that the answer does not fit has to come in anew.
            if self.guests.get_mut(&from).is_some_and(|guest| !guest.outbox.must_send(&missing)) {
                self.leave(from);
            }
        }
        Ok(())
    }

    pub(super) fn welcome(&mut self, newcomer: Newcomer) {
        let may_edit = may(&newcomer.actor, Deed::EditPlan, Resource::Plan(&self.facts));
        let mut outbox = Outbox::new(newcomer.out);
        let here = outbox.must_send(&self.welcome_frame(may_edit)) && outbox.must_send(&Frame::Step1(self.document.state_vector()));
        if here {
            outbox.send_presence(&self.present.everyone());
            let Newcomer { actor, credential, name, .. } = Newcomer { out: mpsc::channel(1).0, ..newcomer };
            self.guests.insert(newcomer.id, Guest { actor, credential, name, outbox, may_edit, received: 0, accepted: 0 });
        }
    }

    pub(super) fn welcome_frame(&self, may_edit: bool) -> Frame {
        Frame::Welcome(Welcome { may_edit, epoch: self.epoch, seq: self.head.unsigned_abs() })
    }

    pub(super) async fn look_at_rights(&mut self) -> Result<(), AppError> {
        self.facts = crate::plan::store::facts(self.app.db.reader(), self.plan).await?.ok_or(ErrorCode::NotFound)?;
        let facts = self.facts.clone();
        let gone: Vec<_> =
            self.guests.iter().filter(|(_, guest)| !may(&guest.actor, Deed::ReadPlan, Resource::Plan(&facts))).collect();
        for id in gone.into_iter().map(|(id, _)| *id).collect::<Vec<_>>() {
            self.leave(id);
        }
        let (yes, no) = (self.welcome_frame(true), self.welcome_frame(false));
        for guest in self.guests.values_mut() {
            let may_edit = may(&guest.actor, Deed::EditPlan, Resource::Plan(&facts));
            if std::mem::replace(&mut guest.may_edit, may_edit) != may_edit {
                guest.outbox.must_send(if may_edit { &yes } else { &no });
            }
        }
        Ok(())
    }
}
