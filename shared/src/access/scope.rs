//! What a token may do of what its owner may.

use super::policy::Deed;
use crate::wire::wire_enum;

wire_enum! {
    /// A part of what a person may do. Every token may read what its owner reads; the rest is asked for by name.
    TokenScope, "scope" {
        Read = "READ",
        WriteProposals = "WRITE_PROPOSALS",
        WritePlans = "WRITE_PLANS",
        WriteComments = "WRITE_COMMENTS",
        Decide = "DECIDE",
    }
}

impl TokenScope {
    /// As people write it, on the command line and in the documentation: `write:proposals`.
    pub fn name(self) -> String {
        self.as_str().to_lowercase().replacen('_', ":", 1)
    }

    /// # Errors
    /// `UNKNOWN_VALUE`.
    pub fn of_name(name: &str) -> Result<Self, crate::ErrorCode> {
        Self::ALL.iter().copied().find(|scope| scope.name() == name).ok_or(crate::ErrorCode::UnknownValue)
    }
}

/// How far a request reaches: as far as its person, or less.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Reach {
    /// The person is there: they signed in.
    #[default]
    Person,
    /// A program holds their token, for these.
    Token(Vec<TokenScope>),
}

impl Reach {
    /// Whether the deed lies within reach, done in an office or as oneself.
    pub fn covers(&self, deed: Deed, in_office: bool) -> bool {
        match self {
            Self::Person => true,
            Self::Token(scopes) => deed.scope(in_office).is_some_and(|scope| scopes.contains(&scope)),
        }
    }
}

impl Deed {
    /// The scope that lets a token do it; none where the person must be there themselves. A step of a proposal is its
    /// proposer's own, or an office's decision.
    pub const fn scope(self, in_office: bool) -> Option<TokenScope> {
        Some(match self {
            Self::ReadProposal | Self::ReadDesk | Self::ReadOwnAccount | Self::ReadPlan => TokenScope::Read,
            Self::MoveProposal if in_office => TokenScope::Decide,
            Self::CreateProposal | Self::EditProposal | Self::MoveProposal | Self::SupportProposal | Self::UploadMedia => {
                TokenScope::WriteProposals
            }
            Self::CommentOnProposal | Self::CommentOnPlan => TokenScope::WriteComments,
            Self::CreatePlan | Self::EditPlan | Self::SuggestForPlan | Self::WithdrawSuggestion | Self::LeadPlan => {
                TokenScope::WritePlans
            }
            Self::MergeInto | Self::HideComment | Self::ModeratePlan | Self::SignPlan => TokenScope::Decide,
            // Whoever finds a token must not become its owner, nor read the addresses of everybody.
            Self::EnterOrLeave
            | Self::KeepOwnAccount
            | Self::KeepWebhooks
            | Self::OverseeWebhooks
            | Self::ReadPeople
            | Self::GrantRole => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scope_goes_by_one_name() {
        let names: Vec<_> = TokenScope::ALL.iter().map(|scope| scope.name()).collect();
        assert_eq!(names, ["read", "write:proposals", "write:plans", "write:comments", "decide"]);
        assert!(TokenScope::ALL.iter().all(|scope| TokenScope::of_name(&scope.name()) == Ok(*scope)));
        assert!(TokenScope::of_name("everything").is_err());
    }

    #[test]
    fn no_deed_lies_within_reach_of_a_token_without_its_scope() {
        for (deed, in_office) in Deed::ALL.iter().flat_map(|deed| [(*deed, false), (*deed, true)]) {
            let others = TokenScope::ALL.iter().copied().filter(|scope| Some(*scope) != deed.scope(in_office)).collect();
            assert!(!Reach::Token(others).covers(deed, in_office), "{deed}");
            let all = Reach::Token(TokenScope::ALL.to_vec());
            assert_eq!(all.covers(deed, in_office), deed.scope(in_office).is_some(), "{deed}");
            assert!(Reach::Person.covers(deed, in_office));
        }
    }
}
