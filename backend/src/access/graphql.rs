//! People in GraphQL.

use super::permit::{authorize, deed};
use super::service::{self, RoleGrant, SignUp};
use super::session;
use super::store::{self, PeopleFilter};
use super::token::{self, graphql::Token};
use crate::api::context::{app, request};
use crate::api::enums::{Language, Role};
use crate::api::payload::{UserError, split};
use crate::app::App;
use crate::area::graphql::{Agency, Area};
use crate::error::AppError;
use crate::webhook::{self, graphql::Webhook};
use async_graphql::connection::{Connection, Edge, EmptyFields};
use async_graphql::{Context, ID, InputObject, Object, Result, SimpleObject};
use chrono::{DateTime, Utc};
use shared::ErrorCode;
use shared::access::{Actor, Resource};
use shared::value::{AccountId, PageRequest, text};

/// The longest text filter, in characters.
const MAX_TEXT: usize = 200;

/// What anyone may know of a person.
#[derive(SimpleObject)]
pub struct Person {
    id: ID,
    display_name: String,
    /// Names of the offices held now.
    offices: Vec<String>,
}

impl From<store::Person> for Person {
    fn from(person: store::Person) -> Self {
        Self { id: ID(person.id.to_string()), display_name: person.display_name, offices: person.offices }
    }
}

/// A person's account, for themselves and for an admin.
pub struct Account(store::Account);

impl Account {
    /// One's own account, or anyone's for an admin; nothing otherwise.
    ///
    /// # Errors
    /// `INTERNAL` when the database refuses.
    pub async fn visible_to(app: &App, actor: &Actor, id: AccountId) -> Result<Option<Self>, AppError> {
        let own = authorize::<deed::ReadOwnAccount>(actor, Resource::Account(id));
        let found = match (own, authorize::<deed::ReadPeople>(actor, Resource::Account(id))) {
            (Ok(permit), _) => store::own_account(&app.db, &permit).await?,
            (_, Ok(permit)) => store::account(&app.db, &permit, id).await?,
            _ => None,
        };
        Ok(found.map(Self))
    }
}

#[Object]
impl Account {
    pub async fn id(&self) -> ID {
        ID(self.0.id.to_string())
    }

    async fn display_name(&self) -> &str {
        &self.0.display_name
    }

    async fn email(&self) -> Option<&str> {
        self.0.email.as_deref()
    }

    async fn phone(&self) -> Option<&str> {
        self.0.phone.as_deref()
    }

    async fn language(&self) -> Language {
        self.0.language.into()
    }

    async fn home_area(&self, ctx: &Context<'_>) -> Result<Option<Area>> {
        let areas = app(ctx)?.areas.current();
        Ok(self.0.home_area.as_ref().and_then(|code| Area::of(&areas, code)))
    }

    async fn grants(&self, ctx: &Context<'_>) -> Result<Vec<Grant>> {
        Ok(store::grants_of(app(ctx)?.db.reader(), &[self.0.id.0]).await?.into_iter().map(Grant).collect())
    }

    async fn created_at(&self) -> DateTime<Utc> {
        self.0.created_at
    }

    /// The tokens (token API) of the person's programs, the newest first, also those that ended in the last 90 days; told to
    /// the person alone, when they are there themselves, and empty to anyone else.
    async fn tokens(&self, ctx: &Context<'_>) -> Result<Vec<Token>> {
        token::graphql::own(ctx, self.0.id).await
    }

    /// The webhooks of the person, the oldest first; told to the person alone, when they are there themselves and hold an
    /// office, and empty to anyone else.
    async fn webhooks(&self, ctx: &Context<'_>) -> Result<Vec<Webhook>> {
        webhook::graphql::own(ctx, self.0.id).await
    }

    /// Sessions alive; told to the person alone, 0 to anyone else.
    async fn session_count(&self, ctx: &Context<'_>) -> Result<u64> {
        let (app, actor) = (app(ctx)?, &request(ctx)?.actor);
        if !actor.is(self.0.id) {
            return Ok(0);
        }
        Ok(store::count_sessions(&app.db, &service::own_permit(actor)?, app.clock.now()).await?)
    }
}

/// A role in force.
pub struct Grant(store::Grant);

#[Object]
impl Grant {
    async fn id(&self) -> ID {
        ID(self.0.office.grant.to_string())
    }

    async fn role(&self) -> Role {
        self.0.office.role.into()
    }

    async fn area(&self, ctx: &Context<'_>) -> Result<Option<Area>> {
        let areas = app(ctx)?.areas.current();
        Ok(self.0.office.area.as_ref().and_then(|code| Area::of(&areas, code)))
    }

    async fn agency(&self, ctx: &Context<'_>) -> Result<Option<Agency>> {
        let areas = app(ctx)?.areas.current();
        Ok(self.0.office.agency.as_deref().and_then(|code| areas.agency(code)).map(Into::into))
    }

    /// The name of office, as decisions show it.
    async fn office(&self) -> &str {
        &self.0.office.name
    }

    async fn granted_at(&self) -> DateTime<Utc> {
        self.0.granted_at
    }
}

/// Who is signed in, and what is open to them.
#[derive(SimpleObject)]
pub struct Viewer {
    account: Account,
    may_propose: bool,
    is_official: bool,
    is_admin: bool,
}

impl Viewer {
    fn new(actor: &Actor, account: store::Account) -> Self {
        let is_admin = actor.office(shared::access::Role::Admin).is_some();
        Self { account: Account(account), may_propose: true, is_official: actor.is_official(), is_admin }
    }
}

#[derive(InputObject, Default)]
pub struct PersonFilter {
    /// Part of a name, an e-mail address or a phone number.
    text: Option<String>,
    role: Option<Role>,
}

pub struct PeopleTotals {
    filter: PeopleFilter,
}

#[Object]
impl PeopleTotals {
    async fn total_count(&self, ctx: &Context<'_>) -> Result<u64> {
        let permit = authorize::<deed::ReadPeople>(&request(ctx)?.actor, Resource::Everything)?;
        Ok(store::count_people(&app(ctx)?.db, &permit, &self.filter).await?)
    }
}

#[derive(Default)]
pub struct AccessQuery;

#[Object]
impl AccessQuery {
    /// Who is signed in; null when nobody is.
    async fn viewer(&self, ctx: &Context<'_>) -> Result<Option<Viewer>> {
        let actor = &request(ctx)?.actor;
        if actor.account.is_none() {
            return Ok(None);
        }
        let account = service::own(app(ctx)?, &service::own_permit(actor)?).await?;
        Ok(Some(Viewer::new(actor, account)))
    }

    /// Accounts, for an admin.
    async fn people(
        &self,
        ctx: &Context<'_>,
        filter: Option<PersonFilter>,
        first: Option<i32>,
        after: Option<String>,
        last: Option<i32>,
        before: Option<String>,
    ) -> Result<Connection<String, Account, PeopleTotals, EmptyFields>> {
        let permit = authorize::<deed::ReadPeople>(&request(ctx)?.actor, Resource::Everything)?;
        let page = PageRequest::parse(first, after, last, before).map_err(AppError::from)?;
        let cursor = page
            .cursor
            .as_deref()
            .map(str::parse::<AccountId>)
            .transpose()
            .map_err(|_| AppError::field("after", ErrorCode::InvalidCursor))?;
        let filter = filter.unwrap_or_default();
        let text = text::optional_line("filter.text", filter.text.as_deref(), MAX_TEXT).map_err(AppError::from)?;
        let filter = PeopleFilter { text, role: filter.role.map(Into::into) };
        let mut rows = store::people(&app(ctx)?.db, &permit, &filter, &page, cursor).await?;
        let more = rows.len() as u64 > page.size;
        rows.truncate(usize::try_from(page.size).unwrap_or(usize::MAX));
        if page.backward {
            rows.reverse();
        }
        let (previous, next) = if page.backward { (more, page.cursor.is_some()) } else { (page.cursor.is_some(), more) };
        let mut connection = Connection::with_additional_fields(previous, next, PeopleTotals { filter });
        connection.edges.extend(rows.into_iter().map(|account| Edge::new(account.id.to_string(), Account(account))));
        Ok(connection)
    }
}

#[derive(InputObject)]
pub struct SignUpInput {
    /// An e-mail address or an Indonesian phone number.
    contact: String,
    /// At least 8 characters.
    password: String,
    display_name: String,
    language: Option<Language>,
    home_area: Option<String>,
}

/// The same answer whether the contact is new or known.
#[derive(SimpleObject)]
pub struct SignUpPayload {
    accepted: bool,
    errors: Vec<UserError>,
}

#[derive(InputObject)]
pub struct SignInInput {
    contact: String,
    password: String,
}

#[derive(SimpleObject)]
pub struct SignInPayload {
    viewer: Option<Viewer>,
    errors: Vec<UserError>,
}

#[derive(SimpleObject)]
pub struct SignOutPayload {
    signed_out: bool,
}

#[derive(InputObject)]
pub struct UpdateAccountInput {
    display_name: Option<String>,
    language: Option<Language>,
    home_area: Option<String>,
}

#[derive(InputObject)]
pub struct ChangePasswordInput {
    current_password: String,
    new_password: String,
}

#[derive(SimpleObject)]
pub struct AccountPayload {
    account: Option<Account>,
    errors: Vec<UserError>,
}

#[derive(InputObject)]
pub struct GrantRoleInput {
    account_id: ID,
    role: Role,
    area: Option<String>,
    agency: Option<String>,
    /// The name of office to show; otherwise it follows from role and place.
    office_title: Option<String>,
}

#[derive(InputObject)]
pub struct RevokeRoleInput {
    grant_id: ID,
}

#[derive(Default)]
pub struct AccessMutation;

#[Object]
impl AccessMutation {
    /// Makes an account; sign in afterwards.
    async fn sign_up(&self, ctx: &Context<'_>, input: SignUpInput) -> Result<SignUpPayload> {
        let request = request(ctx)?;
        let form = SignUp {
            contact: input.contact,
            password: input.password,
            display_name: input.display_name,
            language: input.language.map(Into::into),
            home_area: input.home_area,
        };
        let (done, errors) = split(service::sign_up(app(ctx)?, &request.actor, form, request.from).await, request.lang)?;
        Ok(SignUpPayload { accepted: done.is_some(), errors })
    }

    /// Begins a session in a cookie that scripts cannot read.
    async fn sign_in(&self, ctx: &Context<'_>, input: SignInInput) -> Result<SignInPayload> {
        let (app, request) = (app(ctx)?, request(ctx)?);
        let signed_in = service::sign_in(app, &request.actor, &input.contact, input.password, request.from).await;
        let (done, errors) = split(signed_in, request.lang)?;
        let Some((account, cookie)) = done else { return Ok(SignInPayload { viewer: None, errors }) };
        request.set_cookie(cookie);
        let offices = store::grants_of(app.db.reader(), &[account.0]).await?.into_iter().map(|grant| grant.office).collect();
        let actor = Actor::person(account, offices);
        let account = service::own(app, &service::own_permit(&actor)?).await?;
        Ok(SignInPayload { viewer: Some(Viewer::new(&actor, account)), errors })
    }

    async fn sign_out(&self, ctx: &Context<'_>) -> Result<SignOutPayload> {
        let (app, request) = (app(ctx)?, request(ctx)?);
        service::sign_out(app, &request.actor, request.session()).await?;
        request.set_cookie(session::forget(app));
        Ok(SignOutPayload { signed_out: true })
    }

    /// Ends every session of the person, on every device.
    async fn sign_out_everywhere(&self, ctx: &Context<'_>) -> Result<SignOutPayload> {
        let (app, request) = (app(ctx)?, request(ctx)?);
        service::sign_out_everywhere(app, &request.actor).await?;
        request.set_cookie(session::forget(app));
        Ok(SignOutPayload { signed_out: true })
    }

    async fn update_account(&self, ctx: &Context<'_>, input: UpdateAccountInput) -> Result<AccountPayload> {
        let request = request(ctx)?;
        let result =
            service::update_profile(app(ctx)?, &request.actor, input.display_name, input.language.map(Into::into), input.home_area)
                .await;
        account_payload(result, request.lang)
    }

    /// Changes the password and ends every other session.
    async fn change_password(&self, ctx: &Context<'_>, input: ChangePasswordInput) -> Result<AccountPayload> {
        let request = request(ctx)?;
        let result = service::change_password(
            app(ctx)?,
            &request.actor,
            input.current_password,
            input.new_password,
            request.session(),
            request.from,
        )
        .await;
        account_payload(result, request.lang)
    }

    /// Grants a role within its area or agency; for an admin.
    async fn grant_role(&self, ctx: &Context<'_>, input: GrantRoleInput) -> Result<AccountPayload> {
        let request = request(ctx)?;
        let account = input.account_id.parse().map_err(|_| AppError::Refused(ErrorCode::NotFound))?;
        let form = RoleGrant {
            account,
            role: input.role.into(),
            area: input.area,
            agency: input.agency,
            office_title: input.office_title,
        };
        account_payload(service::grant_role(app(ctx)?, &request.actor, form).await, request.lang)
    }

    /// Takes a role away at once; for an admin.
    async fn revoke_role(&self, ctx: &Context<'_>, input: RevokeRoleInput) -> Result<AccountPayload> {
        let request = request(ctx)?;
        let grant = input.grant_id.parse().map_err(|_| AppError::Refused(ErrorCode::NotFound))?;
        account_payload(service::revoke_role(app(ctx)?, &request.actor, grant).await, request.lang)
    }
}

fn account_payload(result: std::result::Result<store::Account, AppError>, lang: shared::i18n::Lang) -> Result<AccountPayload> {
    let (account, errors) = split(result, lang)?;
    Ok(AccountPayload { account: account.map(Account), errors })
}
