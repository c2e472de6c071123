//! Where a proposal stands, and what can be done with it.

use crate::wire::wire_enum;

wire_enum! {
    /// The statuses of the real planning cycle, from a resident's draft to a finished work.
    Status, "status" {
        Draft = "DRAFT",
        Submitted = "SUBMITTED",
        DesaReview = "DESA_REVIEW",
        Returned = "RETURNED",
        InRkpdes = "IN_RKPDES",
        ForwardedKec = "FORWARDED_KEC",
        KecReview = "KEC_REVIEW",
        MitraReview = "MITRA_REVIEW",
        OpdReview = "OPD_REVIEW",
        KabReview = "KAB_REVIEW",
        InRkpd = "IN_RKPD",
        Budgeted = "BUDGETED",
        InExecution = "IN_EXECUTION",
        Completed = "COMPLETED",
        Rejected = "REJECTED",
        Deferred = "DEFERRED",
        Merged = "MERGED",
        Withdrawn = "WITHDRAWN",
    }
}

wire_enum! {
    /// Statuses that read alike at a glance: one colour and one icon each.
    StatusFamily, "status_family" {
        Waiting = "WAITING",
        Accepted = "ACCEPTED",
        Working = "WORKING",
        Refused = "REFUSED",
        Closed = "CLOSED",
    }
}

impl Status {
    pub const fn family(self) -> StatusFamily {
        match self {
            Self::Submitted
            | Self::DesaReview
            | Self::Returned
            | Self::ForwardedKec
            | Self::KecReview
            | Self::MitraReview
            | Self::OpdReview
            | Self::KabReview => StatusFamily::Waiting,
            Self::InRkpdes | Self::InRkpd | Self::Budgeted | Self::Completed => StatusFamily::Accepted,
            Self::InExecution => StatusFamily::Working,
            Self::Rejected | Self::Deferred => StatusFamily::Refused,
            Self::Draft | Self::Merged | Self::Withdrawn => StatusFamily::Closed,
        }
    }

    /// The proposer may still change the text: before the first look, or after it came back.
    pub const fn is_editable(self) -> bool {
        matches!(self, Self::Draft | Self::Returned | Self::Deferred)
    }

    /// People may say that they want it too: while it is decided on, or waits for the next cycle.
    pub const fn takes_support(self) -> bool {
        self.is_open() || matches!(self, Self::Deferred)
    }

    /// In a plan, or further: a yes that counts.
    pub const fn is_accepted(self) -> bool {
        matches!(self, Self::InRkpdes | Self::InRkpd) || self.is_funded()
    }

    /// There is money for it, or has been.
    pub const fn is_funded(self) -> bool {
        matches!(self, Self::Budgeted | Self::InExecution | Self::Completed)
    }

    /// On the way through the levels, where another proposal may be merged into it.
    pub const fn is_open(self) -> bool {
        matches!(
            self,
            Self::Submitted
                | Self::DesaReview
                | Self::Returned
                | Self::ForwardedKec
                | Self::KecReview
                | Self::MitraReview
                | Self::OpdReview
                | Self::KabReview
        )
    }
}

wire_enum! {
    /// What a person may do with a proposal on its page.
    Action, "action" {
        Edit = "EDIT",
        Submit = "SUBMIT",
        Withdraw = "WITHDRAW",
        BeginReview = "BEGIN_REVIEW",
        Decide = "DECIDE",
        Return = "RETURN",
        Forward = "FORWARD",
        Reassign = "REASSIGN",
        Merge = "MERGE",
        Advance = "ADVANCE",
        Support = "SUPPORT",
        Unsupport = "UNSUPPORT",
        Comment = "COMMENT",
        Moderate = "MODERATE",
    }
}
