//! Accounts in the database.

mod appearance;
mod grants;
mod officials;
mod people;
mod sessions;

pub use appearance::appears_in_public;
pub(crate) use grants::grant_row;
pub use grants::{Grant, count_grants, grant, grants_of, insert_grant, revoke_grant};
pub use officials::OfficialFilter;
pub use people::{PeopleFilter, Person, count_people, people, persons};
pub use sessions::{count_sessions, delete_session, delete_sessions_of, insert_session, session_actor, sessions_alive};

use crate::access::entity::accounts;
use crate::access::permit::{Permit, deed};
use crate::error::AppError;
use crate::platform::database::{Database, Transaction, from_millis, from_word, to_millis};
use chrono::{DateTime, Utc};
use sea_orm::sea_query::{Expr, LockType};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter, QuerySelect};
use shared::area::AreaCode;
use shared::i18n::Lang;
use shared::value::{AccountId, Contact};
use uuid::Uuid;

/// A person's account, with what only they and an admin may see.
#[derive(Clone, Debug, PartialEq)]
pub struct Account {
    pub id: AccountId,
    pub display_name: String,
    pub email: Option<String>,
    pub phone: Option<String>,
    pub language: Lang,
    pub home_area: Option<AreaCode>,
    pub created_at: DateTime<Utc>,
    pub sample: bool,
}

pub struct NewAccount {
    pub id: AccountId,
    pub display_name: String,
    pub contact: Contact,
    pub password_hash: String,
    pub language: Lang,
    pub home_area: Option<AreaCode>,
    pub created_at: DateTime<Utc>,
    pub sample: bool,
}

/// Until this transaction ends, nobody else begins something in the person's name that counts what they have.
///
/// # Errors
/// `INTERNAL` when the database refuses.
pub async fn lock_person(tx: &Transaction, person: AccountId) -> Result<(), AppError> {
    let query = accounts::Entity::find_by_id(person.0).select_only().column(accounts::Column::Id).lock(LockType::NoKeyUpdate);
    query.into_tuple::<Uuid>().one(tx.connection()).await?;
    Ok(())
}

/// Adds the account; `false` when the contact is taken.
///
/// # Errors
/// `INTERNAL` when the database refuses.
pub async fn insert_account(tx: &Transaction, account: NewAccount) -> Result<bool, AppError> {
    if contact_row(tx.connection(), &account.contact).await?.is_some() {
        return Ok(false);
    }
    let row = account_row(account).into_active_model();
    accounts::Entity::insert(row).exec_without_returning(tx.connection()).await?;
    Ok(true)
}

pub(crate) fn account_row(account: NewAccount) -> accounts::Model {
    let (email, phone) = match account.contact {
        Contact::Email(email) => (Some(email), None),
        Contact::Phone(phone) => (None, Some(phone)),
    };
    accounts::Model {
        id: account.id.0,
        search_text: account.display_name.to_lowercase(),
        display_name: account.display_name,
        email,
        phone,
        password_hash: account.password_hash,
        language: account.language.to_string(),
        home_area: account.home_area.map(|area| area.to_string()),
        created_at: to_millis(account.created_at),
        sample: account.sample,
    }
}

async fn contact_row(connection: &impl ConnectionTrait, contact: &Contact) -> Result<Option<accounts::Model>, AppError> {
    let column = match contact {
        Contact::Email(_) => accounts::Column::Email,
        Contact::Phone(_) => accounts::Column::Phone,
    };
    Ok(accounts::Entity::find().filter(column.eq(contact.as_str())).one(connection).await?)
}

/// The account that signs in with `contact`, and its password's hash. Only sign-in and the command line ask.
///
/// # Errors
/// `INTERNAL` when the database refuses.
pub async fn credentials(db: &Database, contact: &Contact) -> Result<Option<(AccountId, String)>, AppError> {
    Ok(contact_row(db.reader(), contact).await?.map(|row| (AccountId(row.id), row.password_hash)))
}

/// Whose sign-in name this is. Only who leads a plan asks, to bring the person in.
///
/// # Errors
/// `INTERNAL` when the database refuses.
pub async fn person_at(
    tx: &Transaction,
    _permit: &Permit<deed::LeadPlan>,
    contact: &Contact,
) -> Result<Option<AccountId>, AppError> {
    Ok(contact_row(tx.connection(), contact).await?.map(|row| AccountId(row.id)))
}

/// The hash to check a person's present password against.
///
/// # Errors
/// `INTERNAL` when the database refuses.
pub async fn password_hash(db: &Database, permit: &Permit<deed::ReadOwnAccount>) -> Result<Option<String>, AppError> {
    let row = accounts::Entity::find_by_id(permit.person()?.0).one(db.reader()).await?;
    Ok(row.map(|row| row.password_hash))
}

/// # Errors
/// `INTERNAL` when the database refuses.
pub async fn set_password(tx: &Transaction, account: AccountId, hash: String) -> Result<(), AppError> {
    accounts::Entity::update_many()
        .col_expr(accounts::Column::PasswordHash, Expr::value(hash))
        .filter(accounts::Column::Id.eq(account.0))
        .exec(tx.connection())
        .await?;
    Ok(())
}

/// # Errors
/// `INTERNAL` when the database refuses.
pub async fn set_profile(
    tx: &Transaction,
    account: AccountId,
    display_name: String,
    language: Lang,
    home_area: Option<AreaCode>,
) -> Result<(), AppError> {
    accounts::Entity::update_many()
        .col_expr(accounts::Column::SearchText, Expr::value(display_name.to_lowercase()))
        .col_expr(accounts::Column::DisplayName, Expr::value(display_name))
        .col_expr(accounts::Column::Language, Expr::value(language.to_string()))
        .col_expr(accounts::Column::HomeArea, Expr::value(home_area.map(|area| area.to_string())))
        .filter(accounts::Column::Id.eq(account.0))
        .exec(tx.connection())
        .await?;
    Ok(())
}

/// A person's own account.
///
/// # Errors
/// `INTERNAL` when the database refuses.
pub async fn own_account(db: &Database, permit: &Permit<deed::ReadOwnAccount>) -> Result<Option<Account>, AppError> {
    accounts::Entity::find_by_id(permit.person()?.0).one(db.reader()).await?.map(to_account).transpose()
}

/// As [`own_account`], which nobody else changes until this transaction ends.
///
/// # Errors
/// `INTERNAL` when the database refuses.
pub async fn lock_own_account(tx: &Transaction, permit: &Permit<deed::ReadOwnAccount>) -> Result<Option<Account>, AppError> {
    let query = accounts::Entity::find_by_id(permit.person()?.0).lock(LockType::NoKeyUpdate);
    query.one(tx.connection()).await?.map(to_account).transpose()
}

/// Any account, for an admin.
///
/// # Errors
/// `INTERNAL` when the database refuses.
pub async fn account(db: &Database, _permit: &Permit<deed::ReadPeople>, id: AccountId) -> Result<Option<Account>, AppError> {
    accounts::Entity::find_by_id(id.0).one(db.reader()).await?.map(to_account).transpose()
}

/// Whether the account exists; for the one place that grants to it.
///
/// # Errors
/// `INTERNAL` when the database refuses.
pub async fn account_exists(tx: &Transaction, id: AccountId) -> Result<bool, AppError> {
    Ok(accounts::Entity::find_by_id(id.0).count(tx.connection()).await? > 0)
}

fn to_account(row: accounts::Model) -> Result<Account, AppError> {
    Ok(Account {
        id: AccountId(row.id),
        display_name: row.display_name,
        email: row.email,
        phone: row.phone,
        language: from_word(&row.language)?,
        home_area: row.home_area.as_deref().map(from_word).transpose()?,
        created_at: from_millis(row.created_at)?,
        sample: row.sample,
    })
}
