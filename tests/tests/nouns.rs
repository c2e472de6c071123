//! Every noun comes complete: a flat list, a dataset, statistics and the change feed, or a reason why not. Whoever adds a type
//! that is found by its id adds a row here.

#[macro_use]
mod harness;

use backend::journal::EventKind;
use harness::{Kind, Server};
use reqwest::Method;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// What there is of a noun beside its type.
struct Noun {
    /// Of the schema.
    name: &'static str,
    /// The root field that lists it.
    list: Part,
    /// The file of open data whose page names that list.
    dataset: Part,
    /// The root field that counts it.
    stats: Part,
    /// An event of the public record that touches it.
    feed: Part,
}

#[derive(Clone, Copy)]
enum Part {
    By(&'static str),
    /// Why there is none.
    Not(&'static str),
}
use Part::{By, Not};

const COUNTED: Part = Not("`totalCount` of the list counts them, by any filter");

const NOUNS: &[Noun] = &[
    Noun {
        name: "Proposal",
        list: By("proposals"),
        dataset: By("proposals"),
        stats: By("proposalStats"),
        feed: By("proposal.submitted"),
    },
    Noun {
        name: "Decision",
        list: By("decisions"),
        dataset: By("decisions"),
        stats: By("reviewStats"),
        feed: By("proposal.decided"),
    },
    Noun {
        name: "Comment",
        list: By("comments"),
        dataset: By("comments"),
        stats: By("participationStats"),
        feed: By("comment.added"),
    },
    Noun { name: "Plan", list: By("plans"), dataset: By("plans"), stats: By("planStats"), feed: By("plan.opened") },
    Noun {
        name: "PlanComment",
        list: By("planComments"),
        dataset: By("plan_comments"),
        stats: COUNTED,
        feed: By("plan.comment_added"),
    },
    Noun {
        name: "PlanSuggestion",
        list: By("planSuggestions"),
        dataset: By("plan_suggestions"),
        stats: COUNTED,
        feed: By("plan.suggestion_made"),
    },
    Noun {
        name: "PlanVersion",
        list: By("planVersions"),
        dataset: By("plan_versions"),
        stats: COUNTED,
        feed: By("plan.version_named"),
    },
    Noun {
        name: "Area",
        list: By("areas"),
        dataset: By("areas"),
        stats: Not("all statistics are grouped by area; it is no event that there is one"),
        feed: By("area.region_loaded"),
    },
    Noun {
        name: "Account",
        list: By("people"),
        dataset: Not("files hold no names; who holds an office is told by `officials`"),
        stats: Not("`participationStats` counts people and names none"),
        feed: Not("a person's own; the public reads `Person`"),
    },
    Noun {
        name: "Person",
        list: Not("`officials` lists who holds an office; residents are read by their id, and not listed"),
        dataset: Not("files hold no names; who holds an office is told by `officials`"),
        stats: By("participationStats"),
        feed: By("person.renamed"),
    },
];

/// Lists whose items are found by no id.
const OTHER_LISTS: &[(&str, &str)] = &[
    ("journal", "an event is found by its cursor"),
    ("officials", "an office is found with who holds it"),
    ("planHistory", "what was written at a stretch is a part of a plan"),
    ("webhooks", "found in the account of who made them"),
];

/// Datasets of something else than a noun.
const OTHER_DATASETS: &[(&str, &str)] = &[
    ("agencies", "codes that proposals name"),
    ("journal", "the record itself"),
    ("proposal_catalog", "codes that proposals name"),
    ("review_levels", "codes that decisions name"),
    ("participation", "counts of people"),
    ("plan_budget", "parts of plans"),
    ("plan_features", "parts of plans"),
];

#[tokio::test]
async fn every_noun_has_its_list_its_dataset_its_statistics_and_its_events_or_says_why_not() {
    let server = Server::start(Kind::Sqlite).await;
    let (schema, api) = (Schema::read(&server).await, include_str!("../../docs/api.md"));
    let named: BTreeSet<&str> = NOUNS.iter().map(|noun| noun.name).collect();
    assert_eq!(schema.nodes.iter().map(String::as_str).collect::<BTreeSet<_>>(), named, "each type of Node has a row in NOUNS");
    for noun in NOUNS {
        let name = noun.name;
        for part in [noun.list, noun.dataset, noun.stats, noun.feed] {
            assert!(!matches!(part, Not("")), "{name}: why not?");
        }
        let list = schema.said(name, noun.list);
        if let Some(list) = list {
            assert_eq!(schema.fields[list], format!("{name}Connection"), "{list} lists something else");
            assert!(api.contains(&format!("`{list}`")) || api.contains(&format!("{list}(")), "docs/api.md is silent about {list}");
        }
        schema.said(name, noun.stats);
        if let By(dataset) = noun.dataset {
            let page = text(&server, &format!("/open-data/{dataset}")).await;
            assert!(page.contains(&format!("<code>{}</code>", list.unwrap())), "{dataset} does not name its list");
            assert!(api.contains(&format!("| `{dataset}` |")), "docs/api.md is silent about {dataset}");
        }
        if let By(event) = noun.feed {
            assert!(event.parse::<EventKind>().is_ok_and(EventKind::is_public), "{name}: {event}");
        }
    }
}

#[tokio::test]
async fn every_list_and_every_dataset_is_of_a_noun_or_says_of_what() {
    let server = Server::start(Kind::Sqlite).await;
    let by =
        |part: fn(&Noun) -> Part| NOUNS.iter().filter_map(move |noun| if let By(what) = part(noun) { Some(what) } else { None });
    let lists: BTreeSet<&str> = by(|noun| noun.list).chain(OTHER_LISTS.iter().map(|(list, _)| *list)).collect();
    let schema = Schema::read(&server).await;
    let there: BTreeSet<&str> =
        schema.fields.iter().filter(|(_, kind)| kind.ends_with("Connection")).map(|(field, _)| field.as_str()).collect();
    assert_eq!(there, lists);
    let datasets: BTreeSet<&str> = by(|noun| noun.dataset).chain(OTHER_DATASETS.iter().map(|(name, _)| *name)).collect();
    let catalog: Value = serde_json::from_str(&text(&server, "/open-data/catalog.jsonld").await).unwrap();
    let there = catalog["dcat:dataset"].as_array().unwrap().iter().map(|dataset| dataset["dct:identifier"].as_str().unwrap());
    assert_eq!(there.collect::<BTreeSet<_>>(), datasets);
    assert!(OTHER_LISTS.iter().chain(OTHER_DATASETS).all(|(_, why)| !why.is_empty()));
}

async fn text(server: &Server, path: &str) -> String {
    server.anonymous().request(Method::GET, path).send().await.unwrap().text().await.unwrap()
}

/// What the schema says of nouns.
struct Schema {
    /// The types that are found by their id.
    nodes: BTreeSet<String>,
    /// The root fields that ask, each with the type of what it answers.
    fields: BTreeMap<String, String>,
}

const TYPES: &str = "{ __schema { types { name interfaces { name } fields { name type { name ofType { name } } } } } }";

impl Schema {
    async fn read(server: &Server) -> Self {
        let types = server.anonymous().get(TYPES, json!({})).await["__schema"]["types"].clone();
        let list = |of: &Value, part: &str| of[part].as_array().cloned().unwrap_or_default();
        let name = |of: &Value| of["name"].as_str().or(of["ofType"]["name"].as_str()).unwrap_or_default().to_owned();
        let (mut nodes, mut fields) = (BTreeSet::new(), BTreeMap::new());
        for kind in types.as_array().unwrap() {
            if list(kind, "interfaces").iter().any(|interface| interface["name"] == "Node") {
                nodes.insert(name(kind));
            }
            if kind["name"] == "Query" {
                fields.extend(list(kind, "fields").iter().map(|field| (name(field), name(&field["type"]))));
            }
        }
        Self { nodes, fields }
    }

    /// The root field, which there must be.
    fn said(&self, noun: &str, part: Part) -> Option<&'static str> {
        let By(field) = part else { return None };
        assert!(self.fields.contains_key(field), "{noun}: there is no {field}");
        Some(field)
    }
}
