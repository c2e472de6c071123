//! Sessions alive.

use super::grants_of;
use crate::access::entity::sessions;
use crate::access::permit::{Permit, deed};
use crate::error::AppError;
use crate::platform::database::{Database, Transaction, to_millis};
use chrono::{DateTime, Utc};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QuerySelect};
use shared::access::Actor;
use shared::value::AccountId;
use std::collections::HashSet;

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
    Ok(Some(Actor::person(AccountId(session.account_id), offices)))
}

/// Those of the sessions that have not ended.
///
/// # Errors
/// `INTERNAL` when the database refuses.
pub async fn sessions_alive(tx: &Transaction, tokens: &[[u8; 32]], now: DateTime<Utc>) -> Result<HashSet<[u8; 32]>, AppError> {
    let rows: Vec<Vec<u8>> = sessions::Entity::find()
        .select_only()
        .column(sessions::Column::TokenHash)
        .filter(sessions::Column::TokenHash.is_in(tokens.iter().map(|token| token.to_vec())))
        .filter(sessions::Column::ExpiresAt.gt(to_millis(now)))
        .into_tuple()
        .all(tx.connection())
        .await?;
    Ok(rows.into_iter().filter_map(|token| token.try_into().ok()).collect())
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
