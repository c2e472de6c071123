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

/// A filter within another argument than `filter`: what is wrong in it is told of where it stands.
///
/// # Errors
/// As `parsed`, its fields at `place`.
pub fn told_at<T>(place: &str, parsed: async_graphql::Result<T>) -> async_graphql::Result<T> {
    parsed.map_err(|error| match error.source.as_ref().and_then(|source| source.downcast_ref::<AppError>()) {
        Some(AppError::Invalid(errors)) => AppError::Invalid(errors.moved("filter", place)).into(),
        _ => error,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::proposal::Sector;

    #[test]
    fn what_is_wrong_in_a_filter_is_told_where_the_filter_stands() {
        let wrong = |error: AppError| told_at::<()>("plans", Err(error.into())).unwrap_err();
        let field = wrong(AppError::field("filter.areas", ErrorCode::UnknownArea));
        let told = field.source.unwrap();
        let Some(AppError::Invalid(errors)) = told.downcast_ref::<AppError>() else { panic!("{}", field.message) };
        assert_eq!(errors.iter().map(|error| error.field.as_deref()).collect::<Vec<_>>(), [Some("plans.areas")]);
        let refused = wrong(ErrorCode::Unauthenticated.into()).source.unwrap();
        assert!(matches!(refused.downcast_ref::<AppError>(), Some(AppError::Refused(ErrorCode::Unauthenticated))));
    }

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
