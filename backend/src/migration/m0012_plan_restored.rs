//! A version that came of going back keeps to what, rather than a sentence in one language.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[derive(DeriveIden)]
enum PlanVersions {
    Table,
    RestoredFrom,
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table = Table::alter().table(PlanVersions::Table).add_column(big_integer_null(PlanVersions::RestoredFrom)).to_owned();
        manager.alter_table(table).await
    }
}
