//! Roles, and what each is bound to.

use crate::area::AreaLevel;
use crate::wire::wire_enum;

wire_enum! {
    /// What a person is in Rembug. Everyone signed in is a resident; the others are granted.
    Role, "role" {
        Resident = "RESIDENT",
        CommunityOrganiser = "COMMUNITY_ORGANISER",
        VillageOperator = "VILLAGE_OPERATOR",
        DistrictOfficer = "DISTRICT_OFFICER",
        AgencyOfficer = "AGENCY_OFFICER",
        Planner = "PLANNER",
        BudgetTeam = "BUDGET_TEAM",
        Inspectorate = "INSPECTORATE",
        Admin = "ADMIN",
    }
}

/// What a grant of a role must name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RoleScope {
    /// An area of exactly this level.
    Area(AreaLevel),
    /// An area of any level.
    AnyArea,
    Agency,
    /// Cannot be granted: everyone signed in has it.
    Everyone,
}

impl Role {
    pub const fn scope(self) -> RoleScope {
        match self {
            Self::Resident => RoleScope::Everyone,
            Self::CommunityOrganiser => RoleScope::AnyArea,
            Self::VillageOperator => RoleScope::Area(AreaLevel::Village),
            Self::DistrictOfficer => RoleScope::Area(AreaLevel::District),
            Self::AgencyOfficer => RoleScope::Agency,
            Self::Planner | Self::BudgetTeam | Self::Inspectorate | Self::Admin => RoleScope::Area(AreaLevel::Regency),
        }
    }

    /// May carry a proposal out: an agency what it took on, the village the rest.
    pub const fn carries_out(self) -> bool {
        matches!(self, Self::VillageOperator | Self::AgencyOfficer)
    }

    /// Speaks for government, so that the name of office stands beside what it says.
    pub const fn is_official(self) -> bool {
        !matches!(self, Self::Resident | Self::CommunityOrganiser)
    }
}
