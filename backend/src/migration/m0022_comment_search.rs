//! What the text filter looks into, in lower case as the program makes it: the databases know the small letters of ASCII alone,
//! or those of the language they were set up with.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[derive(DeriveIden)]
enum Comments {
    Table,
    SearchText,
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table = Table::alter().table(Comments::Table).add_column(text(Comments::SearchText).default("")).to_owned();
        manager.alter_table(table).await?;
        fill(manager.get_connection()).await
    }
}

/// Of the comments that are there.
///
/// # Errors
/// When the database refuses.
pub async fn fill(connection: &impl ConnectionTrait) -> Result<(), DbErr> {
    super::m0024_search::fill_table(connection, "comments", "body").await
}
