//! Questions about many groups at once, each answered in one query: what a list asks of all its items.

use super::Database;
use crate::error::AppError;
use sea_orm::sea_query::{Expr, ExprTrait, Func, IntoCondition, Order, Query, SelectStatement, WindowStatement};
use sea_orm::{ColumnTrait, EntityTrait, QuerySelect, Select, TryGetable};
use std::collections::HashMap;
use std::hash::Hash;

/// The keys of the first `limit` rows of each group, for an IN: of the rows `among` all, grouped and ordered by these columns.
pub fn first_of_each<E: EntityTrait>(
    key: E::Column,
    group: E::Column,
    order: E::Column,
    among: impl IntoCondition,
    limit: u64,
) -> SelectStatement {
    let place = WindowStatement::partition_by(group).order_by(order, Order::Asc).take();
    let ranked = Query::select()
        .column(key)
        .expr_window_as(Func::cust("row_number"), place, "place")
        .from(E::default())
        .cond_where(among)
        .take();
    Query::select().column(key).from_subquery(ranked, "ranked").and_where(Expr::col("place").lte(limit)).take()
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
