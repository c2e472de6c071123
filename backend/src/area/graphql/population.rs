//! How many people live somewhere, in GraphQL.

use crate::area::population::Population as Found;
use async_graphql::SimpleObject;

/// How many people live in an area (penduduk).
#[derive(SimpleObject)]
pub struct Population {
    /// How many people (jumlah jiwa).
    people: i64,
    /// The year that it was so (tahun); of the oldest figure, where it is a sum.
    year: i32,
    /// Who says so (sumber).
    source: String,
}

impl From<Found> for Population {
    fn from(found: Found) -> Self {
        Self { people: found.people, year: found.year, source: found.source }
    }
}
