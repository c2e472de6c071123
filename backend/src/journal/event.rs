//! What can happen.

use chrono::{DateTime, Utc};
use serde_json::Value;
use shared::area::AreaCode;
use shared::value::AccountId;
use uuid::Uuid;

macro_rules! event_kinds {
    ($($(#[$meta:meta])* $name:ident = $word:literal, $public:literal;)+) => {
        /// The kinds of event. The word is stored and public for good: rename none.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum EventKind { $($(#[$meta])* $name),+ }

        impl EventKind {
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$name => $word),+ }
            }

            /// Whether the public record shows it. A draft and a person's account are nobody else's business.
            pub const fn is_public(self) -> bool {
                match self { $(Self::$name => $public),+ }
            }
        }

        impl std::str::FromStr for EventKind {
            type Err = shared::ErrorCode;
            fn from_str(word: &str) -> Result<Self, Self::Err> {
                match word { $($word => Ok(Self::$name),)+ _ => Err(shared::ErrorCode::UnknownValue) }
            }
        }
    };
}

event_kinds! {
    AccountCreated = "account.created", false;
    AccountChanged = "account.changed", false;
    PasswordChanged = "account.password_changed", false;
    /// Who appears in the public record has another name: neither of the two is told here.
    PersonRenamed = "person.renamed", true;
    AccountLinked = "account.linked", false;
    TokenCreated = "token.created", false;
    TokenRevoked = "token.revoked", false;
    WebhookCreated = "webhook.created", false;
    WebhookChanged = "webhook.changed", false;
    WebhookDeleted = "webhook.deleted", false;
    RoleGranted = "role.granted", true;
    RoleRevoked = "role.revoked", true;
    BoundariesImported = "area.boundaries_imported", true;
    PopulationImported = "area.population_imported", true;
    RegionLoaded = "area.region_loaded", true;
    MediaAdded = "media.added", false;
    MediaRemoved = "media.removed", false;
    ProposalDrafted = "proposal.drafted", false;
    DraftEdited = "proposal.draft_edited", false;
    DraftWithdrawn = "proposal.draft_withdrawn", false;
    ProposalSubmitted = "proposal.submitted", true;
    ProposalEdited = "proposal.edited", true;
    /// It is about another village from now on: told where it was, while what else happens to it is told where it is.
    ProposalMoved = "proposal.moved", true;
    ProposalWithdrawn = "proposal.withdrawn", true;
    ReviewBegun = "proposal.review_begun", true;
    ProposalDecided = "proposal.decided", true;
    ProposalReassigned = "proposal.reassigned", true;
    ProposalAdvanced = "proposal.advanced", true;
    ProposalMerged = "proposal.merged", true;
    ProposalSupported = "proposal.supported", true;
    SupportWithdrawn = "proposal.support_withdrawn", true;
    CommentAdded = "comment.added", true;
    CommentHidden = "comment.hidden", true;
    PlanCreated = "plan.created", false;
    /// Whatever happened to a plan before it was opened; its details say what.
    PlanDraftChanged = "plan.draft_changed", false;
    PlanOpened = "plan.opened", true;
    PlanReviewBegun = "plan.review_begun", true;
    PlanReopened = "plan.reopened", true;
    PlanAgreed = "plan.agreed", true;
    PlanSuperseded = "plan.superseded", true;
    PlanSigned = "plan.signed", true;
    PlanSignatureWithdrawn = "plan.signature_withdrawn", true;
    PlanParticipantAdded = "plan.participant_added", true;
    PlanParticipantChanged = "plan.participant_changed", true;
    PlanParticipantRemoved = "plan.participant_removed", true;
    PlanVersionNamed = "plan.version_named", true;
    PlanRestored = "plan.restored", true;
    /// What it says has changed: told every few seconds while people write, without their names, which its own history has.
    PlanEdited = "plan.edited", true;
    PlanSuggestionMade = "plan.suggestion_made", true;
    PlanSuggestionAccepted = "plan.suggestion_accepted", true;
    PlanSuggestionDeclined = "plan.suggestion_declined", true;
    PlanSuggestionWithdrawn = "plan.suggestion_withdrawn", true;
    PlanSuggestionHidden = "plan.suggestion_hidden", true;
    PlanCommentAdded = "plan.comment_added", true;
    PlanCommentResolved = "plan.comment_resolved", true;
    PlanCommentReopened = "plan.comment_reopened", true;
    PlanCommentHidden = "plan.comment_hidden", true;
    SampleDataLoaded = "sample.loaded", true;
}

impl EventKind {
    /// Whether the public record says who did it. That one supports a proposal is one's own business: only the count is public.
    pub const fn names_its_actor(self) -> bool {
        self.is_public() && !matches!(self, Self::ProposalSupported | Self::SupportWithdrawn)
    }
}

/// Something that happened, ready to be appended.
#[derive(Clone, Debug)]
pub struct Event {
    pub kind: EventKind,
    /// The typed id or code of what it happened to, such as `prp_…` or `33.02`.
    pub subject: String,
    /// The area it concerns.
    pub area: Option<AreaCode>,
    pub actor: Option<AccountId>,
    /// The name of office under which the actor acted.
    pub office: Option<String>,
    /// What the public may read, as JSON. Never personal data.
    pub details: String,
    /// What must stay provable but erasable: it is kept beside the chain, which holds only a salted commitment.
    pub private: Option<String>,
}

impl Event {
    pub fn new(kind: EventKind, subject: impl ToString) -> Self {
        let subject = subject.to_string();
        Self { kind, subject, area: None, actor: None, office: None, details: Value::Null.to_string(), private: None }
    }

    #[must_use]
    pub fn area(mut self, area: &AreaCode) -> Self {
        self.area = Some(area.clone());
        self
    }

    #[must_use]
    pub fn actor(mut self, actor: Option<AccountId>) -> Self {
        self.actor = actor;
        self
    }

    #[must_use]
    pub fn office(mut self, office: Option<&str>) -> Self {
        self.office = office.map(str::to_owned);
        self
    }

    #[must_use]
    pub fn details(mut self, details: Value) -> Self {
        self.details = details.to_string();
        self
    }

    #[must_use]
    pub fn private(mut self, text: impl Into<String>) -> Self {
        self.private = Some(text.into());
        self
    }
}

/// Which events of the public record. Empty lists narrow nothing.
#[derive(Clone, Debug, Default)]
pub struct JournalFilter {
    pub kinds: Vec<EventKind>,
    /// Typed ids or codes of what they happened to.
    pub subjects: Vec<String>,
    /// Areas of any level, with what lies in them.
    pub areas: Vec<AreaCode>,
    /// At this instant or later.
    pub from: Option<DateTime<Utc>>,
    /// Before this instant.
    pub to: Option<DateTime<Utc>>,
}

impl JournalFilter {
    /// Whether a query with this filter would give the entry.
    pub fn admits(&self, entry: &Entry) -> bool {
        let among = |empty: bool, found: bool| empty || found;
        entry.kind.is_public()
            && among(self.kinds.is_empty(), self.kinds.contains(&entry.kind))
            && among(self.subjects.is_empty(), self.subjects.contains(&entry.subject))
            && among(self.areas.is_empty(), entry.area.as_ref().is_some_and(|at| self.areas.iter().any(|area| area.contains(at))))
            && self.from.is_none_or(|from| entry.at >= from)
            && self.to.is_none_or(|to| entry.at < to)
    }
}

/// An event in the journal.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    pub seq: i64,
    pub at: DateTime<Utc>,
    pub kind: EventKind,
    pub subject: String,
    pub area: Option<AreaCode>,
    pub actor: Option<Uuid>,
    pub office: Option<String>,
    /// JSON, kept as the text that was hashed: parsing and printing again could change a number's digits.
    pub details: String,
    pub commitment: Option<[u8; 32]>,
    pub previous: [u8; 32],
    pub hash: [u8; 32],
}

impl Entry {
    /// The things whose public state this may have changed: what it happened to, and what its details name. What happens to the
    /// region changes any of its areas, and names none.
    pub fn touched(&self) -> Vec<String> {
        let details: Value = serde_json::from_str(&self.details).unwrap_or_default();
        let named = ["comment", "suggestion", "version", "takesIn"].iter().filter_map(|field| details[field].as_str());
        let subject = Some(self.subject.as_str()).filter(|subject| subject.parse::<AreaCode>().is_err());
        subject.into_iter().chain(named).map(str::to_owned).collect()
    }

    /// Who did it, where the public record names them.
    pub fn public_actor(&self) -> Option<Uuid> {
        self.actor.filter(|_| self.kind.names_its_actor())
    }
}
