//! What plans that everybody reads draw and reckon, row by row: for reading all of it.

use super::is_about;
use crate::access::PlanScope;
use crate::error::AppError;
use crate::plan::entity::{budget_lines, features};
use crate::plan::list::{Drawn, PlanFilter, Priced};
use crate::platform::database::{Database, from_word};
use sea_orm::{ColumnTrait, Condition, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, Select};
use shared::plan::BudgetLine;
use shared::value::{Location, PlanId};
use uuid::Uuid;

/// The next `limit` features of these plans after this one in the order of their ids.
///
/// # Errors
/// `INTERNAL` when the database refuses or a row is damaged.
pub async fn drawn(db: &Database, plans: &PlanFilter, after: Option<(Uuid, Uuid)>, limit: u64) -> Result<Vec<Drawn>, AppError> {
    let rows = after_this(all_drawn(plans), [features::Column::PlanId, features::Column::Id], after);
    let read = |row: features::Model| {
        Ok(Drawn {
            plan: PlanId(row.plan_id),
            id: row.id,
            label: row.label,
            kind: from_word(&row.kind)?,
            note: row.note,
            geometry: row.geometry,
            location: Location::from_e7(row.lon_e7, row.lat_e7),
        })
    };
    rows.limit(limit).all(db.reader()).await?.into_iter().map(read).collect()
}

/// # Errors
/// `INTERNAL` when the database refuses.
pub async fn count_drawn(db: &Database, plans: &PlanFilter) -> Result<u64, AppError> {
    Ok(all_drawn(plans).count(db.reader()).await?)
}

fn all_drawn(plans: &PlanFilter) -> Select<features::Entity> {
    features::Entity::find().filter(is_about(features::Column::PlanId, PlanScope::PUBLIC, plans))
}

/// The next `limit` budget lines of these plans after this one in the order of their ids.
///
/// # Errors
/// `INTERNAL` when the database refuses or a row is damaged.
pub async fn priced(db: &Database, plans: &PlanFilter, after: Option<(Uuid, Uuid)>, limit: u64) -> Result<Vec<Priced>, AppError> {
    let rows = after_this(all_priced(plans), [budget_lines::Column::PlanId, budget_lines::Column::Id], after);
    let read = |row: budget_lines::Model| {
        let source = row.source.as_deref().map(from_word).transpose()?;
        let line = BudgetLine { id: row.id, item: row.item, volume: row.volume, unit: row.unit, price: row.price, source };
        Ok(Priced { plan: PlanId(row.plan_id), position: row.ordinal + 1, line })
    };
    rows.limit(limit).all(db.reader()).await?.into_iter().map(read).collect()
}

/// # Errors
/// `INTERNAL` when the database refuses.
pub async fn count_priced(db: &Database, plans: &PlanFilter) -> Result<u64, AppError> {
    Ok(all_priced(plans).count(db.reader()).await?)
}

fn all_priced(plans: &PlanFilter) -> Select<budget_lines::Entity> {
    budget_lines::Entity::find().filter(is_about(budget_lines::Column::PlanId, PlanScope::PUBLIC, plans))
}

/// Rows that two columns name together, in their order.
fn after_this<E: EntityTrait>(rows: Select<E>, [plan, id]: [E::Column; 2], after: Option<(Uuid, Uuid)>) -> Select<E> {
    let later = after.map(|(in_plan, last)| {
        let among_its_own = Condition::all().add(plan.eq(in_plan)).add(id.gt(last));
        Condition::any().add(plan.gt(in_plan)).add(among_its_own)
    });
    rows.filter(Condition::all().add_option(later)).order_by_asc(plan).order_by_asc(id)
}
