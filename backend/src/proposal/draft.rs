//! Writing a proposal: a draft, its edits, and handing it in.

use super::model::Proposal;
use super::review::Move;
use super::{review, store};
use crate::access::{authorize, deed, store as people};
use crate::app::App;
use crate::area::catalogue::Catalogue;
use crate::error::AppError;
use crate::journal::{self, Event, EventKind};
use crate::media;
use chrono::{DateTime, Utc};
use serde_json::json;
use shared::access::{Actor, Resource};
use shared::proposal::{Action, DecisionForm, ProposalFields, ProposalForm, Status};
use shared::value::{AccountId, ProposalId, text};
use shared::{ErrorCode, FieldError, FieldErrors};

const MAX_CLIENT_KEY: usize = 64;

/// Makes a draft. The same person sending the same `client_key` again gets the same proposal.
///
/// # Errors
/// `UNAUTHENTICATED`; every invalid field; `INTERNAL`.
pub async fn create(app: &App, actor: &Actor, form: &ProposalForm, client_key: Option<String>) -> Result<Proposal, AppError> {
    create_as(app, actor, form, client_key, false).await
}

/// Makes a proposal and hands it in. Sent again, even at the same moment, it is the same proposal, handed in once.
///
/// # Errors
/// As [`create`].
pub async fn hand_in(app: &App, actor: &Actor, form: &ProposalForm, client_key: Option<String>) -> Result<Proposal, AppError> {
    let made = create(app, actor, form, client_key).await?;
    if made.status != Status::Draft {
        return Ok(made);
    }
    let wanted = Move { id: made.id, version: made.version, action: Action::Submit, decision: None, to: None };
    match review::take_step(app, actor, &wanted, &DecisionForm::default()).await {
        Err(AppError::Conflict { .. }) => {
            store::find(&app.db, made.id).await?.ok_or(AppError::Refused(ErrorCode::NotFound))?.read_as(actor)
        }
        handed_in => handed_in,
    }
}

/// As [`create`]; `sample` marks made-up data.
///
/// # Errors
/// As [`create`].
pub async fn create_as(
    app: &App,
    actor: &Actor,
    form: &ProposalForm,
    client_key: Option<String>,
    sample: bool,
) -> Result<Proposal, AppError> {
    let permit = authorize::<deed::CreateProposal>(actor, Resource::Everything)?;
    let owner = permit.person()?;
    let client_key = text::optional_line("clientKey", client_key.as_deref(), MAX_CLIENT_KEY)?;
    let mut tx = app.db.begin().await?;
    people::lock_person(&tx, owner).await?;
    if let Some(key) = &client_key
        && let Some(made) = store::find_by_client_key(&tx, &permit, owner, key).await?
    {
        return Ok(made);
    }
    let fields = check(app, actor, form)?;
    let number = store::next_number(&tx, owner, fields.fiscal_year).await?;
    let id = ProposalId(app.ids.uuid(app.clock.as_ref()));
    let proposal = Proposal { sample, ..begun(&app.areas.current(), id, owner, number, fields, app.clock.now()) };
    store::insert(&tx, &permit, &proposal, client_key).await?;
    media::service::attach(&tx, &permit, proposal.id, &proposal.fields).await?;
    journal::append(app, &mut tx, drafted(&proposal)).await?;
    tx.commit().await?;
    Ok(proposal)
}

/// A draft that was just made.
pub(crate) fn begun(
    areas: &Catalogue,
    id: ProposalId,
    owner: AccountId,
    number: i32,
    fields: ProposalFields,
    now: DateTime<Utc>,
) -> Proposal {
    Proposal {
        id,
        version: 1,
        owner,
        status: Status::Draft,
        status_since: now,
        number,
        location: fields.shape.as_ref().map(|shape| shape.anchor()),
        outside_village: is_outside_village(areas, &fields),
        fields,
        accepted_quantity: None,
        accepted_cost: None,
        funding_sources: Vec::new(),
        final_agency: None,
        merged_into: None,
        support_count: 0,
        comment_count: 0,
        created_at: now,
        submitted_at: None,
        level: None,
        level_since: None,
        updated_at: now,
        sample: false,
    }
}

/// That it was made.
pub(crate) fn drafted(proposal: &Proposal) -> Event {
    Event::new(EventKind::ProposalDrafted, proposal.id)
        .area(&proposal.fields.village)
        .actor(Some(proposal.owner))
        .details(json!({ "title": proposal.fields.title }))
}

/// Changes a draft, or a proposal that came back.
///
/// # Errors
/// `UNAUTHENTICATED`, `NOT_FOUND`, `FORBIDDEN`; `CONFLICT` with both versions; `NOT_EDITABLE`; invalid fields; `INTERNAL`.
pub async fn update(app: &App, actor: &Actor, id: ProposalId, version: i32, form: &ProposalForm) -> Result<Proposal, AppError> {
    let mut tx = app.db.begin().await?;
    let guarded = store::lock(&tx, id).await?.ok_or(AppError::Refused(ErrorCode::NotFound))?;
    let facts = guarded.facts();
    let permit = authorize::<deed::EditProposal>(actor, Resource::Proposal(&facts))?;
    let mut proposal = guarded.read_as(actor)?;
    media::service::recall(&tx, id, &mut proposal.fields).await?;
    review::check_version(&proposal, version, || serde_json::to_value(form))?;
    if !proposal.status.is_editable() {
        return Err(FieldError::whole(ErrorCode::NotEditable).into());
    }
    let fields = check(app, actor, form)?;
    let changed = changed_fields(&proposal.fields, &fields);
    let former = Some(proposal.fields.village.clone()).filter(|former| *former != fields.village);
    if fields.fiscal_year != proposal.fields.fiscal_year {
        proposal.number = store::next_number(&tx, proposal.owner, fields.fiscal_year).await?;
    }
    proposal.location = fields.shape.as_ref().map(|shape| shape.anchor());
    proposal.outside_village = is_outside_village(&app.areas.current(), &fields);
    proposal.fields = fields;
    proposal.version += 1;
    proposal.updated_at = app.clock.now();
    store::update(&tx, &proposal).await?;
    media::service::attach(&tx, &permit, id, &proposal.fields).await?;
    let kind = if proposal.status == Status::Draft { EventKind::DraftEdited } else { EventKind::ProposalEdited };
    // Whoever follows the former village alone would never hear that it has left.
    if let Some(former) = former.filter(|_| kind.is_public()) {
        let details = json!({ "title": proposal.fields.title, "village": proposal.fields.village });
        let event = Event::new(EventKind::ProposalMoved, id).area(&former).actor(permit.account()).details(details);
        journal::append(app, &mut tx, event).await?;
    }
    let event = Event::new(kind, id)
        .area(&proposal.fields.village)
        .actor(permit.account())
        .details(json!({ "title": proposal.fields.title, "changed": changed }));
    journal::append(app, &mut tx, event).await?;
    tx.commit().await?;
    Ok(proposal)
}

/// Everything that shared rules and the map know to be wrong with the form now.
pub(super) fn check(app: &App, actor: &Actor, form: &ProposalForm) -> Result<ProposalFields, AppError> {
    let areas = app.areas.current();
    let fields = form.parse(&areas.fiscal_years())?;
    let mut errors = FieldErrors::default();
    if areas.find(fields.village.as_str()).is_none() {
        errors.push(FieldError::new("villageCode", ErrorCode::UnknownArea));
    }
    if let Some(shape) = &fields.shape {
        errors.keep(areas.check_shape(shape).map_err(|code| FieldError::new("geometry", code)));
    }
    if fields.initial_agency.as_deref().is_some_and(|code| areas.agency(code).is_none()) {
        errors.push(FieldError::new("initialAgency", ErrorCode::UnknownAgency));
    }
    if let Some(code) = &fields.catalog_code {
        match areas.catalog_item(code) {
            Some(item) => {
                item.contradictions(Some(fields.kind), Some(fields.unit)).into_iter().for_each(|error| errors.push(error))
            }
            None => errors.push(FieldError::new("catalogCode", ErrorCode::UnknownCatalogItem)),
        }
    }
    if !may_speak_as(actor, &fields) {
        errors.push(FieldError::new("proposerType", ErrorCode::NotYourName));
    }
    if errors.is_empty() { Ok(fields) } else { Err(errors.into()) }
}

/// Whether `actor` holds the office in whose name the proposal speaks, where it speaks in one's.
fn may_speak_as(actor: &Actor, fields: &ProposalFields) -> bool {
    fields.proposer_type.needs_role().is_none_or(|role| {
        actor.offices.iter().any(|office| office.role == role && (office.agency.is_some() || office.covers(&fields.village)))
    })
}

fn is_outside_village(areas: &Catalogue, fields: &ProposalFields) -> bool {
    fields.shape.as_ref().is_some_and(|shape| !areas.village_holds(&fields.village, shape.anchor()))
}

/// The camelCase names of the form fields that differ.
fn changed_fields(before: &ProposalFields, after: &ProposalFields) -> Vec<String> {
    let as_map = |fields| match serde_json::to_value(ProposalForm::from(fields)) {
        Ok(serde_json::Value::Object(map)) => map,
        _ => serde_json::Map::new(),
    };
    let (before, after) = (as_map(before), as_map(after));
    after.iter().filter(|(name, value)| before.get(*name) != Some(value)).map(|(name, _)| name.clone()).collect()
}
