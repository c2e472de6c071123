//! Indexes for statistics over a million proposals, and for the most supported of a district.
//!
//! What statistics look at is a tenth of a row: it stands in an index of its own (`*_facts`), which is read instead of the table,
//! in the order of the proposals' ids, so that what belongs to them is found beside them. [`crate::stats`] says what they look at.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

const INDEXES: [&str; 5] = [
    "CREATE INDEX proposals_facts ON proposals (id, submitted_at, district, village, sector, status, level, level_since, \
     fiscal_year, kind, proposer_type, initial_agency, final_agency, funding_sources, estimated_cost, accepted_cost, \
     beneficiaries, support_count, comment_count, owner_id) WHERE submitted_at IS NOT NULL",
    "CREATE INDEX decisions_facts ON decisions \
     (proposal_id, level, decision, reason_code, to_status, decided_at, arrived_at)",
    "CREATE INDEX comments_facts ON comments (proposal_id, created_at, author_id)",
    "CREATE INDEX supports_facts ON supports (proposal_id, supported_at)",
    // A district has tens of thousands, which would be sorted anew for each page.
    "CREATE INDEX proposals_by_district_support ON proposals (district, support_count, id)",
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        super::run_all(manager, &INDEXES).await
    }
}
