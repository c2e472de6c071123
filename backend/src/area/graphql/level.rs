//! The levels of review, in GraphQL.

use crate::api::context::request;
use crate::api::enums::{Language, ProposalStatus, Role};
use async_graphql::{Context, Object, Result};
use shared::proposal::ReviewLevel as Level;

/// A level at which proposals are reviewed.
#[derive(Clone)]
pub struct ReviewLevel(Level);

impl ReviewLevel {
    pub fn is(&self, code: &str) -> bool {
        self.0.code == code
    }
}

impl From<&Level> for ReviewLevel {
    fn from(level: &Level) -> Self {
        Self(level.clone())
    }
}

#[Object]
impl ReviewLevel {
    async fn code(&self) -> &str {
        &self.0.code
    }

    /// In the language of the request unless asked otherwise.
    async fn name(&self, ctx: &Context<'_>, language: Option<Language>) -> Result<&str> {
        let lang = request(ctx)?.lang;
        Ok(self.0.name(language.map_or(lang, Into::into)))
    }

    /// Order on the way, from 1.
    async fn ordinal(&self) -> i32 {
        self.0.ordinal
    }

    /// The status of a proposal that is under review here.
    async fn status(&self) -> ProposalStatus {
        self.0.status.into()
    }

    /// Who reviews.
    async fn role(&self) -> Role {
        self.0.role.into()
    }

    /// Days within which an answer is expected.
    async fn expected_days(&self) -> i32 {
        self.0.expected_days
    }
}
