//! What the text filter looks into, in lower case as the program makes it: the databases know the small letters of ASCII alone,
//! or those of the language they were set up with.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::*;
use uuid::Uuid;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[derive(DeriveIden)]
enum Comments {
    Table,
    Id,
    Body,
    SearchText,
}

/// Comments that are read at once.
const BATCH: u64 = 1_000;

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
    connection.execute_unprepared("UPDATE comments SET search_text = lower(body)").await?;
    // What has other letters than those of ASCII, which are one byte each.
    let mut last = Uuid::nil();
    loop {
        let more = Query::select()
            .columns([Comments::Id, Comments::Body])
            .from(Comments::Table)
            .and_where(Expr::col(Comments::Id).gt(last))
            .and_where(Expr::cust("length(body) <> octet_length(body)"))
            .order_by(Comments::Id, Order::Asc)
            .limit(BATCH)
            .to_owned();
        let rows = connection.query_all(&more).await?;
        for row in &rows {
            let body: String = row.try_get("", "body")?;
            last = row.try_get("", "id")?;
            let update = Query::update()
                .table(Comments::Table)
                .value(Comments::SearchText, body.to_lowercase())
                .and_where(Expr::col(Comments::Id).eq(last))
                .to_owned();
            connection.execute(&update).await?;
        }
        if (rows.len() as u64) < BATCH {
            return Ok(());
        }
    }
}
