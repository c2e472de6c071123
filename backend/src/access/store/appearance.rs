//! Where people appear in public.

use crate::error::AppError;
use crate::journal;
use crate::platform::database::Transaction;
use sea_orm::ConnectionTrait;
use sea_orm::sea_query::{Alias, Expr, ExprTrait, Query};
use shared::value::AccountId;

const OPENED: &str = "plan_id IN (SELECT id FROM plans WHERE stage <> 'DRAFT')";

/// Tables whose public rows name a person: the column, and which rows are public. Supports are missing: they are nobody's
/// business.
const APPEARANCES: [(&str, &str, &str); 11] = [
    ("grants", "account_id", "TRUE"),
    ("proposals", "owner_id", "submitted_at IS NOT NULL"),
    ("comments", "author_id", "TRUE"),
    ("plans", "created_by", "stage <> 'DRAFT'"),
    ("plan_participants", "account_id", OPENED),
    ("plan_clients", "account_id", OPENED),
    ("plan_versions", "account_id", "NOT of_draft"),
    ("plan_comments", "author_id", "NOT of_draft"),
    ("plan_comments", "resolved_by", "NOT of_draft"),
    ("plan_suggestions", "author", "TRUE"),
    ("plan_suggestions", "decided_by", "TRUE"),
];

/// Whether anybody may have read this person's name. Where no row is left that names them, the journal may: it forgets nothing.
///
/// # Errors
/// `INTERNAL` when the database refuses.
pub async fn appears_in_public(tx: &Transaction, person: AccountId) -> Result<bool, AppError> {
    for (table, column, public) in APPEARANCES {
        let rows = Query::select()
            .expr(Expr::val(1))
            .from(Alias::new(table))
            .and_where(Expr::col(Alias::new(column)).eq(person.0))
            .and_where(Expr::cust(public))
            .limit(1)
            .to_owned();
        if tx.connection().query_one(&rows).await?.is_some() {
            return Ok(true);
        }
    }
    journal::names(tx, person).await
}
