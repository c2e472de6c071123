//! No screen has a way to the server that the API does not describe.

use super::{checkout, declared, files};
use std::fs;

/// What the app asks the server for besides GraphQL, since it is drawn at once, is bytes, or is written live; and the fields of
/// the schema that say the same.
const WAYS: &[(&str, &[&str])] = &[
    ("/graphql", &[]),
    ("/map/areas/", &["Area.geometry", "Area.name", "Area.kind", "Area.parent", "Area.boundaryApproximate"]),
    ("/map/neighbours.geojson", &["Region.neighbours", "Neighbour.geometry", "Region.boundaryAttribution"]),
    ("/map/proposals.geojson", &["Proposal.location", "Proposal.title", "Proposal.status", "Proposal.supportCount"]),
    ("/media", &["Photo.url", "Document.url"]),
    ("/plans/{id}/export.", &["Plan.sections", "Plan.budget", "Plan.activities", "Plan.features", "Plan.versions"]),
    ("/live/plans/", &["Plan.sections", "Plan.seq"]),
];

#[test]
fn the_app_has_no_other_way_to_the_server_than_those_that_the_api_describes() {
    let mut wrong = Vec::new();
    let mut ways = 0;
    for file in files(&checkout().join("frontend"), &["rs", "ts"]) {
        let text = fs::read_to_string(&file).expect("a source is text");
        for literal in text.split(['"', '`']).skip(1).step_by(2) {
            let is_way = ["/graphql", "/map/", "/media", "/live/", "/plans/", "/tiles/", "/api/", "/open-data/"]
                .iter()
                .any(|start| literal.starts_with(start));
            if is_way {
                ways += 1;
                // `/map/` alone is the beginning of those that follow it.
                if literal != "/map/" && !WAYS.iter().any(|(way, _)| literal.starts_with(way)) {
                    wrong.push(format!("{}: {literal}", file.display()));
                }
            }
        }
    }
    assert!(ways >= WAYS.len(), "only {ways} found: the test is blind");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let api = fs::read_to_string(checkout().join("docs/api.md")).expect("docs/api.md");
    let schema = declared("type");
    for (way, says) in WAYS {
        assert!(api.contains(way), "docs/api.md does not describe {way}");
        for field in *says {
            let (by, name) = field.split_once('.').expect("a type and its field");
            assert!(schema.get(by).is_some_and(|fields| fields.contains_key(name)), "{way}: {by} has no field {name}");
        }
    }
}
