//! The addresses that the server answers itself, read from its sources: nobody has to remember to name a new one.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Every path that a router of the server names, as it stands there: `/media/{id}`.
pub fn routes() -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for file in sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../backend/src")) {
        let text = fs::read_to_string(&file).expect("a source is text");
        let code = text.split("#[cfg(test)]").next().unwrap_or_default();
        for other in [".nest(", ".nest_service(", ".route_service("] {
            assert!(!code.contains(other), "{}: {other} hides addresses from the tests", file.display());
        }
        for given in code.split(".route(").skip(1).map(str::trim_start).filter(|given| !given.starts_with(')')) {
            let path = given.strip_prefix('"').and_then(|rest| rest.split('"').next());
            found.insert(path.unwrap_or_else(|| panic!("{}: write the address as it is", file.display())).to_owned());
        }
    }
    assert!(found.len() > 15, "{found:?}");
    found
}

/// The route that answers a path; none where a file or the page of the app does.
pub fn route_of<'a>(routes: &'a BTreeSet<String>, path: &str) -> Option<&'a str> {
    let path = path.split('?').next().unwrap_or_default();
    let fits = |route: &&String| {
        let (route, path): (Vec<_>, Vec<_>) = (route.split('/').collect(), path.split('/').collect());
        let alike = |(part, own): (&&str, &&str)| part == own || part.starts_with('{') && !own.is_empty();
        route.len() == path.len() && route.iter().zip(&path).all(alike)
    };
    // What is named exactly goes before what only fits.
    routes.get(path).or_else(|| routes.iter().find(fits)).map(String::as_str)
}

fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).expect("a folder of the checkout").flatten() {
        let path = entry.path();
        if path.is_dir() {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|end| end == "rs") {
            found.push(path);
        }
    }
    found
}
