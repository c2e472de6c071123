//! What the public record may be counted by.

use crate::wire::wire_enum;

/// Fewer people than this, none at all aside, could be guessed by who knows the place: they are not counted out in public.
pub const FEWEST_PEOPLE: i64 = 5;

/// Whether so many people could be guessed.
pub const fn are_few(people: i64) -> bool {
    0 < people && people < FEWEST_PEOPLE
}

wire_enum! {
    /// What proposals are grouped by.
    ProposalDimension, "dimension" {
        Regency = "REGENCY",
        District = "DISTRICT",
        Village = "VILLAGE",
        Sector = "SECTOR",
        Status = "STATUS",
        Kind = "KIND",
        ProposerType = "PROPOSER_TYPE",
        FiscalYear = "FISCAL_YEAR",
        /// When it was first handed in, in local time.
        Year = "YEAR",
        /// When it was first handed in, in local time.
        Month = "MONTH",
        Agency = "AGENCY",
        /// One proposal may have several, and counts once for each.
        FundingSource = "FUNDING_SOURCE",
        /// Which levels decided; a proposal counts once for each.
        ReviewLevel = "REVIEW_LEVEL",
        /// What was decided; a proposal counts once for each.
        Decision = "DECISION",
        /// Why; a proposal counts once for each.
        ReasonCode = "REASON_CODE",
    }
}

impl ProposalDimension {
    /// Whether it lies in the decisions: a proposal then counts once for each different answer.
    pub const fn is_of_decisions(self) -> bool {
        matches!(self, Self::ReviewLevel | Self::Decision | Self::ReasonCode)
    }
}

wire_enum! {
    /// What the way through the levels is grouped by.
    ReviewDimension, "dimension" {
        Regency = "REGENCY",
        District = "DISTRICT",
        Village = "VILLAGE",
        Sector = "SECTOR",
        FiscalYear = "FISCAL_YEAR",
        /// When it was first handed in, in local time.
        Year = "YEAR",
    }
}

wire_enum! {
    /// What plans are grouped by.
    PlanDimension, "dimension" {
        Regency = "REGENCY",
        /// None where a plan is the regency's own.
        District = "DISTRICT",
        /// None where a plan is a district's or the regency's own.
        Village = "VILLAGE",
        Sector = "SECTOR",
        Stage = "STAGE",
        FiscalYear = "FISCAL_YEAR",
        /// When it was begun, in local time.
        Year = "YEAR",
        /// When it was begun, in local time.
        Month = "MONTH",
        /// One plan may have several, and counts once for each.
        FundingSource = "FUNDING_SOURCE",
    }
}

wire_enum! {
    /// What taking part is grouped by.
    ParticipationDimension, "dimension" {
        Regency = "REGENCY",
        /// None where a plan is the regency's own.
        District = "DISTRICT",
        /// None where a plan is a district's or the regency's own.
        Village = "VILLAGE",
        /// None where a plan has none.
        Sector = "SECTOR",
        /// Of the proposal; none for what was done about a plan.
        Status = "STATUS",
        /// None where a plan has none.
        FiscalYear = "FISCAL_YEAR",
        /// When it happened, in local time.
        Year = "YEAR",
        /// When it happened, in local time.
        Month = "MONTH",
    }
}
