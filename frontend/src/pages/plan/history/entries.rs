use super::page::Past;
use super::words::{field_word, row_word};
use crate::i18n::{fill, language, t};
use crate::routes;
use crate::ui::{Button, Failure, Icon, SkeletonRows};
use leptos::prelude::*;
use shared::operations::plan_history::{PlanHistoryChange, PlanHistoryEntry};
use shared::plan::schema::GONE;
use shared::value::number::group_thousands;
use shared::value::time::format_instant;
use std::collections::BTreeMap;

/// More lines than this are folded.
const MOST_LINES: usize = 6;

/// Who wrote what, latest first.
#[component]
pub fn Entries(past: Past) -> impl IntoView {
    let list = move || past.entries.get().into_iter().map(|it| entry(past, it)).collect_view();
    view! {
        <section class="stack" aria-labelledby="entries">
            <h2 id="entries">{t!("history.written")}</h2>
            <Failure error=past.error retry=Callback::new(move |()| past.fetch(None))/>
            <Show when=move || !past.known.get() && past.error.with(Option::is_none)><SkeletonRows count=3/></Show>
            <ol class="timeline" aria-busy=move || past.busy.get().then_some("true")>{list}</ol>
            <Show when=move || past.cursor.with(Option::is_some)>
                <div class="pager"><Button label=t!("list.more") busy=past.busy on_press=Callback::new(move |_| past.fetch(past.cursor.get_untracked()))/></div>
            </Show>
        </section>
    }
}

/// It can be compared with what was before it, unless it is the first of the log.
fn entry(past: Past, entry: PlanHistoryEntry) -> impl IntoView {
    let PlanHistoryEntry { person, office, by_program, from, until, from_seq, until_seq, count, changes } = entry;
    let who = person.map(|person| person.display_name);
    let who = move || who.clone().unwrap_or_else(|| t("event.somebody").to_owned());
    let lines = by_row(changes);
    let line = |changes: &Vec<PlanHistoryChange>| {
        let changes = changes.clone();
        view! { <li>{move || told(&changes)}</li> }
    };
    let shown = lines.iter().take(MOST_LINES).map(line).collect_view();
    let more = lines.len().saturating_sub(MOST_LINES);
    let rest = (more > 0).then(|| {
        let summary = move || fill(t("history.more"), &[("count", more.to_string())]);
        view! { <details><summary>{summary}</summary><ul>{lines.iter().skip(MOST_LINES).map(line).collect_view()}</ul></details> }
    });
    let many = move || fill(t("history.changes"), &[("count", group_thousands(count, language()))]);
    let time = move || {
        let (first, last) = (format_instant(from, language()), format_instant(until, language()));
        if first == last { last } else { format!("{first} – {last}") }
    };
    let what = (from_seq > 1).then(|| {
        view! { <a href=routes::plan_comparison(past.id, from_seq - 1, until_seq)>{t!("history.see")}</a> }
    });
    let with_now = move || {
        let now = past.now();
        (until_seq < now).then(|| view! { <a href=routes::plan_comparison(past.id, until_seq, now)>{t!("history.with_now")}</a> })
    };
    view! {
        <li class="timeline-item neutral">
            <span class="timeline-mark" aria-hidden="true"><Icon name="edit"/></span>
            <div class="timeline-body">
                <h3>
                    {who}
                    {office.map(|office| view! { " "<span class="tag plain info">{office}</span> })}
                    {by_program.then(|| view! { " "<span class="tag plain neutral">{t!("history.by_program")}</span> })}
                </h3>
                <p class="timeline-meta">{time}" · "{many}</p>
                <ul>{shown}</ul>
                {rest}
                <p class="cluster small">{what}{with_now}</p>
            </div>
        </li>
    }
}

/// Each row's changes together, in the order of the plan's parts; title and summary first.
fn by_row(changes: Vec<PlanHistoryChange>) -> Vec<Vec<PlanHistoryChange>> {
    let mut rows: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for change in changes {
        rows.entry((change.table.map(|table| table as usize), change.row_id)).or_default().push(change);
    }
    rows.into_values().collect()
}

/// What was done to one row, or to title and summary.
fn told(changes: &[PlanHistoryChange]) -> String {
    let Some(first) = changes.first() else { return String::new() };
    let Some(table) = first.table else {
        return changes
            .iter()
            .filter_map(|change| change.field.as_deref())
            .map(|field| field_word(None, field))
            .collect::<Vec<_>>()
            .join(", ");
    };
    let row = match &first.name {
        Some(name) => format!("{} “{name}”", row_word(table)),
        None => row_word(table).to_owned(),
    };
    let is_new = changes.iter().any(|change| change.field.is_none());
    // What was written in a row that came in the same breath is part of its coming.
    let counts = |change: &&PlanHistoryChange| !is_new || matches!(change.field.as_deref(), None | Some(GONE));
    let word = |change: &PlanHistoryChange| match change.field.as_deref() {
        None => t("history.added").to_owned(),
        Some(field) => small(field_word(Some(table), field)),
    };
    format!("{row}: {}", changes.iter().filter(counts).map(word).collect::<Vec<_>>().join(", "))
}

/// As it stands within a sentence.
fn small(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::plan::RowId;
    use shared::plan::schema::Table;

    fn change(table: Option<Table>, field: Option<&str>, name: Option<&str>) -> PlanHistoryChange {
        let row_id = table.map(|_| RowId::from_u128(1));
        PlanHistoryChange { table, row_id, field: field.map(str::to_owned), name: name.map(str::to_owned) }
    }

    #[test]
    fn what_was_done_to_a_row_stands_together() {
        let (section, line) = (Some(Table::Sections), Some(Table::Budget));
        let changes = [(section, None), (line, None), (section, Some("body")), (None, Some("title"))];
        let rows = by_row(changes.map(|(table, field)| change(table, field, None)).to_vec());
        assert_eq!(rows.iter().map(|row| (row[0].table, row.len())).collect::<Vec<_>>(), [(None, 1), (section, 2), (line, 1)]);
    }

    #[test]
    fn changes_of_a_row_are_one_sentence() {
        let section = |field| change(Some(Table::Sections), field, Some("Latar"));
        assert_eq!(told(&[section(Some("body")), section(Some("order"))]), "Bagian “Latar”: isi bagian, dipindahkan");
        assert_eq!(told(&[section(None), section(Some("body"))]), "Bagian “Latar”: ditambahkan");
        assert_eq!(told(&[section(Some("gone"))]), "Bagian “Latar”: dihapus");
        assert_eq!(told(&[change(Some(Table::Budget), Some("price"), None)]), "Baris anggaran: harga satuan (Rp)");
        assert_eq!(told(&[change(None, Some("title"), None), change(None, Some("summary"), None)]), "Judul, Ringkasan");
    }
}
