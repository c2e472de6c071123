//! Beginning a plan: from nothing, from a template, or from proposals that it answers.

use super::store::{self, Entry};
use super::{Participant, Plan, sources};
use crate::access::{Permit, authorize, deed, store as people};
use crate::app::App;
use crate::error::AppError;
use crate::journal::{self, Event, EventKind};
use crate::platform::database::Transaction;
use crate::proposal::Proposal;
use serde_json::json;
use shared::access::{Actor, Office, Resource};
use shared::area::AreaCode;
use shared::plan::schema::{MAX_TITLE, Table};
use shared::plan::touch::Touch;
use shared::plan::{Content, PlanRole, PlanSide, Stage, Template, edit, template};
use shared::proposal::Sector;
use shared::value::{AccountId, PlanId, ProposalId, text};
use shared::{ErrorCode, FieldError, FieldErrors};

const MAX_CLIENT_KEY: usize = 64;
/// How many proposals a new plan may begin from.
pub const MAX_SOURCES: usize = 20;

/// What a new plan is to be.
#[derive(Clone, Debug)]
pub struct NewPlan {
    pub client_key: Option<String>,
    pub area: String,
    pub sector: Option<Sector>,
    pub fiscal_year: Option<i32>,
    /// Empty where it shall be that of the first proposal.
    pub title: String,
    pub template: Template,
    pub proposals: Vec<ProposalId>,
    /// What it says from the beginning, where that is not for the template to say.
    pub content: Option<Content>,
}

/// Makes a plan as a draft. The same person sending the same `client_key` again gets the same plan.
///
/// # Errors
/// `UNAUTHENTICATED`; `FORBIDDEN` for who does not answer for the area; every invalid field; `INTERNAL`.
pub async fn create(app: &App, actor: &Actor, wanted: NewPlan) -> Result<Plan, AppError> {
    actor.account.ok_or(ErrorCode::Unauthenticated)?;
    let area = app.areas.current().find(&wanted.area).map(|area| area.code.clone());
    let area = area.ok_or_else(|| AppError::field("area", ErrorCode::UnknownArea))?;
    let permit = authorize::<deed::CreatePlan>(actor, Resource::Area(&area))?;
    let creator = permit.person()?;
    let client_key = text::optional_line("clientKey", wanted.client_key.as_deref(), MAX_CLIENT_KEY)?;
    let mut tx = app.db.begin().await?;
    people::lock_person(&tx, creator).await?;
    if let Some(key) = &client_key
        && let Some(made) = store::find_by_client_key(&tx, &permit, creator, key).await?
    {
        return made.read_as(actor);
    }
    let answered = sources::read(app, actor, &wanted.proposals).await?;
    let content = check(app, &wanted, &answered)?;
    let plan = begin(app, actor, area, creator, &wanted, &answered, content);
    store::insert(&tx, &permit, &plan, client_key).await?;
    record(app, &mut tx, actor, &permit, &plan).await?;
    tx.commit().await?;
    Ok(plan)
}

/// What the plan will say, if nothing is wrong with what was asked.
fn check(app: &App, wanted: &NewPlan, answered: &[Proposal]) -> Result<Content, AppError> {
    let mut errors = FieldErrors::default();
    let typed = errors.keep(text::optional_line("title", Some(&wanted.title), MAX_TITLE as usize)).flatten();
    let title = typed.or_else(|| answered.first().map(|first| sources::shortened(&first.fields.title, MAX_TITLE as usize)));
    if title.is_none() && errors.is_empty() {
        errors.push(FieldError::new("title", ErrorCode::Required));
    }
    if wanted.fiscal_year.is_some_and(|year| !app.areas.current().fiscal_years().contains(&year)) {
        errors.push(FieldError::new("fiscalYear", ErrorCode::OutOfRange));
    }
    let Some(title) = title.filter(|_| errors.is_empty()) else { return Err(errors.into()) };
    let mut id = || app.ids.uuid(app.clock.as_ref());
    if let Some(content) = &wanted.content {
        return Ok(content.clone());
    }
    let mut content = template::content(wanted.template, &title, &mut id);
    if !answered.is_empty() {
        sources::add(&mut content, wanted.template, answered, &mut id);
    }
    Ok(content)
}

fn begin(
    app: &App,
    actor: &Actor,
    area: AreaCode,
    creator: AccountId,
    wanted: &NewPlan,
    answered: &[Proposal],
    content: Content,
) -> Plan {
    let now = app.clock.now();
    let office = speaking_office(&actor.offices, &area);
    let owner = Participant {
        account: creator,
        role: PlanRole::Owner,
        side: if office.is_some() { PlanSide::Official } else { PlanSide::Community },
        office: office.map(|office| office.name.clone()),
        added_by: creator,
        added_at: now,
        signed_at: None,
        signed_seq: None,
    };
    let first = answered.first().map(|proposal| &proposal.fields);
    Plan {
        id: PlanId(app.ids.uuid(app.clock.as_ref())),
        area,
        sector: wanted.sector.or(first.map(|fields| fields.sector)),
        fiscal_year: wanted.fiscal_year.or(first.map(|fields| fields.fiscal_year)),
        stage: Stage::Draft,
        created_by: creator,
        created_at: now,
        changed_at: now,
        head: 1,
        projected_seq: 1,
        projected_at: now,
        title: content.title.clone(),
        summary: content.summary.clone(),
        budget_total: content.budget_total(),
        content: Some(content),
        superseded_by: None,
        participants: vec![owner],
    }
}

/// The office for which somebody speaks in a plan of this area: an official one that answers for it, or an agency's.
pub(super) fn speaking_office<'a>(offices: &'a [Office], area: &AreaCode) -> Option<&'a Office> {
    offices.iter().find(|office| office.role.is_official() && (office.covers(area) || office.agency.is_some()))
}

/// The owner, the first entry of the log, what it says in SQL, and the event.
async fn record(
    app: &App,
    tx: &mut Transaction,
    actor: &Actor,
    permit: &Permit<deed::CreatePlan>,
    plan: &Plan,
) -> Result<(), AppError> {
    for participant in &plan.participants {
        store::insert_participant(tx, plan.id, participant).await?;
    }
    if let Some(content) = &plan.content {
        let client = app.ids.device();
        let entry = Entry {
            client: client.cast_signed(),
            token: actor.token,
            touched: serde_json::to_string(&touches(content))?,
            bytes: edit::encode(content, client),
        };
        store::begin_log(tx, permit, plan, entry).await?;
        store::project(tx, plan.id, plan.head, content, plan.created_at).await?;
    }
    let event = Event::new(EventKind::PlanCreated, plan.id)
        .area(&plan.area)
        .actor(permit.account())
        .office(permit.office_name())
        .details(json!({ "title": plan.title }));
    journal::append(app, tx, event).await.map(|_| ())
}

fn touches(content: &Content) -> Vec<Touch> {
    let rows = |table: Table, ids: Vec<uuid::Uuid>| ids.into_iter().map(move |id| Touch::Row(table, id));
    std::iter::once(Touch::Title)
        .chain(rows(Table::Sections, content.sections.iter().map(|row| row.id).collect()))
        .chain(rows(Table::Objectives, content.objectives.iter().map(|row| row.id).collect()))
        .chain(rows(Table::Indicators, content.indicators.iter().map(|row| row.id).collect()))
        .chain(rows(Table::Budget, content.budget.iter().map(|row| row.id).collect()))
        .chain(rows(Table::Activities, content.activities.iter().map(|row| row.id).collect()))
        .chain(rows(Table::Features, content.features.iter().map(|row| row.id).collect()))
        .chain(rows(Table::Proposals, content.proposals.clone()))
        .collect()
}
