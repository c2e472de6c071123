//! The copy of a plan on the device, one for each person who writes it here.

use crate::session::Session;
use crate::{device, storage};
use leptos::prelude::*;
use shared::plan::replica::Kept;
use shared::value::PlanId;

/// Who wrote last on this device, for a start without a connection.
const WRITER: &str = "rembug.plan.writer";
const VERSION: u8 = 1;
const HEAD: usize = 17;

/// The name under which the plan is kept; none for readers, who have nothing to lose.
pub fn name_of_copy(session: Session, plan: PlanId) -> Option<String> {
    let writer = if session.known.get_untracked() {
        let viewer = session.viewer.with_untracked(|viewer| viewer.as_ref().map(|viewer| viewer.account.id.to_string()));
        match &viewer {
            Some(id) => drop(storage::write(WRITER, id)),
            None => storage::remove(WRITER),
        }
        viewer
    } else {
        storage::read(WRITER)
    };
    writer.map(|writer| format!("{plan}/{writer}"))
}

pub async fn keep(name: &str, kept: &Kept) -> bool {
    device::keep_bytes(name, &write(kept)).await
}

pub async fn find(name: &str) -> Option<Kept> {
    read(&device::find_bytes(name).await?)
}

fn write(kept: &Kept) -> Vec<u8> {
    [&[VERSION][..], &kept.epoch.to_le_bytes(), &kept.waiting.to_le_bytes(), &kept.state].concat()
}

/// Nothing when another version of the app kept it otherwise.
fn read(bytes: &[u8]) -> Option<Kept> {
    let (head, state) = bytes.split_at_checked(HEAD)?;
    let (version, numbers) = head.split_first()?;
    let (epoch, waiting) = numbers.split_at(8);
    (*version == VERSION).then_some(Kept {
        state: state.to_vec(),
        epoch: i64::from_le_bytes(epoch.try_into().ok()?),
        waiting: u64::from_le_bytes(waiting.try_into().ok()?),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_is_found_again() {
        let kept = Kept { state: vec![1, 2, 3], epoch: -7, waiting: 300 };
        assert_eq!(read(&write(&kept)), Some(kept));
        assert_eq!(read(&[VERSION; 5]), None);
        assert_eq!(read(&[9; 40]), None);
    }
}
