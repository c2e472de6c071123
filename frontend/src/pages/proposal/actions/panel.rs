use super::form::ActionForm;
use super::needs::consequence;
use super::send::Way;
use crate::api::Mutation;
use crate::i18n::{Named, fill, name_of, t};
use crate::pages::proposal::case::Case;
use crate::routes;
use crate::ui::{Button, ErrorSummary, FormErrors, Icon, Notice, Tone};
use leptos::prelude::*;
use shared::operations::proposal::AvailableAction;
use shared::proposal::Action;

/// Actions in the order in which one thinks of them.
const ORDER: [Action; 9] = [
    Action::BeginReview,
    Action::Decide,
    Action::Submit,
    Action::Advance,
    Action::Forward,
    Action::Return,
    Action::Reassign,
    Action::Merge,
    Action::Withdraw,
];

/// What the reader may do as an office or as the proposer; nothing at all for everyone else.
#[component]
pub fn ActionPanel(case: Case) -> impl IntoView {
    let way = Way { draft: case.draft, sending: Mutation::new(), errors: FormErrors::new() };
    let options = Memo::new(move |_| {
        case.proposal.with(|proposal| {
            let acts = |option: &&AvailableAction| ORDER.contains(&option.action) || option.action == Action::Edit;
            proposal.available_actions.iter().filter(acts).cloned().collect::<Vec<_>>()
        })
    });
    let office = move || options.with(|options| options.iter().find_map(|option| option.office.clone()));
    let heading = move || match office() {
        Some(office) => fill(t("actions.as_office"), &[("office", office)]),
        None => t("actions.as_proposer").to_owned(),
    };
    let open = way.draft.action;
    let is_stranded =
        move || open.with(|open| !open.is_empty() && options.with(|all| all.iter().all(|one| one.action.wire() != open)));
    view! {
        <Show when=is_stranded><Stranded way/></Show>
        <Show when=move || options.with(|options| !options.is_empty())>
            <section class="card raised stack actions" id="tindakan" aria-label=t!("actions.label")>
                <h2>{heading}</h2>
                {move || buttons(case, way, options.get())}
                {move || open_form(case, way, options.get())}
            </section>
        </Show>
    }
}

/// The actions that need no form are done at once; the others open theirs.
fn buttons(case: Case, way: Way, options: Vec<AvailableAction>) -> impl IntoView {
    let at_once = options.iter().find(|option| matches!(option.action, Action::BeginReview | Action::Submit)).cloned();
    let may_edit = options.iter().any(|option| option.action == Action::Edit);
    let id = case.id;
    let forms = ORDER.into_iter().filter(|action| {
        !matches!(action, Action::BeginReview | Action::Submit) && options.iter().any(|option| option.action == *action)
    });
    let opener = move |action: Action| {
        let is_open = move || way.draft.action.with(|open| open == action.wire());
        let press = move |_| {
            way.errors.clear();
            way.sending.failure.set(None);
            way.draft.action.set(if is_open() { String::new() } else { action.wire().to_owned() });
        };
        let class = if action == Action::Decide { "btn primary" } else { "btn" };
        view! { <button type="button" class=class data-action=action.wire() aria-expanded=move || is_open().to_string() on:click=press>{move || name_of(action)}</button> }
    };
    view! {
        {at_once.map(|option| at_once_button(case, way, option))}
        <div class="btn-row">
            {may_edit.then(|| view! { <a class="btn" data-action="EDIT" href=routes::edit_proposal(id)><Icon name="edit"/>{move || name_of(Action::Edit)}</a> })}
            {forms.map(opener).collect_view()}
        </div>
    }
    .into_any()
}

fn at_once_button(case: Case, way: Way, option: AvailableAction) -> impl IntoView {
    let action = option.action;
    let text = consequence(&option);
    let press = Callback::new(move |_| {
        case.proposal.with_untracked(|proposal| way.send(proposal, &option, move |answer| case.took_step(answer)));
    });
    view! {
        <div class="stack tight" data-action=action.wire()>
            {move || way.draft.action.with(String::is_empty).then(|| view! { <ErrorSummary errors=way.errors/> <super::conflict::Outcome case way/> })}
            <p class="muted">{move || t(text)}</p>
            <div><Button class="primary" label=move || name_of(action) busy=way.sending.busy on_press=press/></div>
        </div>
    }
}

fn open_form(case: Case, way: Way, options: Vec<AvailableAction>) -> Option<impl IntoView> {
    let open = way.draft.action.get();
    let options: Vec<_> = options.into_iter().filter(|option| option.action.wire() == open).collect();
    (!options.is_empty()).then(|| view! { <ActionForm case way options/> })
}

/// What was filled in for an action that is no longer open: it stays until its writer lets it go.
#[component]
fn Stranded(way: Way) -> impl IntoView {
    let discard = Callback::new(move |_| way.draft.clear());
    view! {
        <Notice tone=Tone::Warning title=t!("actions.stranded")>
            <p>{t!("actions.stranded_text")}</p>
            <p class="prose">{move || way.draft.reason_text.get()}</p>
            <div><Button class="small" label=t!("actions.discard") on_press=discard/></div>
        </Notice>
    }
}
