//! What can be wrong, once for browser and server: the code on the wire is the key of the message.

use crate::wire::wire_enum;
use serde::{Deserialize, Serialize};

wire_enum! {
    /// A stable code that clients may rely on. Its message is `error.<CODE>` in the locales.
    ErrorCode, "error" {
        // Whole requests
        Unauthenticated = "UNAUTHENTICATED",
        Forbidden = "FORBIDDEN",
        NotFound = "NOT_FOUND",
        BadInput = "BAD_INPUT",
        Conflict = "CONFLICT",
        RateLimited = "RATE_LIMITED",
        TooComplex = "TOO_COMPLEX",
        Internal = "INTERNAL",
        // Fields
        Required = "REQUIRED",
        TooShort = "TOO_SHORT",
        TooLong = "TOO_LONG",
        InvalidText = "INVALID_TEXT",
        InvalidNumber = "INVALID_NUMBER",
        Negative = "NEGATIVE",
        OutOfRange = "OUT_OF_RANGE",
        UnknownValue = "UNKNOWN_VALUE",
        InvalidId = "INVALID_ID",
        TooManyGroups = "TOO_MANY_GROUPS",
        // Places
        UnknownArea = "UNKNOWN_AREA",
        NotAVillage = "NOT_A_VILLAGE",
        UnknownAgency = "UNKNOWN_AGENCY",
        SameAgency = "SAME_AGENCY",
        InvalidGeometry = "INVALID_GEOMETRY",
        LocationRequired = "LOCATION_REQUIRED",
        OutsideRegency = "OUTSIDE_REGENCY",
        SelfCrossing = "SELF_CROSSING",
        TooManyVertices = "TOO_MANY_VERTICES",
        TooLarge = "TOO_LARGE",
        // People
        InvalidContact = "INVALID_CONTACT",
        PasswordTooShort = "PASSWORD_TOO_SHORT",
        PasswordTooCommon = "PASSWORD_TOO_COMMON",
        PasswordWrong = "PASSWORD_WRONG",
        SignInFailed = "SIGN_IN_FAILED",
        RoleNeedsArea = "ROLE_NEEDS_AREA",
        RoleNeedsAgency = "ROLE_NEEDS_AGENCY",
        RoleAlreadyGranted = "ROLE_ALREADY_GRANTED",
        LastAdmin = "LAST_ADMIN",
        TokenDays = "TOKEN_DAYS",
        TooManyTokens = "TOO_MANY_TOKENS",
        TooManyWebhooks = "TOO_MANY_WEBHOOKS",
        WebhookAddress = "WEBHOOK_ADDRESS",
        WebhookHost = "WEBHOOK_HOST",
        ProviderUnreachable = "PROVIDER_UNREACHABLE",
        ProviderRefused = "PROVIDER_REFUSED",
        EmailUnverified = "EMAIL_UNVERIFIED",
        // Proposals
        NoSuchTransition = "NO_SUCH_TRANSITION",
        ReasonRequired = "REASON_REQUIRED",
        NothingChanged = "NOTHING_CHANGED",
        FundingRequired = "FUNDING_REQUIRED",
        AlreadySupported = "ALREADY_SUPPORTED",
        NotSupported = "NOT_SUPPORTED",
        OwnProposal = "OWN_PROPOSAL",
        NotEditable = "NOT_EDITABLE",
        SupportClosed = "SUPPORT_CLOSED",
        NotYourName = "NOT_YOUR_NAME",
        TooManyPhotos = "TOO_MANY_PHOTOS",
        UnknownPhoto = "UNKNOWN_PHOTO",
        TooManyDocuments = "TOO_MANY_DOCUMENTS",
        DocumentTwice = "DOCUMENT_TWICE",
        UnknownDocument = "UNKNOWN_DOCUMENT",
        UnknownCatalogItem = "UNKNOWN_CATALOG_ITEM",
        CatalogKind = "CATALOG_KIND",
        CatalogUnit = "CATALOG_UNIT",
        MergeIntoItself = "MERGE_INTO_ITSELF",
        MergeTargetClosed = "MERGE_TARGET_CLOSED",
        MergeTargetElsewhere = "MERGE_TARGET_ELSEWHERE",
        AlreadyHidden = "ALREADY_HIDDEN",
        // Plans
        NoSuchStage = "NO_SUCH_STAGE",
        SignaturesMissing = "SIGNATURES_MISSING",
        LastOwner = "LAST_OWNER",
        AlreadyTakesPart = "ALREADY_TAKES_PART",
        UnknownPerson = "UNKNOWN_PERSON",
        UnknownProposal = "UNKNOWN_PROPOSAL",
        UnknownSection = "UNKNOWN_SECTION",
        UnknownRow = "UNKNOWN_ROW",
        AlreadyDecided = "ALREADY_DECIDED",
        // Live updates
        UpdateTooLarge = "UPDATE_TOO_LARGE",
        UpdateMalformed = "UPDATE_MALFORMED",
        UpdateIncomplete = "UPDATE_INCOMPLETE",
        UpdateForeign = "UPDATE_FOREIGN",
        PlanFull = "PLAN_FULL",
        // Lists
        PageSizeRequired = "PAGE_SIZE_REQUIRED",
        PageSizeOutOfRange = "PAGE_SIZE_OUT_OF_RANGE",
        InvalidCursor = "INVALID_CURSOR",
        // Media
        FileTooLarge = "FILE_TOO_LARGE",
        NotAnImage = "NOT_AN_IMAGE",
        TooManyPixels = "TOO_MANY_PIXELS",
        NotAPdf = "NOT_A_PDF",
        PdfLocked = "PDF_LOCKED",
    }
}

/// Something about one field that the person who filled it in can mend.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldError {
    /// The input field in camelCase, as in GraphQL; `None` when it is about the whole.
    pub field: Option<String>,
    pub code: ErrorCode,
    /// What fills the `{limit}` of the message, where it has one.
    pub limit: Option<i64>,
    /// The key of the word that fills the `{name}` of the message, where it has one.
    pub name: Option<String>,
}

impl FieldError {
    pub fn new(field: &str, code: ErrorCode) -> Self {
        Self { field: Some(field.to_owned()), ..Self::whole(code) }
    }

    pub fn with_limit(field: &str, code: ErrorCode, limit: i64) -> Self {
        Self { limit: Some(limit), ..Self::new(field, code) }
    }

    /// `key` is that of a word of the domain.
    pub fn with_name(field: &str, code: ErrorCode, key: &str) -> Self {
        Self { name: Some(key.to_owned()), ..Self::new(field, code) }
    }

    pub fn whole(code: ErrorCode) -> Self {
        Self { field: None, code, limit: None, name: None }
    }

    /// The message to show, in `lang`.
    pub fn message(&self, lang: crate::i18n::Lang) -> String {
        // The bound that was overstepped is told where it is known.
        let bounded = self.code == ErrorCode::OutOfRange && self.limit.is_some();
        let text = crate::i18n::text(lang, if bounded { "limit.range" } else { self.code.message_key() });
        match (self.limit, &self.name) {
            (Some(limit), _) => text.replace("{limit}", &crate::value::number::group_thousands(limit, lang)),
            (_, Some(key)) => text.replace("{name}", crate::i18n::domain().get(lang, key).unwrap_or(key)),
            _ => text.to_owned(),
        }
    }
}

/// Everything wrong with one input, gathered so that a person sees it all at once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FieldErrors(Vec<FieldError>);

impl FieldErrors {
    pub fn push(&mut self, error: FieldError) {
        self.0.push(error);
    }

    /// Keeps the value, or notes the error and gives `None`.
    pub fn keep<T>(&mut self, result: Result<T, FieldError>) -> Option<T> {
        match result {
            Ok(value) => Some(value),
            Err(error) => {
                self.push(error);
                None
            }
        }
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// What is wrong, one sentence after the other.
    pub fn in_words(&self, lang: crate::i18n::Lang) -> String {
        self.0.iter().map(|error| error.message(lang)).collect::<Vec<_>>().join(" ")
    }

    pub fn iter(&self) -> impl Iterator<Item = &FieldError> {
        self.0.iter()
    }

    pub fn into_vec(self) -> Vec<FieldError> {
        self.0
    }

    /// The same of an input that stands elsewhere: what is said of `filter.areas` is said of `plans.areas`.
    #[must_use]
    pub fn moved(&self, from: &str, to: &str) -> Self {
        let moved = |error: &FieldError| {
            let within = error.field.as_deref().and_then(|field| field.strip_prefix(from)).map(|rest| format!("{to}{rest}"));
            FieldError { field: within.or_else(|| error.field.clone()), ..error.clone() }
        };
        Self(self.iter().map(moved).collect())
    }
}

impl From<FieldError> for FieldErrors {
    fn from(error: FieldError) -> Self {
        Self(vec![error])
    }
}
