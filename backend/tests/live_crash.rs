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
#[path = "cli/writers.rs"]
mod writers;

use editor::Editor;
use process::Folder;
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use std::time::{Duration, Instant};
use writers::{WRITERS, begin, make_room, settle, write};

const KILLS: usize = 100;

#[tokio::test(flavor = "multi_thread")]
async fn no_acknowledged_word_is_lost_in_a_hundred_kills() {
    kill_again_and_again(Folder::new()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn no_acknowledged_word_is_lost_on_postgres_in_a_hundred_kills() {
    kill_again_and_again(Folder::with_postgres().await).await;
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
