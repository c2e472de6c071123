//! What all answers have in common: a sentence, a chart, a table that may be taken away, and the query that was asked.

use super::file;
use super::question::Wanted;
use super::sheet::{Cell, Row, Sheet};
use crate::api::load;
use crate::i18n::{fill, language, t};
use crate::routes;
use crate::ui::{Button, Empty, SkeletonPage, Toasts, loaded};
use leptos::prelude::*;
use shared::i18n::Lang;
use shared::operations::Operation;
use shared::operations::stats::StatsKey;

/// An answer as it is shown.
pub struct Shown {
    /// What the chart says, in words.
    pub sentence: String,
    pub chart: AnyView,
    /// Where the figures come from, when that needs saying.
    pub note: Option<String>,
    pub sheets: Vec<Sheet>,
}

/// Asks a question and shows its answer; `None` where there is nothing to count.
pub fn answer<O>(
    wanted: Memo<Wanted>,
    variables: fn(&Wanted) -> O::Variables,
    show: impl Fn(O::Data) -> Option<Shown> + Send + Sync + 'static,
) -> AnyView
where
    O: Operation,
    O::Data: Clone + Send + Sync,
{
    let asked = load::<O>(move || {
        // Names come in the language of the request.
        language();
        Some(wanted.with(variables))
    });
    let body = move |data| match show(data) {
        Some(shown) => whole(shown, wanted),
        None => view! { <Empty title=t!("data.empty_title") text=t!("data.empty_text")/> }.into_any(),
    };
    let query = move || wanted.with(|wanted| routes::explorer(O::DOCUMENT, &variables(wanted)));
    view! {
        <div class="stack loose" aria-busy=move || asked.busy.get().then_some("true")>
            {loaded(asked, || view! { <SkeletonPage/> }.into_any(), body)}
            <p class="no-print"><a class="btn small" href=query rel="external">{t!("data.as_query")}</a></p>
        </div>
    }
    .into_any()
}

/// What a group of one dimension is called.
pub fn label(keys: &[StatsKey]) -> String {
    keys.first().map(|key| key.label.clone()).unwrap_or_default()
}

/// Who has the most and the least in a column, in words; nothing where there is nobody to compare.
pub fn extremes(sheet: &Sheet, column: usize, lang: Lang) -> String {
    let cell = |row: &Row| row.cells.get(column).copied().unwrap_or(Cell::Nothing).short(lang);
    sheet.extremes(column).map_or_else(String::new, |(most, least)| {
        let named = [("most", most.name.clone()), ("highest", cell(most)), ("least", least.name.clone()), ("lowest", cell(least))];
        format!(" {}", fill(t("data.extremes"), &named))
    })
}

fn whole(shown: Shown, wanted: Memo<Wanted>) -> AnyView {
    let Shown { sentence, chart, note, sheets } = shown;
    view! {
        <figure class="data-figure">
            <figcaption>{sentence}</figcaption>
            {chart}
        </figure>
        {note.map(|note| view! { <p class="hint">{note}</p> })}
        {sheets.into_iter().map(|sheet| table(sheet, wanted)).collect_view()}
    }
    .into_any()
}

/// The twin of a chart, and the file of it.
fn table(sheet: Sheet, wanted: Memo<Wanted>) -> AnyView {
    let toasts = Toasts::get();
    let lang = language();
    let heads = sheet.heads.clone();
    let line = move |row: Row, class: &'static str| {
        let cells = row.cells.into_iter().zip(heads.iter().skip(1)).map(|(cell, head)| {
            view! { <td class="number" data-label=head.clone()>{cell.show(lang)}</td> }
        });
        view! { <tr class=class><th scope="row">{row.name}</th>{cells.collect_view()}</tr> }
    };
    let rows = sheet.rows.iter().cloned().map(|row| line(row, "")).collect_view();
    let total = sheet.total.clone().map(|row| line(row, "total"));
    let head = |(at, head): (usize, &String)| {
        let class = if at > 0 { "number" } else { "" };
        view! { <th scope="col" class=class>{head.clone()}</th> }
    };
    let heads = sheet.heads.iter().enumerate().map(head).collect_view();
    let title = sheet.title.clone();
    let save = move |_| {
        let name = wanted.with_untracked(|wanted| wanted.file_name(sheet.word));
        if !file::save(&sheet, &name) {
            toasts.say(t("data.not_saved").to_owned());
        }
    };
    let label = fill(t("data.download"), &[("table", title.clone())]);
    view! {
        <section class="stack tight">
            <div class="split">
                <h2>{title.clone()}</h2>
                <span class="no-print"><Button class="small" icon="download" label=label on_press=Callback::new(save)/></span>
            </div>
            <div class="table-wrap" tabindex="0" role="region" aria-label=title>
                <table class="table cards">
                    <thead><tr>{heads}</tr></thead>
                    <tbody>{rows}{total}</tbody>
                </table>
            </div>
        </section>
    }
    .into_any()
}
