//! The GraphQL documents of Rembug's own app, each with the types of its variables and its answer.
//!
//! They live beside the domain types they speak in, so that the app and the tests share one client;
//! a test runs every document against the real server. Where a document asks for one thing, it calls
//! it `answer`, so that every such answer is an [`Answer`]; a mutation's object it calls `object`, so
//! that every mutation answers with a [`Payload`].

use crate::error::ErrorCode;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

/// A document, what it is asked with and what it answers.
pub trait Operation: 'static {
    /// The operation's name within the document.
    const NAME: &'static str;
    const DOCUMENT: &'static str;
    type Variables: Serialize + 'static;
    type Data: DeserializeOwned + 'static;

    /// Names the document to a server that knows it, so that it need not be sent.
    fn id() -> String {
        const { Fingerprint::of(Self::DOCUMENT) }.id(Self::NAME)
    }
}

/// What tells two versions of a document apart (FNV-1a): a server knows the documents it was built with, and no others.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Fingerprint(u64);

impl Fingerprint {
    pub const fn of(text: &str) -> Self {
        let (bytes, mut hash, mut at) = (text.as_bytes(), 0xcbf2_9ce4_8422_2325_u64, 0);
        while at < bytes.len() {
            hash = (hash ^ bytes[at] as u64).wrapping_mul(0x0100_0000_01b3);
            at += 1;
        }
        Self(hash)
    }

    pub fn id(self, name: &str) -> String {
        format!("{name}-{:016x}", self.0)
    }
}

/// Declares an operation: its variables, its answer, its document and the fragments that this uses.
macro_rules! operation {
    ($(#[$meta:meta])* $name:ident($variables:ty) -> $data:ty { $document:literal $(, $fragment:literal)* $(,)? }) => {
        $(#[$meta])*
        pub enum $name {}

        impl $crate::operations::Operation for $name {
            const NAME: &'static str = stringify!($name);
            const DOCUMENT: &'static str = concat!($document $(, include_str!(concat!("fragments/", $fragment, ".graphql")))*);
            type Variables = $variables;
            type Data = $data;
        }
    };
}

pub mod account;
pub mod area;
pub mod catalog;
pub mod comment;
pub mod desk;
pub mod draft;
pub mod journal;
pub mod people;
pub mod plan;
pub mod plan_comment;
pub mod plan_history;
pub mod plan_step;
pub mod plan_suggestion;
pub mod proposal;
pub mod review;
pub mod stats;
pub mod token;
pub mod webhook;

/// The variables of an operation that takes none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub struct Nothing {}

/// The variables of a mutation.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Input<T> {
    pub input: T,
}

/// The variables of an operation about one thing.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ById<T> {
    pub id: T,
}

/// The answer of a document that asks for one thing.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct Answer<T> {
    pub answer: T,
}

/// What a mutation made, or what the person has to mend.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct Payload<T> {
    pub object: Option<T>,
    pub errors: Vec<UserError>,
}

impl<T> Payload<T> {
    /// # Errors
    /// What the person has to mend; empty when the server gave neither object nor reason.
    pub fn into_result(self) -> Result<T, Vec<UserError>> {
        match self.object {
            Some(object) if self.errors.is_empty() => Ok(object),
            _ => Err(self.errors),
        }
    }
}

/// One thing to mend, with the message in the language of the request.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct UserError {
    /// An [`ErrorCode`], as text, since a newer server may know more of them.
    pub code: String,
    /// The input field in camelCase; `None` when it is about the whole.
    pub field: Option<String>,
    pub message: String,
}

impl UserError {
    pub fn is(&self, code: ErrorCode) -> bool {
        self.code == code.as_str()
    }
}

/// One page of a list.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Page<T> {
    pub nodes: Vec<T>,
    pub page_info: PageInfo,
    pub total_count: i64,
}

/// Where a page lies in its list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PageInfo {
    pub has_next_page: bool,
    pub end_cursor: Option<String>,
}

macro_rules! documents {
    ($($module:ident :: $name:ident),* $(,)?) => {
        &[$((<$module::$name as Operation>::NAME, <$module::$name as Operation>::DOCUMENT)),*]
    };
}

/// Every operation's name and document, for the tests that run them against the schema.
pub const ALL: &[(&str, &str)] = documents![
    account::Start,
    account::SignUp,
    account::SignIn,
    account::SignOut,
    account::SignOutEverywhere,
    account::UpdateAccount,
    account::ChangePassword,
    area::AreaTree,
    area::AreaPage,
    area::AreaAt,
    area::Areas,
    area::Agencies,
    catalog::ProposalCatalog,
    comment::Comments,
    comment::AddComment,
    comment::HideComment,
    desk::ReviewLevels,
    desk::DeskCounts,
    people::People,
    people::GrantRole,
    people::RevokeRole,
    plan::Plans,
    plan::PlanPage,
    plan::ProposalPlans,
    plan::PlanVersions,
    plan_step::CreatePlan,
    plan_step::MovePlan,
    plan_step::SignPlan,
    plan_step::AddPlanParticipant,
    plan_step::ChangePlanParticipant,
    plan_step::RemovePlanParticipant,
    plan_step::NamePlanVersion,
    plan_comment::PlanComments,
    plan_comment::AddPlanComment,
    plan_comment::ResolvePlanComment,
    plan_comment::HidePlanComment,
    plan_history::PlanHistory,
    plan_history::PlanComparison,
    plan_history::PlanContributors,
    plan_history::PlanEvents,
    plan_history::RestorePlanVersion,
    plan_suggestion::PlanSuggestions,
    plan_suggestion::SuggestPlanChange,
    plan_suggestion::DecidePlanSuggestion,
    plan_suggestion::WithdrawPlanSuggestion,
    plan_suggestion::HidePlanSuggestion,
    proposal::Proposals,
    proposal::ProposalGlance,
    proposal::ProposalPage,
    proposal::ProposalHistory,
    proposal::ProposalsNear,
    draft::CreateProposal,
    draft::UpdateProposal,
    draft::SubmitProposal,
    draft::WithdrawProposal,
    proposal::SupportProposal,
    proposal::WithdrawSupport,
    review::BeginReview,
    review::DecideProposal,
    review::ReturnProposal,
    review::ForwardProposal,
    review::ReassignProposal,
    review::AdvanceProposal,
    review::MergeProposals,
    stats::Funnel,
    stats::FiscalYears,
    stats::LevelDays,
    stats::Refusals,
    stats::MoneyAsked,
    stats::Fairness,
    token::Tokens,
    token::CreateToken,
    token::RevokeToken,
    token::SignInProvider,
    webhook::Webhooks,
    webhook::AllWebhooks,
    webhook::CreateWebhook,
    webhook::UpdateWebhook,
    webhook::PauseWebhook,
    webhook::ResumeWebhook,
    webhook::DeleteWebhook,
    webhook::RotateWebhookSecret,
    webhook::ReplayWebhook,
    webhook::ResendWebhookDelivery,
    webhook::TestWebhook,
];

#[cfg(test)]
mod tests {
    use super::*;

    const SOURCES: [&str; 17] = [
        include_str!("account.rs"),
        include_str!("area.rs"),
        include_str!("catalog.rs"),
        include_str!("comment.rs"),
        include_str!("desk.rs"),
        include_str!("draft.rs"),
        include_str!("people.rs"),
        include_str!("plan.rs"),
        include_str!("plan_comment.rs"),
        include_str!("plan_history.rs"),
        include_str!("plan_step.rs"),
        include_str!("plan_suggestion.rs"),
        include_str!("proposal.rs"),
        include_str!("review.rs"),
        include_str!("stats.rs"),
        include_str!("token.rs"),
        include_str!("webhook.rs"),
    ];

    #[test]
    fn every_operation_is_listed_once() {
        let declared: usize = SOURCES.iter().map(|source| source.matches("operation! {").count()).sum();
        let names: std::collections::BTreeSet<_> = ALL.iter().map(|(name, _)| name).collect();
        assert_eq!(names.len(), ALL.len());
        assert_eq!(ALL.len(), declared);
    }

    #[test]
    fn a_document_is_named_by_its_words() {
        assert_eq!(Fingerprint::of("foobar").id("X"), "X-85944171f73967e8");
        assert_eq!(account::Start::id(), Fingerprint::of(account::Start::DOCUMENT).id("Start"));
    }

    #[test]
    fn a_document_holds_its_operation_and_exactly_the_fragments_it_uses() {
        for (name, document) in ALL {
            let starts = ["query", "mutation", "subscription"].map(|kind| document.matches(&format!("{kind} {name}")).count());
            assert_eq!(starts.iter().sum::<usize>(), 1, "{name}");
            for fragment in document.split("fragment ").skip(1).filter_map(|rest| rest.split_whitespace().next()) {
                assert_eq!(document.matches(&format!("fragment {fragment} ")).count(), 1, "{name} defines {fragment} once");
                assert!(document.contains(&format!("...{fragment}")), "{name} does not use {fragment}");
            }
            for spread in document.split("...").skip(1).filter_map(|rest| rest.split([' ', '\n', '}']).next()) {
                assert!(document.contains(&format!("fragment {spread} ")), "{name} lacks {spread}");
            }
            assert_eq!(document.matches('{').count(), document.matches('}').count(), "{name}");
        }
    }

    #[test]
    fn a_payload_is_an_object_or_what_to_mend() {
        let made: Answer<Payload<i32>> = serde_json::from_str(r#"{"answer":{"object":3,"errors":[]}}"#).unwrap();
        assert_eq!(made.answer.into_result(), Ok(3));
        let refused: Payload<i32> =
            serde_json::from_str(r#"{"object":null,"errors":[{"code":"REQUIRED","field":"title","message":"Wajib diisi."}]}"#)
                .unwrap();
        let errors = refused.into_result().unwrap_err();
        assert!(errors[0].is(ErrorCode::Required));
    }
}
