//! How far the journal has told of what people write in a plan.

use crate::error::AppError;
use crate::plan::entity::plans::{Column, Entity};
use crate::platform::database::{Database, Transaction, from_word};
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
use shared::area::AreaCode;
use shared::plan::Stage;
use shared::value::PlanId;
use uuid::Uuid;

/// At most `limit` plans that everybody reads and that say more than the journal has told, with the entry of their log that
/// they have come to.
///
/// # Errors
/// `INTERNAL` when the database refuses or a row is damaged.
pub async fn untold(db: &Database, limit: u64) -> Result<Vec<(PlanId, AreaCode, i64)>, AppError> {
    let rows: Vec<(Uuid, String, i64)> = Entity::find()
        .select_only()
        .columns([Column::Id, Column::AreaCode, Column::ProjectedSeq])
        .filter(Expr::col(Column::ProjectedSeq).gt(Expr::col(Column::ToldSeq)))
        .filter(Column::Stage.ne(Stage::Draft.as_str()))
        .limit(limit)
        .into_tuple()
        .all(db.reader())
        .await?;
    rows.into_iter().map(|(id, area, seq)| Ok((PlanId(id), from_word(&area)?, seq))).collect()
}

/// Notes that the journal tells of the plan up to this entry; `false` when another server was quicker.
///
/// # Errors
/// `INTERNAL` when the database refuses.
pub async fn tell(tx: &Transaction, plan: PlanId, seq: i64) -> Result<bool, AppError> {
    let told = Entity::update_many()
        .col_expr(Column::ToldSeq, Expr::value(seq))
        .filter(Column::Id.eq(plan.0))
        .filter(Column::ToldSeq.lt(seq))
        .exec(tx.connection())
        .await?;
    Ok(told.rows_affected > 0)
}
