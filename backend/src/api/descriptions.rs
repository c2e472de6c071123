//! Descriptions of the types that no code of ours declares: pages, statistics and borrowed scalars.

use crate::access::graphql::{Account, Official};
use crate::area::graphql::Area;
use crate::comment::graphql::Comment;
use crate::journal::graphql::JournalConnection;
use crate::plan::graphql::{Plan, PlanComment, PlanHistoryEntry, PlanSuggestion, PlanVersion};
use crate::proposal::graphql::{Decision, Proposal};
use crate::stats::graphql::{Participation, Plans, Proposals, Stats};
use crate::webhook::graphql::{Webhook, WebhookDelivery};
use async_graphql::connection::Connection;
use async_graphql::{ObjectType, SchemaBuilder, SubscriptionType};
use chrono::{DateTime, NaiveDate, Utc};

/// A page of a list: its name depends on what it holds alone.
type Page<T> = Connection<String, T>;

pub fn describe<Q, M, S>(schema: SchemaBuilder<Q, M, S>) -> SchemaBuilder<Q, M, S>
where
    Q: ObjectType + 'static,
    M: ObjectType + 'static,
    S: SubscriptionType + 'static,
{
    schema
        .override_output_type_description::<Page<Account>>("A page of accounts (daftar akun).")
        .override_output_type_description::<Page<Area>>("A page of areas (daftar wilayah).")
        .override_output_type_description::<Page<Comment>>("A page of comments (daftar komentar).")
        .override_output_type_description::<Page<Decision>>("A page of decisions (daftar keputusan).")
        .override_output_type_description::<Page<Official>>("A page of who holds which office (daftar pejabat).")
        .override_output_type_description::<Page<Plan>>("A page of plans (daftar rencana).")
        .override_output_type_description::<Page<PlanComment>>("A page of comments on a plan (daftar komentar).")
        .override_output_type_description::<Page<PlanHistoryEntry>>("A page of what was written in a plan (riwayat suntingan).")
        .override_output_type_description::<Page<PlanSuggestion>>("A page of suggestions (daftar saran).")
        .override_output_type_description::<Page<PlanVersion>>("A page of versions of a plan (daftar versi).")
        .override_output_type_description::<Page<Proposal>>("A page of proposals (daftar usulan).")
        .override_output_type_description::<Page<Webhook>>("A page of webhooks (daftar webhook).")
        .override_output_type_description::<Page<WebhookDelivery>>("A page of deliveries that failed (daftar kiriman gagal).")
        .override_output_type_description::<JournalConnection>("A page of events of the public record (jurnal).")
        .override_output_type_description::<Stats<Participation>>("How people take part, in numbers (statistik partisipasi).")
        .override_output_type_description::<Stats<Plans>>("Plans in numbers (statistik rencana).")
        .override_output_type_description::<Stats<Proposals>>("Proposals in numbers (statistik usulan).")
        .override_output_type_description::<DateTime<Utc>>("An instant (waktu), in the form of RFC 3339: `2026-11-25T08:00:00Z`.")
        .override_output_type_description::<NaiveDate>("A day (tanggal), in the form of ISO 8601: `2026-11-25`.")
        .override_output_type_description::<super::scalars::AnyJson>("Any JSON value (nilai JSON).")
}
