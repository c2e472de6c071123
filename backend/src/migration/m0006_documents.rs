//! Documents beside the photos: of which kind one is, and what its uploader called it. A photo has neither.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[derive(DeriveIden)]
enum Media {
    Table,
    DocumentKind,
    FileName,
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for column in [Media::DocumentKind, Media::FileName] {
            manager.alter_table(Table::alter().table(Media::Table).add_column(string_null(column)).to_owned()).await?;
        }
        Ok(())
    }
}
