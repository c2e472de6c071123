use super::cell::{At, Cell, focus_soon};
use super::people::PeopleAt;
use super::rows::RowTools;
use crate::i18n::t;
use crate::pages::plan::comments::{Anchor, CommentButton};
use crate::plan::{Live, TextField};
use crate::ui::Button;
use leptos::prelude::*;
use shared::plan::edit::TextOf;
use shared::plan::schema::{Table, Value};
use shared::plan::{RowId, Section};

/// What it is called, and what it is about in a few sentences.
#[component]
pub fn Opening(live: Live) -> impl IntoView {
    view! {
        <section class="stack" id="opening" aria-label=t!("plan.opening")>
            <div class="field">
                <span class="split"><label for="plan-title">{t!("plan.title")}</label><PeopleAt live place="opening"/></span>
                <TextField live of=TextOf::Title id="plan-title" place="opening" one_line=true class="plan-title"/>
            </div>
            <div class="field">
                <label for="plan-summary">{t!("plan.summary")}</label>
                <p class="hint">{t!("plan.summary_hint")}</p>
                <TextField live of=TextOf::Summary id="plan-summary" place="opening"/>
            </div>
        </section>
    }
}

/// The chapters of its text.
#[component]
pub fn Sections(live: Live) -> impl IntoView {
    let ids = Memo::new(move |_| live.content.with(|content| content.sections.iter().map(|it| it.id).collect::<Vec<_>>()));
    let add = Callback::new(move |_| {
        let after = ids.with_untracked(|ids| ids.last().copied());
        let row = live.add(Table::Sections, after, vec![("heading", Value::from(""))]);
        focus_soon(At { table: Table::Sections, row, field: "heading" }.id());
    });
    view! {
        <section class="stack loose" aria-label=t!("plan.sections")>
            <For each=move || ids.get() key=|id| *id let(id)><Chapter live id ids/></For>
            <Show when=move || live.may_edit.get()><div class="btn-row"><Button icon="plus" label=t!("plan.add_section") on_press=add/></div></Show>
        </section>
    }
}

#[component]
fn Chapter(live: Live, id: RowId, ids: Memo<Vec<RowId>>) -> impl IntoView {
    let section = Memo::new(move |_| {
        let find = |sections: &[Section]| sections.iter().find(|it| it.id == id).map(|it| it.heading.clone());
        live.content.with(|content| find(&content.sections)).unwrap_or_default()
    });
    let at = At { table: Table::Sections, row: id, field: "heading" };
    let body = format!("body-{id}");
    view! {
        <div class="card chapter" id=id.to_string()>
            <div class="split">
                <strong class="eyebrow">{t!("plan.section")}</strong>
                <PeopleAt live place=id.to_string()/>
                <RowTools live table=Table::Sections row=id ids/>
            </div>
            <Cell live at value=section label=t!("plan.heading") place="sections" class="plan-heading"/>
            <label class="visually-hidden" for=body.clone()>{move || format!("{} {}", t("plan.body"), section.get())}</label>
            <TextField live of=TextOf::Section(id) id=body place=id.to_string() marks=true class="plan-body"/>
            <CommentButton anchor=Anchor::section(id)/>
        </div>
    }
}
