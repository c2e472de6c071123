//! Groups, and all of their rows together: what is known of the groups is not read again.

use super::{Asked, Facts, summarise};
use crate::error::AppError;
use crate::platform::database::Snapshot;
use crate::stats::{Group, Summary};
use std::collections::BTreeMap;

/// Something of groups, and the same of all together.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Both<T> {
    pub groups: T,
    pub total: T,
}

impl<T> Both<T> {
    pub fn as_ref(&self) -> Both<&T> {
        Both { groups: &self.groups, total: &self.total }
    }

    pub fn map<U>(self, mut to: impl FnMut(T) -> U) -> Both<U> {
        Both { groups: to(self.groups), total: to(self.total) }
    }
}

/// [`summarise`] for rows by more keys and by fewer: those of `facts.total` are the last ones of `facts.groups`. What nobody asks
/// for is nothing. Where each row lies in one group, the database reads all of them a second time only for people and medians.
///
/// # Errors
/// As [`summarise`].
pub async fn summarise_both(
    snapshot: &Snapshot,
    facts: &Both<Facts>,
    asked: Both<Option<&Asked>>,
) -> Result<Both<Vec<Group>>, AppError> {
    let (Some(of_groups), Some(of_all), false) = (asked.groups, asked.total, facts.groups.repeat) else {
        return Ok(Both {
            groups: if let Some(asked) = asked.groups { summarise(snapshot, &facts.groups, asked).await? } else { Vec::new() },
            total: if let Some(asked) = asked.total { summarise(snapshot, &facts.total, asked).await? } else { Vec::new() },
        });
    };
    let groups = summarise(snapshot, &facts.groups, &of_groups.with_sums_of(of_all)).await?;
    let mut total = added_up(&groups, &facts.total);
    // Facts that name nobody would be read for nothing.
    let rest = Asked { people: facts.total.tells_people(of_all), sums: Vec::new(), medians: of_all.medians.clone() };
    if rest != Asked::default() {
        let people = rest.medians.is_empty().then(|| facts.total.with_people());
        for found in summarise(snapshot, people.as_ref().unwrap_or(&facts.total), &rest).await? {
            let all = total.entry(found.keys).or_default();
            all.people = found.people;
            all.measures.iter_mut().zip(found.measures).for_each(|(all, found)| all.median = found.median);
        }
    }
    Ok(Both { groups, total: total.into_values().collect() })
}

/// The sums of groups by their last keys: those that the facts of the total have.
fn added_up(groups: &[Group], of: &Facts) -> BTreeMap<Vec<Option<String>>, Group> {
    let nothing = || Group { measures: vec![Summary::default(); of.measures], ..Group::default() };
    let mut total = BTreeMap::new();
    if of.keys == 0 {
        // There is a total of nothing, too.
        total.insert(Vec::new(), nothing());
    }
    for group in groups {
        let keys = group.keys[group.keys.len() - of.keys..].to_vec();
        let all = total.entry(keys).or_insert_with_key(|keys| Group { keys: keys.clone(), ..nothing() });
        all.count += group.count;
        for (all, one) in all.measures.iter_mut().zip(&group.measures) {
            (all.known, all.total) = (all.known + one.known, all.total + one.total);
        }
    }
    total
}
