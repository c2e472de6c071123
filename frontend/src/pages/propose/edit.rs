use super::documents::Document;
use super::draft::{Draft, Target};
use super::photos::Photo;
use super::typed::typed_of;
use super::uploads::Uploads;
use super::wizard::Wizard;
use crate::api::load;
use crate::pages::not_found::NotFoundPage;
use crate::ui::{SkeletonPage, loaded};
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use serde_json::Value;
use shared::operations::ById;
use shared::operations::proposal::{self, ProposalDetail, ProposalPage};
use shared::proposal::ProposalForm;
use shared::proposal::form::BeneficiaryDetail;
use shared::value::{ProposalId, Quantity, Rupiah};

/// A proposal that its proposer may still change. What was begun on this device goes on from there, connected or not.
#[component]
pub fn EditPage() -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|params| params.get("id")).and_then(|id| id.parse::<ProposalId>().ok()));
    move || {
        let Some(id) = id.get() else { return view! { <NotFoundPage/> }.into_any() };
        match Draft::find(Some(id)) {
            Some(draft) => view! { <Wizard draft uploads=Uploads::find(Some(id)) restored=true/> }.into_any(),
            None => view! { <Fetched id/> }.into_any(),
        }
    }
}

#[component]
fn Fetched(id: ProposalId) -> impl IntoView {
    let page = load::<ProposalPage>(move || Some(ById { id }));
    loaded(
        page,
        || view! { <div class="page propose"><SkeletonPage/></div> }.into_any(),
        |data| match data.answer {
            Some(proposal) => {
                let uploads = uploads_of(&proposal);
                view! { <Wizard draft=draft_of(proposal) uploads/> }.into_any()
            }
            None => view! { <NotFoundPage/> }.into_any(),
        },
    )
}

fn draft_of(proposal: ProposalDetail) -> Draft {
    let target = Target { id: proposal.id, version: proposal.version };
    let base = match serde_json::to_value(form_of(proposal)) {
        Ok(Value::Object(fields)) => fields,
        _ => serde_json::Map::new(),
    };
    Draft { typed: typed_of(&base), target: Some(target), base, ..Draft::default() }
}

fn uploads_of(proposal: &ProposalDetail) -> Uploads {
    let photo = |photo: &proposal::Photo| Photo { id: Some(photo.id.to_string()), address: photo.small_url.clone() };
    let document = |document: &proposal::Document| Document {
        id: Some(document.id.to_string()),
        kind: document.kind,
        name: document.name.clone(),
        bytes: document.bytes,
    };
    Uploads { photos: proposal.photos.iter().map(photo).collect(), documents: proposal.documents.iter().map(document).collect() }
}

/// The form that gives this proposal.
pub fn form_of(proposal: ProposalDetail) -> ProposalForm {
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
        documents: Some(proposal.documents.into_iter().map(|document| document.id.to_string()).collect()),
    }
}
