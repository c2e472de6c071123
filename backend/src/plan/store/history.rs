//! Who wrote what and when, from the log, without its bytes.

use crate::error::AppError;
use crate::plan::entity::{updates, versions};
use crate::plan::history::{Contributor, Step};
use crate::platform::database::{Database, from_millis};
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use shared::plan::Stage;
use shared::plan::touch::Touch;
use shared::value::{AccountId, PlanId, TokenId};
use std::collections::BTreeSet;
use uuid::Uuid;

/// Number, account, office, token, time and what it touched.
type Row = (i64, Option<Uuid>, Option<String>, Option<Uuid>, i64, String);

/// At most `limit` entries of the log between these, both left out, latest first.
///
/// # Errors
/// `INTERNAL` when the database refuses or a row is damaged.
pub async fn steps(db: &Database, plan: PlanId, after: i64, before: i64, limit: u64) -> Result<Vec<Step>, AppError> {
    use updates::Column;
    let columns = [Column::Seq, Column::AccountId, Column::Office, Column::TokenId, Column::At, Column::Touched];
    let rows: Vec<Row> = updates::Entity::find()
        .select_only()
        .columns(columns)
        .filter(Column::PlanId.eq(plan.0))
        .filter(Column::Seq.gt(after))
        .filter(Column::Seq.lt(before))
        .order_by_desc(Column::Seq)
        .limit(limit)
        .into_tuple()
        .all(db.reader())
        .await?;
    let step = |(seq, account, office, token, at, touched): Row| {
        let (at, touched) = (from_millis(at)?, serde_json::from_str(&touched)?);
        Ok(Step { seq, account: account.map(AccountId), office, token: token.map(TokenId), at, touched })
    };
    rows.into_iter().map(step).collect()
}

/// What was touched after this entry of the log.
///
/// # Errors
/// `INTERNAL` when the database refuses or a row is damaged.
pub async fn touched_since(connection: &impl ConnectionTrait, plan: PlanId, seq: i64) -> Result<BTreeSet<Touch>, AppError> {
    use updates::Column;
    let rows: Vec<String> = updates::Entity::find()
        .select_only()
        .column(Column::Touched)
        .filter(Column::PlanId.eq(plan.0))
        .filter(Column::Seq.gt(seq))
        .into_tuple()
        .all(connection)
        .await?;
    let touched = rows.iter().map(|row| Ok(serde_json::from_str::<Vec<Touch>>(row)?)).collect::<Result<Vec<_>, AppError>>()?;
    Ok(touched.into_iter().flatten().collect())
}

/// Everyone who wrote in the plan after this entry of the log, those with the most entries first.
///
/// # Errors
/// `INTERNAL` when the database refuses or a row is damaged.
pub async fn contributors(db: &Database, plan: PlanId, after: i64) -> Result<Vec<Contributor>, AppError> {
    use updates::Column;
    let rows: Vec<(Uuid, i64, i64, i64)> = updates::Entity::find()
        .select_only()
        .column(Column::AccountId)
        .column_as(Column::Seq.count(), "entries")
        .column_as(Column::At.min(), "first")
        .column_as(Column::At.max(), "last")
        .filter(Column::PlanId.eq(plan.0))
        .filter(Column::Seq.gt(after))
        .filter(Column::AccountId.is_not_null())
        .group_by(Column::AccountId)
        .order_by_desc(Expr::col(Column::Seq).count())
        .order_by_asc(Column::AccountId)
        .into_tuple()
        .all(db.reader())
        .await?;
    let contributor = |(account, entries, first, last): (Uuid, i64, i64, i64)| {
        let (first, last) = (from_millis(first)?, from_millis(last)?);
        Ok(Contributor { account: AccountId(account), entries, first, last })
    };
    rows.into_iter().map(contributor).collect()
}

/// The entry of the log with whose words the plan was first opened; none while it is a draft.
///
/// # Errors
/// `INTERNAL` when the database refuses.
pub async fn opened_at(db: &Database, plan: PlanId) -> Result<Option<i64>, AppError> {
    let query = versions::Entity::find()
        .select_only()
        .column(versions::Column::Seq)
        .filter(versions::Column::PlanId.eq(plan.0))
        .filter(versions::Column::Stage.eq(Stage::Open.as_str()))
        .order_by_asc(versions::Column::Seq);
    Ok(query.into_tuple().one(db.reader()).await?)
}
