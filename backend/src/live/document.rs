//! The room's document: it takes an update only when it is sound, whole, and leaves a plan behind.

use super::log::{Entry, Stored};
use crate::error::AppError;
use shared::ErrorCode;
use shared::plan::Content;
use shared::plan::document::{self, Roots, read, read_ever};
use shared::plan::scan::Run;
use shared::plan::touch::{Touch, Watch, check};
use std::collections::BTreeSet;
use std::mem::ManuallyDrop;
use std::panic::{AssertUnwindSafe, catch_unwind};
use yrs::updates::decoder::Decode;
use yrs::updates::encoder::Encode;
use yrs::{ClientID, Doc, ReadTxn, StateVector, Transact, TransactionMut, Update};

/// The most bytes that a plan's document may have, deleted pieces included.
const MAX_STATE: usize = 4 << 20;

/// A change of the server's own, and what it touched.
pub struct Changed {
    pub update: Vec<u8>,
    pub touched: BTreeSet<Touch>,
}

/// A change of the server's own that must not be made.
pub struct Unmade<E> {
    pub why: E,
    /// Whether the document has a part of it. It is then no longer what the log says, and must be rebuilt.
    pub in_part: bool,
}

pub struct Document {
    doc: Doc,
    roots: Roots,
    watch: Watch,
    /// At least as many bytes as it takes.
    size: usize,
}

impl Document {
    /// Rebuilds it from its log. `client` is the name under which this server writes; no other may ever have used it.
    ///
    /// # Errors
    /// `INTERNAL` when the log is damaged.
    pub fn rebuild(stored: &Stored, client: u64) -> Result<Self, AppError> {
        Self::replay(stored.snapshot.as_ref().map(|(_, bytes)| &bytes[..]), &stored.entries, client)
    }

    /// As [`Document::rebuild`], from a snapshot and what came after it.
    ///
    /// # Errors
    /// `INTERNAL` when the log is damaged.
    pub fn replay(snapshot: Option<&[u8]>, entries: &[Entry], client: u64) -> Result<Self, AppError> {
        let mut document = Self::empty(client);
        for bytes in snapshot.into_iter().chain(entries.iter().map(|entry| &entry.bytes[..])) {
            document.take_logged(bytes)?;
        }
        Ok(document)
    }

    fn empty(client: u64) -> Self {
        let doc = document::new(client);
        let roots = Roots::of(&doc);
        let watch = Watch::over(&roots);
        Self { doc, roots, watch, size: 0 }
    }

    /// Takes what the log has: it was checked when it was written.
    ///
    /// # Errors
    /// `INTERNAL` when it cannot be read.
    pub fn take_logged(&mut self, bytes: &[u8]) -> Result<(), AppError> {
        let update = Update::decode_v1(bytes).map_err(|error| AppError::damaged(format!("an update: {error}")))?;
        self.doc.transact_mut().apply_update(update).map_err(|error| AppError::damaged(format!("an update: {error}")))?;
        self.size += bytes.len();
        self.watch.take();
        Ok(())
    }

    /// Takes what somebody sent, after [`shared::plan::scan::scan`] has let it through and found these runs in it; gives what it touched, or nothing
    /// when everything in it was known.
    ///
    /// # Errors
    /// `UPDATE_MALFORMED`, `UPDATE_INCOMPLETE`, `PLAN_FULL`, or what is wrong with a field. The document is then no longer
    /// what the log says, and must be rebuilt.
    pub fn take(&mut self, bytes: &[u8], runs: &[Run]) -> Result<Option<BTreeSet<Touch>>, ErrorCode> {
        // The library takes a device's pieces before those that went ahead of them, and goes astray when these come.
        let known = self.doc.transact().state_vector();
        if runs.iter().any(|run| run.start > known.get(&ClientID::new(run.client))) {
            return Err(ErrorCode::UpdateIncomplete);
        }
        // A defect of the library must cost its sender this update, not everyone their room.
        let applied = catch_unwind(AssertUnwindSafe(|| self.apply(bytes))).unwrap_or_else(|_| {
            self.abandon();
            Err(ErrorCode::UpdateMalformed)
        });
        let touched = self.watch.take();
        if !applied? {
            return Ok(None);
        }
        self.allow(&touched, bytes.len())?;
        Ok(Some(touched))
    }

    /// What the library broke half way is not even fit to be taken apart: it is left lying, and an empty one takes its place
    /// until the document is rebuilt.
    fn abandon(&mut self) {
        let empty = Self::empty(self.doc.client_id().get());
        std::mem::forget(std::mem::replace(self, empty));
    }

    /// Whether there was anything new in it.
    fn apply(&mut self, bytes: &[u8]) -> Result<bool, ErrorCode> {
        let update = Update::decode_v1(bytes).map_err(|_| ErrorCode::UpdateMalformed)?;
        // Ending a transaction that broke half way would go on with what is broken.
        let mut txn = ManuallyDrop::new(self.doc.transact_mut());
        let applied = txn.apply_update(update);
        let is_whole = !txn.has_missing_updates();
        let is_new = txn.has_changes();
        drop(ManuallyDrop::into_inner(txn));
        applied.map_err(|_| ErrorCode::UpdateMalformed)?;
        if is_whole { Ok(is_new) } else { Err(ErrorCode::UpdateIncomplete) }
    }

    /// The sum of what came is an upper bound; only when it is too high is it worth measuring.
    fn grow(&mut self, by: usize) -> Result<(), ErrorCode> {
        self.size += by;
        if self.size > MAX_STATE {
            self.size = self.state().len();
        }
        if self.size > MAX_STATE { Err(ErrorCode::PlanFull) } else { Ok(()) }
    }

    /// Makes a change of the server's own; one without pieces and touches when it changes nothing.
    ///
    /// # Errors
    /// What the change itself refuses, or as [`Document::take`].
    pub fn change<E: From<ErrorCode>>(
        &mut self,
        change: impl FnOnce(&Roots, &mut TransactionMut) -> Result<(), E>,
    ) -> Result<Changed, Unmade<E>> {
        let mut txn = self.doc.transact_mut();
        let made = change(&self.roots, &mut txn);
        let in_part = txn.has_changes();
        let update = if in_part { txn.encode_update_v1() } else { Update::EMPTY_V1.to_vec() };
        drop(txn);
        let touched = self.watch.take();
        made.and_then(|()| self.allow(&touched, update.len()).map_err(E::from)).map_err(|why| Unmade { why, in_part })?;
        Ok(Changed { update, touched })
    }

    /// Whether the document may be as it is now, after a change that touched this and takes so many bytes.
    fn allow(&mut self, touched: &BTreeSet<Touch>, bytes: usize) -> Result<(), ErrorCode> {
        check(&self.roots, &self.doc.transact(), touched)?;
        self.grow(bytes)
    }

    /// The whole document as one update.
    pub fn state(&self) -> Vec<u8> {
        self.doc.transact().encode_state_as_update_v1(&StateVector::default())
    }

    /// What somebody lacks who has this; the whole when it cannot be read.
    pub fn missing(&self, state_vector: &[u8]) -> Vec<u8> {
        let known = StateVector::decode_v1(state_vector).unwrap_or_default();
        self.doc.transact().encode_state_as_update_v1(&known)
    }

    pub fn state_vector(&self) -> Vec<u8> {
        self.doc.transact().state_vector().encode_v1()
    }

    /// Whether a device of this name has written anything.
    pub fn knows(&self, client: u64) -> bool {
        self.doc.transact().state_vector().get(&ClientID::new(client)) > 0
    }

    pub fn content(&self) -> Content {
        read(&self.roots, &self.doc.transact())
    }

    /// With what is gone from it.
    pub fn content_ever(&self) -> Content {
        read_ever(&self.roots, &self.doc.transact())
    }
}

/// Several updates as one, for sending.
pub fn together(updates: &[&[u8]]) -> Option<Vec<u8>> {
    let updates = updates.iter().map(|bytes| Update::decode_v1(bytes)).collect::<Result<Vec<_>, _>>().ok()?;
    Some(Update::merge_updates(updates).encode_v1())
}
