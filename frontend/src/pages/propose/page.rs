use super::draft::Draft;
use super::form::{FormState, Questions};
use crate::api::{Mutation, load};
use crate::pages::not_found::NotFoundPage;
use crate::routes;
use crate::session::Session;
use crate::ui::{Button, ErrorSummary, Failure, FormErrors, Heading, Icon, Notice, SkeletonPage, Tone, loaded};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_params_map};
use shared::operations::proposal::{CreateInput, CreateProposal, ProposalDetail, ProposalPage, UpdateInput, UpdateProposal};
use shared::operations::{ById, Input};
use shared::proposal::ProposalForm;
use shared::proposal::form::BeneficiaryDetail;
use shared::value::{ProposalId, Quantity, Rupiah};

/// A new proposal.
#[component]
pub fn ProposePage() -> impl IntoView {
    let session = Session::get();
    let draft = Draft::open();
    let state = FormState::new(draft.form.clone());
    let key = draft.client_key;
    let kept = RwSignal::new(false);
    let errors = FormErrors::new();
    let sending = Mutation::new();
    let navigate = use_navigate();
    Effect::new({
        let key = key.clone();
        move |before: Option<()>| {
            let draft = Draft { client_key: key.clone(), form: state.read() };
            if before.is_some() {
                kept.set(draft.keep());
            }
        }
    });
    let send = move |submit: bool| {
        let form = untrack(|| state.read());
        if let Err(found) = check(session, &form) {
            return errors.show(&found);
        }
        let navigate = navigate.clone();
        let input = CreateInput { client_key: Some(key.clone()).filter(|key| !key.is_empty()), fields: form, submit };
        sending.send_form::<CreateProposal, ProposalDetail>(Input { input }, errors, move |proposal| {
            Draft::forget();
            navigate(&routes::proposal(proposal.id), NavigateOptions { replace: true, ..NavigateOptions::default() });
        });
    };
    let save = send.clone();
    view! {
        <div class="page propose">
            <header class="page-head"><Heading text=t!("propose.heading")/><p class="lead">{t!("propose.lead")}</p></header>
            <Show when=move || session.known.get() && !session.is_signed_in()>
                <Notice tone=Tone::Info title=t!("propose.sign_in_first")><p><a href=routes::sign_in_and_return>{t!("nav.sign_in")}</a></p></Notice>
            </Show>
            <form class="form" novalidate on:submit=move |event: SubmitEvent| { event.prevent_default(); send(true) }>
                <ErrorSummary errors/>
                <Questions state errors/>
                <Failure error=sending.failure/>
                <div class="form-actions">
                    <Button class="primary" submit=true label=t!("propose.submit") busy=sending.busy/>
                    <Button class="quiet" label=t!("propose.save_draft") busy=sending.busy on_press=Callback::new(move |_| save(false))/>
                    <Show when=move || kept.get()><span class="saved"><Icon name="cloud-check"/>{t!("propose.kept")}</span></Show>
                </div>
            </form>
        </div>
    }
}

/// The shared rules, before anything is sent.
fn check(session: Session, form: &ProposalForm) -> Result<(), shared::FieldErrors> {
    let years =
        session.region.with_untracked(|region| region.as_ref().map(|region| region.fiscal_years.clone())).unwrap_or_default();
    match (years.iter().min(), years.iter().max()) {
        (Some(first), Some(last)) => form.parse(&(*first..=*last)).map(|_| ()),
        // The server knows the years, and says so.
        _ => Ok(()),
    }
}

/// A proposal that its proposer may still change.
#[component]
pub fn EditPage() -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|params| params.get("id")).and_then(|id| id.parse::<ProposalId>().ok()));
    let page = load::<ProposalPage>(move || id.get().map(|id| ById { id }));
    view! {
        <div class="page propose">
            {loaded(page, || view! { <SkeletonPage/> }.into_any(), |data| match data.answer {
                Some(proposal) => view! { <EditForm proposal/> }.into_any(),
                None => view! { <NotFoundPage/> }.into_any(),
            })}
        </div>
    }
}

#[component]
fn EditForm(proposal: ProposalDetail) -> impl IntoView {
    let (id, version) = (proposal.id, proposal.version);
    let session = Session::get();
    let state = FormState::new(form_of(proposal));
    let errors = FormErrors::new();
    let sending = Mutation::new();
    let navigate = use_navigate();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let fields = untrack(|| state.read());
        if let Err(found) = check(session, &fields) {
            return errors.show(&found);
        }
        let navigate = navigate.clone();
        sending.send_form::<UpdateProposal, ProposalDetail>(
            Input { input: UpdateInput { id, version, fields } },
            errors,
            move |proposal| {
                navigate(&routes::proposal(proposal.id), NavigateOptions::default());
            },
        );
    };
    view! {
        <Heading text=t!("propose.edit_heading")/>
        <form class="form" novalidate on:submit=submit>
            <ErrorSummary errors/>
            <Questions state errors/>
            <Failure error=sending.failure/>
            <div class="form-actions">
                <Button class="primary" submit=true label=t!("action.save") busy=sending.busy/>
                <a class="btn quiet" href=routes::proposal(id)>{t!("action.cancel")}</a>
            </div>
        </form>
    }
}

/// The form that gives this proposal.
fn form_of(proposal: ProposalDetail) -> ProposalForm {
    let dimensions = proposal.dimensions.unwrap_or_default();
    let BeneficiaryDetail { women, men, poor_households, disabled, elderly, children } =
        proposal.beneficiary_detail.unwrap_or_default();
    ProposalForm {
        title: Some(proposal.title),
        problem: Some(proposal.problem),
        objective: proposal.objective,
        address: Some(proposal.address),
        rt: proposal.rt,
        rw: proposal.rw,
        hamlet: proposal.hamlet,
        village_code: Some(proposal.village.code.to_string()),
        kind: Some(proposal.kind),
        sector: Some(proposal.sector),
        quantity: Some(proposal.quantity.as_f64()),
        unit: Some(proposal.unit),
        length_meters: dimensions.length_meters.map(Quantity::as_f64),
        width_meters: dimensions.width_meters.map(Quantity::as_f64),
        height_meters: dimensions.height_meters.map(Quantity::as_f64),
        unit_price: proposal.unit_price.map(Rupiah::get),
        estimated_cost: Some(proposal.estimated_cost.get()),
        spending_type: proposal.spending_type,
        subactivity_code: proposal.subactivity_code,
        regional_priority: proposal.regional_priority,
        note: proposal.note,
        self_help_amount: proposal.self_help_amount.map(Rupiah::get),
        self_help_note: proposal.self_help_note,
        beneficiaries: Some(proposal.beneficiaries),
        women,
        men,
        poor_households,
        disabled,
        elderly,
        children,
        urgency: Some(proposal.urgency),
        damage_level: proposal.damage_level,
        fiscal_year: Some(proposal.fiscal_year),
        geometry: proposal.geometry,
        proposer_type: Some(proposal.proposer_type),
        initial_agency: proposal.initial_agency.map(|agency| agency.code),
        catalog_code: proposal.catalog_code,
        photos: Some(proposal.photos.into_iter().map(|photo| photo.id.to_string()).collect()),
    }
}
