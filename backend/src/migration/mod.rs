//! The steps that bring a database to the present form. A landed step is never edited.

use crate::error::AppError;
use crate::platform::database::Database;
use sea_orm_migration::prelude::*;

mod m0001_areas;
mod m0002_journal;
mod m0003_access;
mod m0004_proposals;
mod m0005_photos;
mod m0006_documents;
mod m0007_proposal_numbers;
mod m0008_journal_tells;
mod m0009_proposal_catalog;
mod m0010_plans;
mod m0011_plan_talk;
mod m0012_plan_restored;
mod m0013_tokens;
mod m0015_plan_edits_told;
pub mod m0016_population;
mod m0017_webhooks;
mod m0018_many_rows;
pub mod m0019_of_draft;
mod m0021_flat_lists;
pub mod m0022_comment_search;
mod m0023_plan_tokens;
pub mod m0024_search;
mod m0025_statistics;
mod m0026_who_is_named;

pub struct Migrator;

/// Runs these statements, which both databases understand, one after the other.
async fn run_all(manager: &SchemaManager<'_>, statements: &[&str]) -> Result<(), DbErr> {
    for statement in statements {
        manager.get_connection().execute_unprepared(statement).await?;
    }
    Ok(())
}

/// A step that happens as a whole on either database: cut off in the middle, SQLite would keep a half of it and could never begin
/// it anew.
struct Whole(Box<dyn MigrationTrait>);

impl MigrationName for Whole {
    fn name(&self) -> &str {
        self.0.name()
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Whole {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        self.0.up(manager).await
    }

    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }
}

impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        let steps: Vec<Box<dyn MigrationTrait>> = vec![
            Box::new(m0001_areas::Migration),
            Box::new(m0002_journal::Migration),
            Box::new(m0003_access::Migration),
            Box::new(m0004_proposals::Migration),
            Box::new(m0005_photos::Migration),
            Box::new(m0006_documents::Migration),
            Box::new(m0007_proposal_numbers::Migration),
            Box::new(m0008_journal_tells::Migration),
            Box::new(m0009_proposal_catalog::Migration),
            Box::new(m0010_plans::Migration),
            Box::new(m0011_plan_talk::Migration),
            Box::new(m0012_plan_restored::Migration),
            Box::new(m0013_tokens::Migration),
            Box::new(m0015_plan_edits_told::Migration),
            Box::new(m0016_population::Migration),
            Box::new(m0017_webhooks::Migration),
            Box::new(m0018_many_rows::Migration),
            Box::new(m0019_of_draft::Migration),
            Box::new(m0021_flat_lists::Migration),
            Box::new(m0022_comment_search::Migration),
            Box::new(m0023_plan_tokens::Migration),
            Box::new(m0024_search::Migration),
            Box::new(m0025_statistics::Migration),
            Box::new(m0026_who_is_named::Migration),
        ];
        steps.into_iter().map(|step| -> Box<dyn MigrationTrait> { Box::new(Whole(step)) }).collect()
    }
}

/// Applies the steps not applied yet.
///
/// # Errors
/// `INTERNAL` when the database refuses.
pub async fn migrate(db: &Database) -> Result<(), AppError> {
    Ok(Migrator::up(db.writer(), None).await?)
}
