//! Lists of people.

use super::{Account, to_account};
use crate::access::entity::{accounts, grants};
use crate::access::permit::{Permit, deed};
use crate::error::AppError;
use crate::platform::database::{Database, holds};
use sea_orm::{ColumnTrait, Condition, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};
use shared::access::Role;
use shared::value::{AccountId, PageRequest};
use uuid::Uuid;

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
            // Addresses are in lower case as they are.
            let columns = [accounts::Column::SearchText, accounts::Column::Email, accounts::Column::Phone];
            all = all.add(columns.into_iter().fold(Condition::any(), |any, column| any.add(holds(column, text))));
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

/// What anyone may know of a person.
#[derive(Clone, Debug, PartialEq)]
pub struct Person {
    pub id: AccountId,
    pub display_name: String,
    /// Names of the offices held now.
    pub offices: Vec<String>,
}
