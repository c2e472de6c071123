//! A server that is killed again and again while people write a plan: whatever was acknowledged to one of them is there for
//! all of them afterwards, and what was not arrives when they come back.

// All of it is a test, where an unwrap is an assertion.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "../../tests/tests/harness/editor.rs"]
#[allow(dead_code)]
mod editor;
#[path = "cli/process.rs"]
#[allow(dead_code)]
mod process;

use editor::Editor;
use process::{Folder, Person};
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use serde_json::{Value, json};
use shared::plan::edit::{Edit, TextOf};
use shared::plan::replica::Status;
use std::time::{Duration, Instant};

const PASSWORD: &str = "mendoan hangat";
const WRITERS: usize = 4;
const KILLS: usize = 100;
/// Far more than any machine needs.
const PATIENCE: Duration = Duration::from_secs(60);

#[tokio::test(flavor = "multi_thread")]
async fn no_acknowledged_word_is_lost_in_a_hundred_kills() {
    kill_again_and_again(Folder::new()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn no_acknowledged_word_is_lost_on_postgres_in_a_hundred_kills() {
    kill_again_and_again(Folder::with_postgres().await).await;
}

fn contact(writer: usize) -> String {
    format!("warga{writer}@contoh.id")
}

/// The sessions of all writers, and the plan that they write.
async fn begin(folder: &Folder) -> (Vec<String>, String) {
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
async fn write(writer: usize, editor: &mut Editor, words: &mut usize, until: Instant) {
    let text = TextOf::Section(editor.content().sections[0].id);
    while Instant::now() < until && editor.is_connected() {
        let insert = word(writer, *words);
        *words += 1;
        editor.edit(&[Edit::Splice { text, at: 0, delete: 0, insert }]).await;
        editor.hear(Duration::from_millis(2)).await;
    }
}

/// A section has room for so many words: what is safe goes again.
async fn make_room(editor: &mut Editor) {
    let section = &editor.content().sections[0];
    if section.body.len() > 10_000 {
        let text = TextOf::Section(section.id);
        editor.edit(&[Edit::Splice { text, at: 0, delete: u32::MAX, insert: String::new() }]).await;
    }
}

/// Everyone listens until all have the same, and all of it is safe.
async fn settle(editors: &mut [Editor], kill: usize) {
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

async fn kill_again_and_again(folder: Folder) {
    let (cookies, plan) = begin(&folder).await;
    let mut rng = StdRng::seed_from_u64(1);
    let away = |writer: usize| Editor::away("", Some(&cookies[writer]), &plan, 10 + writer as u64);
    let mut editors: Vec<Editor> = (0..WRITERS).map(away).collect();
    let mut words = [0; WRITERS];
    for kill in 0..=KILLS {
        let server = folder.serve();
        for editor in &mut editors {
            editor.url.clone_from(&server.url);
            assert!(editor.connect().await);
        }
        // Nobody sends again what was acknowledged: were it lost, they would never have the same again.
        editors.push(Editor::open(&server.url, Some(&cookies[0]), &plan, 1_000 + kill as u64).await);
        settle(&mut editors, kill).await;
        editors.pop();
        make_room(&mut editors[0]).await;
        let until = Instant::now() + Duration::from_millis(rng.random_range(10..120));
        let writing =
            editors.iter_mut().zip(&mut words).enumerate().map(|(writer, (editor, words))| write(writer, editor, words, until));
        let killing = async {
            tokio::time::sleep_until(until.into()).await;
            tokio::task::spawn_blocking(move || drop(server)).await.unwrap();
        };
        tokio::join!(futures_util::future::join_all(writing), killing);
        editors.iter_mut().for_each(Editor::disconnect);
    }
    assert!(words.iter().sum::<usize>() > KILLS, "{words:?}");
    assert!(folder.succeed(&["journal", "verify"]).stdout.starts_with("intact"));
}
