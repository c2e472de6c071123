//! Indexes that a million proposals ask for: lists in the order of time, of one place too, and the counts of every place.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

const INDEXES: [&str; 5] = [
    "CREATE INDEX comments_by_time ON comments (created_at, id)",
    "CREATE INDEX decisions_by_time ON decisions (decided_at, id)",
    "CREATE INDEX proposals_by_village_listed ON proposals (village, listed_at, id)",
    "CREATE INDEX proposals_by_district_listed ON proposals (district, listed_at, id)",
    "CREATE INDEX proposals_public_by_place ON proposals (district, village, status) WHERE submitted_at IS NOT NULL",
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        super::run_all(manager, &INDEXES).await
    }
}
