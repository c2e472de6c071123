//! Opening the database, with the settings each kind needs to be safe.

use super::{Transaction, deadline};
use crate::error::AppError;
use crate::journal::Announcer;
use sea_orm::sqlx::sqlite::{SqliteJournalMode, SqliteSynchronous};
use sea_orm::{
    ConnectOptions, ConnectionTrait, Database as SeaOrm, DatabaseConnection, DbBackend, SqliteTransactionMode, TransactionOptions,
    TransactionTrait,
};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

/// SQLite before this version could damage a database in WAL mode when checkpoints raced.
const OLDEST_SAFE_SQLITE: (u32, u32, u32) = (3, 51, 3);
const READERS: u32 = 8;
const UNHURRIED: u32 = 4;
/// For what reads outside of any request: loading a plan's log, answering a follower of the journal.
const READS_WITHIN: Duration = Duration::from_secs(60);
/// For one statement that writes outside of any request, on PostgreSQL: a migration, an import.
const WRITES_WITHIN: Duration = Duration::from_secs(600);

/// How many statements were sent: what the tests hold the lists to.
#[derive(Clone, Default)]
pub struct QueryCounter(Arc<AtomicU64>);

impl QueryCounter {
    pub fn count(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}

/// Both ends of the database. Cloning shares the pools.
#[derive(Clone)]
pub struct Database {
    reader: DatabaseConnection,
    unhurried: DatabaseConnection,
    writer: DatabaseConnection,
    announcer: Announcer,
    counter: QueryCounter,
    hurries: Arc<AtomicBool>,
}

impl Database {
    /// Opens `url` (`sqlite://…` or `postgres://…`). A missing SQLite file is created.
    ///
    /// # Errors
    /// A sentence for the operator when the database cannot be reached or is unsafe.
    pub async fn connect(url: &str) -> Result<Self, AppError> {
        let [mut reader, mut unhurried, mut writer] =
            if url.starts_with("sqlite:") { open_sqlite(url).await? } else { open_postgres(url).await? };
        super::bulk::refuse_unfinished(&reader).await?;
        let counter = QueryCounter::default();
        for connection in [&mut reader, &mut unhurried, &mut writer] {
            let counter = counter.clone();
            connection.set_metric_callback(move |_| {
                counter.0.fetch_add(1, Ordering::Relaxed);
            });
        }
        Ok(Self { reader, unhurried, writer, announcer: Announcer::default(), counter, hurries: Arc::default() })
    }

    /// For reading what is committed, as long as the request may take (`database::until`).
    pub fn reader(&self) -> &DatabaseConnection {
        &self.reader
    }

    /// For what reads on as long as somebody takes it: whole tables that are handed out as they are read.
    pub fn unhurried(&self) -> &DatabaseConnection {
        &self.unhurried
    }

    /// The same database, read through the connections of [`Self::unhurried`].
    #[must_use]
    pub fn at_leisure(&self) -> Self {
        Self { reader: self.unhurried.clone(), ..self.clone() }
    }

    /// For migrations, which manage their own transactions.
    pub fn writer(&self) -> &DatabaseConnection {
        &self.writer
    }

    pub fn is_sqlite(&self) -> bool {
        self.reader.get_database_backend() == DbBackend::Sqlite
    }

    pub fn queries(&self) -> &QueryCounter {
        &self.counter
    }

    pub fn announcer(&self) -> &Announcer {
        &self.announcer
    }

    /// Whether commits go on before the disk has them: for loading what can be loaded again. Until the next patient
    /// commit, a crash of the machine may lose the latest of them, but damages nothing.
    ///
    /// # Errors
    /// `INTERNAL` when the database refuses.
    pub async fn hurry(&self, hurries: bool) -> Result<(), AppError> {
        self.hurries.store(hurries, Ordering::Relaxed);
        if self.is_sqlite() {
            let level = if hurries { "NORMAL" } else { "FULL" };
            self.writer.execute_unprepared(&format!("PRAGMA synchronous = {level}")).await?;
        }
        Ok(())
    }

    /// Begins a write, which ends when the request does that it is a part of (`database::until`). On SQLite it takes the write
    /// lock at once, so that it cannot fail half way.
    ///
    /// # Errors
    /// `INTERNAL` when the database is unreachable or stays locked.
    pub async fn begin(&self) -> Result<Transaction, AppError> {
        let options = TransactionOptions { sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate), ..Default::default() };
        let inner = self.writer.begin_with_options(options).await?;
        if self.hurries.load(Ordering::Relaxed) && !self.is_sqlite() {
            inner.execute_unprepared("SET LOCAL synchronous_commit TO off").await?;
        }
        Ok(Transaction::new(inner, self.announcer.clone()))
    }
}

async fn open_sqlite(url: &str) -> Result<[DatabaseConnection; 3], AppError> {
    let options = |connections: u32, read_only: bool| {
        let mut options = ConnectOptions::new(url);
        options.max_connections(connections).sqlx_logging(false).acquire_timeout(Duration::from_secs(30));
        options.map_sqlx_sqlite_opts(move |sqlite| {
            sqlite
                .create_if_missing(!read_only)
                .read_only(read_only)
                .foreign_keys(true)
                .busy_timeout(Duration::from_secs(10))
                .journal_mode(SqliteJournalMode::Wal)
                .synchronous(SqliteSynchronous::Full)
                // What is too large to be sorted in memory is sorted in temporary files by two threads: in half the time.
                .pragma("temp_store", if read_only { "file" } else { "memory" })
                .pragma("threads", "2")
                .pragma("cache_size", "-16000")
                .pragma("mmap_size", "134217728")
        });
        options
    };
    // The writer first: it creates the file and switches it to WAL.
    let mut writing = options(1, false);
    deadline::of_sqlite(&mut writing, None);
    let writer = SeaOrm::connect(writing).await.map_err(|error| AppError::setting("REMBUG_DATABASE_URL", error))?;
    assert_safe_sqlite(&writer).await?;
    let mut limited = options(READERS, true);
    deadline::of_sqlite(&mut limited, Some(READS_WITHIN));
    let mut unhurried = options(UNHURRIED, true);
    unhurried.connect_lazy(true);
    let reader = SeaOrm::connect(limited).await.map_err(|error| AppError::setting("REMBUG_DATABASE_URL", error))?;
    let unhurried = SeaOrm::connect(unhurried).await.map_err(|error| AppError::setting("REMBUG_DATABASE_URL", error))?;
    Ok([reader, unhurried, writer])
}

async fn assert_safe_sqlite(connection: &DatabaseConnection) -> Result<(), AppError> {
    let row = connection.query_one_raw(sea_orm::Statement::from_string(DbBackend::Sqlite, "SELECT sqlite_version()")).await?;
    let version: String = row.ok_or_else(|| AppError::damaged("SQLite names no version"))?.try_get_by_index(0)?;
    let mut parts = version.split('.').map(|part| part.parse().unwrap_or(0));
    let found = (parts.next().unwrap_or(0), parts.next().unwrap_or(0), parts.next().unwrap_or(0));
    if found < OLDEST_SAFE_SQLITE {
        return Err(AppError::setting(
            "REMBUG_DATABASE_URL",
            format!("SQLite {version} is unsafe in WAL mode; 3.51.3 or newer is needed"),
        ));
    }
    let built = sea_orm::Statement::from_string(DbBackend::Sqlite, "SELECT sqlite_compileoption_used('ENABLE_PERCENTILE')");
    let row = connection.query_one_raw(built).await?;
    if row.map(|row| row.try_get_by_index::<i32>(0)).transpose()? != Some(1) {
        return Err(AppError::setting(
            "REMBUG_DATABASE_URL",
            "SQLite was built without its median: build Rembug in its own folder, where .cargo/config.toml says how",
        ));
    }
    Ok(())
}

async fn open_postgres(url: &str) -> Result<[DatabaseConnection; 3], AppError> {
    let options = |connections: u32| {
        let mut options = ConnectOptions::new(url);
        options.max_connections(connections).sqlx_logging(false).acquire_timeout(Duration::from_secs(30));
        options.map_sqlx_postgres_opts(|postgres| postgres.application_name("rembug"));
        options
    };
    let (mut limited, mut writing) = (options(READERS), options(READERS));
    deadline::of_postgres(&mut limited, READS_WITHIN);
    deadline::of_postgres(&mut writing, WRITES_WITHIN);
    let mut unhurried = options(UNHURRIED);
    unhurried.connect_lazy(true);
    let open = async |options| SeaOrm::connect(options).await.map_err(|error| AppError::setting("REMBUG_DATABASE_URL", error));
    Ok([open(limited).await?, open(unhurried).await?, open(writing).await?])
}
