//! A plan as the use cases see it.

use crate::access::{Permit, authorize, deed};
use crate::error::AppError;
use chrono::{DateTime, Utc};
use shared::access::{Actor, PlanFacts, Resource};
use shared::area::AreaCode;
use shared::i18n::{self, Lang};
use shared::plan::{Content, Part, PlanRole, PlanSide, Stage};
use shared::proposal::Sector;
use shared::value::{AccountId, PlanId, PlanVersionId};

/// A plan, as far as the document was last projected.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    pub id: PlanId,
    pub area: AreaCode,
    pub sector: Option<Sector>,
    pub fiscal_year: Option<i32>,
    pub stage: Stage,
    pub created_by: AccountId,
    pub created_at: DateTime<Utc>,
    pub changed_at: DateTime<Utc>,
    /// The last entry of the document's log; 0 while it is empty.
    pub head: i64,
    /// The entry of the log whose content this is.
    pub projected_seq: i64,
    pub projected_at: DateTime<Utc>,
    pub title: String,
    pub summary: String,
    /// Whole rupiah, at most 2^53.
    pub budget_total: i64,
    /// All that it says. A list does not read it: it may be long.
    pub content: Option<Content>,
    pub superseded_by: Option<PlanId>,
    pub participants: Vec<Participant>,
}

impl Plan {
    pub fn participant(&self, account: AccountId) -> Option<&Participant> {
        self.participants.iter().find(|each| each.account == account)
    }

    pub fn facts(&self) -> PlanFacts {
        let parts = self.participants.iter().map(|each| each.part(self.head)).collect();
        PlanFacts { area: self.area.clone(), stage: self.stage, parts }
    }
}

/// Somebody's part in a plan.
#[derive(Clone, Debug, PartialEq)]
pub struct Participant {
    pub account: AccountId,
    pub role: PlanRole,
    pub side: PlanSide,
    /// The name of office, as it was when they came in.
    pub office: Option<String>,
    pub added_by: AccountId,
    pub added_at: DateTime<Utc>,
    /// When they signed the words that are in review.
    pub signed_at: Option<DateTime<Utc>>,
    /// The entry of the log whose words they signed.
    pub signed_seq: Option<i64>,
}

impl Participant {
    /// The part as the rules see it. A signature holds for the words that were signed, and for no later ones: those that
    /// the log has at `head`.
    pub fn part(&self, head: i64) -> Part {
        Part { account: self.account, role: self.role, side: self.side, signed: self.signed_seq == Some(head) }
    }
}

/// A plan that nobody has been allowed to read yet: only what the rules need is visible.
#[derive(Clone)]
pub struct Guarded(Plan);

impl Guarded {
    pub(super) fn new(plan: Plan) -> Self {
        Self(plan)
    }

    pub fn facts(&self) -> PlanFacts {
        self.0.facts()
    }

    /// Opens it with leave to read.
    pub fn open(self, _permit: &Permit<deed::ReadPlan>) -> Plan {
        self.0
    }

    /// Opens it for `actor`, if the rules allow.
    ///
    /// # Errors
    /// `NOT_FOUND` when it is a draft that they take no part in.
    pub fn read_as(self, actor: &Actor) -> Result<Plan, AppError> {
        let facts = self.facts();
        let permit = authorize::<deed::ReadPlan>(actor, Resource::Plan(&facts))?;
        Ok(self.open(&permit))
    }
}

/// A moment of a plan that bears a name.
#[derive(Clone, Debug, PartialEq)]
pub struct Version {
    pub id: PlanVersionId,
    pub plan: PlanId,
    /// The entry of the log that it stands for.
    pub seq: i64,
    pub name: Name,
    pub at: DateTime<Utc>,
    pub account: AccountId,
    pub office: Option<String>,
    /// Whether it was made before the plan was opened: it stays its participants' own.
    pub of_draft: bool,
}

/// What a version is called. What nobody chose is kept as what it means: each reader has it in their language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Name {
    Given(String),
    /// The stage that began with it.
    Stage(Stage),
    /// The entry of the log to whose words the plan went back.
    Restored(i64),
}

impl Name {
    pub fn text(&self, lang: Lang) -> String {
        match self {
            Self::Given(name) => name.clone(),
            Self::Stage(stage) => i18n::text(lang, stage.message_key()).to_owned(),
            Self::Restored(seq) => i18n::text(lang, "plan_version.restored").replace("{seq}", &seq.to_string()),
        }
    }

    /// What somebody chose.
    pub fn given(&self) -> Option<&str> {
        if let Self::Given(name) = self { Some(name) } else { None }
    }

    pub const fn stage(&self) -> Option<Stage> {
        if let Self::Stage(stage) = self { Some(*stage) } else { None }
    }

    pub const fn restored_from(&self) -> Option<i64> {
        if let Self::Restored(seq) = self { Some(*seq) } else { None }
    }
}
