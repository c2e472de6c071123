//! Conditions that many lists share.

use super::to_millis;
use chrono::{DateTime, Utc};
use sea_orm::sea_query::{Expr, ExprTrait, LikeExpr, SimpleExpr};
use sea_orm::{ColumnTrait, Condition};

/// At `from` or later, and before `to`.
pub fn between<C: ColumnTrait>(column: C, from: Option<DateTime<Utc>>, to: Option<DateTime<Utc>>) -> Condition {
    Condition::all().add_option(from.map(|from| column.gte(to_millis(from)))).add_option(to.map(|to| column.lt(to_millis(to))))
}

/// That every word of the text occurs in the column, as [`holds`] says it; `None` where nothing is searched for.
pub fn every_word<C: ColumnTrait>(column: C, text: Option<&str>) -> Option<Condition> {
    text.map(|text| text.split_whitespace().fold(Condition::all(), |all, word| all.add(holds(column, word))))
}

/// That the text occurs in what a column keeps in lower case. The program has put it there: the databases know the small letters
/// of ASCII alone, or those of the language they were set up with.
pub fn holds<C: ColumnTrait>(column: C, text: &str) -> SimpleExpr {
    Expr::col((column.entity_name(), column)).like(containing(text))
}

/// A pattern for what holds this text anywhere, in lower case; what a pattern reads as signs stands for itself.
fn containing(text: &str) -> LikeExpr {
    let literal = text.to_lowercase().replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
    LikeExpr::new(format!("%{literal}%")).escape('\\')
}
