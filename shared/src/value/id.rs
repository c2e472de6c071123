//! Identifiers that say what they identify: `prp_0198…` is a proposal and nothing else.

use crate::error::ErrorCode;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;
use uuid::Uuid;

macro_rules! id {
    ($(#[$meta:meta])* $name:ident, $prefix:literal) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(pub Uuid);

        impl $name {
            pub const PREFIX: &'static str = $prefix;
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!($prefix, "_{}"), self.0.simple())
            }
        }

        impl FromStr for $name {
            type Err = ErrorCode;
            fn from_str(text: &str) -> Result<Self, ErrorCode> {
                text.strip_prefix(concat!($prefix, "_"))
                    .filter(|hex| hex.len() == 32)
                    .and_then(|hex| Uuid::try_parse(hex).ok())
                    .map(Self)
                    .ok_or(ErrorCode::InvalidId)
            }
        }

        impl TryFrom<String> for $name {
            type Error = String;
            fn try_from(text: String) -> Result<Self, String> {
                text.parse().map_err(|_| format!(concat!("'{}' is not an id that starts with ", $prefix, "_"), text))
            }
        }

        impl From<$name> for String {
            fn from(id: $name) -> Self {
                id.to_string()
            }
        }
    };
}

id!(/// A person's account.
    AccountId, "usr");
id!(/// A role given to a person.
    GrantId, "grt");
id!(/// A token of a program.
    TokenId, "tkn");
id!(/// Where another system is told of what happens.
    WebhookId, "whk");
id!(/// An event that a webhook's receiver did not take.
    WebhookDeliveryId, "whd");
id!(/// A proposal (usulan).
    ProposalId, "prp");
id!(/// A decision on a proposal at one review level.
    DecisionId, "dec");
id!(/// A comment.
    CommentId, "cmt");
id!(/// A photo or a document.
    MediaId, "med");
id!(/// A plan (rencana).
    PlanId, "pln");
id!(/// A moment of a plan that bears a name.
    PlanVersionId, "pvr");
id!(/// A change that somebody suggests for a plan.
    SuggestionId, "sug");

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_survives_being_written_and_read() {
        let id = ProposalId(Uuid::from_u128(0x0198_0000_0000_7000_8000_0000_0000_0001));
        assert_eq!(id.to_string().parse(), Ok(id));
    }

    #[test]
    fn the_wrong_kind_of_id_is_refused() {
        let account = AccountId(Uuid::nil()).to_string();
        assert_eq!(account.parse::<ProposalId>(), Err(ErrorCode::InvalidId));
        for text in ["", "prp_", "prp_zz", "00000000000000000000000000000000", "prp_00000000-0000-0000-0000-000000000000"] {
            assert_eq!(text.parse::<ProposalId>(), Err(ErrorCode::InvalidId), "{text}");
        }
    }
}
