use super::cell::{At, Cell};
use super::rows::{AddRow, PartHead, RowTools, ids_of};
use crate::i18n::t;
use crate::pages::plan::gantt::{gantt, is_too_early};
use crate::plan::Live;
use crate::ui::Icon;
use leptos::prelude::*;
use shared::plan::schema::{Table, Value};
use shared::plan::{Activity, RowId};

const TABLE: Table = Table::Activities;
const PLACE: &str = "schedule";

fn read_day(text: &str) -> Option<Value> {
    match text {
        "" => Some(Value::None),
        text => text.parse::<chrono::NaiveDate>().ok().map(|day| Value::Text(day.to_string())),
    }
}

/// What is done when, by whom, after what.
#[component]
pub fn Schedule(live: Live) -> impl IntoView {
    let ids = ids_of(live, |content| content.activities.iter().map(|it| it.id).collect());
    let all = Memo::new(move |_| live.content.with(|content| content.activities.clone()));
    view! {
        <section class="stack" id="schedule" aria-label=t!("plan.schedule")>
            <PartHead live place=PLACE title=t!("plan.schedule")/>
            {move || all.with(|all| gantt(all))}
            <For each=move || ids.get() key=|id| *id let(id)><Line live id ids all/></For>
            <AddRow live table=TABLE ids label=t!("plan.add_activity") field="name"/>
        </section>
    }
}

#[component]
fn Line(live: Live, id: RowId, ids: Memo<Vec<RowId>>, all: Memo<Vec<Activity>>) -> impl IntoView {
    let row = Memo::new(move |_| all.with(|all| all.iter().find(|it| it.id == id).cloned()).unwrap_or_default());
    let at = move |field| At { table: TABLE, row: id, field };
    let of = move |field: fn(&Activity) -> String| Signal::derive(move || row.with(field));
    let day = |day: Option<chrono::NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
    let start = Signal::derive(move || row.with(|it| day(it.start)));
    let end = Signal::derive(move || row.with(|it| day(it.end)));
    let too_early = move || all.with(|all| row.with(|row| is_too_early(row, all)));
    view! {
        <div class="card">
            <div class="row-fields">
                <div class="field wide"><label for=at("name").id()>{t!("plan.activity")}</label><Cell live at=at("name") value=of(|it| it.name.clone()) label=t!("plan.activity") place=PLACE/></div>
                <div class="field"><label for=at("start").id()>{t!("plan.start")}</label><Cell live at=at("start") value=start label=t!("plan.start") place=PLACE kind="date" read=read_day/></div>
                <div class="field"><label for=at("end").id()>{t!("plan.end")}</label><Cell live at=at("end") value=end label=t!("plan.end") place=PLACE kind="date" read=read_day/></div>
                <div class="field"><label for=at("partner").id()>{t!("plan.partner")}</label><Cell live at=at("partner") value=of(|it| it.partner.clone()) label=t!("plan.partner") place=PLACE/></div>
            </div>
            <After live id row all/>
            <Show when=too_early><p class="error"><Icon name="warning"/>{t!("plan.too_early")}</p></Show>
            <RowTools live table=TABLE row=id ids/>
        </div>
    }
}

/// What must end before this begins.
#[component]
fn After(live: Live, id: RowId, row: Memo<Activity>, all: Memo<Vec<Activity>>) -> impl IntoView {
    let waits = Memo::new(move |_| row.with(|row| row.after.clone()));
    let name = move |of: RowId| {
        let name = all.with(|all| all.iter().find(|it| it.id == of).map(|it| it.name.clone())).unwrap_or_default();
        if name.is_empty() { t("plan.activity_untitled").to_owned() } else { name }
    };
    let put = move |after: Vec<RowId>| {
        live.set(TABLE, id, "after", if after.is_empty() { Value::None } else { Value::Rows(after) });
        live.end_step();
    };
    let choose = move |event| {
        if let Ok(chosen) = event_target_value(&event).parse::<RowId>() {
            put(waits.get_untracked().into_iter().chain([chosen]).collect());
        }
    };
    let others = Memo::new(move |_| {
        let taken = waits.get();
        all.with(|all| all.iter().map(|it| it.id).filter(|other| *other != id && !taken.contains(other)).collect::<Vec<_>>())
    });
    let control = format!("after-{id}");
    view! {
        <div class="cluster">
            <label class="small" for=control.clone()>{t!("plan.after")}</label>
            <ul class="chips plain">
                <For each=move || waits.get() key=|one| *one let(one)>
                    <li><button type="button" class="chip" disabled=move || !live.may_edit.get() on:click=move |_| put(waits.get_untracked().into_iter().filter(|it| *it != one).collect())>
                        {move || name(one)}<Icon name="x"/><span class="visually-hidden">{t!("plan.remove")}</span>
                    </button></li>
                </For>
            </ul>
            <Show when=move || live.may_edit.get() && !others.with(Vec::is_empty)>
                <select id=control.clone() class="chip" on:focus=move |_| live.stand_at(PLACE) on:change=choose>
                    {move || others.get().into_iter().map(|one| view! { <option value=one.to_string()>{name(one)}</option> }).collect_view()}
                    <option value="" selected=true>{t!("plan.choose_activity")}</option>
                </select>
            </Show>
        </div>
    }
}
