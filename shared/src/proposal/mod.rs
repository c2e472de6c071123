//! What a proposal (usulan) is: its fields, its way through the review levels, the decisions on it.

pub mod catalog;
pub mod decision;
pub mod document;
pub mod fields;
pub mod form;
pub mod status;
pub mod uploads;
pub mod workflow;

pub use catalog::CatalogItem;
pub use decision::{Decision, DecisionForm, DecisionKind, Evidence, ReasonCode};
pub use document::DocumentKind;
pub use fields::{BeneficiaryBand, FundingSource, Kind, Order, ProposerType, Sector, SpendingType, Unit};
pub use form::{ProposalFields, ProposalForm};
pub use status::{Action, Status, StatusFamily};
pub use workflow::{ReviewLevel, Step, StepBy, Workflow};
