//! The log of a plan keeps with which token a program wrote.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[derive(DeriveIden)]
enum PlanUpdates {
    Table,
    TokenId,
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // No reference: tokens that ended long ago are forgotten, the log is not.
        let table = Table::alter().table(PlanUpdates::Table).add_column(uuid_null(PlanUpdates::TokenId)).to_owned();
        manager.alter_table(table).await
    }
}
