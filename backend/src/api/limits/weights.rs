//! What a field weighs beyond the one that every field costs.

use crate::api::schema;
use async_graphql::parser::parse_schema;
use async_graphql::parser::types::{BaseType, TypeKind, TypeSystemDefinition};
use std::collections::HashSet;
use std::sync::LazyLock;

/// How many items a list without `first` is counted as, unless it is named below.
const ITEMS: u64 = 10;

/// Lists without `first` that are much longer or shorter. What may be longer by far is counted as it is told
/// ([`Long`](crate::api::answer::Long)).
const LISTS: &[(&str, u64)] = &[
    // The connection around them has counted.
    ("edges", 1),
    ("nodes", 1),
    ("errors", 1),
    ("offices", 2),
    ("mergedFrom", 2),
    ("touched", 2),
    ("webhooks", 5),
    ("photos", 3),
    ("documents", 3),
    ("fields", 3),
    // `groupBy` takes no more dimensions.
    ("keys", 3),
    ("levels", 5),
    ("children", 30),
    ("agencies", 40),
    ("proposalsNear", 50),
    ("proposalCatalog", 200),
];

/// Fields behind which there is work that does not show in what they answer.
const WORK: &[(&str, u64)] = &[
    ("totalCount", 20),
    ("areaAt", 20),
    // A list of positions, not of areas alone: what people draw, for proposals and in plans, may have `Shape::MAX_VERTICES` of
    // them. What is always a point is called `location`.
    ("geometry", 10),
    ("geometryBefore", 10),
    ("geometryAfter", 10),
    // A section, at most; its text is a body, as those of comments are, which are much shorter.
    ("before", 10),
    ("after", 10),
    ("body", 5),
    // Two texts are compared, for hundredths of a second at worst.
    ("hunks", 100),
    ("proposalsNear", 100),
    ("planHistory", 100),
    ("planContributors", 200),
    ("planComparison", 500),
    ("updatePlan", 500),
    // Hashing a password is slow on purpose.
    ("changePassword", 500),
    ("signIn", 500),
    ("signUp", 500),
    // A stranger's server is asked, or the names of the internet are.
    ("testWebhook", 500),
    ("createWebhook", 100),
    ("updateWebhook", 100),
];

/// `proposalStats` and whatever else reads all rows to answer a few numbers.
const STATISTICS: &str = "Stats";
const STATISTICS_WORK: u64 = 3_000;

/// Finding a thing by its id, where a field takes a list of them.
pub const LOOK_UP: u64 = 20;

/// A filter by words has to look at the words.
pub const WORDS: u64 = 200;

/// The names of the fields that give a list of objects and take no `first`.
static UNPAGED: LazyLock<HashSet<String>> = LazyLock::new(|| {
    let Ok(schema) = parse_schema(schema::sdl()) else { return HashSet::new() };
    let types = schema.definitions.into_iter().filter_map(|definition| match definition {
        TypeSystemDefinition::Type(found) => Some(found.node.kind),
        _ => None,
    });
    let fields = types.flat_map(|kind| match kind {
        TypeKind::Object(object) => object.fields,
        TypeKind::Interface(interface) => interface.fields,
        _ => Vec::new(),
    });
    let unpaged = fields.filter(|field| {
        matches!(field.node.ty.node.base, BaseType::List(_))
            && field.node.arguments.iter().all(|each| each.node.name.node != "first")
    });
    unpaged.map(|field| field.node.name.node.to_string()).collect()
});

/// How many items a field without `first` is counted as.
pub fn items(name: &str) -> u64 {
    let named = LISTS.iter().find(|(list, _)| *list == name).map(|(_, items)| *items);
    named.unwrap_or(if UNPAGED.contains(name) { ITEMS } else { 1 })
}

pub fn work(name: &str) -> u64 {
    let named = WORK.iter().find(|(field, _)| *field == name).map(|(_, work)| *work);
    named.unwrap_or(if name.ends_with(STATISTICS) { STATISTICS_WORK } else { 0 })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_weighed_is_in_the_schema() {
        let sdl = schema::sdl();
        for name in LISTS.iter().chain(WORK).map(|(name, _)| name) {
            assert!(sdl.contains(&format!("\t{name}")), "{name}");
        }
    }

    #[test]
    fn a_list_counts_as_several_even_when_nobody_named_it() {
        assert_eq!((items("decisions"), items("nodes"), items("id")), (ITEMS, 1, 1));
    }
}
