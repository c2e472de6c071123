//! How long a request may keep the database busy: until then, whatever it asks, however often.
//!
//! Dropping a query does not end it: the database goes on, and the connection is lost to others until it is done. So each
//! connection is told, when it is handed out, how long it has; SQLite and PostgreSQL stop by themselves then.

use crate::platform::clock::{Clock, SystemClock};
use futures_util::future::BoxFuture;
use sea_orm::sqlx::sqlite::SqliteConnection;
use sea_orm::sqlx::{AssertSqlSafe, Connection, Error, Executor, PgConnection};
use sea_orm::{ConnectOptions, ConnectionTrait, DatabaseTransaction, DbBackend, DbErr, ExecResult, QueryResult, Statement};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

/// What a statement gets when the request is over already, or nearly.
const LEAST: Duration = Duration::from_millis(1);
/// Instructions of SQLite's machine between two looks at the clock: some tenths of a millisecond.
const INSTRUCTIONS: i32 = 10_000;

tokio::task_local! {
    static DEADLINE: Instant;
}

/// What `work` asks the database ends at `deadline`.
pub fn until<F: Future>(deadline: Instant, work: F) -> impl Future<Output = F::Output> {
    DEADLINE.scope(deadline, work)
}

/// As [`until`], for one step of work that is done in steps.
pub fn step_until<T>(deadline: Instant, step: impl FnOnce() -> T) -> T {
    DEADLINE.sync_scope(deadline, step)
}

/// Starts what a request's work is spread over, under the same deadline.
pub fn spawn(work: BoxFuture<'static, ()>) {
    match deadline() {
        Some(deadline) => tokio::spawn(until(deadline, work)),
        None => tokio::spawn(work),
    };
}

/// When the work that this runs within ends; none outside of requests.
pub fn deadline() -> Option<Instant> {
    DEADLINE.try_with(|deadline| *deadline).ok()
}

/// Instead of asking a connection whether it is still there before it is used, tells it how long it has: that asks as well.
/// Work outside of requests has `outside` for each statement.
pub fn of_sqlite(options: &mut ConnectOptions, outside: Option<Duration>) {
    options.test_before_acquire(false).map_sqlx_sqlite_pool_opts(move |pool| {
        pool.after_connect(move |connection, _| Box::pin(limit_sqlite(connection, outside))).before_acquire(move |connection, _| {
            Box::pin(async move {
                limit_sqlite(connection, outside).await?;
                // A change that was cut off is undone by SQLite itself, which the connection does not hear of: it would take
                // the next change for a part of that one. Another takes its place.
                Ok(!connection.is_in_transaction())
            })
        })
    });
}

/// As [`of_sqlite`].
pub fn of_postgres(options: &mut ConnectOptions, outside: Duration) {
    options.test_before_acquire(false).map_sqlx_postgres_pool_opts(move |pool| {
        pool.after_connect(move |connection, _| Box::pin(limit_postgres(connection, outside)))
            .before_acquire(move |connection, _| Box::pin(async move { limit_postgres(connection, outside).await.map(|()| true) }))
    });
}

/// Whether the database stopped by itself: SQLite says that it was interrupted, PostgreSQL that the query was cancelled.
pub fn is_over(error: &Error) -> bool {
    error.as_database_error().and_then(|error| error.code()).is_some_and(|code| matches!(code.as_ref(), "9" | "57014"))
}

/// A transaction that ends when the request does that it is a part of, however many statements it has. PostgreSQL counts anew
/// for each of them, and the connection was told when it was handed out: so it is told again what is left, once in every second
/// after the first, of which usual transactions see nothing. SQLite looks at the clock itself.
pub struct Timed {
    tx: DatabaseTransaction,
    begun: Instant,
    /// In which second of the transaction the connection was told last.
    told: AtomicU64,
}

impl Timed {
    pub fn new(tx: DatabaseTransaction) -> Self {
        Self { tx, begun: SystemClock.monotonic(), told: AtomicU64::new(0) }
    }

    /// # Errors
    /// When the database refuses.
    pub async fn commit(self) -> Result<(), DbErr> {
        self.tx.commit().await
    }

    async fn remind(&self) -> Result<(), DbErr> {
        let Some(deadline) = deadline() else { return Ok(()) };
        let second = SystemClock.monotonic().saturating_duration_since(self.begun).as_secs();
        if self.tx.get_database_backend() == DbBackend::Postgres && self.told.swap(second, Ordering::Relaxed) != second {
            self.tx.execute_unprepared(&format!("SET LOCAL statement_timeout TO {}", millis_until(deadline))).await?;
        }
        Ok(())
    }
}

#[async_trait::async_trait]
impl ConnectionTrait for Timed {
    fn get_database_backend(&self) -> DbBackend {
        self.tx.get_database_backend()
    }

    async fn execute_raw(&self, statement: Statement) -> Result<ExecResult, DbErr> {
        self.remind().await?;
        self.tx.execute_raw(statement).await
    }

    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        self.remind().await?;
        self.tx.execute_unprepared(sql).await
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        self.remind().await?;
        self.tx.query_one_raw(statement).await
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        self.remind().await?;
        self.tx.query_all_raw(statement).await
    }
}

fn millis_until(deadline: Instant) -> u128 {
    deadline.saturating_duration_since(SystemClock.monotonic()).max(LEAST).as_millis()
}

async fn limit_sqlite(connection: &mut SqliteConnection, outside: Option<Duration>) -> Result<(), Error> {
    let deadline = deadline().or_else(|| Some(SystemClock.monotonic() + outside?));
    let mut handle = connection.lock_handle().await?;
    match deadline {
        Some(deadline) => handle.set_progress_handler(INSTRUCTIONS, move || SystemClock.monotonic() < deadline),
        None => handle.remove_progress_handler(),
    }
    Ok(())
}

async fn limit_postgres(connection: &mut PgConnection, outside: Duration) -> Result<(), Error> {
    let left = deadline().map_or(outside.as_millis(), millis_until);
    connection.execute(AssertSqlSafe(format!("SET statement_timeout TO {left}"))).await.map(drop)
}
