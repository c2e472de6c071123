//! A permit is the proof that the rules said yes. Only [`authorize`] makes one.

use crate::error::AppError;
use shared::ErrorCode;
use shared::access::{Actor, Deed, Office, Resource, Verdict, can};
use shared::value::AccountId;
use std::marker::PhantomData;

/// The deeds as types, so that a permit for one cannot be used for another.
pub mod deed {
    use shared::access::Deed;

    /// A deed known to the compiler.
    pub trait Marker {
        const DEED: Deed;
    }

    macro_rules! deeds {
        ($($name:ident),+ $(,)?) => { $(
            #[derive(Debug)]
            pub struct $name;
            impl Marker for $name { const DEED: Deed = Deed::$name; }
        )+ };
    }

    deeds! {
        ReadProposal, CreateProposal, EditProposal, MoveProposal, MergeInto, SupportProposal, CommentOnProposal,
        HideComment, ReadDesk, EnterOrLeave, ReadOwnAccount, KeepOwnAccount, KeepWebhooks, OverseeWebhooks,
        ReadPeople, GrantRole, UploadMedia,
        ReadPlan, CreatePlan, EditPlan, SuggestForPlan, WithdrawSuggestion, CommentOnPlan, ModeratePlan, SignPlan,
        LeadPlan,
    }
}

/// Leave to do one kind of deed, as one person and perhaps in one office.
#[derive(Debug)]
pub struct Permit<D> {
    account: Option<AccountId>,
    office: Option<Office>,
    deed: PhantomData<D>,
}

impl<D> Permit<D> {
    /// The person it was given to; nobody when reading without an account.
    pub fn account(&self) -> Option<AccountId> {
        self.account
    }

    /// The person it was given to, where the rules let nobody else through.
    ///
    /// # Errors
    /// `UNAUTHENTICATED` when the deed is open to people without an account.
    pub fn person(&self) -> Result<AccountId, AppError> {
        self.account.ok_or(AppError::Refused(ErrorCode::Unauthenticated))
    }

    /// The name of office under which it was given.
    pub fn office_name(&self) -> Option<&str> {
        self.office.as_ref().map(|office| office.name.as_str())
    }
}

/// Asks the rules.
///
/// # Errors
/// `UNAUTHENTICATED`, `FORBIDDEN`, or `NOT_FOUND` where the very existence is nobody's business.
pub fn authorize<D: deed::Marker>(actor: &Actor, resource: Resource<'_>) -> Result<Permit<D>, AppError> {
    match can(actor, D::DEED, resource) {
        Verdict::Allowed(office) => Ok(Permit { account: actor.account, office: office.cloned(), deed: PhantomData }),
        Verdict::Unauthenticated => Err(ErrorCode::Unauthenticated.into()),
        Verdict::Forbidden => Err(ErrorCode::Forbidden.into()),
        Verdict::Hidden => Err(ErrorCode::NotFound.into()),
    }
}

/// Whether the rules would say yes; for showing what can be done.
pub fn may(actor: &Actor, deed: Deed, resource: Resource<'_>) -> bool {
    matches!(can(actor, deed, resource), Verdict::Allowed(_))
}

/// Which proposals a list may contain: it becomes the WHERE clause.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ProposalScope {
    /// The one whose drafts are visible too.
    owner: Option<AccountId>,
}

impl ProposalScope {
    /// What everyone may see.
    pub const PUBLIC: Self = Self { owner: None };

    pub fn of(actor: &Actor) -> Self {
        Self { owner: actor.account }
    }

    pub fn owner(self) -> Option<AccountId> {
        self.owner
    }
}

/// Which plans a list may contain, and what of each: it becomes the WHERE clause.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct PlanScope {
    /// The one whose drafts, made with others, are visible too.
    participant: Option<AccountId>,
}

impl PlanScope {
    /// What everyone may see.
    pub const PUBLIC: Self = Self { participant: None };

    pub fn of(actor: &Actor) -> Self {
        Self { participant: actor.account }
    }

    pub fn participant(self) -> Option<AccountId> {
        self.participant
    }
}
