//! What a photo shows in words, and the catalogue item of a proposal.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[derive(DeriveIden)]
enum Media {
    Table,
    Caption,
}

#[derive(DeriveIden)]
enum Proposals {
    Table,
    CatalogCode,
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let caption = Table::alter().table(Media::Table).add_column(text_null(Media::Caption)).to_owned();
        manager.alter_table(caption).await?;
        let catalog = Table::alter().table(Proposals::Table).add_column(string_null(Proposals::CatalogCode)).to_owned();
        manager.alter_table(catalog).await
    }
}
