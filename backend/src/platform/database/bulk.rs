//! Writing millions of rows: what loads into a database of its own, long before anybody reads.
//!
//! While a load runs, indexes and foreign keys are away, and their definitions wait in a table. It goes when all is back, so
//! that a load that was cut off is recognised, whatever cut it off.

use super::Database;
use crate::error::AppError;
use sea_orm::sqlx::postgres::{PgArguments, PgConnection, Postgres};
use sea_orm::sqlx::sqlite::{Sqlite, SqliteArguments};
use sea_orm::sqlx::{Arguments, AssertSqlSafe, Transaction, query, query_as, query_with};
use sea_orm::{
    ConnectionTrait, DatabaseConnection, DatabaseTransaction, EntityTrait, IdenStatic, Iterable, ModelTrait, Statement, Value,
};

/// Values of one statement: SQLite's own limit is 32,766.
const VALUES: usize = 4_000;
/// Rows of one statement for PostgreSQL.
const PORTION: usize = 10_000;

const UNFINISHED: &str = "unfinished_load";
/// What to do once the rows are there, and what to do before.
const PUT_AWAY_SQLITE: &str = "SELECT sql, 'DROP INDEX \"' || name || '\"' FROM sqlite_master
    WHERE type = 'index' AND sql IS NOT NULL AND tbl_name IN (SELECT value FROM json_each(?)) ORDER BY name";
const PUT_AWAY_POSTGRES: &str = "
    SELECT format('ALTER TABLE %s ADD CONSTRAINT %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid)),
           format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname)
    FROM pg_constraint
    WHERE contype = 'f' AND conrelid IN (SELECT to_regclass(name) FROM unnest($1::text[]) AS name)
    UNION ALL
    SELECT pg_get_indexdef(indexrelid), format('DROP INDEX %s', indexrelid::regclass)
    FROM pg_index
    WHERE indrelid IN (SELECT to_regclass(name) FROM unnest($1::text[]) AS name)
      AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid)
    UNION ALL
    SELECT format('ALTER TABLE %s ENABLE TRIGGER %I', tgrelid::regclass, tgname),
           format('ALTER TABLE %s DISABLE TRIGGER %I', tgrelid::regclass, tgname)
    FROM pg_trigger
    WHERE NOT tgisinternal AND tgname = 'journal_tells' AND tgrelid IN (SELECT to_regclass(name) FROM unnest($1::text[]) AS name)";

/// Many rows on their way, all or none.
pub enum Bulk {
    Sqlite(Transaction<'static, Sqlite>),
    Postgres(Transaction<'static, Postgres>),
}

impl Database {
    /// Begins to write a portion of a load.
    ///
    /// # Errors
    /// `INTERNAL` when the database refuses.
    pub async fn begin_bulk(&self) -> Result<Bulk, AppError> {
        if self.is_sqlite() {
            return Ok(Bulk::Sqlite(self.writer().get_sqlite_connection_pool().begin_with("BEGIN IMMEDIATE").await?));
        }
        let mut tx = self.writer().get_postgres_connection_pool().begin().await?;
        query("SET LOCAL synchronous_commit TO off").execute(&mut *tx).await?;
        Ok(Bulk::Postgres(tx))
    }

    /// Puts the indexes and foreign keys of these tables away.
    ///
    /// # Errors
    /// `INTERNAL` when the database refuses.
    pub async fn prepare_load(&self, tables: &[&str]) -> Result<(), AppError> {
        let found: Vec<(String, String)> = if self.is_sqlite() {
            let pool = self.writer().get_sqlite_connection_pool();
            for pragma in ["PRAGMA cache_size = -65536", "PRAGMA temp_store = file", "PRAGMA mmap_size = 0"] {
                query(pragma).execute(pool).await?;
            }
            query_as(PUT_AWAY_SQLITE).bind(serde_json::to_string(tables)?).fetch_all(pool).await?
        } else {
            query_as(PUT_AWAY_POSTGRES).bind(tables).fetch_all(self.writer().get_postgres_connection_pool()).await?
        };
        let tx = sea_orm::TransactionTrait::begin(self.writer()).await?;
        tx.execute_unprepared(&format!("CREATE TABLE {UNFINISHED} (place INTEGER PRIMARY KEY, restore TEXT NOT NULL)")).await?;
        for (place, (restore, remove)) in (1i64..).zip(found) {
            remember(&tx, place, restore).await?;
            tx.execute_unprepared(&remove).await?;
        }
        tx.commit().await?;
        Ok(())
    }

    /// Brings back what [`Database::prepare_load`] put away, and tells the database what it holds now.
    ///
    /// # Errors
    /// `INTERNAL` when the database refuses, above all where a row points nowhere.
    pub async fn finish_load(&self, tables: &[&str]) -> Result<(), AppError> {
        let select = Statement::from_string(
            self.writer().get_database_backend(),
            format!("SELECT restore FROM {UNFINISHED} ORDER BY place DESC"),
        );
        let rows = self.writer().query_all_raw(select).await?;
        let tx = sea_orm::TransactionTrait::begin(self.writer()).await?;
        if !self.is_sqlite() {
            tx.execute_unprepared("SET LOCAL maintenance_work_mem TO '128MB'").await?;
        }
        for row in rows {
            tx.execute_unprepared(&row.try_get_by_index::<String>(0)?).await?;
        }
        tx.execute_unprepared(&format!("DROP TABLE {UNFINISHED}")).await?;
        tx.commit().await?;
        if self.is_sqlite() {
            for pragma in ["wal_checkpoint(TRUNCATE)", "cache_size = -16000", "temp_store = memory", "mmap_size = 134217728"] {
                self.writer().execute_unprepared(&format!("PRAGMA {pragma}")).await?;
            }
        } else {
            // Only rows that are known to be visible to all are read from an index alone.
            self.writer().execute_unprepared(&format!("VACUUM (ANALYZE) {}", tables.join(", "))).await?;
        }
        Ok(())
    }
}

async fn remember(tx: &DatabaseTransaction, place: i64, restore: String) -> Result<(), AppError> {
    let insert = format!("INSERT INTO {UNFINISHED} (place, restore) VALUES ($1, $2)");
    tx.execute_raw(Statement::from_sql_and_values(tx.get_database_backend(), insert, [place.into(), restore.into()])).await?;
    Ok(())
}

/// Refuses a database whose load was cut off: what it holds is no whole.
pub(super) async fn refuse_unfinished(reader: &DatabaseConnection) -> Result<(), AppError> {
    let asked = Statement::from_string(reader.get_database_backend(), format!("SELECT 1 FROM {UNFINISHED} LIMIT 1"));
    match reader.query_one_raw(asked).await {
        Ok(_) => Err(AppError::setting(
            "REMBUG_DATABASE_URL",
            "a load of sample data was cut off here, and what there is of it is of no use; use an empty database",
        )),
        // No such table: the usual case.
        Err(_) => Ok(()),
    }
}

impl Bulk {
    /// Adds rows to the table, as many as there are.
    ///
    /// # Errors
    /// `INTERNAL` when the database refuses.
    pub async fn insert<E: EntityTrait>(&mut self, rows: &[E::Model]) -> Result<(), AppError>
    where
        E::Model: ModelTrait<Entity = E>,
    {
        if rows.is_empty() {
            return Ok(());
        }
        match self {
            Self::Sqlite(tx) => insert_into_sqlite::<E>(tx, rows).await,
            Self::Postgres(tx) => insert_into_postgres::<E>(tx, rows).await,
        }
    }

    /// # Errors
    /// `INTERNAL` when the database refuses.
    pub async fn commit(self) -> Result<(), AppError> {
        match self {
            Self::Sqlite(tx) => tx.commit().await?,
            Self::Postgres(tx) => tx.commit().await?,
        }
        Ok(())
    }
}

fn columns<E: EntityTrait>() -> Vec<E::Column> {
    E::Column::iter().collect()
}

fn names<E: EntityTrait>(columns: &[E::Column]) -> String {
    columns.iter().map(|column| format!("\"{}\"", column.as_str())).collect::<Vec<_>>().join(", ")
}

async fn insert_into_sqlite<E: EntityTrait>(tx: &mut Transaction<'static, Sqlite>, rows: &[E::Model]) -> Result<(), AppError>
where
    E::Model: ModelTrait<Entity = E>,
{
    let columns = columns::<E>();
    let at_once = (VALUES / columns.len()).max(1);
    let (table, names) = (E::default().to_string(), names::<E>(&columns));
    let row = format!("({})", vec!["?"; columns.len()].join(", "));
    let statement = |rows: usize| format!("INSERT INTO \"{table}\" ({names}) VALUES {}", vec![row.as_str(); rows].join(", "));
    let (many, one) = (statement(at_once), statement(1));
    let (whole, rest) = rows.split_at(rows.len() - rows.len() % at_once);
    for (sql, group) in whole.chunks(at_once).map(|group| (&many, group)).chain(rest.chunks(1).map(|row| (&one, row))) {
        let mut values = SqliteArguments::default();
        for row in group {
            for column in &columns {
                bind(&mut values, row.get(*column))?;
            }
        }
        query_with(AssertSqlSafe(sql.clone()), values).execute(&mut **tx).await?;
    }
    Ok(())
}

fn bind(values: &mut SqliteArguments, value: Value) -> Result<(), AppError> {
    let bound = match value {
        Value::Bool(value) => values.add(value),
        Value::Int(value) => values.add(value),
        Value::BigInt(value) => values.add(value),
        Value::String(value) => values.add(value),
        Value::Uuid(value) => values.add(value),
        Value::Bytes(value) => values.add(value),
        other => return Err(AppError::damaged(format!("{other:?} cannot be loaded"))),
    };
    bound.map_err(AppError::internal)
}

/// A column after the other, each as one array: a COPY would take two messages, of which the second waits for a network that
/// sees no hurry (40 ms, Nagle's algorithm beside delayed acknowledgements), and a load has thousands of them.
async fn insert_into_postgres<E: EntityTrait>(connection: &mut PgConnection, rows: &[E::Model]) -> Result<(), AppError>
where
    E::Model: ModelTrait<Entity = E>,
{
    let columns = columns::<E>();
    let places = (1..=columns.len()).map(|place| format!("${place}")).collect::<Vec<_>>().join(", ");
    let (table, names) = (E::default().to_string(), names::<E>(&columns));
    let statement = format!("INSERT INTO \"{table}\" ({names}) SELECT * FROM unnest({places})");
    for portion in rows.chunks(PORTION) {
        let mut values = PgArguments::default();
        for column in &columns {
            add_column(&mut values, portion.iter().map(|row| row.get(*column)))?;
        }
        query_with(AssertSqlSafe(statement.clone()), values).execute(&mut *connection).await?;
    }
    Ok(())
}

/// Adds the values of a column, which all are of one kind.
fn add_column(arguments: &mut PgArguments, values: impl Iterator<Item = Value>) -> Result<(), AppError> {
    let strange = |value: &Value| AppError::damaged(format!("{value:?} cannot be loaded"));
    macro_rules! array {
        ($kind:ident, $values:expr) => {{
            let of_kind = |value| if let Value::$kind(value) = value { Ok(value) } else { Err(strange(&value)) };
            arguments.add($values.map(of_kind).collect::<Result<Vec<_>, _>>()?)
        }};
    }
    let mut values = values.peekable();
    let added = match values.peek() {
        Some(Value::Bool(_)) => array!(Bool, values),
        Some(Value::Int(_)) => array!(Int, values),
        Some(Value::BigInt(_)) => array!(BigInt, values),
        Some(Value::String(_)) => array!(String, values),
        Some(Value::Uuid(_)) => array!(Uuid, values),
        Some(Value::Bytes(_)) => array!(Bytes, values),
        Some(other) => return Err(strange(other)),
        None => return Ok(()),
    };
    added.map_err(AppError::internal)
}
