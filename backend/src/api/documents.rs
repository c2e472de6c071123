//! The app's own questions, known by name and hash: nobody can add to them, and each is read once.

use super::limits;
use async_graphql::parser::parse_query;
use async_graphql::parser::types::ExecutableDocument;
use shared::operations::{ALL, Fingerprint};
use std::collections::HashMap;
use std::sync::LazyLock;

static KNOWN: LazyLock<HashMap<String, ExecutableDocument>> = LazyLock::new(|| {
    ALL.iter().filter_map(|(name, text)| Some((Fingerprint::of(text).id(name), parse_query(text).ok()?))).collect()
});

/// Reads them now, and what fields weigh, so that the first to ask need not wait.
pub fn prepare() {
    LazyLock::force(&KNOWN);
    limits::prepare();
}

/// The document of this id; `None` for that of an app of another version.
pub fn known(id: &str) -> Option<&'static ExecutableDocument> {
    KNOWN.get(id)
}

/// Whether a text is one of the app's, word by word.
pub fn is_known(text: &str) -> bool {
    ALL.iter().any(|(_, known)| *known == text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::limits::{MAX_COST, admit};
    use async_graphql::Variables;
    use serde_json::json;

    #[test]
    fn every_question_of_the_app_is_known_and_far_from_the_limits() {
        for (name, text) in ALL {
            let document = known(&Fingerprint::of(text).id(name)).unwrap();
            let variables = Variables::from_json(json!({ "first": 50, "filter": { "text": "jalan" } }));
            let measure = admit(document, &variables).unwrap_or_else(|excess| panic!("{}: {excess:?}", name));
            assert!(measure.cost * 2 <= MAX_COST, "{}: {}", name, measure.cost);
            assert!(is_known(text));
        }
        assert!(known("Start").is_none() && !is_known("{ region { code } }"));
    }
}
