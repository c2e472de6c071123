//! People in GraphQL.

mod mutations;
mod officials;

pub use mutations::AccessMutation;
pub use officials::{Official, OfficialList};

use super::permit::{Permit, authorize, deed};
use super::service;
use super::store::{self, PeopleFilter};
use super::token::{self, graphql::Token};
use crate::api::connection::{Counted, Page, Slice, Totals};
use crate::api::context::{app, request};
use crate::api::enums::{Language, Role};
use crate::api::filter::words;
use crate::api::loaders::{Loaders, PersonKey};
use crate::app::App;
use crate::area::graphql::{Agency, Area};
use crate::error::AppError;
use crate::webhook::{self, graphql::Webhook};
use async_graphql::{Context, Description, ID, InputObject, Object, Result, SimpleObject};
use async_trait::async_trait;
use chrono::{DateTime, Utc};
use shared::access::{Actor, Office, Resource};
use shared::value::{AccountId, PageRequest};

/// What anyone may know of a person (orang).
#[derive(Description)]
pub struct Person(store::Person);

impl Person {
    /// Who has this account; nothing where there is none.
    ///
    /// # Errors
    /// `INTERNAL` when the database refuses.
    pub async fn find(ctx: &Context<'_>, id: AccountId) -> Result<Option<Self>> {
        Ok(ctx.data::<Loaders>()?.load_one(PersonKey(id.0)).await?.map(Self))
    }

    /// Who has this account, which is known to be there: what is stored names it.
    ///
    /// # Errors
    /// `INTERNAL` when there is none, said as `missing`, or when the database refuses.
    pub async fn named(ctx: &Context<'_>, id: AccountId, missing: &'static str) -> Result<Self> {
        Ok(Self::find(ctx, id).await?.ok_or_else(|| AppError::damaged(missing))?)
    }
}

#[Object(use_type_description)]
impl Person {
    /// Of their account (nomor akun).
    pub async fn id(&self) -> ID {
        ID(self.0.id.to_string())
    }

    /// The name that they chose (nama).
    async fn display_name(&self) -> &str {
        &self.0.display_name
    }

    /// Names of the offices held now (jabatan).
    async fn offices(&self) -> &[String] {
        &self.0.offices
    }
}

/// A person's account (akun), for themselves and for an admin.
#[derive(Description)]
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

#[Object(use_type_description)]
impl Account {
    /// Of the account (nomor akun).
    pub async fn id(&self) -> ID {
        ID(self.0.id.to_string())
    }

    /// The name that everyone sees (nama).
    async fn display_name(&self) -> &str {
        &self.0.display_name
    }

    /// The e-mail address to sign in with (surel); null when there is none.
    async fn email(&self) -> Option<&str> {
        self.0.email.as_deref()
    }

    /// The phone number to sign in with, from +62 (nomor telepon); null when there is none.
    async fn phone(&self) -> Option<&str> {
        self.0.phone.as_deref()
    }

    /// The language in which messages reach the person (bahasa).
    async fn language(&self) -> Language {
        self.0.language.into()
    }

    /// Where the person lives, as far as they said (wilayah tempat tinggal).
    async fn home_area(&self, ctx: &Context<'_>) -> Result<Option<Area>> {
        let areas = app(ctx)?.areas.current();
        Ok(self.0.home_area.as_ref().and_then(|code| Area::of(&areas, code)))
    }

    /// The roles in force, each within its area or agency (peran).
    async fn grants(&self, ctx: &Context<'_>) -> Result<Vec<Grant>> {
        Ok(store::grants_of(app(ctx)?.db.reader(), &[self.0.id.0]).await?.into_iter().map(Grant).collect())
    }

    /// When it was made (dibuat).
    async fn created_at(&self) -> DateTime<Utc> {
        self.0.created_at
    }

    /// The tokens (token API) of the person's programs, the newest first, also those that ended in the last 90 days; told to
    /// the person alone, when they are there themselves, and empty to anyone else.
    async fn tokens(&self, ctx: &Context<'_>) -> Result<Vec<Token>> {
        token::graphql::own(ctx, self.0.id).await
    }

    /// The webhooks (webhook) of the person, the oldest first; told to the person alone, when they are there themselves and
    /// hold an office, and empty to anyone else.
    async fn webhooks(&self, ctx: &Context<'_>) -> Result<Vec<Webhook>> {
        webhook::graphql::own(ctx, self.0.id).await
    }

    /// Sessions alive (sesi); told to the person alone, 0 to anyone else.
    async fn session_count(&self, ctx: &Context<'_>) -> Result<u64> {
        let (app, actor) = (app(ctx)?, &request(ctx)?.actor);
        if !actor.is(self.0.id) {
            return Ok(0);
        }
        Ok(store::count_sessions(&app.db, &service::own_permit(actor)?, app.clock.now()).await?)
    }
}

/// A role in force (peran).
#[derive(Description)]
pub struct Grant(store::Grant);

#[Object(use_type_description)]
impl Grant {
    /// Of the grant (nomor peran), to revoke it by.
    async fn id(&self) -> ID {
        ID(self.0.office.grant.to_string())
    }

    /// What the person is (peran).
    async fn role(&self) -> Role {
        self.0.office.role.into()
    }

    /// The area within which it holds (wilayah), with what lies in it; null when it holds everywhere.
    async fn area(&self, ctx: &Context<'_>) -> Result<Option<Area>> {
        area_of(ctx, &self.0.office)
    }

    /// The agency within which it holds (perangkat daerah); null when it is none's.
    async fn agency(&self, ctx: &Context<'_>) -> Result<Option<Agency>> {
        agency_of(ctx, &self.0.office)
    }

    /// The name of office, as decisions show it (jabatan).
    async fn office(&self) -> &str {
        &self.0.office.name
    }

    /// Since when it holds (sejak).
    async fn granted_at(&self) -> DateTime<Utc> {
        self.0.granted_at
    }
}

fn area_of(ctx: &Context<'_>, office: &Office) -> Result<Option<Area>> {
    let areas = app(ctx)?.areas.current();
    Ok(office.area.as_ref().and_then(|code| Area::of(&areas, code)))
}

fn agency_of(ctx: &Context<'_>, office: &Office) -> Result<Option<Agency>> {
    Ok(Agency::of(&app(ctx)?.areas.current(), office.agency.as_deref()))
}

/// Who is signed in, and what is open to them (saya).
#[derive(SimpleObject)]
pub struct Viewer {
    /// Their account (akun).
    account: Account,
    /// Whether they may make proposals (boleh mengusulkan).
    may_propose: bool,
    /// Whether they hold an office (petugas).
    is_official: bool,
    /// Whether they grant roles (admin).
    is_admin: bool,
}

impl Viewer {
    fn new(actor: &Actor, account: store::Account) -> Self {
        let is_admin = actor.office(shared::access::Role::Admin).is_some();
        Self { account: Account(account), may_propose: true, is_official: actor.is_official(), is_admin }
    }
}

/// Which accounts (saringan).
#[derive(InputObject, Default)]
pub struct PersonFilter {
    /// Part of a name, an e-mail address or a phone number (pencarian).
    text: Option<String>,
    /// Only those who hold this role (peran).
    role: Option<Role>,
}

/// The accounts that an admin asked for, to be counted.
struct People {
    filter: PeopleFilter,
    permit: Permit<deed::ReadPeople>,
}

#[async_trait]
impl Counted for People {
    async fn count(&self, ctx: &Context<'_>) -> Result<u64> {
        Ok(store::count_people(&app(ctx)?.db, &self.permit, &self.filter).await?)
    }
}

#[derive(Default)]
pub struct AccessQuery;

#[Object]
impl AccessQuery {
    /// Who is signed in (saya); null when nobody is.
    async fn viewer(&self, ctx: &Context<'_>) -> Result<Option<Viewer>> {
        let actor = &request(ctx)?.actor;
        if actor.account.is_none() {
            return Ok(None);
        }
        let account = service::own(app(ctx)?, &service::own_permit(actor)?).await?;
        Ok(Some(Viewer::new(actor, account)))
    }

    /// What anyone may know of somebody whom the public record names (orang); null when there is no such account.
    async fn person(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Of their account (nomor akun), as `proposer`, `author` and `actor` have it.")] id: ID,
    ) -> Result<Option<Person>> {
        match id.parse() {
            Ok(id) => Person::find(ctx, id).await,
            Err(_) => Ok(None),
        }
    }

    /// Accounts, for an admin (akun).
    async fn people(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which accounts (saringan); all when left out.")] filter: Option<PersonFilter>,
        #[graphql(desc = "How many from the beginning (jumlah dari awal), 1 to 100.")] first: Option<i32>,
        #[graphql(desc = "Only what follows this cursor (sesudah).")] after: Option<String>,
        #[graphql(desc = "How many from the end (jumlah dari akhir), 1 to 100.")] last: Option<i32>,
        #[graphql(desc = "Only what comes before this cursor (sebelum).")] before: Option<String>,
    ) -> Result<Page<Account>> {
        let permit = authorize::<deed::ReadPeople>(&request(ctx)?.actor, Resource::Everything)?;
        let page = PageRequest::parse(first, after, last, before).map_err(AppError::from)?;
        let cursor = page.place(|text| text.parse().ok()).map_err(AppError::from)?;
        let filter = filter.unwrap_or_default();
        let filter = PeopleFilter { text: words(filter.text.as_deref())?, role: filter.role.map(Into::into) };
        let found = store::people(&app(ctx)?.db, &permit, &filter, &page, cursor).await?;
        let found = Slice::of(&page, found.into_iter().map(|account| (account.id.to_string(), account)).collect());
        Ok(found.connect(Totals::of(People { filter, permit }), Account))
    }
}
