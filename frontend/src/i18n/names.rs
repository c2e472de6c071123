//! The names of the domain's values.

use shared::access::{Role, TokenScope};
use shared::area::{AreaKind, AreaLevel};
use shared::error::ErrorCode;
use shared::i18n::Lang;
use shared::plan::{FeatureKind, PlanAnchor, PlanOrder, PlanRole, PlanSide, Stage, SuggestionStatus, Template};
use shared::proposal::{
    Action, BeneficiaryBand, DecisionKind, DocumentKind, Evidence, FundingSource, Kind, Order, ProposerType, ReasonCode, Sector,
    SpendingType, Status, StatusFamily, Unit,
};
use shared::webhook::{WebhookDeliveryState, WebhookProblem, WebhookState};

/// Something that has a name in both languages.
pub trait Named: Copy {
    /// The key of its name.
    fn key(self) -> &'static str;
    /// Its text on the wire, which is also its value in a form control.
    fn wire(self) -> &'static str;
}

/// The name of a value in the language of the screen.
pub fn name_of(value: impl Named) -> &'static str {
    super::t(value.key())
}

macro_rules! named {
    ($($name:ident),+ $(,)?) => {
        $(impl Named for $name {
            fn key(self) -> &'static str {
                self.message_key()
            }

            fn wire(self) -> &'static str {
                self.as_str()
            }
        })+
    };
}

named!(
    Action,
    AreaKind,
    AreaLevel,
    BeneficiaryBand,
    DecisionKind,
    DocumentKind,
    ErrorCode,
    Evidence,
    FeatureKind,
    FundingSource,
    Kind,
    Lang,
    Order,
    PlanAnchor,
    PlanOrder,
    PlanRole,
    PlanSide,
    ProposerType,
    ReasonCode,
    Role,
    Sector,
    SpendingType,
    Stage,
    Status,
    SuggestionStatus,
    StatusFamily,
    Template,
    TokenScope,
    Unit,
    WebhookDeliveryState,
    WebhookProblem,
    WebhookState
);
