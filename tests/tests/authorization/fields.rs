//! What each role reads of the fields within: of every type that a question can lead to, every field, of one's own thing,
//! somebody else's, a hidden one and a missing one. The types, and the ways to them, are read from the schema itself.

use super::belongings::{comment, fill, plan_comment, plan_suggestion};
use super::cases::{About, Ask, CASES, WHOSE};
use super::harness::{Person, Server};
use super::{ROLES, World, compare, outcome};
use sea_orm::ConnectionTrait;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::fmt::Write;

const HEAD: &str = "\
# Who reads what of the fields within. Made by tests/authorization/ from what the server answers; review a change of it as a
# change of rights. A block is a type and where its objects were found; a line is what all the fields at its end answer.
# A cell has one letter, or four: about one's own, a public one of somebody else, a hidden one of somebody else, a missing one.
# + a value    - empty: null, false, 0, no words, no items    U sign in first    F forbidden    N no object, or none that is told    . no such thing
";

/// Lists in which a type is another than where it is found first: what is told there depends on who asks, too.
const TWICE: [&str; 9] = [
    "comments(first: 1)",
    "decisions(first: 1)",
    "people(first: 1)",
    "planComments(first: 1)",
    "planSuggestions(first: 1)",
    "planVersions(first: 1, filter: {stages: [OPEN]})",
    "plans(first: 1)",
    "proposals(first: 1)",
    "webhooks(first: 1)",
];

const SCHEMA: &str = "{ __schema { types { kind name possibleTypes { name } fields(includeDeprecated: true) {
    name args { name defaultValue type { kind } } type { ...T } } } } }
    fragment T on __Type { kind name ofType { kind name ofType { kind name ofType { kind name } } } }";

struct Field {
    name: String,
    /// The type of what it gives, without lists around it.
    of: String,
    arguments: String,
}

struct Schema {
    objects: BTreeMap<String, Vec<Field>>,
    /// What each root field of a query gives.
    roots: BTreeMap<String, String>,
    /// What `node` may give.
    nodes: Vec<String>,
}

/// A type, and a way to its objects.
struct View {
    of: String,
    about: About,
    /// The question up to the thing, in which `ID` is the thing.
    root: String,
    /// What the question goes on with, and by what its answer is found.
    steps: Vec<(String, String)>,
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map(Vec::as_slice).unwrap_or_default()
}

/// A type without lists around it.
fn named(of: &Value) -> String {
    if of["ofType"].is_object() { named(&of["ofType"]) } else { text(&of["name"]) }
}

/// A few items where it is a list; what else must be said, nobody can guess.
fn arguments(field: &Value) -> String {
    let arguments = list(&field["args"]);
    let needed = arguments.iter().find(|each| each["type"]["kind"] == "NON_NULL" && each["defaultValue"].is_null());
    assert!(needed.is_none(), "say in fields.rs how to ask for {}", field["name"]);
    if arguments.iter().any(|each| each["name"] == "first") { "(first: 3)".to_owned() } else { String::new() }
}

impl Schema {
    async fn of(server: &Server) -> Self {
        let schema = server.anonymous().get(SCHEMA, json!({})).await;
        let (mut objects, mut roots, mut nodes) = (BTreeMap::new(), BTreeMap::new(), Vec::new());
        for kind in list(&schema["__schema"]["types"]) {
            let name = text(&kind["name"]);
            if name == "Node" {
                nodes = list(&kind["possibleTypes"]).iter().map(|one| text(&one["name"])).collect();
            }
            let fields = list(&kind["fields"]);
            if name == "Query" {
                // How these are asked, the cases say.
                roots = fields.iter().map(|field| (text(&field["name"]), named(&field["type"]))).collect();
            } else if kind["kind"] == "OBJECT" && !name.starts_with("__") && !["Mutation", "Subscription"].contains(&name.as_str())
            {
                let read =
                    |field: &Value| Field { name: text(&field["name"]), of: named(&field["type"]), arguments: arguments(field) };
                objects.insert(name, fields.iter().map(read).collect());
            }
        }
        nodes.sort();
        Self { objects, roots, nodes }
    }

    /// A way to every type that a question leads to: from things that have an id of their own, then from everything else.
    fn views(&self) -> Vec<View> {
        let things: VecDeque<_> = self.nodes.iter().filter_map(|kind| View::of_node(kind)).collect();
        let questions = CASES.iter().filter_map(|case| match case.ask {
            Ask::Query(arguments) => {
                let (of, root) = (self.roots[case.name].clone(), format!("{}{arguments}", case.name));
                Some(View { of, about: case.about, root, steps: Vec::new() })
            }
            _ => None,
        });
        let (questions, mut known, mut views) = (questions.collect::<VecDeque<_>>(), BTreeSet::new(), Vec::new());
        let asked = |list: &&str| questions.iter().any(|view| view.root == **list);
        assert!(TWICE.iter().all(asked), "in TWICE is a list that no case asks for");
        for starts in [things, questions] {
            let mut open: VecDeque<View> = starts;
            while let Some(view) = open.pop_front() {
                let Some(fields) = self.objects.get(&view.of) else { continue };
                let is_new = known.insert(view.of.clone());
                let is_twice = TWICE.contains(&view.root.as_str());
                if is_new || is_twice && view.steps.is_empty() {
                    open.extend(fields.iter().map(|field| view.within(field)));
                }
                if is_new || is_twice && view.place().matches('.').count() == 1 && view.place().ends_with(".nodes") {
                    views.push(view);
                }
            }
        }
        views
    }

    fn select(&self, field: &Field) -> String {
        let Field { name, of, arguments } = field;
        match self.objects.get(of) {
            Some(within) if within.iter().any(|each| each.name == "nodes") => {
                format!("{name}{arguments} {{ nodes {{ __typename }} }}")
            }
            Some(_) => format!("{name}{arguments} {{ __typename }}"),
            None if of == "Node" => format!("{name} {{ __typename }}"),
            None => name.clone(),
        }
    }
}

impl View {
    /// The way by its id; none to what other questions lead to soon enough.
    fn of_node(kind: &str) -> Option<Self> {
        let about = match kind {
            "Account" => About::Account,
            "Area" => About::Area,
            "Comment" => About::Comment,
            "Plan" => About::Plan,
            "PlanComment" => About::PlanComment,
            "PlanSuggestion" => About::PlanSuggestion,
            "Proposal" => About::Proposal,
            "Decision" | "Person" | "PlanVersion" => return None,
            other => panic!("say in fields.rs whose {other} may be"),
        };
        Some(Self { of: kind.to_owned(), about, root: format!(r#"node(id: "ID") {{ ... on {kind}"#), steps: Vec::new() })
    }

    fn within(&self, field: &Field) -> Self {
        let mut steps = self.steps.clone();
        steps.push((format!("{}{}", field.name, field.arguments), field.name.clone()));
        Self { of: field.of.clone(), about: self.about, root: self.root.clone(), steps }
    }

    fn question(&self, inner: &str, id: &str) -> String {
        let within = self.steps.iter().rev().fold(inner.to_owned(), |inner, (step, _)| format!("{step} {{ {inner} }}"));
        let end = if self.root.contains("... on ") { "}" } else { "" };
        format!("{{ answer: {} {{ {within} }} {end} }}", self.root.replace("\"ID\"", &format!("\"{id}\"")))
    }

    /// `Proposal.decisions` for the decisions of a proposal that was found by its id.
    fn place(&self) -> String {
        let root = match self.root.split_once("... on ") {
            Some((_, kind)) => kind,
            None => self.root.split(['(', ' ']).next().unwrap_or_default(),
        };
        self.steps.iter().fold(root.to_owned(), |place, (_, step)| format!("{place}.{step}"))
    }
}

pub async fn every_field_within_answers_every_role_as_the_committed_table_says(server: Server) {
    let schema = Schema::of(&server).await;
    let views = schema.views();
    let mut world = World::make(server).await;
    prepare(&mut world).await;
    let mut table = format!("{HEAD}\n ");
    for (role, _) in ROLES {
        write!(table, " {role:<9}").unwrap();
    }
    for view in &views {
        write!(table, "\n\n{}", view.of).unwrap();
        if view.place() != view.of {
            write!(table, " ({})", view.place()).unwrap();
        }
        let fields = &schema.objects[&view.of];
        let mut cells: BTreeMap<&str, Vec<String>> = BTreeMap::new();
        for (column, (person, own)) in world.people.iter().enumerate() {
            for whose in if view.about == About::Nothing { &WHOSE[..1] } else { &WHOSE[..] } {
                let letters = match world.thing(view.about, own.as_ref(), *whose) {
                    Some(id) => letters(&schema, view, person, &id).await,
                    None => fields.iter().map(|field| (field.name.as_str(), '.')).collect(),
                };
                for (name, letter) in letters {
                    let row = cells.entry(name).or_insert_with(|| vec![String::new(); ROLES.len()]);
                    row[column].push(letter);
                }
            }
        }
        // Fields that answer alike stand on one line, at their first one's place.
        let mut lines: Vec<(Vec<String>, Vec<&str>)> = Vec::new();
        for (name, row) in cells {
            match lines.iter_mut().find(|(other, _)| *other == row) {
                Some((_, names)) => names.push(name),
                None => lines.push((row, vec![name])),
            }
        }
        for (row, names) in lines {
            table += "\n ";
            row.iter().for_each(|cell| write!(table, " {cell:<9}").unwrap());
            write!(table, "  {}", names.join(" ")).unwrap();
        }
    }
    compare("fields.txt", &table);
}

/// Makes what there should be something to read of.
async fn prepare(world: &mut World) {
    world.restore(About::Proposal, "").await;
    let village = &world.people.iter().zip(ROLES).find(|(_, (role, _))| *role == "village").unwrap().0.0;
    let (proposal, plan) = (&world.public.proposal, &world.public.plan);
    let decision = json!({ "id": proposal, "version": 2, "decision": "ACCEPTED", "to": "FORWARDED_KEC", "minutesNumber": "BA-1" });
    world.does(village, "beginReview", json!({ "id": proposal, "version": 1 })).await;
    world.does(village, "decideProposal", decision).await;
    world.does(&world.other, "namePlanVersion", json!({ "planId": plan, "name": "Musdes" })).await;
    fill(&world.server, &world.other, plan).await;
    // As it was, and everybody supports everything.
    world.restore(About::Proposal, "").await;
    let everybody = "INSERT INTO supports SELECT p.id, a.id, 0 FROM proposals p, accounts a";
    world.server.app.db.writer().execute_unprepared(everybody).await.unwrap();
    let (said, noted) = (comment(&world.other, proposal).await, plan_comment(&world.other, plan).await);
    let suggested = plan_suggestion(&world.other, plan).await;
    world.does(village, "hideComment", json!({ "commentId": said, "reason": "Kasar." })).await;
    world.does(village, "hidePlanComment", json!({ "commentId": noted, "reason": "Kasar." })).await;
    world.does(village, "hidePlanSuggestion", json!({ "suggestionId": suggested, "reason": "Kasar." })).await;
    (world.hidden.comment, world.hidden.plan_comment, world.hidden.plan_suggestion) = (said, noted, suggested);
}

impl World {
    async fn does(&self, person: &Person, name: &str, input: Value) {
        let kind = &self.inputs[name];
        let mutation = format!("mutation($input: {kind}!) {{ answer: {name}(input: $input) {{ errors {{ code }} }} }}");
        let answer = person.ask(&mutation, json!({ "input": input })).await;
        assert_eq!(outcome(&answer), '+', "{name}: {answer}");
    }
}

/// What each field of the objects in this view answers.
async fn letters<'a>(schema: &'a Schema, view: &View, person: &Person, id: &str) -> BTreeMap<&'a str, char> {
    let fields = &schema.objects[&view.of];
    let mut letters = BTreeMap::new();
    loop {
        let open: Vec<_> = fields.iter().filter(|field| !letters.contains_key(field.name.as_str())).collect();
        if open.is_empty() {
            return letters;
        }
        let inner = open.iter().map(|field| schema.select(field)).collect::<Vec<_>>().join(" ");
        let answer = person.ask(&view.question(&inner, id), json!({})).await;
        let failed: Vec<_> = list(&answer["errors"]).iter().filter_map(|error| Some((field_of(view, error)?, error))).collect();
        // What was refused may have taken its neighbours along: they are asked for once more without it.
        for (name, error) in &failed {
            let field = open.iter().find(|field| field.name == *name).unwrap();
            letters.insert(field.name.as_str(), refused(error));
        }
        if !failed.is_empty() {
            continue;
        }
        let found = objects(&answer["data"]["answer"], &view.steps);
        let missing = list(&answer["errors"]).first().map_or('N', refused);
        for field in open {
            let told = found.iter().map(|object| &object[&field.name]).any(|value| !is_empty(value));
            letters.insert(
                field.name.as_str(),
                if found.is_empty() {
                    missing
                } else if told {
                    '+'
                } else {
                    '-'
                },
            );
        }
        return letters;
    }
}

/// What an error says. An entry of a plan's log that one is not told of is as good as none.
fn refused(error: &Value) -> char {
    if error["extensions"]["code"] == "BAD_INPUT" { 'N' } else { outcome(&json!({ "errors": [error] })) }
}

/// The field of the type that an error is about; none where it is about the way there.
fn field_of(view: &View, error: &Value) -> Option<String> {
    let names: Vec<_> = list(&error["path"]).iter().filter_map(Value::as_str).collect();
    names.get(view.steps.len() + 1).map(|name| (*name).to_owned())
}

/// The objects at the end of these steps, through all lists on the way.
fn objects<'a>(answer: &'a Value, steps: &[(String, String)]) -> Vec<&'a Value> {
    let flat = |value: &'a Value| match value {
        Value::Array(items) => items.iter().filter(|item| item.is_object()).collect(),
        Value::Object(_) => vec![value],
        _ => Vec::new(),
    };
    steps.iter().fold(flat(answer), |found, (_, step)| found.into_iter().flat_map(|object| flat(&object[step])).collect())
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Bool(yes) => !yes,
        Value::Number(number) => number.as_f64() == Some(0.0),
        Value::String(words) => words.is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::Object(parts) => parts.get("nodes").is_some_and(is_empty),
    }
}
