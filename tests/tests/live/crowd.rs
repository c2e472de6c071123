//! Fifty people who write one plan at once.

use super::{Group, agree, device, logged, row, typing};
use crate::harness::Server;
use crate::harness::editor::Editor;
use futures_util::future::join_all;
use shared::plan::edit::{Edit, TextOf};
use shared::plan::replica::Event;
use shared::plan::schema::Table;
use shared::plan::wire::{Frame, Presence};
use std::collections::BTreeSet;
use std::time::Duration;

on_both_databases! {
    fifty_editors_end_with_the_same_plan_and_see_each_other,
}

const EDITORS: usize = 50;
const KEYS: u32 = 10;

async fn fifty_editors_end_with_the_same_plan_and_see_each_other(server: Server) {
    let group = Group::of(&server, &["siti", "budi", "tuti", "agus", "wati"]).await;
    let mut first = group.editor(0).await;
    let section = |n| Edit::Add { table: Table::Sections, row: row(n), after: None, fields: vec![("heading", "Bab".into())] };
    first.edit(&[section(1), section(2)]).await;
    first.until_saved().await;
    let mut editors: Vec<Editor> = join_all((1..EDITORS).map(|n| group.editor(n % group.people.len()))).await;
    editors.push(first);
    let greet = async |editor: &mut Editor| {
        let own = editor.replica.client();
        editor.send(Frame::Awareness(vec![Presence { client: own, clock: 1, state: "{}".into() }])).await;
        // One device that speaks for hundreds of them.
        let crowd = (0..300).map(|_| Presence { client: device(), clock: 1, state: "{}".into() }).collect();
        editor.send(Frame::Awareness(crowd)).await;
        own
    };
    let own: BTreeSet<u64> = join_all(editors.iter_mut().map(greet)).await.into_iter().collect();
    let write = async |(n, editor): (usize, &mut Editor)| {
        let text = TextOf::Section(row(1 + n as u128 % 2));
        for key in 0..KEYS {
            editor.edit(&[typing(text, key, "a")]).await;
            editor.hear(Duration::from_millis(5)).await;
        }
    };
    join_all(editors.iter_mut().enumerate().map(write)).await;
    let content = agree(&mut editors).await;
    let letters: usize = content.sections.iter().filter(|it| it.heading == "Bab").map(|section| section.body.len()).sum();
    assert_eq!(letters, EDITORS * KEYS as usize);
    assert_eq!(logged(&server.app, group.plan).await, content);
    let seen = |editor: &Editor| {
        let present = editor.events.iter().filter_map(|it| if let Event::Present(present) = it { Some(present) } else { None });
        present.flatten().map(|it| it.client).collect::<BTreeSet<u64>>()
    };
    for editor in &mut editors {
        editor.until(|editor| seen(editor).is_superset(&own)).await;
        assert!(seen(editor).len() <= 4 * EDITORS, "{}", seen(editor).len());
    }
}
