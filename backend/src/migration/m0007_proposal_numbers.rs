//! How far "usulan ke" has come for each proposer in each fiscal year. Counting the rows instead would give a number again
//! once a proposal has moved to another year or is gone.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[derive(DeriveIden)]
enum Accounts {
    Table,
    Id,
}

#[derive(DeriveIden)]
enum ProposalNumbers {
    Table,
    OwnerId,
    FiscalYear,
    LastNumber,
}

const GIVEN_SO_FAR: &str = "INSERT INTO proposal_numbers (owner_id, fiscal_year, last_number)
    SELECT owner_id, fiscal_year, MAX(proposal_number) FROM proposals GROUP BY owner_id, fiscal_year";

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let numbers = Table::create()
            .table(ProposalNumbers::Table)
            .col(uuid(ProposalNumbers::OwnerId))
            .col(integer(ProposalNumbers::FiscalYear))
            .col(integer(ProposalNumbers::LastNumber))
            .primary_key(Index::create().col(ProposalNumbers::OwnerId).col(ProposalNumbers::FiscalYear))
            .foreign_key(
                ForeignKey::create().from(ProposalNumbers::Table, ProposalNumbers::OwnerId).to(Accounts::Table, Accounts::Id),
            )
            .to_owned();
        manager.create_table(numbers).await?;
        manager.get_connection().execute_unprepared(GIVEN_SO_FAR).await?;
        Ok(())
    }
}
