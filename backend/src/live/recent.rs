//! The last entries of a plan's log, at hand for connections that fell behind.

use super::document::together;
use axum::body::Bytes;
use shared::plan::wire::Frame;
use std::collections::VecDeque;

/// The most entries, and the most bytes that they may have together.
const ENTRIES: usize = 512;
const BYTES: usize = 2 << 20;

#[derive(Default)]
pub struct Recent {
    entries: VecDeque<(i64, Bytes)>,
    bytes: usize,
}

impl Recent {
    /// The next entry; the oldest ones go when it is too much.
    pub fn push(&mut self, seq: i64, update: Bytes) {
        self.bytes += update.len();
        self.entries.push_back((seq, update));
        while self.entries.len() > ENTRIES || self.bytes > BYTES {
            let Some((_, oldest)) = self.entries.pop_front() else { break };
            self.bytes -= oldest.len();
        }
    }

    /// The entries after `told` as one update; none when they are not at hand any more.
    pub fn after(&self, told: i64) -> Option<Bytes> {
        if self.entries.front().is_none_or(|(seq, _)| *seq > told + 1) {
            return None;
        }
        let updates: Vec<&[u8]> = self.entries.iter().filter(|(seq, _)| *seq > told).map(|(_, update)| &update[..]).collect();
        together(&updates).map(|update| Frame::Update(update).encode().into())
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::panic)]
mod tests {
    use super::*;
    use yrs::{Text, Transact};

    /// Entries that write one letter each.
    fn letters(count: i64) -> Vec<Bytes> {
        let doc = shared::plan::document::new(7);
        let text = doc.get_or_insert_text("title");
        let letter = |at| {
            let mut txn = doc.transact_mut();
            text.insert(&mut txn, at, "a");
            txn.encode_update_v1().into()
        };
        (0..count as u32).map(letter).collect()
    }

    #[test]
    fn who_fell_behind_a_little_gets_what_is_missing_as_one_update() {
        let mut recent = Recent::default();
        let letters = letters(3);
        for (seq, letter) in (1..).zip(&letters) {
            recent.push(seq, letter.clone());
        }
        let wanted = together(&[&letters[1], &letters[2]]).unwrap();
        assert_eq!(recent.after(1).unwrap(), Frame::Update(wanted).encode());
        assert!(recent.after(0).is_some());
        assert!(Recent::default().after(0).is_none());
    }

    #[test]
    fn neither_many_nor_large_entries_pile_up() {
        let mut many = Recent::default();
        for (seq, letter) in (1..).zip(letters(ENTRIES as i64 + 10)) {
            many.push(seq, letter);
        }
        assert_eq!(many.entries.len(), ENTRIES);
        assert!(many.after(9).is_none() && many.after(10).is_some());
        let mut large = Recent::default();
        for seq in 1..=5 {
            large.push(seq, vec![0; BYTES / 2].into());
        }
        assert_eq!((large.entries.len(), large.bytes), (2, BYTES));
        large.push(6, vec![0; BYTES + 1].into());
        assert_eq!((large.entries.len(), large.bytes), (0, 0));
    }
}
