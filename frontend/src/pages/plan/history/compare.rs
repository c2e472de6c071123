use super::change::changes;
use super::page::Past;
use super::restore::RestoreButton;
use crate::api::load;
use crate::i18n::{fill, language, t};
use crate::routes;
use crate::ui::{Button, Failure, SkeletonRows};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use shared::operations::plan::PlanDetail;
use shared::operations::plan_history::{PlanComparison, PlanComparisonVariables};

/// Two moments to choose, and what differs between them. Both stand in the address.
#[component]
pub fn Compare(past: Past) -> impl IntoView {
    let both = Memo::new(move |_| past.chosen.get().0.zip(past.chosen.get().1));
    let found = load::<PlanComparison>(move || {
        language();
        both.get().map(|(from, until)| PlanComparisonVariables { id: past.id, from, until })
    });
    // What was there is about other moments as soon as others are chosen.
    Effect::new(move |_| {
        both.track();
        found.data.set(None);
    });
    let what = move || {
        both.get().map(|(from, until)| {
            let heading = move || fill(t("history.from_until"), &[("from", past.name_of(from)), ("until", past.name_of(until))]);
            let body = move || {
                let comparison = found.data.get().and_then(|data| data.answer);
                comparison.map(|comparison| changes(comparison, past.plan.with_untracked(PlanDetail::content)))
            };
            view! {
                <div class="stack" aria-live="polite">
                    <p class="strong" data-compared=format!("{from}-{until}")>{heading}</p>
                    <Failure error=found.error retry=Callback::new(move |()| found.reload())/>
                    <Show when=move || found.is_first()><SkeletonRows count=2/></Show>
                    {body}
                    <RestoreButton past seq=from/>
                </div>
            }
        })
    };
    view! {
        <section class="stack" id="bandingkan" aria-labelledby="compare">
            <h2 id="compare">{t!("history.compare")}</h2>
            <Choose past/>
            {what}
        </section>
    }
}

#[component]
fn Choose(past: Past) -> impl IntoView {
    let navigate = use_navigate();
    let moments = Memo::new(move |_| past.moments());
    // Nothing chosen yet: the moment before the last change, and now.
    let proposed = move || {
        let seqs: Vec<i64> = moments.with(|moments| moments.iter().map(|moment| moment.seq).collect());
        let (from, until) = past.chosen.get();
        let until = until.or_else(|| seqs.first().copied());
        (from.or_else(|| seqs.iter().find(|seq| Some(**seq) < until).copied()), until)
    };
    let (from, until) = (RwSignal::new(None), RwSignal::new(None));
    Effect::new(move |_| {
        let (a, b) = proposed();
        from.set(a);
        until.set(b);
    });
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if let Some((a, b)) = from.get_untracked().zip(until.get_untracked()) {
            navigate(&routes::plan_comparison(past.id, a, b), NavigateOptions { scroll: false, ..Default::default() });
        }
    };
    let select = move |id: &'static str, key: &'static str, value: RwSignal<Option<i64>>| {
        let option = move |moment: super::moment::Moment| {
            let seq = moment.seq;
            view! { <option value=seq.to_string() selected=move || value.get() == Some(seq)>{move || moment.name()}</option> }
        };
        view! {
            <div class="field">
                <label for=id>{move || t(key)}</label>
                <select id=id on:change=move |event| value.set(event_target_value(&event).parse().ok())>
                    {move || moments.get().into_iter().map(option).collect_view()}
                </select>
            </div>
        }
    };
    view! {
        <form class="card choose-moments" name="compare" on:submit=submit>
            {select("moment-a", "history.from", from)}
            {select("moment-b", "history.until", until)}
            <Button submit=true label=t!("history.compare")/>
        </form>
    }
}
