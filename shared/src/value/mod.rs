//! Small values, parsed once and valid ever after.

pub mod contact;
pub mod geo;
pub mod id;
pub mod money;
pub mod number;
pub mod page;
pub mod path;
pub mod quantity;
pub mod text;
pub mod time;

pub use contact::Contact;
pub use geo::{BoundingBox, Location, Shape};
pub use id::{
    AccountId, CommentId, DecisionId, GrantId, MediaId, PlanId, PlanVersionId, ProposalId, SuggestionId, TokenId,
    WebhookDeliveryId, WebhookId,
};
pub use money::Rupiah;
pub use page::PageRequest;
pub use quantity::Quantity;
