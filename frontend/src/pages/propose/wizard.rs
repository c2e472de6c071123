use super::answer::Names;
use super::conflict::ConflictView;
use super::draft::{Draft, Intent, new_client_key};
use super::outbox::Outbox;
use super::state::{FormState, first_step, of_step};
use super::step::Step;
use super::steps::{CheckStep, ForWhomStep, HowMuchStep, PlaceStep, WhatStep};
use super::typed::Typed;
use super::uploads::Uploads;
use crate::api::load;
use crate::areas::Areas;
use crate::i18n::{fill, language, t};
use crate::page_focus;
use crate::routes;
use crate::session::Session;
use crate::ui::{Button, Dialog, ErrorSummary, Failure, FormError, FormErrors, Heading, Icon, Notice, Tone};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_location, use_navigate, use_query_map};
use shared::i18n::Lang;
use shared::operations::Nothing;
use shared::operations::area::Agencies;
use shared::operations::catalog::ProposalCatalog;

/// The address of a step; one that is only mended leads back to the summary.
fn address(path: &str, step: Step, mending: bool) -> String {
    format!("{path}?langkah={}{}", step.number(), if mending { "&ubah=1" } else { "" })
}

/// The form, one step at a time; the address says which.
#[component]
pub fn Wizard(
    draft: Draft,
    uploads: Uploads,
    /// It was found on this device.
    #[prop(optional)]
    restored: bool,
) -> impl IntoView {
    let session = Session::get();
    let is_new = draft.target.is_none() || !draft.client_key.is_empty();
    let state = FormState::new(draft, uploads);
    let path = StoredValue::new(use_location().pathname.get_untracked());
    let query = use_query_map();
    let step = Memo::new(move |_| query.with(|query| Step::from_query(query.get("langkah").as_deref())));
    let mending = Memo::new(move |_| query.with(|query| query.get("ubah").is_some()));
    let navigate = use_navigate();
    let go = Callback::new(move |address: String| navigate(&address, NavigateOptions::default()));
    let to_step = move |step, mending| go.run(path.with_value(|path| address(path, step, mending)));
    let errors = FormErrors::new();
    // What is to be mended on all steps; each shows its own when it is opened.
    let found = StoredValue::new(Vec::<FormError>::new());
    let mend = Callback::new(move |all: Vec<FormError>| {
        let first = first_step(&all).unwrap_or(Step::Check);
        let own = of_step(&all, first);
        found.set_value(all);
        if step.get_untracked() == first { errors.set(own) } else { to_step(first, first != Step::Check) }
    });
    Effect::new(move |before: Option<Step>| {
        let now = step.get();
        if before.is_some_and(|before| before != now) {
            errors.set(found.with_value(|found| of_step(found, now)));
        }
        now
    });
    // What was mended is no longer held against it.
    Effect::new(move |before: Option<Typed>| {
        let now = state.typed();
        if let Some(before) = before.filter(|_| errors.has_any()) {
            let (_, wrong) = untrack(|| state.examine());
            let is_changed = |field: &str| before.get(field) != now.get(field);
            errors.retain(|error| match error.field.as_deref() {
                Some(field) => !is_changed(field) || wrong.iter().any(|other| other.field == error.field),
                None => true,
            });
        }
        now
    });
    let outbox = Outbox::new(state, mend, go);
    let agencies = load::<Agencies>(|| Some(Nothing {}));
    let agencies = Signal::derive(move || agencies.data.get().map(|data| data.answer).unwrap_or_default());
    let catalog = load::<ProposalCatalog>(|| Some(Nothing {}));
    Effect::new(move |_| {
        if let Some(data) = catalog.data.get() {
            state.catalog.set(data.answer.into_iter().map(Into::into).collect());
        }
    });
    let names = Names { areas: Areas::get(), agencies, catalog: state.catalog };
    // The year that is open for planning is the answer of nearly everyone.
    Effect::new(move |_| {
        let year = state.text("fiscalYear");
        if let Some(region) = session.region.get().filter(|_| year.with(String::is_empty)) {
            year.set(region.default_fiscal_year.to_string());
        }
    });
    let next = move || {
        let here = step.get_untracked();
        let (_, all) = untrack(|| state.examine());
        let own = of_step(&all, here);
        let is_done = own.is_empty();
        errors.set(own);
        if !is_done {
            return;
        }
        found.set_value(Vec::new());
        match mending.get_untracked() {
            true if all.is_empty() => to_step(Step::Check, false),
            true => mend.run(all),
            false => to_step(here.next(), false),
        }
    };
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if step.get_untracked() == Step::Check { outbox.send(Intent::Submit) } else { next() }
    };
    let is_first_view = StoredValue::new(true);
    let body = move || {
        let step = step.get();
        if !is_first_view.get_value() && found.with_value(|found| of_step(found, step).is_empty()) {
            page_focus::expect();
        }
        is_first_view.set_value(false);
        let mend_address = Callback::new(move |step| path.with_value(|path| address(path, step, true)));
        let questions = match step {
            Step::Where => view! { <PlaceStep state errors names/> }.into_any(),
            Step::What => view! { <WhatStep state errors/> }.into_any(),
            Step::HowMuch => view! { <HowMuchStep state errors/> }.into_any(),
            Step::ForWhom => view! { <ForWhomStep state errors agencies/> }.into_any(),
            Step::Check => view! { <CheckStep state names address=mend_address/> }.into_any(),
        };
        let number = step.number();
        view! {
            <div class="propose-title">
                <p class="eyebrow">{t!("propose.progress", number = number, count = Step::ALL.len())}</p>
                <Heading text=move || t(step.heading())/>
                {(step == Step::Where && is_new).then(|| view! { <p class="lead">{t!("propose.lead")}</p> })}
            </div>
            <ErrorSummary errors/>
            {questions}
        }
    };
    let form = move || match outbox.conflict.get() {
        Some(conflict) => view! { <ConflictView conflict state outbox names/> }.into_any(),
        None => view! {
            <form class="form" novalidate on:submit=submit>
                {body}
                <Waiting outbox/>
                <Failure error=outbox.failure/>
                <Actions step mending path outbox is_new/>
            </form>
        }
        .into_any(),
    };
    let is_restored = RwSignal::new(restored && untrack(|| !state.is_untouched()));
    view! {
        <div class="page propose">
            <Progress state step path/>
            <Show when=move || is_restored.get()>
                <Notice tone=Tone::Info title=t!("propose.restored")>
                    <button type="button" class="btn quiet icon-only" aria-label=t!("action.close") on:click=move |_| is_restored.set(false)><Icon name="x"/></button>
                </Notice>
            </Show>
            {form}
            <Foot state is_new go is_restored/>
        </div>
    }
}

/// How far one is; steps that were left behind are links.
#[component]
fn Progress(state: FormState, step: Memo<Step>, path: StoredValue<String>) -> impl IntoView {
    // What was only passed by does not look done.
    let complete = Memo::new(move |_| {
        let (_, errors) = state.examine();
        Step::ALL.into_iter().filter(|step| of_step(&errors, *step).is_empty()).collect::<Vec<_>>()
    });
    let item = move |own: Step| {
        let is_behind = move || own.number() < step.get().number();
        let is_done = move || is_behind() && complete.with(|complete| complete.contains(&own));
        let is_here = move || (own == step.get()).then_some("step");
        let name = move || match is_behind() {
            true => view! { <a href=path.with_value(|path| address(path, own, false))>{t(own.name())}</a> }.into_any(),
            false => view! { <span>{t(own.name())}</span> }.into_any(),
        };
        view! { <li class:done=is_done aria-current=is_here>{name}</li> }
    };
    view! { <nav aria-label=t!("propose.steps")><ol class="steps">{Step::ALL.into_iter().map(item).collect_view()}</ol></nav> }
}

/// Forward and back; at the end, sending.
#[component]
fn Actions(step: Memo<Step>, mending: Memo<bool>, path: StoredValue<String>, outbox: Outbox, is_new: bool) -> impl IntoView {
    let session = Session::get();
    let is_check = move || step.get() == Step::Check;
    let must_sign_in = move || is_check() && session.known.get() && !session.is_signed_in();
    let forward = move || {
        t(match (step.get(), mending.get()) {
            (Step::Check, _) => "propose.submit",
            (_, true) => "propose.back_to_check",
            _ => "propose.next",
        })
    };
    let sign_in = move || path.with_value(|path| routes::sign_in_to(&address(path, Step::Check, false)));
    let back = move || {
        let previous = if mending.get() { Step::Check } else { step.get().previous()? };
        let address = path.with_value(|path| address(path, previous, false));
        Some(view! { <a class="btn quiet" href=address><Icon name="arrow-left"/>{t!("propose.back")}</a> })
    };
    let keep = move |_| outbox.send(Intent::KeepAsDraft);
    view! {
        <div class="form-actions">
            <Show
                when=must_sign_in
                fallback=move || view! { <Button class="primary" submit=true label=forward busy=outbox.busy/> }
            >
                <a class="btn primary" href=sign_in><Icon name="sign-in"/>{t!("propose.sign_in_to_send")}</a>
            </Show>
            <Show when=move || is_check() && !must_sign_in()>
                <Button label=move || t(if is_new { "propose.save_draft" } else { "propose.save_changes" }) busy=outbox.busy on_press=Callback::new(keep)/>
            </Show>
            {back}
        </div>
    }
}

/// Says that the form waits for a connection, and what can be done about it.
#[component]
fn Waiting(outbox: Outbox) -> impl IntoView {
    view! {
        <Show when=move || outbox.waiting.get().is_some()>
            <Notice tone=Tone::Warning title=t!("propose.waiting")>
                <p>{t!("propose.waiting_text")}</p>
                <p class="btn-row">
                    <Button class="small" label=t!("propose.send_now") busy=outbox.busy on_press=Callback::new(move |_| outbox.retry())/>
                    <Button class="small quiet" label=t!("propose.stop_waiting") on_press=Callback::new(move |_| outbox.stop_waiting())/>
                </p>
            </Notice>
        </Show>
    }
}

/// That everything is kept on this device, and the way to begin anew.
#[component]
fn Foot(state: FormState, is_new: bool, go: Callback<String>, is_restored: RwSignal<bool>) -> impl IntoView {
    let kept = RwSignal::new(None::<Option<String>>);
    Effect::new(move |before: Option<()>| {
        let is_untouched = state.is_untouched();
        if before.is_some() {
            let at = state.keep().then(clock);
            kept.set((!is_untouched).then_some(at));
        }
    });
    Effect::new(move |before: Option<()>| {
        state.photos.track();
        state.documents.track();
        if before.is_some() && !state.keep_uploads() {
            kept.set(Some(None));
        }
    });
    let asking = RwSignal::new(false);
    let confirm = Callback::new(move |_| {
        asking.set(false);
        is_restored.set(false);
        match state.target().filter(|_| !is_new) {
            Some(target) => {
                state.finish();
                go.run(routes::proposal(target.id));
            }
            None => {
                state.restart(Draft::new(new_client_key()));
                go.run(routes::PROPOSE.to_owned());
            }
        }
    });
    let label = move || t(if is_new { "propose.restart" } else { "propose.discard" });
    view! {
        <footer class="propose-foot split">
            <span class="saved" role="status">
                {move || kept.get().map(|at| match at {
                    Some(at) => view! { <Icon name="cloud-check"/>{fill(t("propose.kept"), &[("time", at)])} }.into_any(),
                    None => view! { <Icon name="warning"/>{t("propose.not_kept")} }.into_any(),
                })}
            </span>
            <button type="button" class="link" hidden=move || is_new && state.is_untouched() on:click=move |_| asking.set(true)>{label}</button>
        </footer>
        <Dialog open=asking title=move || t(if is_new { "propose.restart_question" } else { "propose.discard_question" })>
            <div class="dialog-body"><p>{t!("propose.restart_text")}</p></div>
            <div class="dialog-foot btn-row">
                <Button class="danger" label=label on_press=confirm/>
                <Button class="quiet" label=t!("action.cancel") on_press=Callback::new(move |_| asking.set(false))/>
            </div>
        </Dialog>
    }
}

/// The time of day on this device: `10.24`, `10:24`.
fn clock() -> String {
    let now = js_sys::Date::new(&(crate::clock::now().timestamp_millis() as f64).into());
    let colon = if language() == Lang::Id { '.' } else { ':' };
    format!("{:02}{colon}{:02}", now.get_hours(), now.get_minutes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_carries_the_step_and_whether_it_is_only_mended() {
        assert_eq!(address("/usulan/baru", Step::What, false), "/usulan/baru?langkah=2");
        assert_eq!(address("/usulan/x/ubah", Step::Where, true), "/usulan/x/ubah?langkah=1&ubah=1");
    }
}
