//! Who lives where a group comes from: among them its money and its acts are shared out.

use super::{MoneyStats, StatsKey};
use crate::area::catalogue::Catalogue;
use shared::area::AreaCode;
use std::collections::BTreeSet;

/// Which places a filter leaves.
#[derive(Clone, Copy)]
pub struct Places<'a> {
    /// Areas of any level; all where there is none.
    pub areas: &'a [AreaCode],
    /// Whether it also draws a line, within which nobody has counted.
    pub outlined: bool,
}

/// How many people live in the smallest area that the keys name, or in the regency, as far as the filter leaves it.
pub fn people_of(places: Places<'_>, areas: &Catalogue, keys: &[StatsKey]) -> Option<i64> {
    if places.outlined {
        return None;
    }
    // A village is in its district.
    let whole = match keys.iter().filter_map(StatsKey::area_code).max_by_key(AreaCode::level) {
        Some(code) => code,
        None => areas.region().ok()?.code.clone(),
    };
    let inside: BTreeSet<&AreaCode> = places.areas.iter().filter(|area| whole.contains(area)).collect();
    let counted: Vec<&AreaCode> = if places.areas.is_empty() || places.areas.iter().any(|area| area.contains(&whole)) {
        vec![&whole]
    } else {
        // One that lies in another adds nobody.
        inside.iter().filter(|area| !inside.iter().any(|other| other != *area && other.contains(area))).copied().collect()
    };
    counted.into_iter().map(|area| areas.population(area).map(|found| found.people)).sum()
}

pub fn rupiah_per_head(money: &MoneyStats, people: Option<i64>) -> Option<f64> {
    people.filter(|people| *people > 0).map(|people| money.total / people as f64)
}

pub fn per_thousand(number: i64, people: Option<i64>) -> Option<f64> {
    people.filter(|people| *people > 0).map(|people| number as f64 * 1_000.0 / people as f64)
}
