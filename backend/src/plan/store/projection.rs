//! What a plan's document says, as rows that can be searched, summed and drawn.

use crate::error::AppError;
use crate::plan::entity::{budget_lines, features, plan_proposals, plans};
use crate::platform::database::{Transaction, cell, to_millis};
use chrono::{DateTime, Utc};
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};
use shared::plan::{BudgetLine, Content, Feature};
use shared::value::{BoundingBox, Location, PlanId};
use std::collections::BTreeSet;

/// Rows in one statement: SQLite and PostgreSQL both bound how many values one may carry.
const BATCH: usize = 500;

/// Writes what the document says after entry `seq` of its log; `false` when that or something newer is written already.
///
/// The plan counts as changed `at` that moment.
///
/// # Errors
/// `INTERNAL` when the database refuses.
pub async fn project(tx: &Transaction, plan: PlanId, seq: i64, content: &Content, at: DateTime<Utc>) -> Result<bool, AppError> {
    let bounds = content.features.iter().filter_map(Feature::shape).map(|shape| corners(shape.bounds())).reduce(around);
    let side = |pick: fn((i32, i32, i32, i32)) -> i32| Expr::value(bounds.map(pick));
    let written = plans::Entity::update_many()
        .col_expr(plans::Column::ProjectedSeq, Expr::value(seq))
        .col_expr(plans::Column::ProjectedAt, Expr::value(to_millis(at)))
        .col_expr(plans::Column::ChangedAt, Expr::value(to_millis(at)))
        .col_expr(plans::Column::Title, Expr::value(content.title.as_str()))
        .col_expr(plans::Column::Summary, Expr::value(content.summary.as_str()))
        .col_expr(plans::Column::BudgetTotal, Expr::value(content.budget_total()))
        .col_expr(plans::Column::Content, Expr::value(serde_json::to_string(content)?))
        .col_expr(plans::Column::Search, Expr::value(format!("{} {}", content.title, content.summary).to_lowercase()))
        .col_expr(plans::Column::WestE7, side(|(west, ..)| west))
        .col_expr(plans::Column::SouthE7, side(|(_, south, ..)| south))
        .col_expr(plans::Column::EastE7, side(|(_, _, east, _)| east))
        .col_expr(plans::Column::NorthE7, side(|(.., north)| north))
        .filter(plans::Column::Id.eq(plan.0))
        .filter(plans::Column::ProjectedSeq.lt(seq))
        .exec(tx.connection())
        .await?;
    if written.rows_affected == 0 {
        return Ok(false);
    }
    replace_budget(tx, plan, &content.budget).await?;
    replace_features(tx, plan, &content.features).await?;
    replace_proposals(tx, plan, content).await?;
    Ok(true)
}

async fn replace_budget(tx: &Transaction, plan: PlanId, lines: &[BudgetLine]) -> Result<(), AppError> {
    budget_lines::Entity::delete_many().filter(budget_lines::Column::PlanId.eq(plan.0)).exec(tx.connection()).await?;
    let row = |(ordinal, line): (i32, &BudgetLine)| budget_lines::ActiveModel {
        plan_id: Set(plan.0),
        id: Set(line.id),
        ordinal: Set(ordinal),
        item: Set(line.item.clone()),
        volume: Set(line.volume),
        unit: Set(line.unit.clone()),
        price: Set(line.price),
        total: Set(line.total()),
        source: Set(line.source.map(|source| source.to_string())),
    };
    let rows: Vec<_> = (0..).zip(lines).map(row).collect();
    for some in rows.chunks(BATCH) {
        budget_lines::Entity::insert_many(some.to_vec()).exec_without_returning(tx.connection()).await?;
    }
    Ok(())
}

/// A feature without a drawable shape is not on the map, so it has no row.
async fn replace_features(tx: &Transaction, plan: PlanId, drawn: &[Feature]) -> Result<(), AppError> {
    features::Entity::delete_many().filter(features::Column::PlanId.eq(plan.0)).exec(tx.connection()).await?;
    let row = |(ordinal, feature): (i32, &Feature)| {
        let shape = feature.shape()?;
        let ((west, south, east, north), anchor) = (corners(shape.bounds()), shape.anchor());
        let (longitude, latitude) = anchor.to_e7();
        Some(features::ActiveModel {
            plan_id: Set(plan.0),
            id: Set(feature.id),
            ordinal: Set(ordinal),
            label: Set(feature.label.clone()),
            kind: Set(feature.kind.to_string()),
            note: Set(feature.note.clone()),
            geometry: Set(shape.to_geojson().to_string()),
            west_e7: Set(west),
            south_e7: Set(south),
            east_e7: Set(east),
            north_e7: Set(north),
            lon_e7: Set(longitude),
            lat_e7: Set(latitude),
            cell: Set(cell(anchor)),
        })
    };
    let rows: Vec<_> = (0..).zip(drawn).filter_map(row).collect();
    for some in rows.chunks(BATCH) {
        features::Entity::insert_many(some.to_vec()).exec_without_returning(tx.connection()).await?;
    }
    Ok(())
}

async fn replace_proposals(tx: &Transaction, plan: PlanId, content: &Content) -> Result<(), AppError> {
    plan_proposals::Entity::delete_many().filter(plan_proposals::Column::PlanId.eq(plan.0)).exec(tx.connection()).await?;
    let named: BTreeSet<_> = content.proposals.iter().copied().collect();
    let row = |proposal| plan_proposals::ActiveModel { plan_id: Set(plan.0), proposal_id: Set(proposal) };
    let rows: Vec<_> = named.into_iter().map(row).collect();
    for some in rows.chunks(BATCH) {
        plan_proposals::Entity::insert_many(some.to_vec()).exec_without_returning(tx.connection()).await?;
    }
    Ok(())
}

/// West, south, east and north.
fn corners(bounds: BoundingBox) -> (i32, i32, i32, i32) {
    let (west, south) = Location { longitude: bounds.west, latitude: bounds.south }.to_e7();
    let (east, north) = Location { longitude: bounds.east, latitude: bounds.north }.to_e7();
    (west, south, east, north)
}

fn around(a: (i32, i32, i32, i32), b: (i32, i32, i32, i32)) -> (i32, i32, i32, i32) {
    use std::cmp::{max, min};
    (min(a.0, b.0), min(a.1, b.1), max(a.2, b.2), max(a.3, b.3))
}
