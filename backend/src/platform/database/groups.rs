//! Questions about many groups at once, each answered in one query: what a list asks of all its items.

use super::Database;
use crate::error::AppError;
use sea_orm::sea_query::{Order, Query, SelectStatement, UnionType};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QuerySelect, Select, TryGetable, Value};
use std::collections::HashMap;
use std::hash::Hash;

/// Groups that one statement asks for: SQLite joins no more than 500 selections.
pub const GROUPS_AT_ONCE: usize = 100;

/// The keys of the first `limit` rows of each of these groups, at most [`GROUPS_AT_ONCE`], for an IN. Each is looked up by itself:
/// whatever ranks the rows of all reads the long ones to their end.
pub fn first_of_each<E: EntityTrait>(
    key: E::Column,
    group: (E::Column, impl IntoIterator<Item = impl Into<Value>>),
    order: E::Column,
    among: &Condition,
    limit: u64,
) -> SelectStatement {
    let (column, groups) = group;
    let first = |group| {
        let of_it = among.clone().add(column.eq(group));
        let rows = Query::select().column(key).from(E::default()).cond_where(of_it).order_by(order, Order::Asc).limit(limit).take();
        // A selection that is joined with others has no end of its own in SQLite, unless it stands within another.
        Query::select().column(key).from_subquery(rows, "first").take()
    };
    let none = || Query::select().column(key).from(E::default()).limit(0).take();
    groups.into_iter().map(first).reduce(|mut all, next| all.union(UnionType::All, next).take()).unwrap_or_else(none)
}

/// How many rows each group has.
///
/// # Errors
/// `INTERNAL` when the database refuses.
pub async fn count_of_each<E: EntityTrait, G: TryGetable + Eq + Hash>(
    db: &Database,
    rows: Select<E>,
    group: E::Column,
    counted: E::Column,
) -> Result<HashMap<G, u64>, AppError> {
    let query = rows.select_only().column(group).column_as(counted.count(), "n").group_by(group);
    let counts: Vec<(G, i64)> = query.into_tuple().all(db.reader()).await?;
    Ok(counts.into_iter().map(|(group, n)| (group, n.unsigned_abs())).collect())
}
