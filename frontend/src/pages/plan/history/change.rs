use super::diff::{diff, instead};
use super::words::{difference, field_word, part_word, value_word};
use crate::i18n::t;
use crate::map::DiffMap;
use crate::pages::plan::money::money;
use crate::pages::plan::shape::shape_name;
use crate::ui::Icon;
use leptos::prelude::*;
use shared::plan::Content;
use shared::plan::compare::{Comparison, FieldChange, Hunk, RowChange, RowFate};
use shared::plan::schema::Table;
use std::sync::Arc;

/// Everything that differs, part by part.
pub fn changes(comparison: Comparison, content: Content) -> impl IntoView {
    let Comparison { title, summary, rows, budget_before, budget_after } = comparison;
    let content = Arc::new(content);
    let is_equal = title.is_empty() && summary.is_empty() && rows.is_empty();
    let text = |key: &'static str, hunks: Vec<Hunk>| {
        (!hunks.is_empty()).then(|| view! { <section class="stack tight"><h3>{move || t(key)}</h3>{diff(hunks)}</section> })
    };
    let part = |rows: &[RowChange]| {
        let table = rows[0].table;
        let total = (table == Table::Budget).then(|| totals(budget_before, budget_after));
        let map = map(rows);
        let rows = rows.iter().map(|row| view! { <li>{change(row.clone(), &content)}</li> }).collect_view();
        view! { <section class="stack tight"><h3>{move || part_word(table)}</h3>{total}{map}<ul class="plain stack tight">{rows}</ul></section> }
    };
    view! {
        {is_equal.then(|| view! { <p class="muted">{t!("history.equal")}</p> })}
        {text("plan.title", title)}
        {text("plan.summary", summary)}
        {rows.chunk_by(|one, next| one.table == next.table).map(part).collect_view()}
    }
}

/// Where the shapes that differ were and are.
fn map(rows: &[RowChange]) -> Option<impl IntoView + use<>> {
    let changed = || rows.iter().filter(|row| row.geometry_before != row.geometry_after);
    let before: Vec<_> = changed().filter_map(|row| row.geometry_before.clone()).collect();
    let after: Vec<_> = changed().filter_map(|row| row.geometry_after.clone()).collect();
    (!before.is_empty() || !after.is_empty()).then(|| view! { <DiffMap before after/> })
}

fn totals(before: i64, after: i64) -> impl IntoView {
    view! {
        <dl class="facts">
            <div><dt>{t!("history.budget_before")}</dt><dd class="num">{money(before)}</dd></div>
            <div><dt>{t!("history.budget_after")}</dt><dd class="num">{money(after)}</dd></div>
            <div><dt>{t!("history.difference")}</dt><dd class="num strong">{difference(before, after)}</dd></div>
        </dl>
    }
}

fn change(row: RowChange, content: &Arc<Content>) -> impl IntoView + use<> {
    let (class, icon, word) = match row.fate {
        RowFate::Added => ("tag ok", "plus", "history.row_added"),
        RowFate::Removed => ("tag no", "trash", "history.row_removed"),
        RowFate::Changed => ("tag wait", "edit", "history.row_changed"),
        RowFate::Moved => ("tag neutral", "forward", "history.row_moved"),
    };
    let RowChange { table, name, fields, geometry_before, geometry_after, total_before, total_after, .. } = row;
    let shapes = [geometry_before, geometry_after].map(|shape| shape.as_ref().map(shape_name));
    let [shape_before, shape_after] = shapes;
    let content = Arc::clone(content);
    let field = move |change: FieldChange| {
        let FieldChange { field, before, after, hunks } = change;
        let name = field.clone();
        let what = if field == "geometry" {
            instead(shape_before.clone(), shape_after.clone()).into_any()
        } else if hunks.is_empty() {
            let worded = |kept: Option<String>| kept.map(|kept| value_word(&field, &kept, &content));
            instead(worded(before), worded(after)).into_any()
        } else {
            diff(hunks).into_any()
        };
        view! { <div><dt>{move || field_word(Some(table), &name)}</dt><dd>{what}</dd></div> }
    };
    let total = (total_before != total_after).then(|| {
        view! { <div><dt>{t!("plan.line_total")}</dt><dd class="num">{instead(total_before.map(money), total_after.map(money))}</dd></div> }
    });
    view! {
        <article class="card stack tight">
            <p class="cluster"><span class=class><Icon name=icon/>{move || t(word)}</span><strong>{name}</strong></p>
            <dl class="facts">{fields.into_iter().map(field).collect_view()}{total}</dl>
        </article>
    }
}
