//! How far the journal has told that a plan is being written.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[derive(DeriveIden)]
enum Plans {
    Table,
    ToldSeq,
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table = Table::alter().table(Plans::Table).add_column(big_integer(Plans::ToldSeq).default(0)).to_owned();
        manager.alter_table(table).await?;
        let connection = manager.get_connection();
        // What was written before is in the plan as everybody reads it first.
        connection.execute_unprepared("UPDATE plans SET told_seq = projected_seq").await?;
        // Looked for every few seconds, and nearly always empty.
        connection.execute_unprepared("CREATE INDEX plans_untold ON plans (id) WHERE projected_seq > told_seq").await?;
        Ok(())
    }
}
