//! Who renames themselves is looked for in the journal too: it names people of whom no other row is left.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

const INDEXES: [&str; 2] = [
    "CREATE INDEX journal_by_actor ON journal (actor)",
    "CREATE INDEX journal_of_taken_out ON journal (details) WHERE kind = 'plan.participant_removed'",
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        super::run_all(manager, &INDEXES).await
    }
}
