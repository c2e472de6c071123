//! Webhooks: another system is told of what happens, at an address that it named.

use crate::wire::wire_enum;

wire_enum! {
    /// Whether a webhook is sent to, and if not, who or what ended that.
    WebhookState, "webhook_state" {
        Active = "ACTIVE",
        /// By its owner.
        Paused = "PAUSED",
        /// By an admin, who alone lets it go on.
        Stopped = "STOPPED",
        /// The receiver said that it wants no more (410).
        Gone = "GONE",
        /// Nothing arrived for days.
        Failing = "FAILING",
    }
}

impl WebhookState {
    /// Whether its owner may let it go on.
    pub const fn resumes(self) -> bool {
        matches!(self, Self::Paused | Self::Gone | Self::Failing)
    }
}

wire_enum! {
    /// Why a delivery did not succeed: no more than the owner of the receiver needs, and nothing about the network behind it.
    WebhookProblem, "webhook_problem" {
        Status = "STATUS",
        Redirected = "REDIRECTED",
        Gone = "GONE",
        TimedOut = "TIMED_OUT",
        Unreachable = "UNREACHABLE",
        NotPublic = "NOT_PUBLIC",
    }
}

wire_enum! {
    /// What has become of an event that was given up.
    WebhookDeliveryState, "webhook_delivery_state" {
        Dead = "DEAD",
        Waiting = "WAITING",
        Delivered = "DELIVERED",
    }
}

/// The kinds of event that people choose from; each is the kinds that begin so.
pub const TOPICS: [&str; 6] = ["proposal.*", "comment.*", "plan.*", "role.*", "person.*", "area.*"];
