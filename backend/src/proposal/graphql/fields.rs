//! The form of a proposal.

use crate::api::enums::*;
use crate::api::scalars::{GeoJson, Quantity, Rupiah};
use crate::media::graphql::ids;
use async_graphql::{ID, InputObject};
use shared::proposal::ProposalForm;

/// The form as filled in; the server says what is missing or wrong, field by field.
#[derive(InputObject)]
pub struct ProposalFieldsInput {
    title: Option<String>,
    problem: Option<String>,
    objective: Option<String>,
    address: Option<String>,
    rt: Option<String>,
    rw: Option<String>,
    hamlet: Option<String>,
    village_code: Option<String>,
    kind: Option<ProposalKind>,
    sector: Option<Sector>,
    quantity: Option<Quantity>,
    unit: Option<Unit>,
    length_meters: Option<Quantity>,
    width_meters: Option<Quantity>,
    height_meters: Option<Quantity>,
    unit_price: Option<Rupiah>,
    estimated_cost: Option<Rupiah>,
    spending_type: Option<SpendingType>,
    subactivity_code: Option<String>,
    regional_priority: Option<String>,
    note: Option<String>,
    self_help_amount: Option<Rupiah>,
    self_help_note: Option<String>,
    beneficiaries: Option<i32>,
    women: Option<i32>,
    men: Option<i32>,
    poor_households: Option<i32>,
    disabled: Option<i32>,
    elderly: Option<i32>,
    children: Option<i32>,
    urgency: Option<i32>,
    damage_level: Option<i32>,
    fiscal_year: Option<i32>,
    geometry: Option<GeoJson>,
    proposer_type: Option<ProposerType>,
    initial_agency: Option<String>,
    /// Kamus usulan: the item of the regency's catalogue.
    catalog_code: Option<String>,
    /// Own uploads, at most three, in the order to show them. Left out, they stay as they are; an empty list removes them.
    photos: Option<Vec<ID>>,
    /// Own uploads, at most one of each kind. Left out, they stay as they are; an empty list removes them.
    documents: Option<Vec<ID>>,
}

impl From<ProposalFieldsInput> for ProposalForm {
    fn from(input: ProposalFieldsInput) -> Self {
        let number = |value: Option<Quantity>| value.map(|value| value.0);
        let amount = |value: Option<Rupiah>| value.map(|value| value.0);
        Self {
            title: input.title,
            problem: input.problem,
            objective: input.objective,
            address: input.address,
            rt: input.rt,
            rw: input.rw,
            hamlet: input.hamlet,
            village_code: input.village_code,
            kind: input.kind.map(Into::into),
            sector: input.sector.map(Into::into),
            quantity: number(input.quantity),
            unit: input.unit.map(Into::into),
            length_meters: number(input.length_meters),
            width_meters: number(input.width_meters),
            height_meters: number(input.height_meters),
            unit_price: amount(input.unit_price),
            estimated_cost: amount(input.estimated_cost),
            spending_type: input.spending_type.map(Into::into),
            subactivity_code: input.subactivity_code,
            regional_priority: input.regional_priority,
            note: input.note,
            self_help_amount: amount(input.self_help_amount),
            self_help_note: input.self_help_note,
            beneficiaries: input.beneficiaries,
            women: input.women,
            men: input.men,
            poor_households: input.poor_households,
            disabled: input.disabled,
            elderly: input.elderly,
            children: input.children,
            urgency: input.urgency,
            damage_level: input.damage_level,
            fiscal_year: input.fiscal_year,
            geometry: input.geometry.map(|geometry| geometry.0),
            proposer_type: input.proposer_type.map(Into::into),
            initial_agency: input.initial_agency,
            catalog_code: input.catalog_code,
            photos: ids(input.photos),
            documents: ids(input.documents),
        }
    }
}
