//! PostgreSQL tells every server of the journal's new events, so that none has to look for what another has committed.

use crate::platform::database::COMMITS;
use sea_orm::DbBackend;
use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let connection = manager.get_connection();
        if connection.get_database_backend() != DbBackend::Postgres {
            return Ok(());
        }
        // Delivered when the transaction commits, and not at all when it does not.
        let tell = format!(
            "CREATE FUNCTION journal_tells() RETURNS trigger LANGUAGE plpgsql AS $$
             BEGIN PERFORM pg_notify('{COMMITS}', NEW.seq::text); RETURN NULL; END $$"
        );
        let trigger = "CREATE TRIGGER journal_tells AFTER INSERT ON journal FOR EACH ROW EXECUTE FUNCTION journal_tells()";
        connection.execute_unprepared(&tell).await?;
        connection.execute_unprepared(trigger).await?;
        Ok(())
    }
}
