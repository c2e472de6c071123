//! Hearing what other processes commit: PostgreSQL tells it to who listens; SQLite tells nobody.

use super::Database;
use crate::error::AppError;
use sea_orm::sqlx::postgres::{PgListener, PgPoolOptions};

/// The channel on which the journal's trigger tells the number of each event.
pub const COMMITS: &str = "rembug_journal";

/// A connection of its own that does nothing but listen.
pub struct Listener(PgListener);

impl Database {
    /// Begins to listen on a channel; `None` where the database tells nothing.
    ///
    /// # Errors
    /// `INTERNAL` when the database is unreachable.
    pub async fn listen(&self, channel: &str) -> Result<Option<Listener>, AppError> {
        if self.is_sqlite() {
            return Ok(None);
        }
        // Not one of the pool's connections: it is kept for good.
        let options = self.reader().get_postgres_connection_pool().connect_options();
        let own = PgPoolOptions::new().max_connections(1).max_lifetime(None).idle_timeout(None);
        let mut listener = PgListener::connect_with(&own.connect_with(options.as_ref().clone()).await?).await?;
        // Whoever listens again must also look for what was told in between.
        listener.eager_reconnect(false);
        listener.listen(channel).await?;
        Ok(Some(Listener(listener)))
    }
}

impl Listener {
    /// What is told next; `None` once the connection is lost.
    ///
    /// # Errors
    /// `INTERNAL` when the database refuses.
    pub async fn next(&mut self) -> Result<Option<String>, AppError> {
        Ok(self.0.try_recv().await?.map(|told| told.payload().to_owned()))
    }
}
