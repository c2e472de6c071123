//! People who write words into one plan, each word only once.

use crate::editor::Editor;
use crate::process::{Folder, Person};
use serde_json::{Value, json};
use shared::plan::edit::{Edit, TextOf};
use shared::plan::replica::Status;
use std::time::{Duration, Instant};

pub const WRITERS: usize = 4;
const PASSWORD: &str = "mendoan hangat";
/// Far more than any machine needs.
const PATIENCE: Duration = Duration::from_secs(60);

fn contact(writer: usize) -> String {
    format!("warga{writer}@contoh.id")
}

/// The sessions of all writers, and the plan that they write.
pub async fn begin(folder: &Folder) -> (Vec<String>, String) {
    for writer in 0..WRITERS {
        assert!(folder.run(&["user", "create", &contact(writer), "Warga"], &format!("{PASSWORD}\n")).ok);
    }
    folder.succeed(&["user", "grant", &contact(0), "community_organiser", "--area", "33.02.17.2019"]);
    let server = folder.serve();
    let mut people = Vec::new();
    for writer in 0..WRITERS {
        people.push(Person::sign_in(&server.url, &contact(writer), PASSWORD).await.unwrap());
    }
    let ask = async |query: &str, input: Value| {
        let answer = people[0].ask(query, json!({ "input": input })).await.unwrap();
        assert_eq!(answer["data"]["answer"]["errors"], json!([]), "{answer}");
        answer["data"]["answer"]["plan"]["id"].as_str().unwrap().to_owned()
    };
    let create = "mutation($input: CreatePlanInput!) { answer: createPlan(input: $input) { plan { id } errors { code field } } }";
    let plan = ask(create, json!({ "area": "33.02.17.2019", "title": "Jalan", "template": "BLANK" })).await;
    let add = "mutation($input: AddPlanParticipantInput!) { answer: addPlanParticipant(input: $input) { plan { id } errors { code field } } }";
    for writer in 1..WRITERS {
        ask(add, json!({ "planId": plan, "contact": contact(writer), "role": "EDITOR" })).await;
    }
    (people.into_iter().map(|person| person.cookie).collect(), plan)
}

/// A word that nobody else writes.
fn word(writer: usize, n: usize) -> String {
    format!("<{writer}.{n}>")
}

/// Writes words until the time is over or the server is gone.
pub async fn write(writer: usize, editor: &mut Editor, words: &mut usize, until: Instant) {
    let text = TextOf::Section(editor.content().sections[0].id);
    while Instant::now() < until && editor.is_connected() {
        let insert = word(writer, *words);
        *words += 1;
        editor.edit(&[Edit::Splice { text, at: 0, delete: 0, insert }]).await;
        editor.hear(Duration::from_millis(2)).await;
    }
}

/// A section has room for so many words: what is safe goes again.
pub async fn make_room(editor: &mut Editor) {
    let section = &editor.content().sections[0];
    if section.body.len() > 10_000 {
        let text = TextOf::Section(section.id);
        editor.edit(&[Edit::Splice { text, at: 0, delete: u32::MAX, insert: String::new() }]).await;
    }
}

/// Everyone listens until all have the same, and all of it is safe.
pub async fn settle(editors: &mut [Editor], kill: usize) {
    let deadline = Instant::now() + PATIENCE;
    loop {
        for editor in editors.iter_mut() {
            while editor.hear(Duration::from_millis(1)).await {}
        }
        let content = editors[0].content();
        if editors.iter().all(|editor| editor.replica.status() == Status::Saved && editor.content() == content) {
            return;
        }
        let states: Vec<_> = editors.iter().map(|editor| (editor.replica.status(), editor.content().sections)).collect();
        assert!(Instant::now() < deadline, "after kill {kill}: {states:?}");
    }
}
