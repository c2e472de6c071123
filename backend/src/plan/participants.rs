//! Who takes part in a plan, and as what.

use super::create::speaking_office;
use super::{Participant, Plan, open, record, store};
use crate::access::{Permit, authorize, deed, store as people};
use crate::app::App;
use crate::error::AppError;
use crate::journal::EventKind;
use crate::platform::database::Transaction;
use serde_json::json;
use shared::access::{Actor, Office, Resource};
use shared::plan::{PlanRole, PlanSide};
use shared::value::{AccountId, Contact, PlanId};
use shared::{ErrorCode, FieldError};

/// Whom to bring in.
#[derive(Clone, Debug)]
pub enum Invited {
    /// By the name they sign in with.
    Contact(String),
    Account(AccountId),
}

impl Invited {
    const fn field(&self) -> &'static str {
        match self {
            Self::Contact(_) => "contact",
            Self::Account(_) => "accountId",
        }
    }
}

/// Brings somebody in. Who holds an office that answers for the area speaks for it, everyone else for the community: an
/// owner cannot make a neighbour an official.
///
/// # Errors
/// `UNAUTHENTICATED`, `NOT_FOUND`, `FORBIDDEN`; an invalid contact, `UNKNOWN_PERSON`, `ALREADY_TAKES_PART`; `INTERNAL`.
pub async fn add(app: &App, actor: &Actor, id: PlanId, invited: &Invited, role: PlanRole) -> Result<Plan, AppError> {
    let mut tx = app.db.begin().await?;
    let (mut plan, permit) = open::<deed::LeadPlan>(&tx, actor, id).await?;
    let account = find(&tx, &permit, invited).await?;
    if plan.participant(account).is_some() {
        return Err(AppError::field(invited.field(), ErrorCode::AlreadyTakesPart));
    }
    let grants = people::grants_of(tx.connection(), &[account.0]).await?;
    let offices: Vec<Office> = grants.into_iter().map(|grant| grant.office).collect();
    let office = speaking_office(&offices, &plan.area);
    let participant = Participant {
        account,
        role,
        side: if office.is_some() { PlanSide::Official } else { PlanSide::Community },
        office: office.map(|office| office.name.clone()),
        added_by: permit.person()?,
        added_at: app.clock.now(),
        signed_at: None,
        signed_seq: None,
    };
    store::insert_participant(&tx, id, &participant).await?;
    let details = json!({ "participant": account, "role": role, "side": participant.side, "for": participant.office });
    plan.participants.push(participant);
    record(app, &mut tx, EventKind::PlanParticipantAdded, &plan, &permit, details).await?;
    tx.commit().await?;
    Ok(plan)
}

async fn find(tx: &Transaction, permit: &Permit<deed::LeadPlan>, invited: &Invited) -> Result<AccountId, AppError> {
    let found = match invited {
        Invited::Contact(text) => {
            let contact = Contact::parse(text).map_err(|code| AppError::field("contact", code))?;
            people::person_at(tx, permit, &contact).await?
        }
        Invited::Account(account) => people::account_exists(tx, *account).await?.then_some(*account),
    };
    found.ok_or_else(|| AppError::field(invited.field(), ErrorCode::UnknownPerson))
}

/// Makes an editor an owner, or the other way round. They sign anew.
///
/// # Errors
/// `UNAUTHENTICATED`, `NOT_FOUND`, `FORBIDDEN`; `UNKNOWN_PERSON` at `accountId`; `LAST_OWNER`; `INTERNAL`.
pub async fn change(app: &App, actor: &Actor, id: PlanId, account: AccountId, role: PlanRole) -> Result<Plan, AppError> {
    let mut tx = app.db.begin().await?;
    let (mut plan, permit) = open::<deed::LeadPlan>(&tx, actor, id).await?;
    let unknown = || AppError::field("accountId", ErrorCode::UnknownPerson);
    if plan.participant(account).ok_or_else(unknown)?.role == role {
        return Ok(plan);
    }
    keep_an_owner(&plan, account)?;
    store::set_role(&tx, &permit, id, account, role).await?;
    for participant in plan.participants.iter_mut().filter(|each| each.account == account) {
        (participant.role, participant.signed_at, participant.signed_seq) = (role, None, None);
    }
    let details = json!({ "participant": account, "role": role });
    record(app, &mut tx, EventKind::PlanParticipantChanged, &plan, &permit, details).await?;
    tx.commit().await?;
    Ok(plan)
}

/// Takes somebody out; everyone may leave by themselves.
///
/// # Errors
/// `UNAUTHENTICATED`, `NOT_FOUND`, `FORBIDDEN`; `UNKNOWN_PERSON` at `accountId`; `LAST_OWNER`; `INTERNAL`.
pub async fn remove(app: &App, actor: &Actor, id: PlanId, account: AccountId) -> Result<Plan, AppError> {
    let mut tx = app.db.begin().await?;
    let guarded = store::lock(&tx, id).await?.ok_or(AppError::Refused(ErrorCode::NotFound))?;
    let facts = guarded.facts();
    let mut plan = guarded.read_as(actor)?;
    let leaves = actor.is(account) && plan.participant(account).is_some();
    if !leaves {
        authorize::<deed::LeadPlan>(actor, Resource::Plan(&facts))?;
    }
    let permit = authorize::<deed::ReadPlan>(actor, Resource::Plan(&facts))?;
    plan.participant(account).ok_or_else(|| AppError::field("accountId", ErrorCode::UnknownPerson))?;
    keep_an_owner(&plan, account)?;
    store::remove_participant(&tx, id, account).await?;
    plan.participants.retain(|each| each.account != account);
    record(app, &mut tx, EventKind::PlanParticipantRemoved, &plan, &permit, json!({ "participant": account })).await?;
    tx.commit().await?;
    Ok(plan)
}

/// Somebody must be able to lead a plan once this owner no longer does.
fn keep_an_owner(plan: &Plan, goes: AccountId) -> Result<(), AppError> {
    let owns = |each: &&Participant| each.role == PlanRole::Owner;
    let another = plan.participants.iter().filter(owns).any(|owner| owner.account != goes);
    if another { Ok(()) } else { Err(FieldError::whole(ErrorCode::LastOwner).into()) }
}
