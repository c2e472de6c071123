//! Accounts, grants and sessions in the database.

use super::entity::{accounts, grants, sessions};
use super::permit::{Permit, deed};
use crate::error::AppError;
use crate::platform::database::{Database, Transaction, from_millis, from_word, to_millis};
use chrono::{DateTime, Utc};
use sea_orm::sea_query::{Expr, ExprTrait, Func, LockType, SimpleExpr};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
};
use shared::access::{Actor, Office, Role};
use shared::area::AreaCode;
use shared::i18n::Lang;
use shared::value::{AccountId, Contact, GrantId, PageRequest};
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

/// What anyone may know of a person.
#[derive(Clone, Debug, PartialEq)]
pub struct Person {
    pub id: AccountId,
    pub display_name: String,
    /// Names of the offices held now.
    pub offices: Vec<String>,
}

/// A role in force.
#[derive(Clone, Debug, PartialEq)]
pub struct Grant {
    pub account: AccountId,
    pub office: Office,
    pub granted_at: DateTime<Utc>,
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
    let (email, phone) = match account.contact {
        Contact::Email(email) => (Some(email), None),
        Contact::Phone(phone) => (None, Some(phone)),
    };
    let row = accounts::ActiveModel {
        id: Set(account.id.0),
        display_name: Set(account.display_name),
        email: Set(email),
        phone: Set(phone),
        password_hash: Set(account.password_hash),
        language: Set(account.language.to_string()),
        home_area: Set(account.home_area.map(|area| area.to_string())),
        created_at: Set(to_millis(account.created_at)),
        sample: Set(account.sample),
    };
    accounts::Entity::insert(row).exec_without_returning(tx.connection()).await?;
    Ok(true)
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

/// Any account, for an admin.
///
/// # Errors
/// `INTERNAL` when the database refuses.
pub async fn account(db: &Database, _permit: &Permit<deed::ReadPeople>, id: AccountId) -> Result<Option<Account>, AppError> {
    accounts::Entity::find_by_id(id.0).one(db.reader()).await?.map(to_account).transpose()
}

/// A page of accounts by id, for an admin, with one more than asked for when there are more.
///
/// # Errors
/// `INTERNAL` when the database refuses.
pub async fn people(
    db: &Database,
    _permit: &Permit<deed::ReadPeople>,
    filter: &PeopleFilter,
    page: &PageRequest,
    cursor: Option<AccountId>,
) -> Result<Vec<Account>, AppError> {
    let mut query = accounts::Entity::find().filter(filter.condition()).limit(page.size + 1);
    query = if page.backward { query.order_by_desc(accounts::Column::Id) } else { query.order_by_asc(accounts::Column::Id) };
    if let Some(cursor) = cursor {
        query = query.filter(if page.backward { accounts::Column::Id.lt(cursor.0) } else { accounts::Column::Id.gt(cursor.0) });
    }
    query.all(db.reader()).await?.into_iter().map(to_account).collect()
}

/// # Errors
/// `INTERNAL` when the database refuses.
pub async fn count_people(db: &Database, _permit: &Permit<deed::ReadPeople>, filter: &PeopleFilter) -> Result<u64, AppError> {
    Ok(accounts::Entity::find().filter(filter.condition()).count(db.reader()).await?)
}

#[derive(Clone, Debug, Default)]
pub struct PeopleFilter {
    /// Part of a name, an e-mail address or a phone number.
    pub text: Option<String>,
    pub role: Option<Role>,
}

impl PeopleFilter {
    fn condition(&self) -> Condition {
        let mut all = Condition::all();
        if let Some(text) = self.text.as_deref().map(str::trim).filter(|text| !text.is_empty()) {
            let pattern = format!("%{}%", text.to_lowercase());
            let lower = |column: accounts::Column| -> SimpleExpr { Func::lower(Expr::col(column)).into() };
            let any = [accounts::Column::DisplayName, accounts::Column::Email, accounts::Column::Phone]
                .into_iter()
                .fold(Condition::any(), |any, column| any.add(lower(column).like(pattern.as_str())));
            all = all.add(any);
        }
        if let Some(role) = self.role.filter(|role| *role != Role::Resident) {
            let holders = sea_orm::sea_query::Query::select()
                .column(grants::Column::AccountId)
                .from(grants::Entity)
                .and_where(grants::Column::Role.eq(role.as_str()))
                .and_where(grants::Column::RevokedAt.is_null())
                .to_owned();
            all = all.add(accounts::Column::Id.in_subquery(holders));
        }
        all
    }
}

/// What the public may know of these people.
///
/// # Errors
/// `INTERNAL` when the database refuses.
pub async fn persons(db: &Database, ids: &[Uuid]) -> Result<Vec<Person>, AppError> {
    let rows = accounts::Entity::find().filter(accounts::Column::Id.is_in(ids.iter().copied())).all(db.reader()).await?;
    let held = grants::Entity::find()
        .filter(grants::Column::AccountId.is_in(ids.iter().copied()))
        .filter(grants::Column::RevokedAt.is_null())
        .order_by_asc(grants::Column::GrantedAt)
        .all(db.reader())
        .await?;
    let offices = |id: Uuid| held.iter().filter(|grant| grant.account_id == id).map(|grant| grant.office.clone()).collect();
    Ok(rows
        .into_iter()
        .map(|row| Person { id: AccountId(row.id), offices: offices(row.id), display_name: row.display_name })
        .collect())
}

/// The grants in force of these people, oldest first.
///
/// # Errors
/// `INTERNAL` when the database refuses.
pub async fn grants_of(connection: &impl ConnectionTrait, ids: &[Uuid]) -> Result<Vec<Grant>, AppError> {
    let query = grants::Entity::find()
        .filter(grants::Column::AccountId.is_in(ids.iter().copied()))
        .filter(grants::Column::RevokedAt.is_null());
    query
        .order_by_asc(grants::Column::GrantedAt)
        .order_by_asc(grants::Column::Id)
        .all(connection)
        .await?
        .into_iter()
        .map(to_grant)
        .collect()
}

/// The grant, if it is in force.
///
/// # Errors
/// `INTERNAL` when the database refuses.
pub async fn grant(tx: &Transaction, _permit: &Permit<deed::GrantRole>, id: GrantId) -> Result<Option<Grant>, AppError> {
    grants::Entity::find_by_id(id.0)
        .filter(grants::Column::RevokedAt.is_null())
        .one(tx.connection())
        .await?
        .map(to_grant)
        .transpose()
}

/// How many grants of `role` are in force.
///
/// # Errors
/// `INTERNAL` when the database refuses.
pub async fn count_grants(tx: &Transaction, role: Role) -> Result<u64, AppError> {
    Ok(grants::Entity::find()
        .filter(grants::Column::Role.eq(role.as_str()))
        .filter(grants::Column::RevokedAt.is_null())
        .count(tx.connection())
        .await?)
}

/// # Errors
/// `INTERNAL` when the database refuses.
pub async fn insert_grant(tx: &Transaction, grant: &Grant, by: Option<AccountId>) -> Result<(), AppError> {
    let row = grants::ActiveModel {
        id: Set(grant.office.grant.0),
        account_id: Set(grant.account.0),
        role: Set(grant.office.role.to_string()),
        area: Set(grant.office.area.as_ref().map(ToString::to_string)),
        agency: Set(grant.office.agency.clone()),
        office: Set(grant.office.name.clone()),
        granted_by: Set(by.map(|by| by.0)),
        granted_at: Set(to_millis(grant.granted_at)),
        revoked_at: Set(None),
    };
    grants::Entity::insert(row).exec_without_returning(tx.connection()).await?;
    Ok(())
}

/// # Errors
/// `INTERNAL` when the database refuses.
pub async fn revoke_grant(tx: &Transaction, id: GrantId, at: DateTime<Utc>) -> Result<(), AppError> {
    grants::Entity::update_many()
        .col_expr(grants::Column::RevokedAt, Expr::value(to_millis(at)))
        .filter(grants::Column::Id.eq(id.0))
        .exec(tx.connection())
        .await?;
    Ok(())
}

/// Whether the account exists; for the one place that grants to it.
///
/// # Errors
/// `INTERNAL` when the database refuses.
pub async fn account_exists(tx: &Transaction, id: AccountId) -> Result<bool, AppError> {
    Ok(accounts::Entity::find_by_id(id.0).count(tx.connection()).await? > 0)
}

/// # Errors
/// `INTERNAL` when the database refuses.
pub async fn insert_session(
    tx: &Transaction,
    token_hash: [u8; 32],
    account: AccountId,
    now: DateTime<Utc>,
    expires: DateTime<Utc>,
) -> Result<(), AppError> {
    let row = sessions::ActiveModel {
        token_hash: Set(token_hash.to_vec()),
        account_id: Set(account.0),
        created_at: Set(to_millis(now)),
        last_seen_at: Set(to_millis(now)),
        expires_at: Set(to_millis(expires)),
    };
    sessions::Entity::insert(row).exec_without_returning(tx.connection()).await?;
    sessions::Entity::delete_many().filter(sessions::Column::ExpiresAt.lt(to_millis(now))).exec(tx.connection()).await?;
    Ok(())
}

/// The person whose session this is, with the offices they hold now; none when it has ended.
///
/// # Errors
/// `INTERNAL` when the database refuses.
pub async fn session_actor(db: &Database, token_hash: [u8; 32], now: DateTime<Utc>) -> Result<Option<Actor>, AppError> {
    let session = sessions::Entity::find_by_id(token_hash.to_vec())
        .filter(sessions::Column::ExpiresAt.gt(to_millis(now)))
        .one(db.reader())
        .await?;
    let Some(session) = session else { return Ok(None) };
    let offices = grants_of(db.reader(), &[session.account_id]).await?.into_iter().map(|grant| grant.office).collect();
    Ok(Some(Actor { account: Some(AccountId(session.account_id)), offices }))
}

/// # Errors
/// `INTERNAL` when the database refuses.
pub async fn delete_session(tx: &Transaction, token_hash: [u8; 32]) -> Result<(), AppError> {
    sessions::Entity::delete_by_id(token_hash.to_vec()).exec(tx.connection()).await?;
    Ok(())
}

/// Ends every session of the account, except perhaps one.
///
/// # Errors
/// `INTERNAL` when the database refuses.
pub async fn delete_sessions_of(tx: &Transaction, account: AccountId, except: Option<[u8; 32]>) -> Result<(), AppError> {
    let mut query = sessions::Entity::delete_many().filter(sessions::Column::AccountId.eq(account.0));
    if let Some(kept) = except {
        query = query.filter(sessions::Column::TokenHash.ne(kept.to_vec()));
    }
    query.exec(tx.connection()).await?;
    Ok(())
}

/// # Errors
/// `INTERNAL` when the database refuses.
pub async fn count_sessions(db: &Database, permit: &Permit<deed::ReadOwnAccount>, now: DateTime<Utc>) -> Result<u64, AppError> {
    Ok(sessions::Entity::find()
        .filter(sessions::Column::AccountId.eq(permit.person()?.0))
        .filter(sessions::Column::ExpiresAt.gt(to_millis(now)))
        .count(db.reader())
        .await?)
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

fn to_grant(row: grants::Model) -> Result<Grant, AppError> {
    Ok(Grant {
        account: AccountId(row.account_id),
        office: Office {
            grant: GrantId(row.id),
            role: from_word(&row.role)?,
            area: row.area.as_deref().map(from_word).transpose()?,
            agency: row.agency,
            name: row.office,
        },
        granted_at: from_millis(row.granted_at)?,
    })
}
