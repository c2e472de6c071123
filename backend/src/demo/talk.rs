//! What people write, say and suggest in the plans of the sample data once they are open.

use super::content::{Change, PlanScript, Remark};
use super::people::People;
use super::plans::Pace;
use crate::app::App;
use crate::error::AppError;
use crate::live::content_at;
use crate::live::{log::NewEntry, store as log};
use crate::plan::comments::{self, Anchor};
use crate::plan::stages::name_version;
use crate::plan::suggestions::{self, NewSuggestion};
use crate::plan::{Plan, store};
use shared::access::Actor;
use shared::plan::document::{self, Roots, read};
use shared::plan::edit::{Edit, TextOf, apply};
use shared::plan::touch::Watch;
use shared::plan::{PlanAnchor, RowId};
use shared::value::CommentId;
use yrs::updates::decoder::Decode;
use yrs::{Text, Transact, Update};

/// First a version gets its name, then people write on, then they talk about it.
pub async fn play(app: &App, pace: &Pace<'_>, people: &People, script: &PlanScript, plan: &Plan) -> Result<(), AppError> {
    if let Some((contact, name)) = &script.version {
        pace.go_on();
        name_version(app, people.find(contact)?, plan.id, name).await?;
    }
    for (contact, section, text) in &script.written {
        pace.go_on();
        write(app, people.find(contact)?, plan, row(&sections(plan), *section)?, text).await?;
    }
    for remark in &script.talk {
        say(app, pace, people, plan, remark).await?;
    }
    for change in &script.suggest {
        suggest(app, pace, people, plan, change).await?;
    }
    Ok(())
}

/// The ids of its sections, in their order.
fn sections(plan: &Plan) -> Vec<RowId> {
    plan.content.iter().flat_map(|content| &content.sections).map(|section| section.id).collect()
}

fn features(plan: &Plan) -> Vec<RowId> {
    plan.content.iter().flat_map(|content| &content.features).map(|feature| feature.id).collect()
}

fn row(ids: &[RowId], at: usize) -> Result<RowId, AppError> {
    ids.get(at).copied().ok_or_else(|| AppError::damaged(format!("row {at} of a plan")))
}

/// Adds a paragraph to a section, as the person's device would: nobody else has the plan open.
async fn write(app: &App, person: &Actor, plan: &Plan, section: RowId, text: &str) -> Result<(), AppError> {
    let mut random = [0; 8];
    app.ids.fill(&mut random);
    let doc = document::new((u64::from_le_bytes(random) >> 11).max(1));
    let roots = Roots::of(&doc);
    let watch = Watch::over(&roots);
    for entry in log::after(&app.db, plan.id, 0).await? {
        let update = Update::decode_v1(&entry.bytes).map_err(AppError::internal)?;
        doc.transact_mut().apply_update(update).map_err(AppError::internal)?;
    }
    watch.take();
    let mut txn = doc.transact_mut();
    let at = roots.body(&txn, section).map_or(0, |body| body.len(&txn));
    let insert = format!("\n\n{text}");
    apply(&roots, &mut txn, &Edit::Splice { text: TextOf::Section(section), at, delete: 0, insert });
    let bytes = txn.encode_update_v1();
    drop(txn);
    let office = person.account.and_then(|account| plan.participant(account)?.office.clone());
    let entry = NewEntry { account: person.account, office, token: None, touched: watch.take(), bytes };
    let (content, now) = (read(&roots, &doc.transact()), app.clock.now());
    let tx = app.db.begin().await?;
    let head = log::lock_head(&tx, plan.id).await?;
    let head = log::append(&tx, plan.id, head, &[entry], now).await?;
    store::project(&tx, plan.id, head, &content, now).await?;
    tx.commit_unrecorded().await
}

/// A thread, and what became of it.
async fn say(app: &App, pace: &Pace<'_>, people: &People, plan: &Plan, remark: &Remark) -> Result<(), AppError> {
    let anchor = match (remark.section, remark.feature) {
        (Some(at), _) => Anchor { kind: PlanAnchor::Section, id: Some(row(&sections(plan), at)?) },
        (None, Some(at)) => Anchor { kind: PlanAnchor::Feature, id: Some(row(&features(plan), at)?) },
        (None, None) => Anchor { kind: PlanAnchor::Plan, id: None },
    };
    let add = async |contact: &str, parent: Option<CommentId>, body: &str| {
        pace.go_on();
        comments::add(app, people.find(contact)?, plan.id, parent, anchor, body).await
    };
    let first = add(&remark.by, None, &remark.body).await?.id;
    for (contact, body) in &remark.answers {
        add(contact, Some(first), body).await?;
    }
    if let Some(contact) = &remark.settled_by {
        pace.go_on();
        comments::resolve(app, people.find(contact)?, first, true).await?;
    }
    Ok(())
}

/// A suggestion, and what became of it.
async fn suggest(app: &App, pace: &Pace<'_>, people: &People, plan: &Plan, change: &Change) -> Result<(), AppError> {
    let Change { by, section, instead_of, words, note, declined } = change;
    let base = log::head(&app.db, plan.id).await?;
    let now = content_at(app, plan.id, base).await?.unwrap_or_default();
    let section = row(&sections(plan), *section)?;
    let body = now.sections.iter().find(|each| each.id == section).map(|each| each.body.replace(instead_of, words));
    let body = body.ok_or_else(|| AppError::damaged("a section that is suggested for is gone"))?;
    pace.go_on();
    let wanted = NewSuggestion { section, base, body: &body, note: Some(note) };
    let id = suggestions::suggest(app, people.find(by)?, plan.id, wanted).await?.id;
    if let Some((contact, note)) = declined {
        pace.go_on();
        suggestions::decline(app, people.find(contact)?, id, Some(note)).await?;
    }
    Ok(())
}
