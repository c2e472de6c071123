//! The regency's catalogue of proposals (kamus usulan). A proposal keeps the code alone, for an item may go.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[derive(DeriveIden)]
enum CatalogItems {
    Table,
    Code,
    Ordinal,
    Name,
    Sector,
    Kind,
    Unit,
    Agency,
    CostCap,
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let items = Table::create()
            .table(CatalogItems::Table)
            .col(string(CatalogItems::Code).primary_key())
            .col(integer(CatalogItems::Ordinal))
            .col(string(CatalogItems::Name))
            .col(string(CatalogItems::Sector))
            .col(string(CatalogItems::Kind))
            .col(string(CatalogItems::Unit))
            .col(string_null(CatalogItems::Agency))
            .col(big_integer_null(CatalogItems::CostCap))
            .to_owned();
        manager.create_table(items).await
    }
}
