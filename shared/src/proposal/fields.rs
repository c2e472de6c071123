//! The closed lists of a proposal's fields, after the national planning system (SIPD) and the rules it follows.

use crate::access::Role;
use crate::wire::wire_enum;

wire_enum! {
    /// Klasifikasi: something built, or something done.
    Kind, "kind" { Physical = "PHYSICAL", NonPhysical = "NON_PHYSICAL" }
}

wire_enum! {
    /// Bidang, after Permendagri 114/2014 and SIPD's fields of affairs.
    Sector, "sector" {
        Infrastructure = "INFRASTRUCTURE",
        Education = "EDUCATION",
        Health = "HEALTH",
        Environment = "ENVIRONMENT",
        LocalEconomy = "LOCAL_ECONOMY",
        Social = "SOCIAL",
        YouthSports = "YOUTH_SPORTS",
        Disaster = "DISASTER",
        Governance = "GOVERNANCE",
    }
}

wire_enum! {
    /// Satuan of a volume (SIPD column 22).
    Unit, "unit" {
        Meter = "METER",
        SquareMeter = "SQUARE_METER",
        CubicMeter = "CUBIC_METER",
        Unit = "UNIT",
        Package = "PACKAGE",
        Person = "PERSON",
        Activity = "ACTIVITY",
        Point = "POINT",
        Stick = "STICK",
        Month = "MONTH",
    }
}

wire_enum! {
    /// Jenis profil: on whose behalf the proposal speaks (SIPD column 4).
    ProposerType, "proposer_type" {
        Resident = "RESIDENT",
        Rt = "RT",
        Rw = "RW",
        Hamlet = "HAMLET",
        Community = "COMMUNITY",
        VillageInstitution = "VILLAGE_INSTITUTION",
        Village = "VILLAGE",
        UrbanVillage = "URBAN_VILLAGE",
        District = "DISTRICT",
        Agency = "AGENCY",
        Council = "COUNCIL",
    }
}

impl ProposerType {
    /// The role that may speak in this name; `None` when anyone signed in may.
    pub const fn needs_role(self) -> Option<Role> {
        match self {
            Self::Resident | Self::Rt | Self::Rw | Self::Hamlet | Self::Community | Self::VillageInstitution => None,
            Self::Village | Self::UrbanVillage => Some(Role::VillageOperator),
            Self::District => Some(Role::DistrictOfficer),
            Self::Agency => Some(Role::AgencyOfficer),
            Self::Council => Some(Role::Planner),
        }
    }
}

wire_enum! {
    /// Sumber dana: where the money comes from.
    FundingSource, "funding_source" {
        ApbdesDd = "APBDES_DD",
        ApbdesAdd = "APBDES_ADD",
        ApbdesPades = "APBDES_PADES",
        ApbdesBhpr = "APBDES_BHPR",
        ApbdKab = "APBD_KAB",
        ApbdProv = "APBD_PROV",
        Apbn = "APBN",
        Dak = "DAK",
        Bankeu = "BANKEU",
        Swadaya = "SWADAYA",
        Csr = "CSR",
        HibahLain = "HIBAH_LAIN",
    }
}

wire_enum! {
    /// Jenis belanja (SIPD column 24).
    SpendingType, "spending_type" {
        GoodsServices = "GOODS_SERVICES",
        Capital = "CAPITAL",
        Grant = "GRANT",
        SocialAid = "SOCIAL_AID",
        FinancialAid = "FINANCIAL_AID",
    }
}

wire_enum! {
    /// The bands by which village forums compare reach; derived from the number, never stored.
    BeneficiaryBand, "beneficiary_band" {
        UpTo10 = "UP_TO_10",
        UpTo30 = "UP_TO_30",
        UpTo50 = "UP_TO_50",
        UpTo80 = "UP_TO_80",
        Over80 = "OVER_80",
    }
}

impl BeneficiaryBand {
    pub const fn of(beneficiaries: i32) -> Self {
        match beneficiaries {
            ..=10 => Self::UpTo10,
            11..=30 => Self::UpTo30,
            31..=50 => Self::UpTo50,
            51..=80 => Self::UpTo80,
            _ => Self::Over80,
        }
    }
}

wire_enum! {
    /// How a list of proposals is ordered.
    Order, "order" {
        Newest = "NEWEST",
        Oldest = "OLDEST",
        RecentlyChanged = "RECENTLY_CHANGED",
        MostSupported = "MOST_SUPPORTED",
        HighestCost = "HIGHEST_COST",
        LowestCost = "LOWEST_COST",
        LongestWaiting = "LONGEST_WAITING",
    }
}
