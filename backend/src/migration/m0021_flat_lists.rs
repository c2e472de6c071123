//! Indexes for the flat lists of what belongs to plans, and of who holds which office: in the order of time.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

const INDEXES: [&str; 4] = [
    "CREATE INDEX plan_comments_by_time ON plan_comments (created_at, id)",
    "CREATE INDEX plan_suggestions_by_time ON plan_suggestions (created_at, id)",
    "CREATE INDEX plan_versions_by_time ON plan_versions (\"at\", id)",
    "CREATE INDEX grants_by_time ON grants (granted_at, id)",
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        super::run_all(manager, &INDEXES).await
    }
}
