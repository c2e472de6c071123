use super::decide::Decide;
use super::shelf::Shelf;
use crate::i18n::{fill, name_of, t};
use crate::pages::plan::comments::{Anchor, CommentButton};
use crate::pages::plan::history::diff;
use crate::routes;
use crate::ui::{Day, Icon};
use leptos::prelude::*;
use shared::operations::plan_suggestion::PlanSuggestionItem;
use shared::plan::SuggestionStatus;

/// What became of a suggestion: colour, icon and word.
#[component]
fn StatusTag(status: SuggestionStatus) -> impl IntoView {
    let (class, icon) = match status {
        SuggestionStatus::Open => ("tag wait", "status-wait"),
        SuggestionStatus::Accepted => ("tag ok", "status-ok"),
        SuggestionStatus::Declined => ("tag no", "status-no"),
        SuggestionStatus::Withdrawn => ("tag neutral", "status-neutral"),
        SuggestionStatus::Hidden => ("tag neutral", "shield"),
    };
    view! { <span class=class><Icon name=icon/>{move || name_of(status)}</span> }
}

/// One suggestion, what became of it, and what one may do about it.
#[component]
pub fn SuggestionView(item: PlanSuggestionItem, shelf: Shelf) -> impl IntoView {
    let place = Anchor::section(item.section_id);
    let name = move || shelf.plan.with(|plan| place.name(&plan.content()));
    let here = format!("{}#{}", routes::plan(shelf.id), item.section_id);
    let is_open = item.status == SuggestionStatus::Open;
    let office = |office: &Option<String>| office.as_ref().map(|office| format!(" ({office})"));
    let words = match item.status {
        SuggestionStatus::Hidden => ().into_any(),
        _ => diff(item.hunks.clone()).into_any(),
    };
    view! {
        <article class="card stack tight suggestion" id=item.id.to_string()>
            <div class="split"><h3><a href=here>{name}</a></h3><StatusTag status=item.status/></div>
            <p class="small muted">{item.author.display_name.clone()}{office(&item.office)}" · "<Day at=item.created_at/></p>
            {item.note.clone().map(|note| view! { <p class="prose">{note}</p> })}
            {words}
            {(is_open && item.outdated).then(|| view! { <p class="small muted"><Icon name="info"/>" "{t!("suggest.outdated")}</p> })}
            {settled(&item)}
            <Decide item=item.clone() shelf/>
            <CommentButton anchor=Anchor::suggestion(item.id)/>
        </article>
    }
    .into_any()
}

/// Who ended it, when and why.
fn settled(item: &PlanSuggestionItem) -> impl IntoView + use<> {
    let key = match item.status {
        SuggestionStatus::Open => return None,
        SuggestionStatus::Accepted => "suggest.accepted_by",
        SuggestionStatus::Declined => "suggest.declined_by",
        SuggestionStatus::Withdrawn => "suggest.withdrawn_by",
        SuggestionStatus::Hidden => "suggest.hidden_by",
    };
    let person = item.settled_by.as_ref().map(|person| person.display_name.clone()).unwrap_or_default();
    let who = match &item.settled_office {
        Some(office) => format!("{person} ({office})"),
        None => person,
    };
    let (at, note) = (item.settled_at, item.settled_note.clone());
    let words = move || fill(t(key), &[("person", who.clone())]);
    Some(view! {
        <p class="small">{words}{at.map(|at| view! { " · "<Day at/> })}{note.map(|note| view! { ": " <q>{note}</q> })}</p>
    })
}
