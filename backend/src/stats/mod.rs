//! Statistics of the public record: groups of what a list holds, counted and summed by the database.
//!
//! A noun declares its facts, beside its list: a key for each dimension and a number for each measure, of the rows that the
//! list would show to everybody. [`store::summarise`] does the rest, the same way for all.

pub mod graphql;
pub mod store;

use shared::stats::are_few;
use shared::value::Rupiah;

/// What is counted together.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Group {
    /// One for each dimension, in the order they were asked for; `None` for what has no such key.
    pub keys: Vec<Option<String>>,
    pub count: i64,
    /// How many different people stand behind it, where the facts name them and somebody asks.
    pub people: Option<i64>,
    /// One for each measure of the noun; nothing in those that nobody asks for.
    pub measures: Vec<Summary>,
    /// How many rows there are about each subject, where the facts name those and somebody asks.
    pub about_each: Summary,
}

impl Group {
    /// How many people the public may know of: none where there are so few that they could be guessed.
    pub fn people_told(&self) -> Option<i64> {
        self.people.filter(|people| !are_few(*people))
    }

    /// The measures of a noun that has so many; what the facts lack is nothing.
    pub fn summaries<const N: usize>(&self) -> [Summary; N] {
        std::array::from_fn(|at| self.measures.get(at).copied().unwrap_or_default())
    }
}

/// A measure over one group.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Summary {
    /// How many of the group have a value.
    pub known: i64,
    /// All together: to the unit up to 2^53, beyond that as near as a floating-point number comes.
    pub total: f64,
    /// Where it was asked for and there is a value.
    pub median: Option<f64>,
}

impl Summary {
    /// All together. More than every JSON reader keeps exact is told as that limit.
    pub fn sum(self) -> i64 {
        self.total.min(Rupiah::MAX as f64) as i64
    }

    pub fn mean(self) -> Option<f64> {
        (self.known > 0).then(|| self.total / self.known as f64)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sum_ends_where_readers_lose_its_digits_and_the_mean_goes_on() {
        let summary = |total| Summary { known: 4, total, median: None };
        assert_eq!(summary(9_007_199_254_740_991.0).sum(), Rupiah::MAX - 1);
        assert_eq!(summary(1e30).sum(), Rupiah::MAX);
        assert_eq!(summary(1e30).mean(), Some(2.5e29));
        assert_eq!(Summary::default().mean(), None);
    }
}
