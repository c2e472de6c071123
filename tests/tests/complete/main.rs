//! Nothing is kept that the schema keeps silent about, unless there is a reason; no screen has another way to the server; and
//! whatever is written live, can be written by mutation.

mod columns;
mod nouns;
mod ways;
mod writing;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// The fields of everything that the schema declares with this keyword, and their types.
fn declared(keyword: &str) -> BTreeMap<String, BTreeMap<String, String>> {
    let sdl = backend::api::schema::sdl();
    let (mut types, mut inside, mut quoted) = (BTreeMap::<String, BTreeMap<String, String>>::new(), None, false);
    for line in sdl.lines() {
        if line.trim() == "\"\"\"" {
            quoted = !quoted;
        } else if quoted {
        } else if let Some(rest) = line.strip_prefix(keyword).and_then(|rest| rest.strip_prefix(' ')) {
            inside = rest.split(' ').next().map(str::to_owned);
        } else if line == "}" {
            inside = None;
        } else if let Some(name) = &inside {
            let field = line.trim().split(['(', ':']).next().unwrap_or_default();
            let of_type = line.rsplit(": ").next().unwrap_or_default();
            types.entry(name.clone()).or_default().insert(field.to_owned(), of_type.to_owned());
        }
    }
    types
}

fn camel(column: &str) -> String {
    let mut words = column.split('_');
    let first = words.next().unwrap_or_default().to_owned();
    words.fold(first, |name, word| name + &word[..1].to_uppercase() + &word[1..])
}

fn files(folder: &Path, endings: &[&str]) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path()) {
        let skipped = ["node_modules", "dist", "tests"].iter().any(|name| entry.ends_with(name));
        if entry.is_dir() && !skipped {
            found.extend(files(&entry, endings));
        } else if entry.extension().is_some_and(|ending| endings.iter().any(|each| ending == *each)) {
            found.push(entry);
        }
    }
    found
}

fn checkout() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the checkout").to_path_buf()
}
