//! Tokens in the database.

use super::entity::{ActiveModel, Column, Entity, Model};
use crate::access::permit::{Permit, deed};
use crate::access::session::SecretHash;
use crate::access::store::grants_of;
use crate::error::AppError;
use crate::platform::database::{Database, Transaction, from_millis, from_word, to_millis};
use chrono::{DateTime, Duration, Utc};
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};
use shared::access::{Actor, Reach, TokenScope};
use shared::value::{AccountId, TokenId};
use std::collections::HashSet;

/// A token, without its secret.
#[derive(Clone, Debug, PartialEq)]
pub struct Token {
    pub id: TokenId,
    pub account: AccountId,
    pub name: String,
    pub scopes: Vec<TokenScope>,
    pub created_at: DateTime<Utc>,
    pub expires_at: DateTime<Utc>,
    pub last_used_at: Option<DateTime<Utc>>,
    pub revoked_at: Option<DateTime<Utc>>,
}

/// Who asks with a token.
pub struct Holder {
    pub actor: Actor,
    pub token: Token,
}

/// The person whose token this is, with the offices they hold now, within its scopes; none when it has ended.
///
/// # Errors
/// `INTERNAL` when the database refuses.
pub async fn holder(db: &Database, hash: SecretHash, now: DateTime<Utc>) -> Result<Option<Holder>, AppError> {
    let found = Entity::find().filter(Column::TokenHash.eq(hash.to_vec())).filter(is_alive(now)).one(db.reader()).await?;
    let Some(token) = found.map(to_token).transpose()? else { return Ok(None) };
    let offices = grants_of(db.reader(), &[token.account.0]).await?.into_iter().map(|grant| grant.office).collect();
    let reach = Reach::Token(token.scopes.clone());
    Ok(Some(Holder { actor: Actor { reach, token: Some(token.id), ..Actor::person(token.account, offices) }, token }))
}

/// Those of the tokens that have not ended.
///
/// # Errors
/// `INTERNAL` when the database refuses.
pub async fn alive(tx: &Transaction, hashes: &[SecretHash], now: DateTime<Utc>) -> Result<HashSet<SecretHash>, AppError> {
    if hashes.is_empty() {
        return Ok(HashSet::new());
    }
    let rows: Vec<Vec<u8>> = Entity::find()
        .select_only()
        .column(Column::TokenHash)
        .filter(Column::TokenHash.is_in(hashes.iter().map(|hash| hash.to_vec())))
        .filter(is_alive(now))
        .into_tuple()
        .all(tx.connection())
        .await?;
    Ok(rows.into_iter().filter_map(|hash| hash.try_into().ok()).collect())
}

/// The person's tokens, the newest first, also those that have ended.
///
/// # Errors
/// `INTERNAL` when the database refuses.
pub async fn own(db: &Database, permit: &Permit<deed::KeepOwnAccount>) -> Result<Vec<Token>, AppError> {
    let query = Entity::find().filter(Column::AccountId.eq(permit.person()?.0)).order_by_desc(Column::Id);
    query.all(db.reader()).await?.into_iter().map(to_token).collect()
}

/// How many of the person's tokens have not ended.
///
/// # Errors
/// `INTERNAL` when the database refuses.
pub async fn count_alive(tx: &Transaction, account: AccountId, now: DateTime<Utc>) -> Result<u64, AppError> {
    Ok(Entity::find().filter(Column::AccountId.eq(account.0)).filter(is_alive(now)).count(tx.connection()).await?)
}

/// Keeps the token, and forgets those of the person that ended long ago.
///
/// # Errors
/// `INTERNAL` when the database refuses.
pub async fn insert(tx: &Transaction, token: &Token, hash: SecretHash, forget_before: DateTime<Utc>) -> Result<(), AppError> {
    let long_gone =
        Condition::any().add(Column::ExpiresAt.lt(to_millis(forget_before))).add(Column::RevokedAt.lt(to_millis(forget_before)));
    let forgotten = Entity::delete_many().filter(Column::AccountId.eq(token.account.0)).filter(long_gone);
    forgotten.exec(tx.connection()).await?;
    let scopes = token.scopes.iter().map(|scope| scope.as_str()).collect::<Vec<_>>().join(" ");
    let row = ActiveModel {
        id: Set(token.id.0),
        token_hash: Set(hash.to_vec()),
        account_id: Set(token.account.0),
        name: Set(token.name.clone()),
        scopes: Set(scopes),
        created_at: Set(to_millis(token.created_at)),
        expires_at: Set(to_millis(token.expires_at)),
        last_used_at: Set(None),
        revoked_at: Set(None),
    };
    Entity::insert(row).exec_without_returning(tx.connection()).await?;
    Ok(())
}

/// # Errors
/// `INTERNAL` when the database refuses.
pub async fn find(tx: &Transaction, id: TokenId) -> Result<Option<Token>, AppError> {
    Entity::find_by_id(id.0).one(tx.connection()).await?.map(to_token).transpose()
}

/// Ends the token; `false` when it has ended already.
///
/// # Errors
/// `INTERNAL` when the database refuses.
pub async fn revoke(tx: &Transaction, id: TokenId, now: DateTime<Utc>) -> Result<bool, AppError> {
    let query = Entity::update_many().col_expr(Column::RevokedAt, Expr::value(to_millis(now))).filter(Column::Id.eq(id.0));
    Ok(query.filter(Column::RevokedAt.is_null()).exec(tx.connection()).await?.rows_affected > 0)
}

/// Ends every token of the person that has not ended, and names them.
///
/// # Errors
/// `INTERNAL` when the database refuses.
pub async fn revoke_all(tx: &Transaction, account: AccountId, now: DateTime<Utc>) -> Result<Vec<Token>, AppError> {
    let rows = Entity::find().filter(Column::AccountId.eq(account.0)).filter(is_alive(now)).all(tx.connection()).await?;
    let tokens = rows.into_iter().map(to_token).collect::<Result<Vec<_>, _>>()?;
    for token in &tokens {
        revoke(tx, token.id, now).await?;
    }
    Ok(tokens)
}

/// Remembers that the token was used, unless that was noted within the last minute.
///
/// # Errors
/// `INTERNAL` when the database refuses.
pub async fn touch(tx: &Transaction, id: TokenId, now: DateTime<Utc>) -> Result<(), AppError> {
    let before = to_millis(now - Duration::minutes(1));
    let due = Condition::any().add(Column::LastUsedAt.is_null()).add(Column::LastUsedAt.lte(before));
    let query = Entity::update_many().col_expr(Column::LastUsedAt, Expr::value(to_millis(now))).filter(Column::Id.eq(id.0));
    query.filter(due).exec(tx.connection()).await?;
    Ok(())
}

fn is_alive(now: DateTime<Utc>) -> Condition {
    Condition::all().add(Column::RevokedAt.is_null()).add(Column::ExpiresAt.gt(to_millis(now)))
}

fn to_token(row: Model) -> Result<Token, AppError> {
    Ok(Token {
        id: TokenId(row.id),
        account: AccountId(row.account_id),
        name: row.name,
        scopes: row.scopes.split_whitespace().map(from_word).collect::<Result<_, _>>()?,
        created_at: from_millis(row.created_at)?,
        expires_at: from_millis(row.expires_at)?,
        last_used_at: row.last_used_at.map(from_millis).transpose()?,
        revoked_at: row.revoked_at.map(from_millis).transpose()?,
    })
}
