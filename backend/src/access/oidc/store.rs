//! Visits to the provider, and whom it vouches for.

use super::entity::{identities, visits};
use crate::access::entity::accounts;
use crate::access::session::SecretHash;
use crate::error::AppError;
use crate::platform::database::{Transaction, to_millis};
use chrono::{DateTime, Utc};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};
use shared::value::AccountId;

/// Remembers who is on the way, and forgets who did not come back.
///
/// # Errors
/// `INTERNAL` when the database refuses.
pub async fn begin_visit(
    tx: &Transaction,
    secret: SecretHash,
    next: &str,
    now: DateTime<Utc>,
    until: DateTime<Utc>,
) -> Result<(), AppError> {
    visits::Entity::delete_many().filter(visits::Column::ExpiresAt.lt(to_millis(now))).exec(tx.connection()).await?;
    let row =
        visits::ActiveModel { secret_hash: Set(secret.to_vec()), next: Set(next.to_owned()), expires_at: Set(to_millis(until)) };
    visits::Entity::insert(row).exec_without_returning(tx.connection()).await?;
    Ok(())
}

/// Whether there is such a visit, be it in time or not.
///
/// # Errors
/// `INTERNAL` when the database refuses.
pub async fn is_visiting(db: &impl ConnectionTrait, secret: SecretHash) -> Result<bool, AppError> {
    Ok(visits::Entity::find_by_id(secret.to_vec()).one(db).await?.is_some())
}

/// Ends the visit and gives the page to go to: once, and in time.
///
/// # Errors
/// `INTERNAL` when the database refuses.
pub async fn end_visit(tx: &Transaction, secret: SecretHash, now: DateTime<Utc>) -> Result<Option<String>, AppError> {
    let visit = visits::Entity::find_by_id(secret.to_vec()).one(tx.connection()).await?;
    // Of two who come at once, one takes it away.
    let taken = visits::Entity::delete_by_id(secret.to_vec()).exec(tx.connection()).await?.rows_affected == 1;
    Ok(visit.filter(|visit| taken && visit.expires_at > to_millis(now)).map(|visit| visit.next))
}

/// Whose account the provider's subject is.
///
/// # Errors
/// `INTERNAL` when the database refuses.
pub async fn account_of(db: &impl ConnectionTrait, issuer: &str, subject: &str) -> Result<Option<AccountId>, AppError> {
    let found = identities::Entity::find_by_id((issuer.to_owned(), subject.to_owned())).one(db).await?;
    Ok(found.map(|identity| AccountId(identity.account_id)))
}

/// Whose account has this address.
///
/// # Errors
/// `INTERNAL` when the database refuses.
pub async fn account_at(tx: &Transaction, email: &str) -> Result<Option<AccountId>, AppError> {
    let found = accounts::Entity::find().filter(accounts::Column::Email.eq(email)).one(tx.connection()).await?;
    Ok(found.map(|account| AccountId(account.id)))
}

/// From now on the provider's subject is this account.
///
/// # Errors
/// `INTERNAL` when the database refuses.
pub async fn link(
    tx: &Transaction,
    (issuer, subject): (&str, &str),
    account: AccountId,
    now: DateTime<Utc>,
) -> Result<(), AppError> {
    let row = identities::ActiveModel {
        issuer: Set(issuer.to_owned()),
        subject: Set(subject.to_owned()),
        account_id: Set(account.0),
        created_at: Set(to_millis(now)),
    };
    identities::Entity::insert(row).exec_without_returning(tx.connection()).await?;
    Ok(())
}
