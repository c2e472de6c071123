//! What the text filter looks into, in lower case as the program makes it, for everything else that is searched: who holds which
//! office, and what is said about plans, suggested for them and named in them.

use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::*;
use uuid::Uuid;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[derive(DeriveIden)]
enum Row {
    Id,
    SearchText,
    /// What is to be put in lower case.
    Said,
}

/// Tables, and what their rows are found by. What is hidden has lost its words, and is found by none.
const SEARCHED: [(&str, &str); 5] = [
    ("accounts", "display_name"),
    ("grants", "office"),
    ("plan_comments", "body"),
    ("plan_suggestions", "proposed_text || coalesce(' ' || note, '')"),
    ("plan_versions", "name"),
];

/// Rows that are read at once.
const BATCH: u64 = 1_000;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for (table, _) in SEARCHED {
            let table = Table::alter().table(Alias::new(table)).add_column(text(Row::SearchText).default("")).to_owned();
            manager.alter_table(table).await?;
        }
        fill(manager.get_connection()).await
    }
}

/// Of the rows that are there.
///
/// # Errors
/// When the database refuses.
pub async fn fill(connection: &impl ConnectionTrait) -> Result<(), DbErr> {
    for (table, said) in SEARCHED {
        fill_table(connection, table, said).await?;
    }
    Ok(())
}

/// Of one table.
///
/// # Errors
/// When the database refuses.
pub(super) async fn fill_table(connection: &impl ConnectionTrait, table: &'static str, said: &'static str) -> Result<(), DbErr> {
    connection.execute_unprepared(&format!("UPDATE {table} SET search_text = lower({said})")).await?;
    // What has other letters than those of ASCII, which are one byte each.
    let mut last = Uuid::nil();
    loop {
        let more = Query::select()
            .column(Row::Id)
            .expr_as(Expr::cust(said), Row::Said)
            .from(Alias::new(table))
            .and_where(Expr::col(Row::Id).gt(last))
            .and_where(Expr::cust(format!("length({said}) <> octet_length({said})")))
            .order_by(Row::Id, Order::Asc)
            .limit(BATCH)
            .to_owned();
        let rows = connection.query_all(&more).await?;
        for row in &rows {
            let words: String = row.try_get("", "said")?;
            last = row.try_get("", "id")?;
            let update = Query::update()
                .table(Alias::new(table))
                .value(Row::SearchText, words.to_lowercase())
                .and_where(Expr::col(Row::Id).eq(last))
                .to_owned();
            connection.execute(&update).await?;
        }
        if (rows.len() as u64) < BATCH {
            return Ok(());
        }
    }
}
