//! Who is asking.

use super::role::Role;
use super::scope::Reach;
use crate::area::AreaCode;
use crate::value::{AccountId, GrantId, TokenId};

/// A role that a person holds, where they hold it, and the name it goes by in public.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Office {
    pub grant: GrantId,
    pub role: Role,
    pub area: Option<AreaCode>,
    pub agency: Option<String>,
    /// The name of office, such as "Pemerintah Desa Gununglurah".
    pub name: String,
}

impl Office {
    /// Whether this office answers for `area`.
    pub fn covers(&self, area: &AreaCode) -> bool {
        self.area.as_ref().is_some_and(|own| own.contains(area))
    }
}

/// The person behind a request; nobody in particular when not signed in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Actor {
    pub account: Option<AccountId>,
    pub offices: Vec<Office>,
    /// Less than what the person may do when a program asks with their token.
    pub reach: Reach,
    /// That token, when a program asks.
    pub token: Option<TokenId>,
}

impl Actor {
    pub fn anonymous() -> Self {
        Self::default()
    }

    /// A person who is there themselves, in the offices that they hold.
    pub fn person(account: AccountId, offices: Vec<Office>) -> Self {
        Self { account: Some(account), offices, reach: Reach::Person, token: None }
    }

    pub fn is(&self, account: AccountId) -> bool {
        self.account == Some(account)
    }

    pub fn is_official(&self) -> bool {
        self.offices.iter().any(|office| office.role.is_official())
    }

    /// The first office with this role, wherever it is bound.
    pub fn office(&self, role: Role) -> Option<&Office> {
        self.offices.iter().find(|office| office.role == role)
    }
}
