use super::cell::{At, Cell, focus_soon};
use super::people::PeopleAt;
use crate::i18n::t;
use crate::plan::Live;
use crate::routes;
use crate::ui::{Button, Icon, Toasts};
use leptos::prelude::*;
use shared::operations::plan::PlanDetail;
use shared::plan::edit::Edit;
use shared::plan::schema::{Table, Value};
use shared::plan::{Content, Indicator, RowId};
use shared::value::ProposalId;

/// The row before which this one would have to stand, to be one higher: after whom; `None` when it is the first already.
fn one_up(ids: &[RowId], row: RowId) -> Option<Option<RowId>> {
    let at = ids.iter().position(|id| *id == row)?;
    (at > 0).then(|| at.checked_sub(2).map(|before| ids[before]))
}

fn one_down(ids: &[RowId], row: RowId) -> Option<RowId> {
    let at = ids.iter().position(|id| *id == row)?;
    ids.get(at + 1).copied()
}

/// Up, down, away.
#[component]
pub fn RowTools(live: Live, table: Table, row: RowId, ids: Memo<Vec<RowId>>) -> impl IntoView {
    let toasts = Toasts::get();
    let is_first = move || ids.with(|ids| ids.first() == Some(&row));
    let is_last = move || ids.with(|ids| ids.last() == Some(&row));
    let move_to = move |after: Option<RowId>| {
        live.end_step();
        live.edit(&[Edit::Move { table, row, after }]);
        live.end_step();
    };
    let up = move |_| ids.with_untracked(|ids| one_up(ids, row)).into_iter().for_each(move_to);
    let down = move |_| ids.with_untracked(|ids| one_down(ids, row)).into_iter().for_each(|after| move_to(Some(after)));
    let remove = move |_| {
        live.remove(table, row);
        toasts.say_with_undo(t("plan.removed"), Callback::new(move |()| live.undo()));
    };
    view! {
        <Show when=move || live.may_edit.get()>
            <div class="row-tools">
                <button type="button" class="btn quiet icon-only small" aria-label=t!("plan.up") disabled=is_first on:click=up><Icon name="chevron-up"/></button>
                <button type="button" class="btn quiet icon-only small" aria-label=t!("plan.down") disabled=is_last on:click=down><Icon name="chevron-down"/></button>
                <button type="button" class="btn quiet icon-only small" aria-label=t!("plan.remove") on:click=remove><Icon name="trash"/></button>
            </div>
        </Show>
    }
}

/// The heading of a part, with who is there.
#[component]
pub fn PartHead(live: Live, place: &'static str, #[prop(into)] title: TextProp) -> impl IntoView {
    view! { <div class="split"><h2>{move || title.get()}</h2><PeopleAt live place/></div> }
}

/// A button that puts a row at the end and the cursor into it.
#[component]
pub fn AddRow(
    live: Live,
    table: Table,
    ids: Memo<Vec<RowId>>,
    #[prop(into)] label: TextProp,
    /// The first field, where the cursor goes.
    field: &'static str,
) -> impl IntoView {
    let add = Callback::new(move |_| {
        let after = ids.with_untracked(|ids| ids.last().copied());
        let row = live.add(table, after, vec![(field, Value::from(""))]);
        focus_soon(At { table, row, field }.id());
    });
    view! { <Show when=move || live.may_edit.get()><div class="btn-row"><Button icon="plus" label=label.clone() on_press=add/></div></Show> }
}

/// The ids of a table's rows.
pub fn ids_of(live: Live, rows: fn(&Content) -> Vec<RowId>) -> Memo<Vec<RowId>> {
    Memo::new(move |_| live.content.with(rows))
}

#[component]
pub fn Objectives(live: Live) -> impl IntoView {
    const TABLE: Table = Table::Objectives;
    let ids = ids_of(live, |content| content.objectives.iter().map(|it| it.id).collect());
    let text = move |id: RowId| {
        Memo::new(move |_| {
            live.content
                .with(|content| content.objectives.iter().find(|it| it.id == id).map(|it| it.text.clone()))
                .unwrap_or_default()
        })
    };
    view! {
        <section class="stack" id="objectives" aria-label=t!("plan.objectives")>
            <PartHead live place="objectives" title=t!("plan.objectives")/>
            <ul class="stack tight plain">
                <For each=move || ids.get() key=|id| *id let(id)>
                    <li class="plan-line">
                        <Cell live at=At { table: TABLE, row: id, field: "text" } value=text(id) label=t!("plan.objective") place="objectives" max=500/>
                        <RowTools live table=TABLE row=id ids/>
                    </li>
                </For>
            </ul>
            <AddRow live table=TABLE ids label=t!("plan.add_objective") field="text"/>
        </section>
    }
}

#[component]
pub fn Indicators(live: Live) -> impl IntoView {
    const TABLE: Table = Table::Indicators;
    let ids = ids_of(live, |content| content.indicators.iter().map(|it| it.id).collect());
    let row = move |id: RowId| {
        let row = Memo::new(move |_| {
            live.content.with(|content| content.indicators.iter().find(|it| it.id == id).cloned()).unwrap_or_default()
        });
        let of = move |field: fn(&Indicator) -> &String| Signal::derive(move || row.with(|row| field(row).clone()));
        let at = move |field| At { table: TABLE, row: id, field };
        view! {
            <div class="card">
                <div class="row-fields">
                    <div class="field wide"><label for=at("name").id()>{t!("plan.indicator")}</label><Cell live at=at("name") value=of(|it| &it.name) label=t!("plan.indicator") place="indicators"/></div>
                    <div class="field"><label for=at("baseline").id()>{t!("plan.baseline")}</label><Cell live at=at("baseline") value=of(|it| &it.baseline) label=t!("plan.baseline") place="indicators" max=50/></div>
                    <div class="field"><label for=at("target").id()>{t!("plan.target")}</label><Cell live at=at("target") value=of(|it| &it.target) label=t!("plan.target") place="indicators" max=50/></div>
                    <div class="field"><label for=at("unit").id()>{t!("plan.unit")}</label><Cell live at=at("unit") value=of(|it| &it.unit) label=t!("plan.unit") place="indicators" max=50/></div>
                    <div class="field"><label for=at("source").id()>{t!("plan.data_source")}</label><Cell live at=at("source") value=of(|it| &it.source) label=t!("plan.data_source") place="indicators"/></div>
                </div>
                <RowTools live table=TABLE row=id ids/>
            </div>
        }
    };
    view! {
        <section class="stack" id="indicators" aria-label=t!("plan.indicators")>
            <PartHead live place="indicators" title=t!("plan.indicators")/>
            <For each=move || ids.get() key=|id| *id let(id)>{row(id)}</For>
            <AddRow live table=TABLE ids label=t!("plan.add_indicator") field="name"/>
        </section>
    }
}

/// The proposals that the plan answers, by name where it is known.
#[component]
pub fn Proposals(live: Live, detail: Signal<Option<PlanDetail>>) -> impl IntoView {
    const TABLE: Table = Table::Proposals;
    let ids = ids_of(live, |content| content.proposals.clone());
    let typed = RwSignal::new(String::new());
    let wrong = RwSignal::new(false);
    let name = move |id: ProposalId| {
        let known = detail.with(|detail| {
            detail.as_ref().and_then(|plan| plan.proposals.iter().find(|it| it.id == id).map(|it| it.title.clone()))
        });
        known.unwrap_or_else(|| id.to_string())
    };
    let add = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        // The address of its page will do as well.
        let found = typed.with_untracked(|text| text.trim().rsplit('/').find_map(|part| part.parse::<ProposalId>().ok()));
        wrong.set(found.is_none());
        if let Some(ProposalId(row)) = found {
            let after = Some(ids.with_untracked(|ids| ids.last().copied()).unwrap_or(uuid::Uuid::nil()));
            live.edit(&[Edit::Add { table: TABLE, row, after, fields: Vec::new() }]);
            typed.set(String::new());
        }
    };
    view! {
        <section class="stack" id="proposals" aria-label=t!("plan.proposals")>
            <PartHead live place="proposals" title=t!("plan.proposals")/>
            <ul class="stack tight plain">
                <For each=move || ids.get() key=|id| *id let(id)>
                    <li class="plan-line"><a href=routes::proposal(ProposalId(id))>{move || name(ProposalId(id))}</a><RowTools live table=TABLE row=id ids/></li>
                </For>
            </ul>
            <Show when=move || live.may_edit.get()>
                <form class="plan-line" on:submit=add>
                    <div class="field">
                        <label for="add-proposal">{t!("plan.add_proposal")}</label>
                        <p class="hint">{t!("plan.add_proposal_hint")}</p>
                        <input id="add-proposal" autocomplete="off" aria-invalid=move || wrong.get().then_some("true") prop:value=move || typed.get() on:input=move |event| typed.set(event_target_value(&event))/>
                        <Show when=move || wrong.get()><p class="error" role="alert">{t!("plan.no_proposal")}</p></Show>
                    </div>
                    <Button submit=true label=t!("plan.link")/>
                </form>
            </Show>
        </section>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_move_one_step() {
        let ids: Vec<RowId> = (1..=3).map(RowId::from_u128).collect();
        assert_eq!(one_up(&ids, ids[0]), None);
        assert_eq!(one_up(&ids, ids[1]), Some(None));
        assert_eq!(one_up(&ids, ids[2]), Some(Some(ids[0])));
        assert_eq!(one_down(&ids, ids[1]), Some(ids[2]));
        assert_eq!(one_down(&ids, ids[2]), None);
    }
}
