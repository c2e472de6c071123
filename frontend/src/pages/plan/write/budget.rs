use super::cell::{At, Cell, Pick, focus_soon};
use super::rows::{AddRow, PartHead, RowTools, ids_of};
use crate::i18n::{language, language_now, t};
use crate::pages::plan::money::{by_source, money};
use crate::plan::Live;
use crate::ui::choices;
use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use shared::plan::schema::{Table, Value};
use shared::plan::{BudgetLine, RowId};
use shared::proposal::FundingSource;
use shared::value::number::group_thousands;
use shared::value::{Quantity, Rupiah};
use wasm_bindgen::JsCast;

const TABLE: Table = Table::Budget;
const PLACE: &str = "budget";

fn read_volume(text: &str) -> Option<Value> {
    match text.trim() {
        "" => Some(Value::None),
        text => Quantity::parse(text).ok().map(|quantity| Value::Number(quantity.thousandths())),
    }
}

fn read_price(text: &str) -> Option<Value> {
    match text.trim() {
        "" => Some(Value::None),
        text => Rupiah::parse(text).and_then(|price| Rupiah::filled_in(price.get())).ok().map(|price| Value::Number(price.get())),
    }
}

/// The cost estimate (RAB), line by line, with its sums.
#[component]
pub fn BudgetTable(live: Live) -> impl IntoView {
    let ids = ids_of(live, |content| content.budget.iter().map(|it| it.id).collect());
    let total = Memo::new(move |_| live.content.with(|content| content.budget_total()));
    let shares = Memo::new(move |_| live.content.with(|content| content.budget_by_source()));
    // Enter goes on to the same field of the next line, and makes one where there is none.
    let enter = move |event: KeyboardEvent| {
        if event.key() != "Enter" || event.is_composing() || !live.may_edit.get_untracked() {
            return;
        }
        let Some(input) = event.target().and_then(|target| target.dyn_into::<web_sys::HtmlInputElement>().ok()) else { return };
        let id = input.id();
        let Some((field, row)) = id.split_once('-') else { return };
        let Ok(row) = row.parse::<RowId>() else { return };
        event.prevent_default();
        let next = ids.with_untracked(|ids| ids.iter().position(|id| *id == row).and_then(|at| ids.get(at + 1).copied()));
        let target = match next {
            Some(next) => format!("{field}-{next}"),
            None => At { table: TABLE, row: live.add(TABLE, Some(row), vec![("item", Value::from(""))]), field: "item" }.id(),
        };
        // Leaving the field says its last word first.
        let _ = input.blur();
        focus_soon(target);
    };
    view! {
        <section class="stack" id="budget" aria-label=t!("plan.budget")>
            <PartHead live place=PLACE title=t!("plan.budget")/>
            <p class="hint">{t!("plan.budget_hint")}</p>
            <div class="table-wrap">
                <table class="table cards budget-table" on:keydown=enter>
                    <caption class="visually-hidden">{t!("plan.budget")}</caption>
                    <thead><tr>
                        <th scope="col">{t!("plan.item")}</th><th scope="col">{t!("plan.volume")}</th><th scope="col">{t!("plan.unit")}</th>
                        <th scope="col">{t!("plan.price")}</th><th scope="col">{t!("plan.source")}</th><th scope="col" class="number">{t!("plan.line_total")}</th><td></td>
                    </tr></thead>
                    <tbody><For each=move || ids.get() key=|id| *id let(id)><Line live id ids/></For></tbody>
                    <tfoot>
                        <tr><th scope="row" colspan="5" data-label="">{t!("plan.total")}</th><td class="number" data-label=t!("plan.total")>{move || money(total.get())}</td><td></td></tr>
                    </tfoot>
                </table>
            </div>
            {move || by_source(shares.get())}
            <AddRow live table=TABLE ids label=t!("plan.add_line") field="item"/>
        </section>
    }
}

#[component]
fn Line(live: Live, id: RowId, ids: Memo<Vec<RowId>>) -> impl IntoView {
    let line =
        Memo::new(move |_| live.content.with(|content| content.budget.iter().find(|it| it.id == id).cloned()).unwrap_or_default());
    let at = move |field| At { table: TABLE, row: id, field };
    let of = move |field: fn(&BudgetLine) -> String| Signal::derive(move || line.with(field));
    let volume = Signal::derive(move || {
        let language = language();
        line.with(|line| line.quantity().map(|quantity| quantity.format(language)).unwrap_or_default())
    });
    let price = of(|line| line.price.map(|price| group_thousands(price, language_now())).unwrap_or_default());
    let source = of(|line| line.source.map(|source| source.to_string()).unwrap_or_default());
    let sources = choices(FundingSource::ALL);
    view! {
        <tr>
            <th scope="row" data-label=t!("plan.item")><Cell live at=at("item") value=of(|line| line.item.clone()) label=t!("plan.item") place=PLACE/></th>
            <td data-label=t!("plan.volume")><Cell live at=at("volume") value=volume label=t!("plan.volume") place=PLACE inputmode="decimal" max=20 class="num" read=read_volume/></td>
            <td data-label=t!("plan.unit")><Cell live at=at("unit") value=of(|line| line.unit.clone()) label=t!("plan.unit") place=PLACE max=50/></td>
            <td data-label=t!("plan.price")><Cell live at=at("price") value=price label=t!("plan.price") place=PLACE inputmode="numeric" max=24 class="num" read=read_price/></td>
            <td data-label=t!("plan.source")><Pick live at=at("source") value=source label=t!("plan.source") place=PLACE options=sources none=move || t("plan.no_source")/></td>
            <td class="number" data-label=t!("plan.line_total")>{move || money(line.with(BudgetLine::total))}</td>
            <td><RowTools live table=TABLE row=id ids/></td>
        </tr>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_read_as_people_type_them() {
        assert_eq!(read_volume("12,5"), Some(Value::Number(12_500)));
        assert_eq!(read_volume(" "), Some(Value::None));
        assert_eq!(read_volume("dua"), None);
        assert_eq!(read_price("65.000"), Some(Value::Number(65_000)));
        assert_eq!(read_price("-1"), None);
    }
}
