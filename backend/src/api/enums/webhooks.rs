//! What can be said of webhooks.

use async_graphql::Enum;

/// Whether a webhook is sent to, and if not, who or what ended that (keadaan webhook).
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "shared::webhook::WebhookState")]
pub enum WebhookState {
    /// It is sent to (aktif).
    Active,
    /// Its owner paused it (dijeda).
    Paused,
    /// An admin stopped it, and an admin alone lets it go on (dihentikan admin).
    Stopped,
    /// The receiver answered 410: it wants no more (ditolak penerima).
    Gone,
    /// Nothing arrived for five days, so it paused by itself (dijeda: berhari-hari gagal).
    Failing,
}

/// Why a delivery did not succeed (sebab gagal).
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "shared::webhook::WebhookProblem")]
pub enum WebhookProblem {
    /// The receiver answered with another status than 2xx (penerima menjawab dengan galat).
    Status,
    /// The receiver pointed to another address, which is never followed (penerima mengalihkan ke alamat lain).
    Redirected,
    /// The receiver answered 410: it wants no more (penerima tidak mau lagi).
    Gone,
    /// The receiver took too long (penerima terlalu lama menjawab).
    TimedOut,
    /// No connection came about, or no secure one (penerima tidak dapat dihubungi).
    Unreachable,
    /// The name leads to no address on the public internet (alamat penerima tidak berada di internet publik).
    NotPublic,
}

/// What has become of an event that was given up (keadaan kiriman).
#[derive(Enum, Clone, Copy, PartialEq, Eq)]
#[graphql(remote = "shared::webhook::WebhookDeliveryState")]
pub enum WebhookDeliveryState {
    /// Given up (gagal): it can be sent again.
    Dead,
    /// It is sent again at the next turn (akan dikirim ulang).
    Waiting,
    /// It arrived after all (terkirim).
    Delivered,
}
