//! How many people live where.

use super::overwrite;
use crate::area::entity::{populations, regions};
use crate::area::population::{Population, PopulationRecord};
use crate::error::AppError;
use crate::platform::database::{Database, Transaction, from_word};
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};
use shared::area::AreaCode;
use std::collections::HashMap;

use populations::Column::{Code, FromPack};

/// As it was said, without sums.
///
/// # Errors
/// `INTERNAL` when the database refuses or a row is damaged.
pub async fn populations(db: &Database) -> Result<HashMap<AreaCode, Population>, AppError> {
    let rows = populations::Entity::find().all(db.reader()).await?;
    let population = |row: populations::Model| {
        Ok((from_word(&row.code)?, Population { people: row.people, year: row.year, source: row.source }))
    };
    rows.into_iter().map(population).collect()
}

/// Takes these figures over; of other areas what was said stands.
///
/// # Errors
/// `INTERNAL` when the database refuses.
pub async fn save_populations(tx: &Transaction, records: &[PopulationRecord], digest: &str) -> Result<(), AppError> {
    if !records.is_empty() {
        let rows = records.iter().map(|record| row(record, false));
        let newest = overwrite(Code, &[Code]);
        populations::Entity::insert_many(rows).on_conflict(newest).exec_without_returning(tx.connection()).await?;
    }
    regions::Entity::update_many().col_expr(regions::Column::PopulationDigest, Expr::value(digest)).exec(tx.connection()).await?;
    Ok(())
}

/// Puts the pack's figures in the place of those it had before. What somebody imported stands, whatever the pack says.
pub(super) async fn replace_own(tx: &Transaction, records: &[PopulationRecord]) -> Result<(), AppError> {
    populations::Entity::delete_many().filter(FromPack.eq(true)).exec(tx.connection()).await?;
    if !records.is_empty() {
        let rows = records.iter().map(|record| row(record, true));
        let unless_known = OnConflict::column(Code).do_nothing().to_owned();
        populations::Entity::insert_many(rows).on_conflict(unless_known).exec_without_returning(tx.connection()).await?;
    }
    Ok(())
}

fn row(record: &PopulationRecord, from_pack: bool) -> populations::ActiveModel {
    populations::ActiveModel {
        code: Set(record.code.to_string()),
        people: Set(record.people),
        year: Set(record.year),
        source: Set(record.source.clone()),
        from_pack: Set(from_pack),
    }
}
