//! What the filters of all lists share: how much they may name, and what of it is known.

use crate::area::catalogue::Catalogue;
use crate::error::AppError;
use shared::ErrorCode;
use shared::area::AreaCode;
use shared::value::text;
use std::collections::BTreeSet;

/// Letters of a text filter, and different things that a list in a filter names: each becomes a condition of the query.
pub const MAX_TEXT: usize = 200;
pub const MAX_ITEMS: usize = 100;

/// What a list in a filter names, each once however often it is named: a thousand times the same would be a thousand
/// conditions, and the databases bound how deep they nest.
///
/// # Errors
/// `OUT_OF_RANGE` at `field` for too many different ones.
pub fn each<A: Into<B>, B: Ord>(field: &str, list: Option<Vec<A>>) -> Result<Vec<B>, AppError> {
    let once: BTreeSet<B> = list.into_iter().flatten().map(Into::into).collect();
    within(field, once.len())?;
    Ok(once.into_iter().collect())
}

/// What a list names, in its order, as often as it names it.
///
/// # Errors
/// `OUT_OF_RANGE` at `field` for a list that is too long.
pub fn few<T>(field: &str, list: Vec<T>) -> Result<Vec<T>, AppError> {
    within(field, list.len())?;
    Ok(list)
}

fn within(field: &str, items: usize) -> Result<(), AppError> {
    if items > MAX_ITEMS { Err(AppError::field(field, ErrorCode::OutOfRange)) } else { Ok(()) }
}

/// The words that are searched for.
///
/// # Errors
/// `TOO_LONG` or `INVALID_TEXT` at `filter.text`.
pub fn words(text: Option<&str>) -> Result<Option<String>, AppError> {
    Ok(text::optional_line("filter.text", text, MAX_TEXT)?)
}

/// The areas with these codes.
///
/// # Errors
/// `UNKNOWN_AREA` at `filter.areas`, rather than finding nothing.
pub fn known_areas(catalogue: &Catalogue, codes: Option<Vec<String>>) -> Result<Vec<AreaCode>, AppError> {
    let codes: Vec<String> = each("filter.areas", codes)?;
    let area = |code: &String| catalogue.find(code).map(|area| area.code.clone());
    let areas = codes.iter().map(area).collect::<Option<Vec<_>>>();
    areas.ok_or_else(|| AppError::field("filter.areas", ErrorCode::UnknownArea))
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::proposal::Sector;

    #[test]
    fn what_is_named_often_counts_once_and_too_many_are_refused() {
        let often = vec![Sector::Health; 1_000];
        assert_eq!(each::<_, Sector>("filter.sectors", Some(often)).unwrap(), [Sector::Health]);
        assert!(each::<i32, i32>("filter.fiscalYears", None).unwrap().is_empty());
        assert!(each::<i32, i32>("filter.fiscalYears", Some((0..100).collect())).is_ok());
        assert!(each::<i32, i32>("filter.fiscalYears", Some((0..101).collect())).is_err());
        assert!(few("ids", vec![1; 101]).is_err());
    }
}
