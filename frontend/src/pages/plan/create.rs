use crate::api::{Mutation, load};
use crate::i18n::{name_of, t};
use crate::routes;
use crate::session::Session;
use crate::ui::{
    AreaPicker, Button, Choice, Choices, Empty, ErrorSummary, Failure, Field, FieldSet, FormErrors, Heading, Select, TextInput,
    choices,
};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos_router::hooks::{use_navigate, use_query_map};
use shared::operations::plan::PlanDetail;
use shared::operations::plan_step::{CreatePlan, CreatePlanInput};
use shared::operations::proposal::ProposalPage;
use shared::operations::{ById, Input};
use shared::plan::Template;
use shared::proposal::Sector;
use shared::value::ProposalId;

fn template_hint(template: Template) -> &'static str {
    t(match template {
        Template::Blank => "plan.template_blank",
        Template::SmallInfrastructure => "plan.template_infrastructure",
        Template::LocalEconomy => "plan.template_economy",
        Template::Education => "plan.template_education",
        Template::HealthEnvironment => "plan.template_health",
    })
}

/// A new plan, from scratch, from a template, or from a proposal.
#[component]
pub fn NewPlanPage() -> impl IntoView {
    let session = Session::get();
    let form = move || {
        if session.is_signed_in() {
            view! { <NewPlan/> }.into_any()
        } else if session.known.get() {
            view! { <Empty title=t!("account.signed_out_title") text=t!("plan.sign_in_text")><a class="btn primary" href=routes::sign_in_and_return>{t!("nav.sign_in")}</a></Empty> }.into_any()
        } else {
            ().into_any()
        }
    };
    view! {
        <div class="page">
            <header class="page-head"><Heading text=t!("plan.new_heading")/><p class="lead">{t!("plan.new_lead")}</p></header>
            {form}
        </div>
    }
}

#[component]
fn NewPlan() -> impl IntoView {
    let query = use_query_map();
    let from = Memo::new(move |_| query.with(|query| query.get("usulan")).and_then(|id| id.parse::<ProposalId>().ok()));
    let proposal = load::<ProposalPage>(move || from.get().map(|id| ById { id }));
    let session = Session::get();
    let (errors, sending) = (FormErrors::new(), Mutation::new());
    let home = session.viewer.with_untracked(|viewer| viewer.as_ref().and_then(|viewer| viewer.account.home_area.clone()));
    let area = RwSignal::new(home.map(|home| home.code));
    let template = RwSignal::new(Template::Blank.to_string());
    let (title, sector, year) = (RwSignal::new(String::new()), RwSignal::new(String::new()), RwSignal::new(String::new()));
    // Sending the form twice makes one plan.
    let key = StoredValue::new(uuid::Uuid::new_v4().to_string());
    Effect::new(move |_| {
        if let Some(proposal) = proposal.data.get().and_then(|data| data.answer) {
            area.set(Some(proposal.village.code));
            sector.set(proposal.sector.to_string());
            year.set(proposal.fiscal_year.to_string());
            title.update(|title| {
                if title.is_empty() {
                    *title = proposal.title;
                }
            });
        }
    });
    let region_code = move || session.region.with_untracked(|region| region.as_ref().map(|region| region.code.clone()));
    let navigate = use_navigate();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let Some(area) = area.get_untracked().or_else(region_code) else { return };
        let input = CreatePlanInput {
            client_key: Some(key.get_value()),
            area,
            sector: sector.get_untracked().parse().ok(),
            fiscal_year: year.get_untracked().parse().ok(),
            title: title.get_untracked(),
            template: template.get_untracked().parse().unwrap_or(Template::Blank),
            proposals: from.get_untracked().into_iter().collect(),
        };
        let navigate = navigate.clone();
        sending.send_form::<CreatePlan, PlanDetail>(Input { input }, errors, move |plan| {
            navigate(&routes::write_plan(plan.id), Default::default());
        });
    };
    let templates = Template::ALL.iter().map(|template| {
        let template = *template;
        Choice { hint: Some((move || template_hint(template)).into()), ..Choice::new(template.as_str(), move || name_of(template)) }
    });
    let years = Signal::derive(move || {
        let years = session.region.with(|region| region.as_ref().map(|region| region.fiscal_years.clone())).unwrap_or_default();
        years.iter().map(|year| Choice::new(year.to_string(), year.to_string())).collect::<Vec<_>>()
    });
    view! {
        <form class="form" novalidate on:submit=submit>
            <ErrorSummary errors/>
            <Failure error=sending.failure/>
            <Failure error=proposal.error retry=Callback::new(move |()| proposal.reload())/>
            {move || proposal.data.get().and_then(|data| data.answer).map(|proposal| view! {
                <p class="notice info" role="note"><strong>{t!("plan.new_from")}</strong><a href=routes::proposal(proposal.id)>{proposal.title}</a></p>
            })}
            <Field name="title" label=t!("plan.title") hint=t!("plan.new_title_hint") errors><TextInput value=title max=200/></Field>
            <FieldSet name="area" label=t!("plan.new_area") errors><AreaPicker value=area/></FieldSet>
            <FieldSet name="template" label=t!("plan.new_template") errors><Choices value=template options=templates.collect()/></FieldSet>
            <div class="row-fields">
                <Field name="sector" label=t!("filter.sector") optional=true errors><Select value=sector options=choices(Sector::ALL) placeholder=t!("area.choose")/></Field>
                <Field name="fiscalYear" label=t!("filter.year") optional=true errors><Select value=year options=years placeholder=t!("area.choose")/></Field>
            </div>
            <div class="form-actions"><Button class="primary" submit=true label=t!("plan.new_send") busy=sending.busy/></div>
        </form>
    }
}
