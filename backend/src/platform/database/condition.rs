//! Conditions that many lists share.

use super::{containing, to_millis};
use chrono::{DateTime, Utc};
use sea_orm::sea_query::{Expr, ExprTrait, Func};
use sea_orm::{ColumnTrait, Condition};

/// At `from` or later, and before `to`.
pub fn between<C: ColumnTrait>(column: C, from: Option<DateTime<Utc>>, to: Option<DateTime<Utc>>) -> Condition {
    Condition::all().add_option(from.map(|from| column.gte(to_millis(from)))).add_option(to.map(|to| column.lt(to_millis(to))))
}

/// That every word of the text occurs in at least one of these columns, in whatever case.
pub fn saying<C: ColumnTrait>(columns: &[C], text: Option<&str>) -> Condition {
    let lower = |column: &C| Expr::expr(Func::lower(Expr::col((column.entity_name(), *column))));
    let somewhere = |word: &str| columns.iter().fold(Condition::any(), |any, column| any.add(lower(column).like(containing(word))));
    text.unwrap_or_default().split_whitespace().fold(Condition::all(), |all, word| all.add(somewhere(word)))
}
