//! What a mirror asks of each thing: all that the schema has to say of it. A new field is mirrored by itself, or says here why
//! not.

use crate::copy::Things;
use crate::harness::Person;
use serde_json::{Value, json};
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

const VIEWER: &str = "depends on who asks";
const THINGS: &str = "things of their own, which the feed names one by one";
const COUNTED: &str = "counts proposals, which the copy has";

/// Things that can be read by their id, and are no part of the public record.
const PRIVATE: &[(&str, &str)] = &[("Account", "a person's own; the public reads `Person`")];

/// Things that never change and are told in full where they belong: the feed names what they belong to.
const WITHIN: &[(&str, &str)] = &[("Decision", "read with its proposal")];

/// Fields that are not mirrored, and why.
const LEFT_OUT: &[(&str, &str, &str)] = &[
    ("Area", "proposalCount", COUNTED),
    ("Area", "statusCounts", COUNTED),
    ("Comment", "canHide", VIEWER),
    ("Plan", "comments", THINGS),
    ("Plan", "history", "the feed, narrowed"),
    ("Plan", "nextStages", VIEWER),
    ("Plan", "suggestions", THINGS),
    ("Plan", "versions", THINGS),
    ("Plan", "viewerActions", VIEWER),
    ("PlanComment", "canHide", VIEWER),
    ("PlanComment", "canResolve", VIEWER),
    ("PlanSuggestion", "canDecide", VIEWER),
    ("PlanSuggestion", "canHide", VIEWER),
    ("PlanSuggestion", "canWithdraw", VIEWER),
    ("PlanSuggestion", "outdated", "whether `before` differs from the section as the copy of the plan has it"),
    ("Proposal", "availableActions", VIEWER),
    ("Proposal", "catalogItem", "`catalogCode` names it in the region's catalogue, which the copy has"),
    ("Proposal", "comments", THINGS),
    ("Proposal", "history", "the feed, narrowed"),
    ("Proposal", "overCatalogCap", "`estimatedCost` against the region's catalogue"),
    ("Proposal", "plans", "the other end of `Plan.proposals`"),
    ("Proposal", "viewerHasSupported", VIEWER),
];

/// What the region has without an id of its own is named by its code, and read again with the areas.
const OF_THE_REGION: &[&str] = &["Agency", "ReviewLevel"];

struct Field {
    name: String,
    /// The kind and the name of what it gives, one or a list.
    kind: String,
    of: String,
    is_nullable: bool,
}

/// The object types of the schema, and which of them are things with an id.
pub struct Schema {
    types: BTreeMap<String, Vec<Field>>,
    things: BTreeSet<String>,
    left_out: RefCell<BTreeSet<(String, String)>>,
    /// What has been asked for and may be null, as type and field.
    nullable: RefCell<BTreeSet<(String, String)>>,
}

impl Schema {
    pub async fn read(reader: &Person) -> Self {
        let of = "kind name ofType { kind name ofType { kind name ofType { kind name } } }";
        let query =
            format!("{{ __schema {{ types {{ kind name fields {{ name type {{ {of} }} }} possibleTypes {{ name }} }} }} }}");
        let schema = reader.get(&query, json!({})).await;
        let all = schema["__schema"]["types"].as_array().unwrap();
        let name = |value: &Value| value["name"].as_str().unwrap().to_owned();
        let field = |field: &Value| {
            let mut given = &field["type"];
            let is_nullable = given["kind"] != "NON_NULL";
            while given["ofType"].is_object() {
                given = &given["ofType"];
            }
            Field { name: name(field), kind: given["kind"].as_str().unwrap().to_owned(), of: name(given), is_nullable }
        };
        let fields = |of: &Value| of["fields"].as_array().unwrap().iter().map(field).collect();
        let node = all.iter().find(|each| each["name"] == "Node").unwrap();
        let mut things: BTreeSet<String> = node["possibleTypes"].as_array().unwrap().iter().map(name).collect();
        for (apart, why) in PRIVATE.iter().chain(WITHIN) {
            assert!(things.remove(*apart) && !why.is_empty(), "{apart}");
        }
        Self {
            types: all.iter().filter(|each| each["kind"] == "OBJECT").map(|each| (name(each), fields(each))).collect(),
            things,
            left_out: RefCell::default(),
            nullable: RefCell::default(),
        }
    }

    /// All public things by their types, as `...Public` of a `Node`, with the fragments that a query needs for it.
    pub fn public(&self) -> String {
        let spreads: String = self.things.iter().map(|thing| format!(" ...{thing}Public")).collect();
        let fragments: String = self.things.iter().map(|thing| self.fragment(thing)).collect();
        let asked = self.left_out.borrow();
        let stale = LEFT_OUT.iter().filter(|(of, field, _)| !asked.contains(&((*of).to_owned(), (*field).to_owned())));
        let stale: Vec<_> = stale.collect();
        assert!(stale.is_empty(), "not in the schema any more: {stale:?}");
        format!("fragment Public on Node {{ __typename id{spreads} }}{fragments}")
    }

    /// What is public of one type, as `...TypePublic`.
    pub fn fragment(&self, of: &str) -> String {
        format!("\nfragment {of}Public on {of} {{ __typename {} }}", self.selection(of))
    }

    /// All fields of a type. Other things are named by their ids, everything else is told in full.
    pub fn selection(&self, of: &str) -> String {
        let fields = self.types[of].iter().filter_map(|field| self.field(of, field));
        fields.collect::<Vec<_>>().join(" ")
    }

    /// The fields that have been asked for and are null in all that was told.
    pub fn silent(&self, told: &Things) -> BTreeSet<(String, String)> {
        let mut silent = self.nullable.borrow().clone();
        for (id, thing) in told {
            // What the region has without an id of its own stands under the name of its list.
            let listed = || self.types["Query"].iter().find(|list| list.name == *id).map(|list| list.of.as_str());
            // A decision has no name of its kind, and is heard with its proposal.
            if let Some(of) = thing["__typename"].as_str().or_else(listed) {
                self.hear(of, thing, &mut silent);
            }
        }
        silent
    }

    fn hear(&self, of: &str, told: &Value, silent: &mut BTreeSet<(String, String)>) {
        for item in told.as_array().into_iter().flatten() {
            self.hear(of, item, silent);
        }
        for field in self.types.get(of).filter(|_| told.is_object()).into_iter().flatten() {
            if !told[&field.name].is_null() {
                silent.remove(&(of.to_owned(), field.name.clone()));
                self.hear(&field.of, &told[&field.name], silent);
            }
        }
    }

    fn field(&self, of: &str, field: &Field) -> Option<String> {
        let name = field.name.as_str();
        if LEFT_OUT.iter().any(|(type_name, left_out, _)| (*type_name, *left_out) == (of, name)) {
            self.left_out.borrow_mut().insert((of.to_owned(), name.to_owned()));
            return None;
        }
        if field.is_nullable {
            self.nullable.borrow_mut().insert((of.to_owned(), name.to_owned()));
        }
        Some(match field.kind.as_str() {
            "SCALAR" | "ENUM" => name.to_owned(),
            _ if self.things.contains(&field.of) => format!("{name} {{ id }}"),
            _ if OF_THE_REGION.contains(&field.of.as_str()) => format!("{name} {{ code }}"),
            "OBJECT" if field.of.ends_with("Connection") => {
                panic!("{of}.{name} is a list in pages: say why it is not mirrored")
            }
            _ => format!("{name} {{ {} }}", self.selection(&field.of)),
        })
    }
}
