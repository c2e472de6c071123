//! The named moments of a plan.

use super::draft::told_to;
use crate::access::PlanScope;
use crate::error::AppError;
use crate::plan::entity::versions::{ActiveModel, Column, Entity, Model};
use crate::plan::model::{Name, Version};
use crate::platform::database::{Database, Transaction, from_millis, from_word, to_millis};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use shared::value::{AccountId, PlanId, PlanVersionId};

/// # Errors
/// `INTERNAL` when the database refuses.
pub async fn insert_version(tx: &Transaction, version: &Version) -> Result<(), AppError> {
    let name = version.name.given().unwrap_or_default();
    let row = ActiveModel {
        id: Set(version.id.0),
        plan_id: Set(version.plan.0),
        seq: Set(version.seq),
        name: Set(name.to_owned()),
        search_text: Set(name.to_lowercase()),
        stage: Set(version.name.stage().map(|stage| stage.to_string())),
        restored_from: Set(version.name.restored_from()),
        at: Set(to_millis(version.at)),
        account_id: Set(version.account.0),
        office: Set(version.office.clone()),
        of_draft: Set(version.of_draft),
    };
    Entity::insert(row).exec_without_returning(tx.connection()).await?;
    Ok(())
}

/// # Errors
/// `INTERNAL` when the database refuses or the row is damaged.
pub async fn find_version(db: &Database, id: PlanVersionId) -> Result<Option<Version>, AppError> {
    Entity::find_by_id(id.0).one(db.reader()).await?.map(to_version).transpose()
}

/// At most `limit` versions of a plan, of those that `scope` is told, after that with the id `after`, oldest first. Ids begin
/// with the clock.
///
/// # Errors
/// `INTERNAL` when the database refuses or a row is damaged.
pub async fn versions(
    db: &Database,
    scope: PlanScope,
    plan: PlanId,
    after: Option<PlanVersionId>,
    limit: u64,
) -> Result<Vec<Version>, AppError> {
    let told = told_to(scope, Column::PlanId, Column::OfDraft).add(Column::PlanId.eq(plan.0));
    let mut query = Entity::find().filter(told).order_by_asc(Column::Id).limit(limit);
    if let Some(after) = after {
        query = query.filter(Column::Id.gt(after.0));
    }
    query.all(db.reader()).await?.into_iter().map(to_version).collect()
}

pub(in crate::plan) fn to_version(row: Model) -> Result<Version, AppError> {
    Ok(Version {
        id: PlanVersionId(row.id),
        plan: PlanId(row.plan_id),
        seq: row.seq,
        name: match (row.stage, row.restored_from) {
            (Some(stage), _) => Name::Stage(from_word(&stage)?),
            (None, Some(seq)) => Name::Restored(seq),
            (None, None) => Name::Given(row.name),
        },
        at: from_millis(row.at)?,
        account: AccountId(row.account_id),
        office: row.office,
        of_draft: row.of_draft,
    })
}
