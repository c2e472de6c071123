//! How many people live where; and since when a proposal has lain with which review level, which its decisions keep.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[derive(DeriveIden)]
enum Populations {
    Table,
    Code,
    People,
    Year,
    Source,
    /// It came with the region's own files, which replace it when they change.
    FromPack,
}

#[derive(DeriveIden)]
enum Regions {
    Table,
    PopulationDigest,
}

#[derive(DeriveIden)]
enum Proposals {
    Table,
    Level,
    LevelSince,
}

#[derive(DeriveIden)]
enum Decisions {
    Table,
    ArrivedAt,
}

/// What is known of the past: a level got what it decided on when the decision before sent it there, or when it was first
/// handed in. When one that had come back was handed in again, nothing but the journal says.
pub const ARRIVALS: &str = "UPDATE decisions SET arrived_at = told.arrived FROM (
    SELECT d.id, CASE WHEN LAG(d.id) OVER way IS NULL THEN p.submitted_at
                      WHEN LAG(d.to_status) OVER way IN (l.entry, l.status) THEN LAG(d.decided_at) OVER way END AS arrived
    FROM decisions d JOIN proposals p ON p.id = d.proposal_id JOIN review_levels l ON l.code = d.level
    WINDOW way AS (PARTITION BY d.proposal_id ORDER BY d.decided_at, d.id)
) told WHERE told.id = decisions.id";

/// The level that a proposal waits at or was sent to last, else the one that decided last, else the first.
pub const STANDINGS: &str = "UPDATE proposals SET level = stands.level, level_since = stands.since FROM (
    SELECT p.id, COALESCE(waits.code, sent.code, latest.level, opening.code) AS level,
           CASE WHEN latest.proposal_id IS NULL THEN p.submitted_at
                WHEN sent.code IS NOT NULL THEN latest.decided_at ELSE p.status_since END AS since
    FROM proposals p
    LEFT JOIN (SELECT proposal_id, level, to_status, decided_at,
                      ROW_NUMBER() OVER (PARTITION BY proposal_id ORDER BY decided_at DESC, id DESC) AS place
               FROM decisions) latest ON latest.proposal_id = p.id AND latest.place = 1
    LEFT JOIN review_levels waits ON p.status IN (waits.entry, waits.status)
    LEFT JOIN review_levels sent ON latest.to_status IN (sent.entry, sent.status)
    LEFT JOIN review_levels opening ON opening.ordinal = (SELECT MIN(ordinal) FROM review_levels)
    WHERE p.submitted_at IS NOT NULL
) stands WHERE stands.id = proposals.id";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let populations = Table::create()
            .table(Populations::Table)
            .col(string(Populations::Code).primary_key())
            .col(big_integer(Populations::People))
            .col(integer(Populations::Year))
            .col(text(Populations::Source))
            .col(boolean(Populations::FromPack))
            .to_owned();
        manager.create_table(populations).await?;
        // One at a time: SQLite adds no two columns in one statement.
        for table in [
            Table::alter().table(Regions::Table).add_column(string_null(Regions::PopulationDigest)).to_owned(),
            Table::alter().table(Proposals::Table).add_column(string_null(Proposals::Level)).to_owned(),
            Table::alter().table(Proposals::Table).add_column(big_integer_null(Proposals::LevelSince)).to_owned(),
            Table::alter().table(Decisions::Table).add_column(big_integer_null(Decisions::ArrivedAt)).to_owned(),
        ] {
            manager.alter_table(table).await?;
        }
        for known in [ARRIVALS, STANDINGS] {
            manager.get_connection().execute_unprepared(known).await?;
        }
        Ok(())
    }
}
