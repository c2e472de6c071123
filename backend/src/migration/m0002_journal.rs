//! The journal, which the database itself keeps append-only.

use sea_orm::DbBackend;
use sea_orm_migration::prelude::*;
use sea_orm_migration::schema::*;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[derive(DeriveIden)]
enum Journal {
    Table,
    Seq,
    At,
    Kind,
    Public,
    Subject,
    Area,
    Actor,
    Office,
    Details,
    Commitment,
    Previous,
    Hash,
}

#[derive(DeriveIden)]
enum JournalPrivate {
    Table,
    Seq,
    Salt,
    Body,
}

const SQLITE_GUARDS: [&str; 2] = [
    "CREATE TRIGGER journal_refuses_update BEFORE UPDATE ON journal BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END",
    "CREATE TRIGGER journal_refuses_delete BEFORE DELETE ON journal BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END",
];

const POSTGRES_GUARDS: [&str; 3] = [
    "CREATE FUNCTION journal_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'the journal is append-only'; END $$",
    "CREATE TRIGGER journal_refuses_change BEFORE UPDATE OR DELETE ON journal FOR EACH ROW EXECUTE FUNCTION journal_is_append_only()",
    "CREATE TRIGGER journal_refuses_truncate BEFORE TRUNCATE ON journal FOR EACH STATEMENT EXECUTE FUNCTION journal_is_append_only()",
];

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let journal = Table::create()
            .table(Journal::Table)
            .col(big_integer(Journal::Seq).primary_key())
            .col(big_integer(Journal::At))
            .col(string(Journal::Kind))
            .col(boolean(Journal::Public))
            .col(string(Journal::Subject))
            .col(string_null(Journal::Area))
            .col(uuid_null(Journal::Actor))
            .col(string_null(Journal::Office))
            .col(text(Journal::Details))
            .col(binary_null(Journal::Commitment))
            .col(binary(Journal::Previous))
            .col(binary(Journal::Hash))
            .to_owned();
        manager.create_table(journal).await?;
        let by_subject =
            Index::create().name("journal_by_subject").table(Journal::Table).col(Journal::Subject).col(Journal::Seq).to_owned();
        manager.create_index(by_subject).await?;

        let private = Table::create()
            .table(JournalPrivate::Table)
            .col(big_integer(JournalPrivate::Seq).primary_key())
            .col(binary(JournalPrivate::Salt))
            .col(text(JournalPrivate::Body))
            .to_owned();
        manager.create_table(private).await?;

        let connection = manager.get_connection();
        let guards: &[&str] =
            if connection.get_database_backend() == DbBackend::Sqlite { &SQLITE_GUARDS } else { &POSTGRES_GUARDS };
        for guard in guards {
            connection.execute_unprepared(guard).await?;
        }
        Ok(())
    }
}
