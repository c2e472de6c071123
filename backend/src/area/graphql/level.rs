//! The levels of review, in GraphQL.

use crate::api::context::request;
use crate::api::enums::{Language, ProposalStatus, Role};
use async_graphql::{Context, Description, Object, Result};
use shared::proposal::ReviewLevel as Level;

/// A level at which proposals are reviewed (jenjang).
#[derive(Description, Clone)]
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

#[Object(use_type_description)]
impl ReviewLevel {
    /// Names it in filters (kode jenjang).
    async fn code(&self) -> &str {
        &self.0.code
    }

    /// What it is called (nama jenjang), in the language of the request unless asked otherwise.
    async fn name(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The language (bahasa); that of the request when left out.")] language: Option<Language>,
    ) -> Result<&str> {
        let lang = request(ctx)?.lang;
        Ok(self.0.name(language.map_or(lang, Into::into)))
    }

    /// Order on the way, from 1 (urutan).
    async fn ordinal(&self) -> i32 {
        self.0.ordinal
    }

    /// The status of a proposal that is under review here (status).
    async fn status(&self) -> ProposalStatus {
        self.0.status.into()
    }

    /// Who reviews (peran).
    async fn role(&self) -> Role {
        self.0.role.into()
    }

    /// Days within which an answer is expected (batas hari).
    async fn expected_days(&self) -> i32 {
        self.0.expected_days
    }
}
