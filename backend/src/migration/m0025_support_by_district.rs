//! The index that the most supported of a district ask for: among a million proposals a district has tens of thousands, which
//! would be sorted for each page.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let index = "CREATE INDEX proposals_by_district_support ON proposals (district, support_count, id)";
        manager.get_connection().execute_unprepared(index).await.map(drop)
    }
}
