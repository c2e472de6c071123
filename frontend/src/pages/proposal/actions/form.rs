use super::conflict::Outcome;
use super::fields::OptionFields;
use super::needs::{Needs, consequence, option_key};
use super::send::Way;
use crate::i18n::{Named, fill, name_of, t};
use crate::pages::proposal::case::Case;
use crate::ui::{Button, Choice, Choices, ErrorSummary, FieldSet, Icon};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use shared::error::ErrorCode;
use shared::operations::proposal::AvailableAction;
use shared::proposal::{Action, DecisionKind};
use shared::{FieldError, FieldErrors};

/// The form of one action: which way it goes, what that needs, and what then happens.
#[component]
pub fn ActionForm(case: Case, way: Way, options: Vec<AvailableAction>) -> impl IntoView {
    let Some(action) = options.first().map(|option| option.action) else { return ().into_any() };
    let draft = way.draft;
    let several = options.len() > 1;
    let choices = options.iter().map(choice).collect::<Vec<_>>();
    let chosen = Memo::new(move |_| {
        let key = draft.option.get();
        options.iter().find(|option| !several || option_key(option) == key).cloned()
    });
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        match chosen.get_untracked() {
            Some(option) => {
                case.proposal.with_untracked(|proposal| way.send(proposal, &option, move |answer| case.took_step(answer)))
            }
            None => way.errors.show(&FieldErrors::from(FieldError::new("decision", ErrorCode::Required))),
        }
    };
    let close = Callback::new(move |_| {
        way.errors.clear();
        draft.action.set(String::new());
    });
    let district = move || case.proposal.with(|proposal| proposal.district.name.clone());
    let then = move || {
        chosen.get().map(|option| {
            let to = option.to.map_or_else(String::new, |to| name_of(to).to_owned());
            fill(t(consequence(&option)), &[("district", district()), ("status", to)])
        })
    };
    view! {
        <form class="form" name=action.wire() novalidate on:submit=submit>
            <h3>{move || name_of(action)}</h3>
            <ErrorSummary errors=way.errors/>
            <Outcome case way/>
            {several.then(|| view! { <FieldSet name="decision" label=question(action) errors=way.errors><Choices value=draft.option options=choices/></FieldSet> })}
            {move || chosen.get().map(|option| view! { <OptionFields needs=Needs::of(&option) draft errors=way.errors proposal=case.proposal.get_untracked()/> })}
            <p class="consequence" role="status">{move || then().map(|text| view! { <Icon name="arrow-right"/><span>{text}</span> })}</p>
            <div class="form-actions">
                <Button class="primary" submit=true label=move || submit_label(action) busy=way.sending.busy/>
                <Button class="quiet" label=t!("action.cancel") on_press=close/>
                <span class="saved"><Icon name="cloud-check"/>{t!("actions.kept")}</span>
            </div>
        </form>
    }
    .into_any()
}

fn question(action: Action) -> &'static str {
    if action == Action::Advance { t("actions.which_stage") } else { t("decide.decision") }
}

fn submit_label(action: Action) -> &'static str {
    if action == Action::Decide { t("decide.submit") } else { name_of(action) }
}

/// An option by what it decides, and where that leads.
fn choice(option: &AvailableAction) -> Choice {
    let (decision, to) = (option.decision, option.to);
    let mut choice = Choice::new(option_key(option), move || match (decision, to) {
        (Some(decision), _) => name_of(decision),
        (None, Some(to)) => name_of(to),
        (None, None) => "–",
    });
    if decision.is_some_and(DecisionKind::says_yes) {
        choice.hint = to.map(|to| (move || name_of(to)).into());
    }
    choice
}
