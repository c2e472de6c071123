//! A proposal as a row, and back.

use crate::error::AppError;
use crate::platform::database::{cell, from_millis, from_word, to_millis};
use crate::proposal::entity::proposals;
use crate::proposal::model::Proposal;
use shared::proposal::form::{BeneficiaryDetail, Dimensions};
use shared::proposal::{FundingSource, ProposalFields};
use shared::value::{AccountId, Location, ProposalId, Quantity, Rupiah, Shape};

/// What the text filter looks into.
fn search_text(fields: &ProposalFields) -> String {
    let parts = [
        Some(fields.title.as_str()),
        Some(&fields.problem),
        Some(&fields.address),
        fields.hamlet.as_deref(),
        fields.objective.as_deref(),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" ").to_lowercase()
}

pub(super) fn join_sources(sources: &[FundingSource]) -> String {
    sources.iter().map(|source| source.as_str()).collect::<Vec<_>>().join(" ")
}

pub(super) fn split_sources(text: &str) -> Result<Vec<FundingSource>, AppError> {
    text.split_whitespace().map(from_word).collect()
}

pub(crate) fn to_row(proposal: &Proposal) -> proposals::Model {
    let Proposal { fields, .. } = proposal;
    let quantity = |value: Option<Quantity>| value.map(Quantity::thousandths);
    let money = |value: Option<Rupiah>| value.map(Rupiah::get);
    let position = proposal.location.map(Location::to_e7);
    let district = fields.village.district().unwrap_or_else(|| fields.village.clone());
    proposals::Model {
        id: proposal.id.0,
        version: proposal.version,
        client_key: None,
        owner_id: proposal.owner.0,
        status: proposal.status.to_string(),
        status_since: to_millis(proposal.status_since),
        proposal_number: proposal.number,
        title: fields.title.clone(),
        problem: fields.problem.clone(),
        objective: fields.objective.clone(),
        address: fields.address.clone(),
        rt: fields.rt.clone(),
        rw: fields.rw.clone(),
        hamlet: fields.hamlet.clone(),
        village: fields.village.to_string(),
        district: district.to_string(),
        kind: fields.kind.to_string(),
        sector: fields.sector.to_string(),
        quantity_milli: fields.quantity.thousandths(),
        unit: fields.unit.to_string(),
        length_milli: quantity(fields.dimensions.length_meters),
        width_milli: quantity(fields.dimensions.width_meters),
        height_milli: quantity(fields.dimensions.height_meters),
        unit_price: money(fields.unit_price),
        estimated_cost: fields.estimated_cost.get(),
        accepted_quantity_milli: quantity(proposal.accepted_quantity),
        accepted_cost: money(proposal.accepted_cost),
        funding_sources: join_sources(&proposal.funding_sources),
        spending_type: fields.spending_type.map(|value| value.to_string()),
        subactivity_code: fields.subactivity_code.clone(),
        regional_priority: fields.regional_priority.clone(),
        note: fields.note.clone(),
        self_help_amount: money(fields.self_help_amount),
        self_help_note: fields.self_help_note.clone(),
        beneficiaries: fields.beneficiaries,
        women: fields.beneficiary_detail.women,
        men: fields.beneficiary_detail.men,
        poor_households: fields.beneficiary_detail.poor_households,
        disabled: fields.beneficiary_detail.disabled,
        elderly: fields.beneficiary_detail.elderly,
        children: fields.beneficiary_detail.children,
        urgency: fields.urgency,
        damage_level: fields.damage_level,
        fiscal_year: fields.fiscal_year,
        geometry: fields.shape.as_ref().map(|shape| shape.to_geojson().to_string()),
        lon_e7: position.map(|(lon, _)| lon),
        lat_e7: position.map(|(_, lat)| lat),
        cell: proposal.location.map(cell),
        outside_village: proposal.outside_village,
        proposer_type: fields.proposer_type.to_string(),
        initial_agency: fields.initial_agency.clone(),
        catalog_code: fields.catalog_code.clone(),
        final_agency: proposal.final_agency.clone(),
        merged_into: proposal.merged_into.map(|id| id.0),
        support_count: proposal.support_count,
        comment_count: proposal.comment_count,
        search_text: search_text(fields),
        created_at: to_millis(proposal.created_at),
        listed_at: to_millis(proposal.submitted_at.unwrap_or(proposal.created_at)),
        submitted_at: proposal.submitted_at.map(to_millis),
        level: proposal.level.clone(),
        level_since: proposal.level_since.map(to_millis),
        updated_at: to_millis(proposal.updated_at),
        sample: proposal.sample,
    }
}

pub(in crate::proposal) fn to_proposal(row: proposals::Model) -> Result<Proposal, AppError> {
    let quantity = |milli: Option<i64>| milli.map(stored_quantity).transpose();
    let money = |amount: Option<i64>| amount.map(stored_money).transpose();
    let shape = row.geometry.as_deref().map(stored_shape).transpose()?;
    let fields = ProposalFields {
        title: row.title,
        problem: row.problem,
        objective: row.objective,
        address: row.address,
        rt: row.rt,
        rw: row.rw,
        hamlet: row.hamlet,
        village: from_word(&row.village)?,
        kind: from_word(&row.kind)?,
        sector: from_word(&row.sector)?,
        quantity: stored_quantity(row.quantity_milli)?,
        unit: from_word(&row.unit)?,
        dimensions: Dimensions {
            length_meters: quantity(row.length_milli)?,
            width_meters: quantity(row.width_milli)?,
            height_meters: quantity(row.height_milli)?,
        },
        unit_price: money(row.unit_price)?,
        estimated_cost: stored_money(row.estimated_cost)?,
        spending_type: row.spending_type.as_deref().map(from_word).transpose()?,
        subactivity_code: row.subactivity_code,
        regional_priority: row.regional_priority,
        note: row.note,
        self_help_amount: money(row.self_help_amount)?,
        self_help_note: row.self_help_note,
        beneficiaries: row.beneficiaries,
        beneficiary_detail: BeneficiaryDetail {
            women: row.women,
            men: row.men,
            poor_households: row.poor_households,
            disabled: row.disabled,
            elderly: row.elderly,
            children: row.children,
        },
        urgency: row.urgency,
        damage_level: row.damage_level,
        fiscal_year: row.fiscal_year,
        shape,
        proposer_type: from_word(&row.proposer_type)?,
        initial_agency: row.initial_agency,
        catalog_code: row.catalog_code,
        photos: None,
        documents: None,
    };
    Ok(Proposal {
        id: ProposalId(row.id),
        version: row.version,
        owner: AccountId(row.owner_id),
        status: from_word(&row.status)?,
        status_since: from_millis(row.status_since)?,
        number: row.proposal_number,
        fields,
        location: row.lon_e7.zip(row.lat_e7).map(|(lon, lat)| Location::from_e7(lon, lat)),
        outside_village: row.outside_village,
        accepted_quantity: quantity(row.accepted_quantity_milli)?,
        accepted_cost: money(row.accepted_cost)?,
        funding_sources: split_sources(&row.funding_sources)?,
        final_agency: row.final_agency,
        merged_into: row.merged_into.map(ProposalId),
        support_count: row.support_count,
        comment_count: row.comment_count,
        created_at: from_millis(row.created_at)?,
        submitted_at: row.submitted_at.map(from_millis).transpose()?,
        level: row.level,
        level_since: row.level_since.map(from_millis).transpose()?,
        updated_at: from_millis(row.updated_at)?,
        sample: row.sample,
    })
}

pub(super) fn stored_quantity(milli: i64) -> Result<Quantity, AppError> {
    Quantity::from_thousandths(milli).map_err(|_| AppError::damaged(format!("quantity {milli}")))
}

pub(super) fn stored_money(amount: i64) -> Result<Rupiah, AppError> {
    Rupiah::new(amount).map_err(|_| AppError::damaged(format!("amount {amount}")))
}

fn stored_shape(text: &str) -> Result<Shape, AppError> {
    Shape::from_geojson(&serde_json::from_str(text)?).map_err(|code| AppError::damaged(format!("geometry: {code}")))
}
