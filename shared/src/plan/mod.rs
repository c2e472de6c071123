//! A plan (rencana): what it says, how it moves on, and how several people write it at once.

pub mod bytes;
pub mod compare;
pub mod content;
pub mod document;
pub mod edit;
pub mod markdown;
pub mod replica;
pub mod scan;
pub mod schema;
pub mod stage;
pub mod suggestion;
pub mod template;
pub mod touch;
pub mod wire;
pub mod wish;
pub mod words;

pub use content::{Activity, BudgetLine, Content, Feature, FeatureKind, Indicator, Objective, RowId, Section};
pub use stage::{Part, PlanAction, PlanAnchor, PlanOrder, PlanRole, PlanSide, Stage, Template, is_signed_by_both};
pub use suggestion::SuggestionStatus;
