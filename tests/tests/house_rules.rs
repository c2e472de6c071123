//! The rules of the house that no compiler knows: which floor may use what, read from the sources and from Cargo.

use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Words that code may hold only in certain files.
struct Reserved {
    words: &'static [&'static str],
    /// The folders that the rule is about.
    within: &'static [&'static str],
    /// Files, or folders ending in `/`, relative to the folder: `*/` stands for any folder above.
    only_in: &'static [&'static str],
}

const RESERVED: &[Reserved] = &[
    Reserved {
        words: &["sea_orm"],
        within: &["backend/src"],
        only_in: &[
            "*/store.rs",
            "*/entity.rs",
            "*/store/",
            "*/entity/",
            "platform/database.rs",
            "platform/database/",
            "migration/",
        ],
    },
    // What is searched is kept in lower case: databases know the small letters of few languages.
    Reserved { words: &["Func::lower"], within: &["backend/src"], only_in: &["migration/"] },
    Reserved { words: &["async_graphql"], within: &["backend/src"], only_in: &["*/graphql.rs", "*/graphql/", "api/"] },
    Reserved {
        words: &["sea_orm", "async_graphql", "axum", "leptos", "tokio", "std::fs", "std::net"],
        within: &["shared/src"],
        only_in: &[],
    },
    Reserved {
        words: &["Utc::now", "Local::now", "SystemTime::now", "Instant::now"],
        within: &["backend/src"],
        only_in: &["platform/clock.rs"],
    },
    Reserved {
        words: &["rand::", "Uuid::now_v7", "Uuid::new_v4", "getrandom"],
        within: &["backend/src"],
        only_in: &["platform/ids.rs"],
    },
    Reserved {
        words: &["Utc::now", "SystemTime::now", "Instant::now", "Uuid::now_v7", "Uuid::new_v4"],
        within: &["shared/src"],
        only_in: &[],
    },
    Reserved {
        words: &["Date::now", "Date::new_0", "Utc::now", "SystemTime::now"],
        within: &["frontend/src"],
        only_in: &["clock.rs"],
    },
];

/// Names that say nothing about what is inside.
const EMPTY_NAMES: [&str; 8] = ["util", "utils", "helper", "helpers", "common", "manager", "misc", "stuff"];

/// What the domain must never come to depend on, however indirectly.
const NOT_IN_THE_DOMAIN: [&str; 7] = ["async-graphql", "axum", "leptos", "reqwest", "sea-orm", "sqlx-core", "tokio"];

#[test]
fn libraries_clock_and_randomness_stay_in_their_rooms() {
    let mut broken = Vec::new();
    for rule in RESERVED {
        for folder in rule.within {
            let folder = checkout().join(folder);
            for file in sources(&folder) {
                let path = file.strip_prefix(&folder).expect("inside the folder").to_string_lossy().into_owned();
                if is_test(&path) || rule.only_in.iter().any(|place| is_at(&path, place)) {
                    continue;
                }
                let text = fs::read_to_string(&file).expect("a source is text");
                broken.extend(uses(&text, rule.words).map(|(line, word)| format!("{}:{line}: {word}", shown(&file))));
            }
        }
    }
    assert!(broken.is_empty(), "used outside the place for it:\n{}", broken.join("\n"));
}

#[test]
fn files_are_named_by_what_they_hold() {
    let all = ["shared", "backend", "frontend/src", "xtask", "tests"].iter().flat_map(|folder| sources(&checkout().join(folder)));
    let empty: Vec<String> = all.filter(|file| named_emptily(file)).map(|file| shown(&file)).collect();
    assert!(empty.is_empty(), "name these by their nouns: {}", empty.join(", "));
}

#[test]
fn every_migration_is_declared_and_runs() {
    let folder = checkout().join("backend/src/migration");
    let list = fs::read_to_string(folder.join("mod.rs")).expect("the list of migrations");
    let names =
        sources(&folder).into_iter().filter_map(|file| Some(file.file_stem()?.to_str()?.to_owned())).filter(|name| name != "mod");
    let forgotten: Vec<String> =
        names.filter(|name| !list.contains(&format!("mod {name};")) || !list.contains(&format!("{name}::Migration"))).collect();
    assert!(forgotten.is_empty(), "not in migration/mod.rs: {}", forgotten.join(", "));
}

#[test]
fn the_domain_depends_on_no_framework() {
    let tree = cargo(&["tree", "--locked", "--package", "shared", "--edges", "normal", "--target", "all", "--prefix", "none"]);
    let found: Vec<&str> =
        tree.lines().filter(|line| NOT_IN_THE_DOMAIN.iter().any(|name| line.starts_with(&format!("{name} ")))).collect();
    assert!(found.is_empty(), "shared depends on: {}", found.join(", "));
}

#[test]
fn the_floors_depend_only_downwards() {
    let metadata: Value = serde_json::from_str(&cargo(&["metadata", "--locked", "--no-deps", "--format-version=1"])).expect("JSON");
    let allowed = [("shared", vec![]), ("backend", vec!["shared"]), ("frontend", vec!["shared"]), ("xtask", vec![])];
    for (package, allowed) in allowed {
        let packages = metadata["packages"].as_array().expect("packages");
        let about = packages.iter().find(|each| each["name"] == package).expect("a package of the workspace");
        let dependencies = about["dependencies"].as_array().expect("dependencies").iter();
        let inside: Vec<&str> = dependencies
            .filter(|each| each["path"].is_string() && each["kind"].is_null())
            .filter_map(|each| each["name"].as_str())
            .collect();
        assert_eq!(inside, allowed, "what {package} depends on in the workspace");
    }
}

#[test]
fn a_word_counts_in_code_but_not_in_comments_longer_words_or_tests() {
    let text = "// Utc::now here\nlet at = Utc::now();\nlet operand::x;\n#[cfg(test)]\nmod tests { fn f() { Utc::now(); } }\n";
    assert_eq!(uses(text, &["Utc::now", "rand::"]).collect::<Vec<_>>(), [(2, "Utc::now")]);
    assert!(is_at("proposal/store.rs", "*/store.rs") && is_at("api/limits.rs", "api/") && is_at("plan/store/log.rs", "*/store/"));
    assert!(!is_at("proposal/service.rs", "*/store.rs") && !is_at("proposal/restore.rs", "*/store.rs"));
}

fn checkout() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("tests/ is inside the checkout")
}

fn shown(file: &Path) -> String {
    file.strip_prefix(checkout()).unwrap_or(file).display().to_string()
}

/// Rust files below a folder, sorted.
fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut open = vec![folder.to_path_buf()];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(&folder).expect("a folder of the checkout").flatten() {
            let path = entry.path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|end| end == "rs") {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

fn named_emptily(file: &Path) -> bool {
    let names = file.strip_prefix(checkout()).into_iter().flat_map(|path| path.iter());
    names.filter_map(|name| name.to_str()).any(|name| EMPTY_NAMES.contains(&name.trim_end_matches(".rs")))
}

fn is_test(path: &str) -> bool {
    path.ends_with("tests.rs") || path.contains("tests/")
}

/// Whether a file is what `place` names: an exact file, a folder (`api/`), or either at any depth (`*/store.rs`).
fn is_at(path: &str, place: &str) -> bool {
    let (place, anywhere) = place.strip_prefix("*/").map_or((place, false), |rest| (rest, true));
    let inside = format!("/{path}");
    match (anywhere, place.ends_with('/')) {
        (false, false) => path == place,
        (false, true) => path.starts_with(place),
        (true, false) => inside.ends_with(&format!("/{place}")),
        (true, true) => inside.contains(&format!("/{place}")),
    }
}

/// Where the words stand as words of their own, up to the file's tests; lines count from one.
fn uses<'a>(text: &'a str, words: &'a [&'static str]) -> impl Iterator<Item = (usize, &'static str)> + 'a {
    let code = text.lines().take_while(|line| line.trim() != "#[cfg(test)]").enumerate();
    code.flat_map(move |(number, line)| {
        let code = line.split("//").next().unwrap_or_default();
        words.iter().filter(move |word| stands_alone(code, word)).map(move |word| (number + 1, *word))
    })
}

fn stands_alone(code: &str, word: &str) -> bool {
    let is_part = |letter: char| letter.is_alphanumeric() || letter == '_';
    code.match_indices(word).any(|(start, _)| {
        let before = code[..start].chars().next_back();
        let after = code[start + word.len()..].chars().next();
        !before.is_some_and(is_part) && (word.ends_with(':') || !after.is_some_and(is_part))
    })
}

fn cargo(arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO")).args(arguments).current_dir(checkout()).output().expect("cargo starts");
    assert!(output.status.success(), "cargo {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("cargo speaks UTF-8")
}
