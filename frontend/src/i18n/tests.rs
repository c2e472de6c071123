use super::words;
use shared::i18n::{Lang, domain};
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

fn keys(lang: Lang) -> BTreeSet<String> {
    words().keys(lang).map(str::to_owned).collect()
}

/// The text of every Rust file of the app but this one.
fn sources(folder: &Path, found: &mut Vec<String>) {
    for entry in fs::read_dir(folder).unwrap().flatten() {
        let path = entry.path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|end| end == "rs") && !path.ends_with("i18n/tests.rs") {
            found.push(fs::read_to_string(&path).unwrap());
        }
    }
}

fn app_sources() -> Vec<String> {
    let mut found = Vec::new();
    sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut found);
    found
}

/// The keys that a source asks for: the first literal of `t("…")` and `t!("…")`, not of `let!("…")`.
fn asked_for(source: &str) -> BTreeSet<String> {
    let mut asked = BTreeSet::new();
    for opening in ["t(", "t!("] {
        for (at, _) in source.match_indices(opening) {
            let is_word = source[..at].chars().next_back().is_some_and(|c| c.is_alphanumeric() || matches!(c, '_' | '.'));
            let line = source[..at].rfind('\n').map_or(&source[..at], |start| &source[start..at]);
            if is_word || line.contains("//") {
                continue;
            }
            if let Some(literal) = source[at + opening.len()..].trim_start().strip_prefix('"') {
                asked.extend(literal.split('"').next().map(str::to_owned));
            }
        }
    }
    asked
}

#[test]
fn both_languages_have_the_same_keys_and_no_empty_text() {
    assert!(!keys(Lang::Id).is_empty());
    assert_eq!(keys(Lang::Id), keys(Lang::En));
    for lang in [Lang::Id, Lang::En] {
        for key in keys(lang) {
            assert!(words().get(lang, &key).is_some_and(|text| !text.trim().is_empty()), "{key}");
        }
    }
}

#[test]
fn both_languages_fill_the_same_places() {
    let places = |lang, key: &str| -> BTreeSet<String> {
        let text = words().get(lang, key).unwrap_or_default();
        text.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name.to_owned()).collect()
    };
    for key in keys(Lang::Id) {
        assert_eq!(places(Lang::Id, &key), places(Lang::En, &key), "{key}");
    }
}

#[test]
fn every_key_that_a_screen_asks_for_exists() {
    let asked: BTreeSet<_> = app_sources().iter().flat_map(|source| asked_for(source)).collect();
    assert!(asked.len() > 50, "the scan found only {} keys", asked.len());
    let missing: Vec<_> =
        asked.iter().filter(|key| words().get(Lang::Id, key).is_none() && domain().get(Lang::Id, key).is_none()).collect();
    assert!(missing.is_empty(), "no words for {missing:?}");
}

#[test]
fn every_text_is_used() {
    let all = app_sources().concat();
    let unused: Vec<_> = keys(Lang::Id).into_iter().filter(|key| !all.contains(&format!("\"{key}\""))).collect();
    assert!(unused.is_empty(), "never shown: {unused:?}");
}

#[test]
fn places_are_filled_by_name() {
    assert_eq!(
        super::fill("{count} usulan di {place}", &[("count", "3".into()), ("place", "Cilongok".into())]),
        "3 usulan di Cilongok"
    );
}
