use super::decide::DecideForm;
use crate::api::{Load, Mutation, load};
use crate::i18n::{language, name_of};
use crate::pages::not_found::NotFoundPage;
use crate::routes;
use crate::session::Session;
use crate::ui::{
    Button, Day, ErrorSummary, Failure, FormErrors, Heading, PersonLine, SkeletonPage, StatusTag, loaded, status_class,
};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use shared::operations::proposal::{
    DecisionItem, ProposalDetail, ProposalPage as Page, SubmitProposal, Support, SupportProposal, Versioned, WithdrawSupport,
};
use shared::operations::review::BeginReview;
use shared::operations::{Answer, ById, Input};
use shared::proposal::Action;
use shared::value::ProposalId;
use shared::value::number::group_thousands;

/// The page of one proposal.
#[component]
pub fn ProposalPage() -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|params| params.get("id")).and_then(|id| id.parse::<ProposalId>().ok()));
    let page = load::<Page>(move || id.get().map(|id| ById { id }));
    view! {
        <Show when=move || id.get().is_some() fallback=NotFoundPage>
            {loaded(page, || view! { <SkeletonPage/> }.into_any(), move |data| match data.answer {
                Some(proposal) => view! {
                    <article class="page stack loose">
                        <Body proposal=proposal.clone()/>
                        <Actions proposal page/>
                    </article>
                }.into_any(),
                None => view! { <NotFoundPage/> }.into_any(),
            })}
        </Show>
    }
}

#[component]
fn Body(proposal: ProposalDetail) -> impl IntoView {
    let ProposalDetail {
        title,
        status,
        village,
        district,
        address,
        problem,
        quantity,
        unit,
        beneficiaries,
        proposer,
        decisions,
        ..
    } = proposal;
    let cost = proposal.accepted_cost.unwrap_or(proposal.estimated_cost);
    let quantity = proposal.accepted_quantity.unwrap_or(quantity);
    view! {
        <header class="proposal-head">
            <StatusTag status/>
            <Heading text=title/>
            <p class="proposal-place">{format!("{address}, {}, {}", village.name, district.name)}</p>
            <PersonLine person=proposer/>
        </header>
        <p class="prose">{problem}</p>
        <div class="stats">
            <div class="stat"><span class="stat-label">{t!("proposal.cost")}</span><span class="stat-value">{cost.format()}</span></div>
            <div class="stat"><span class="stat-label">{t!("proposal.quantity")}</span><span class="stat-value">{move || format!("{} {}", quantity.format(language()), name_of(unit))}</span></div>
            <div class="stat"><span class="stat-label">{t!("proposal.beneficiaries")}</span><span class="stat-value">{move || group_thousands(beneficiaries.into(), language())}</span></div>
        </div>
        <section class="stack"><h2>{t!("proposal.decisions")}</h2>{decisions.into_iter().map(decision).collect_view()}</section>
    }
}

fn decision(item: DecisionItem) -> impl IntoView {
    let DecisionItem { level, decision, to, reason_code, reason_text, office, decided_at, .. } = item;
    view! {
        <article class=format!("decision {}", status_class(to))>
            <header class="decision-head"><h3>{level.name} ": " {move || name_of(decision)}</h3><Day at=decided_at/></header>
            {reason_code.map(|code| view! { <p>{move || name_of(code)}</p> })}
            {reason_text.map(|text| view! { <p class="prose">{text}</p> })}
            <p class="decision-office">{office}</p>
        </article>
    }
}

#[component]
fn Actions(proposal: ProposalDetail, page: Load<Answer<Option<ProposalDetail>>>) -> impl IntoView {
    let session = Session::get();
    let sending = Mutation::new();
    let errors = FormErrors::new();
    let ProposalDetail { id, version, .. } = proposal;
    let may = |action: Action| proposal.available_actions.iter().any(|available| available.action == action);
    let again = move |_: ProposalDetail| page.reload();
    let supported = proposal.viewer_has_supported;
    let support = move |_| {
        let variables = Input { input: ById { id } };
        let done = move |_: Support| page.reload();
        if supported {
            sending.send_form::<WithdrawSupport, _>(variables, errors, done)
        } else {
            sending.send_form::<SupportProposal, _>(variables, errors, done)
        }
    };
    let decisions: Vec<_> =
        proposal.available_actions.iter().filter(|available| available.action == Action::Decide).cloned().collect();
    view! {
        <ErrorSummary errors/>
        <Failure error=sending.failure/>
        <div class="support cluster">
            <strong class="num">{group_thousands(proposal.support_count, language())}</strong> {t!("proposal.supports")}
            {(may(Action::Support) || may(Action::Unsupport)).then(|| view! { <Button icon="heart" label=move || name_of(if supported { Action::Unsupport } else { Action::Support }) busy=sending.busy on_press=Callback::new(support)/> })}
            <Show when=move || !session.is_signed_in()><a class="btn" href=routes::sign_in_and_return>{t!("nav.sign_in")}</a></Show>
        </div>
        <div class="btn-row">
            {may(Action::Edit).then(|| view! { <a class="btn" href=routes::edit_proposal(id)>{move || name_of(Action::Edit)}</a> })}
            {may(Action::Submit).then(|| view! { <Button class="primary" label=move || name_of(Action::Submit) busy=sending.busy on_press=Callback::new(move |_| sending.send_form::<SubmitProposal, _>(Input { input: Versioned { id, version } }, errors, again))/> })}
            {may(Action::BeginReview).then(|| view! { <Button class="primary" label=move || name_of(Action::BeginReview) busy=sending.busy on_press=Callback::new(move |_| sending.send_form::<BeginReview, _>(Input { input: Versioned { id, version } }, errors, again))/> })}
        </div>
        {(!decisions.is_empty()).then(|| view! { <DecideForm id version decisions page/> })}
    }
}
