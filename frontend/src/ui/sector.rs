use shared::proposal::Sector;

/// The icon of a sector.
pub const fn sector_icon(sector: Sector) -> &'static str {
    match sector {
        Sector::Infrastructure => "infrastructure",
        Sector::Education => "education",
        Sector::Health => "health",
        Sector::Environment => "environment",
        Sector::LocalEconomy => "local-economy",
        Sector::Social => "social",
        Sector::YouthSports => "youth-sports",
        Sector::Disaster => "disaster",
        Sector::Governance => "governance",
    }
}
