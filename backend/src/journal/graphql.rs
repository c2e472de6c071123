//! The public record in GraphQL.

use super::{Entry, verify};
use crate::api::scalars::AnyJson;
use async_graphql::{Object, Result};
use chrono::{DateTime, Utc};

/// An event of the public record.
pub struct JournalEntry(pub(crate) Entry);

#[Object]
impl JournalEntry {
    async fn cursor(&self) -> String {
        self.0.seq.to_string()
    }

    async fn seq(&self) -> i64 {
        self.0.seq
    }

    async fn at(&self) -> DateTime<Utc> {
        self.0.at
    }

    async fn kind(&self) -> &str {
        self.0.kind.as_str()
    }

    async fn office(&self) -> Option<&str> {
        self.0.office.as_deref()
    }

    async fn details(&self) -> Result<AnyJson> {
        Ok(async_graphql::Json(serde_json::from_str(&self.0.details)?))
    }

    /// In hexadecimal; `rembug journal verify` walks the chain.
    async fn hash(&self) -> String {
        verify::hex(&self.0.hash)
    }
}
