//! Plans in GraphQL.

mod changes;
mod comments;
mod comparison;
mod edits;
mod history;
mod lists;
mod mutations;
mod object;
mod parts;
mod suggestions;
mod versions;

pub use changes::PlanSubscription;
pub use comments::{PlanComment, PlanCommentMutation};
pub use edits::PlanEditMutation;
pub use history::{PlanHistoryEntry, PlanHistoryMutation, PlanHistoryQuery};
pub use lists::{PlanCommentList, PlanFilter, PlanList, PlanQuery, PlanSuggestionList, PlanVersionQuery, parse_filter};
pub use mutations::PlanMutation;
pub use object::{Plan, find, read};
pub use suggestions::{PlanSuggestion, PlanSuggestionMutation};
pub use versions::PlanVersion;

use crate::error::AppError;
use async_graphql::ID;
use shared::ErrorCode;
use shared::value::PlanId;

/// A malformed id is the id of nothing.
fn plan_id(id: &ID) -> Result<PlanId, AppError> {
    id.parse().map_err(|_| AppError::Refused(ErrorCode::NotFound))
}
