//! Two real servers on one PostgreSQL, killed by turns while people write one plan through both: whatever was acknowledged is
//! there, who was on the other server goes on, and who was on the killed one comes back through the other.
//!
//! `REMBUG_SEED` begins with another seed.

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

const KILLS: usize = 12;

/// Two of the writers are on each server.
fn server_of(writer: usize) -> usize {
    writer % 2
}

#[tokio::test(flavor = "multi_thread")]
async fn when_one_of_two_servers_is_killed_nothing_is_lost_and_the_other_goes_on() {
    let seed = std::env::var("REMBUG_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(1);
    println!("REMBUG_SEED={seed}");
    let mut rng = StdRng::seed_from_u64(seed);
    let folder = Folder::with_postgres().await;
    let (cookies, plan) = begin(&folder).await;
    let mut servers = [Some(folder.serve()), Some(folder.serve())];
    let away = |writer: usize| Editor::away("", Some(&cookies[writer]), &plan, 10 + writer as u64);
    let mut editors: Vec<Editor> = (0..WRITERS).map(away).collect();
    let mut words = [0; WRITERS];
    for kill in 0..KILLS {
        for (writer, editor) in editors.iter_mut().enumerate() {
            editor.disconnect();
            editor.url.clone_from(&servers[server_of(writer)].as_ref().unwrap().url);
            assert!(editor.connect().await);
        }
        settle(&mut editors, kill).await;
        make_room(&mut editors[0]).await;
        // First the one, then the other, then as it comes.
        let killed = if kill < 2 { kill } else { rng.random_range(0..2) };
        let until = Instant::now() + Duration::from_millis(rng.random_range(10..200));
        let longer = until + Duration::from_millis(300);
        let writing = editors.iter_mut().zip(&mut words).enumerate().map(async |(writer, (editor, words))| {
            write(writer, editor, words, until).await;
            let before = *words;
            if server_of(writer) != killed {
                write(writer, editor, words, longer).await;
                editor.until_saved().await;
                assert!(editor.is_connected() && *words > before, "after kill {kill}: the other server does not go on");
            }
        });
        let server = servers[killed].take();
        let killing = async {
            tokio::time::sleep_until(until.into()).await;
            tokio::task::spawn_blocking(move || drop(server)).await.unwrap();
        };
        tokio::join!(futures_util::future::join_all(writing), killing);
        let other = servers[1 - killed].as_ref().unwrap().url.clone();
        for editor in editors.iter_mut().enumerate().filter(|(writer, _)| server_of(*writer) == killed).map(|(_, editor)| editor) {
            editor.disconnect();
            editor.url.clone_from(&other);
            assert!(editor.connect().await);
        }
        // Nobody sends again what was acknowledged: were it lost, they would never have the same again.
        editors.push(Editor::open(&other, Some(&cookies[0]), &plan, 1_000 + kill as u64).await);
        settle(&mut editors, kill).await;
        editors.pop();
        servers[killed] = Some(folder.serve());
    }
    assert!(words.iter().sum::<usize>() > KILLS, "{words:?}");
    assert!(folder.succeed(&["journal", "verify"]).stdout.starts_with("intact"));
}
