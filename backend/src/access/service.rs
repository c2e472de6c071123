//! Use cases of people: signing up and in, one's own account, and the roles that an admin grants.

use super::permit::{authorize, deed};
use super::session::{self, SecretHash};
use super::store::{self, Account, Grant, NewAccount};
use super::token::service::{keep_permit, revoke_all};
use super::{Permit, password};
use crate::app::App;
use crate::area::catalogue::Catalogue;
use crate::error::AppError;
use crate::journal::{self, Event, EventKind};
use serde_json::json;
use shared::access::{Actor, Office, Resource, Role, RoleScope};
use shared::area::AreaCode;
use shared::i18n::{self, Lang};
use shared::value::{AccountId, Contact, GrantId, text};
use shared::{ErrorCode, FieldError, FieldErrors};
use std::net::IpAddr;

const MAX_NAME: usize = 80;
const MAX_OFFICE: usize = 120;

/// What a person fills in to sign up.
#[derive(Clone, Debug, Default)]
pub struct SignUp {
    pub contact: String,
    pub password: String,
    pub display_name: String,
    pub language: Option<Lang>,
    pub home_area: Option<String>,
}

/// Makes an account. A contact that is taken gets the same answer in the same time, and nothing happens.
///
/// # Errors
/// Invalid fields; `RATE_LIMITED`; `INTERNAL`.
pub async fn sign_up(app: &App, actor: &Actor, form: SignUp, from: IpAddr) -> Result<(), AppError> {
    authorize::<deed::EnterOrLeave>(actor, Resource::Everything)?;
    app.throttle.sign_up(from)?;
    create_account(app, form, false).await.map(|_| ())
}

/// Makes an account without the throttle, for the command line and sample data; `None` when the contact is taken.
///
/// # Errors
/// Invalid fields; `INTERNAL`.
pub async fn create_account(app: &App, form: SignUp, sample: bool) -> Result<Option<AccountId>, AppError> {
    let mut errors = FieldErrors::default();
    let contact = errors.keep(Contact::parse(&form.contact).map_err(|code| FieldError::new("contact", code)));
    errors.keep(password::check_new("password", &form.password));
    let display_name = errors.keep(text::line("displayName", Some(&form.display_name), MAX_NAME));
    let home_area = errors.keep(parse_home_area(app, form.home_area.as_deref()));
    let (Some(contact), Some(display_name), Some(home_area), true) = (contact, display_name, home_area, errors.is_empty()) else {
        return Err(errors.into());
    };
    let password_hash = app.passwords.hash(form.password, app.ids.as_ref()).await?;
    let id = AccountId(app.ids.uuid(app.clock.as_ref()));
    let now = app.clock.now();
    let language = form.language.unwrap_or(Lang::Id);
    let mut tx = app.db.begin().await?;
    let account = NewAccount { id, display_name, contact, password_hash, language, home_area, created_at: now, sample };
    if !store::insert_account(&tx, account).await? {
        return Ok(None);
    }
    journal::append(app, &mut tx, account_event(id)).await?;
    tx.commit().await?;
    Ok(Some(id))
}

/// That somebody made an account.
pub(crate) fn account_event(id: AccountId) -> Event {
    Event::new(EventKind::AccountCreated, id).actor(Some(id))
}

/// Checks contact and password and begins a session; gives the account and the `Set-Cookie` value.
///
/// # Errors
/// `SIGN_IN_FAILED` alike for an unknown contact and a wrong password; `RATE_LIMITED`; `INTERNAL`.
pub async fn sign_in(
    app: &App,
    actor: &Actor,
    contact: &str,
    password: String,
    from: IpAddr,
) -> Result<(AccountId, String), AppError> {
    authorize::<deed::EnterOrLeave>(actor, Resource::Everything)?;
    app.throttle.sign_in(from, contact.trim())?;
    let known = match Contact::parse(contact) {
        Ok(contact) => store::credentials(&app.db, &contact).await?,
        Err(_) => None,
    };
    let (account, hash) = known.unzip();
    let too_long = password.chars().count() > password::MAX_LENGTH;
    let fits = app.passwords.verify(if too_long { String::new() } else { password }, hash).await?;
    match account.filter(|_| fits) {
        Some(account) => Ok((account, session::begin(app, account).await?)),
        None => Err(FieldError::whole(ErrorCode::SignInFailed).into()),
    }
}

/// Ends the session.
///
/// # Errors
/// `FORBIDDEN` for a token; `INTERNAL` when the database refuses.
pub async fn sign_out(app: &App, actor: &Actor, session: Option<SecretHash>) -> Result<(), AppError> {
    authorize::<deed::EnterOrLeave>(actor, Resource::Everything)?;
    if let Some(session) = session {
        let tx = app.db.begin().await?;
        store::delete_session(&tx, session).await?;
        tx.commit_unrecorded().await?;
    }
    Ok(())
}

/// Ends every session of the person.
///
/// # Errors
/// `UNAUTHENTICATED`; `FORBIDDEN` for a token; `INTERNAL`.
pub async fn sign_out_everywhere(app: &App, actor: &Actor) -> Result<(), AppError> {
    let account = keep_permit(actor)?.person()?;
    let tx = app.db.begin().await?;
    store::delete_sessions_of(&tx, account, None).await?;
    tx.commit_unrecorded().await
}

/// Leave to read one's own account.
///
/// # Errors
/// `UNAUTHENTICATED`.
pub fn own_permit(actor: &Actor) -> Result<Permit<deed::ReadOwnAccount>, AppError> {
    let account = actor.account.ok_or(AppError::Refused(ErrorCode::Unauthenticated))?;
    authorize(actor, Resource::Account(account))
}

/// # Errors
/// `UNAUTHENTICATED`; `FORBIDDEN` for a token; invalid fields; `INTERNAL`.
pub async fn update_profile(
    app: &App,
    actor: &Actor,
    display_name: Option<String>,
    language: Option<Lang>,
    home_area: Option<String>,
) -> Result<Account, AppError> {
    keep_permit(actor)?;
    let permit = own_permit(actor)?;
    let mut errors = FieldErrors::default();
    let name = display_name.and_then(|name| errors.keep(text::line("displayName", Some(&name), MAX_NAME)));
    let home = home_area.and_then(|code| errors.keep(parse_home_area(app, Some(&code))));
    if !errors.is_empty() {
        return Err(errors.into());
    }
    let mut tx = app.db.begin().await?;
    let Account { id, display_name: former, language: spoken, home_area: lived, .. } =
        store::lock_own_account(&tx, &permit).await?.ok_or(AppError::Refused(ErrorCode::NotFound))?;
    let name = name.unwrap_or_else(|| former.clone());
    let is_new = name != former;
    store::set_profile(&tx, id, name, language.unwrap_or(spoken), home.unwrap_or(lived)).await?;
    journal::append(app, &mut tx, Event::new(EventKind::AccountChanged, id).actor(Some(id))).await?;
    // Neither name is in the chain, which forgets nothing: who keeps a copy reads the person again. Asked once nobody else can
    // append: whoever named the person before is seen, and whoever does so later names them anew.
    if is_new && store::appears_in_public(&tx, id).await? {
        journal::append(app, &mut tx, Event::new(EventKind::PersonRenamed, id).actor(Some(id))).await?;
    }
    tx.commit().await?;
    own(app, &permit).await
}

/// Changes the password and ends every other session. Tokens stay: they are revoked by name.
///
/// # Errors
/// `UNAUTHENTICATED`; `FORBIDDEN` for a token; `PASSWORD_WRONG` or a weak new password; `RATE_LIMITED`; `INTERNAL`.
pub async fn change_password(
    app: &App,
    actor: &Actor,
    current: String,
    new: String,
    kept: Option<SecretHash>,
    from: IpAddr,
) -> Result<Account, AppError> {
    let id = keep_permit(actor)?.person()?;
    let permit = own_permit(actor)?;
    app.throttle.sign_in(from, &id.to_string())?;
    password::check_new("newPassword", &new)?;
    let hash = store::password_hash(&app.db, &permit).await?;
    if !app.passwords.verify(current, hash).await? {
        return Err(AppError::field("currentPassword", ErrorCode::PasswordWrong));
    }
    replace_password(app, id, new, kept, Some(id)).await?;
    own(app, &permit).await
}

/// Sets a password without knowing the old one and ends every session and token: the command line's reset, for an account
/// that may be in the wrong hands.
///
/// # Errors
/// `NOT_FOUND`; a weak password; `INTERNAL`.
pub async fn reset_password(app: &App, contact: &Contact, new: String) -> Result<(), AppError> {
    password::check_new("password", &new)?;
    let (id, _) = store::credentials(&app.db, contact).await?.ok_or(AppError::Refused(ErrorCode::NotFound))?;
    replace_password(app, id, new, None, None).await
}

async fn replace_password(
    app: &App,
    id: AccountId,
    new: String,
    kept: Option<SecretHash>,
    by: Option<AccountId>,
) -> Result<(), AppError> {
    let hash = app.passwords.hash(new, app.ids.as_ref()).await?;
    let mut tx = app.db.begin().await?;
    store::set_password(&tx, id, hash).await?;
    store::delete_sessions_of(&tx, id, kept).await?;
    if by.is_none() {
        revoke_all(app, &mut tx, id).await?;
    }
    journal::append(app, &mut tx, Event::new(EventKind::PasswordChanged, id).actor(by)).await?;
    tx.commit().await
}

/// The person's own account.
///
/// # Errors
/// `NOT_FOUND`; `INTERNAL`.
pub async fn own(app: &App, permit: &Permit<deed::ReadOwnAccount>) -> Result<Account, AppError> {
    store::own_account(&app.db, permit).await?.ok_or(AppError::Refused(ErrorCode::NotFound))
}

/// What an admin fills in to grant a role.
#[derive(Clone, Debug)]
pub struct RoleGrant {
    pub account: AccountId,
    pub role: Role,
    pub area: Option<String>,
    pub agency: Option<String>,
    pub office_title: Option<String>,
}

/// Grants a role within its area or agency.
///
/// # Errors
/// `UNAUTHENTICATED`, `FORBIDDEN`, `NOT_FOUND`; a role without its area or agency; `INTERNAL`.
pub async fn grant_role(app: &App, actor: &Actor, form: RoleGrant) -> Result<Account, AppError> {
    authorize::<deed::GrantRole>(actor, Resource::Everything)?;
    let account = form.account;
    grant(app, form, actor).await?;
    account_for_admin(app, actor, account).await
}

/// Grants a role on behalf of whoever runs the machine: the command line and sample data.
///
/// # Errors
/// As [`grant_role`], without the question who asks.
pub async fn grant_as_operator(app: &App, form: RoleGrant) -> Result<(), AppError> {
    grant(app, form, &Actor::anonymous()).await
}

async fn grant(app: &App, form: RoleGrant, by: &Actor) -> Result<(), AppError> {
    let id = GrantId(app.ids.uuid(app.clock.as_ref()));
    let office = parse_office(&app.areas.current(), id, &form)?;
    let granted_at = app.clock.now();
    let mut tx = app.db.begin().await?;
    if !store::account_exists(&tx, form.account).await? {
        return Err(ErrorCode::NotFound.into());
    }
    let held = store::grants_of(tx.connection(), &[form.account.0]).await?;
    if held
        .iter()
        .any(|grant| (grant.office.role, &grant.office.area, &grant.office.agency) == (office.role, &office.area, &office.agency))
    {
        return Err(AppError::field("role", ErrorCode::RoleAlreadyGranted));
    }
    let event = role_event(EventKind::RoleGranted, form.account, &office, by);
    store::insert_grant(&tx, &Grant { account: form.account, office, granted_at }, by.account).await?;
    journal::append(app, &mut tx, event).await?;
    tx.commit().await
}

/// Takes a role away at once; open sessions lose it with their next request.
///
/// # Errors
/// `UNAUTHENTICATED`, `FORBIDDEN`, `NOT_FOUND`; `LAST_ADMIN`; `INTERNAL`.
pub async fn revoke_role(app: &App, actor: &Actor, id: GrantId) -> Result<Account, AppError> {
    let permit = authorize::<deed::GrantRole>(actor, Resource::Everything)?;
    let mut tx = app.db.begin().await?;
    let grant = store::grant(&tx, &permit, id).await?.ok_or(AppError::Refused(ErrorCode::NotFound))?;
    if grant.office.role == Role::Admin && store::count_grants(&tx, Role::Admin).await? == 1 {
        return Err(AppError::field("grantId", ErrorCode::LastAdmin));
    }
    store::revoke_grant(&tx, id, app.clock.now()).await?;
    journal::append(app, &mut tx, role_event(EventKind::RoleRevoked, grant.account, &grant.office, actor)).await?;
    tx.commit().await?;
    account_for_admin(app, actor, grant.account).await
}

async fn account_for_admin(app: &App, actor: &Actor, id: AccountId) -> Result<Account, AppError> {
    let permit = authorize::<deed::ReadPeople>(actor, Resource::Everything)?;
    store::account(&app.db, &permit, id).await?.ok_or(AppError::Refused(ErrorCode::NotFound))
}

pub(crate) fn role_event(kind: EventKind, account: AccountId, office: &Office, by: &Actor) -> Event {
    let details = json!({ "role": office.role, "area": office.area, "agency": office.agency, "office": office.name });
    let event = Event::new(kind, account)
        .actor(by.account)
        .office(by.office(Role::Admin).map(|admin| admin.name.as_str()))
        .details(details);
    match &office.area {
        Some(area) => event.area(area),
        None => event,
    }
}

/// The office that a grant makes. Where no title is given, its name follows from role and place.
pub(crate) fn parse_office(areas: &Catalogue, id: GrantId, form: &RoleGrant) -> Result<Office, AppError> {
    let area = form.area.as_deref().map(str::trim).filter(|code| !code.is_empty());
    let area = area.map(|code| areas.find(code).ok_or(AppError::field("area", ErrorCode::UnknownArea))).transpose()?;
    let agency = form.agency.as_deref().map(str::trim).filter(|code| !code.is_empty());
    let agency = agency.map(|code| areas.agency(code).ok_or(AppError::field("agency", ErrorCode::UnknownAgency))).transpose()?;
    let fits = match form.role.scope() {
        RoleScope::Everyone => return Err(AppError::field("role", ErrorCode::RoleAlreadyGranted)),
        RoleScope::Area(level) => area.is_some_and(|area| area.level == level),
        RoleScope::AnyArea => area.is_some(),
        RoleScope::Agency => agency.is_some(),
    };
    if !fits {
        return Err(match form.role.scope() {
            RoleScope::Agency => AppError::field("agency", ErrorCode::RoleNeedsAgency),
            _ => AppError::field("area", ErrorCode::RoleNeedsArea),
        });
    }
    let by_agency = form.role.scope() == RoleScope::Agency;
    let area = area.filter(|_| !by_agency);
    let agency = agency.filter(|_| by_agency);
    let title = text::optional_line("officeTitle", form.office_title.as_deref(), MAX_OFFICE)?;
    let place = area.map(|area| area.full_name());
    let name = title.unwrap_or_else(|| match (form.role, &agency, place) {
        (Role::AgencyOfficer, Some(agency), _) => agency.name.clone(),
        (Role::VillageOperator, _, Some(place)) => format!("Pemerintah {place}"),
        (Role::DistrictOfficer, _, Some(place)) => place,
        (role, _, Some(place)) => format!("{} {place}", i18n::text(Lang::Id, role.message_key())),
        (role, _, None) => i18n::text(Lang::Id, role.message_key()).to_owned(),
    });
    Ok(Office {
        grant: id,
        role: form.role,
        area: area.map(|area| area.code.clone()),
        agency: agency.map(|agency| agency.code.clone()),
        name,
    })
}

fn parse_home_area(app: &App, code: Option<&str>) -> Result<Option<AreaCode>, FieldError> {
    let Some(code) = code.map(str::trim).filter(|code| !code.is_empty()) else { return Ok(None) };
    let areas = app.areas.current();
    areas.find(code).map(|area| Some(area.code.clone())).ok_or_else(|| FieldError::new("homeArea", ErrorCode::UnknownArea))
}
