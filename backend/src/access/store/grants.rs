//! Roles given to people.

use crate::access::entity::grants;
use crate::access::permit::{Permit, deed};
use crate::error::AppError;
use crate::platform::database::{Transaction, from_millis, from_word, to_millis};
use chrono::{DateTime, Utc};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, PaginatorTrait, QueryFilter, QueryOrder};
use shared::access::{Office, Role};
use shared::value::{AccountId, GrantId};
use uuid::Uuid;

/// A role in force.
#[derive(Clone, Debug, PartialEq)]
pub struct Grant {
    pub account: AccountId,
    pub office: Office,
    pub granted_at: DateTime<Utc>,
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
    let row = grant_row(grant, by).into_active_model();
    grants::Entity::insert(row).exec_without_returning(tx.connection()).await?;
    Ok(())
}

pub(crate) fn grant_row(grant: &Grant, by: Option<AccountId>) -> grants::Model {
    grants::Model {
        id: grant.office.grant.0,
        account_id: grant.account.0,
        role: grant.office.role.to_string(),
        area: grant.office.area.as_ref().map(ToString::to_string),
        agency: grant.office.agency.clone(),
        office: grant.office.name.clone(),
        search_text: grant.office.name.to_lowercase(),
        granted_by: by.map(|by| by.0),
        granted_at: to_millis(grant.granted_at),
        revoked_at: None,
    }
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

pub(super) fn to_grant(row: grants::Model) -> Result<Grant, AppError> {
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
