//! Comments as open data. Who said something is told by the office they spoke for; residents' names stay on the page.

use super::{Comment, CommentFilter, Content, store};
use crate::error::AppError;
use crate::opendata::{About, Column, Dataset, PORTION, Portion, Reading, Type};
use crate::proposal::list::ProposalFilter;
use chrono::{DateTime, Utc};
use shared::value::CommentId;

type Of = Column<Comment>;

pub struct Comments;

impl Dataset for Comments {
    type Row = Comment;
    type Place = CommentId;

    const ABOUT: About = About {
        name: "comments",
        title: ["Komentar", "Comments"],
        definition: [
            "Komentar atas usulan dan jawabannya; yang disembunyikan tampil tanpa isi, dengan alasan dan jabatan moderatornya.",
            "Comments on proposals and the answers to them; hidden ones appear without their text, with the reason and the \
             moderator's office.",
        ],
        row: ["komentar", "comment"],
        source: ["Ditulis warga dan pejabat di halaman usulan.", "Written by residents and officials on the proposals' pages."],
        method: ["Pendataan lengkap semua komentar.", "A complete count of all comments."],
        field: "comments",
        is_own: true,
    };

    const COLUMNS: &'static [Of] = &[
        Of::new("id", Type::Text, ["ID", "Id"], ["Pengenal komentar.", "The comment's identifier."], |it, _| {
            it.id.to_string().into()
        }),
        Of::new(
            "proposal_id",
            Type::Text,
            ["ID usulan", "Proposal id"],
            ["Usulan yang dikomentari; lihat dataset proposals.", "The proposal it is about; see the dataset proposals."],
            |it, _| it.proposal.to_string().into(),
        ),
        Of::new(
            "parent_id",
            Type::Text,
            ["Menjawab", "Answers"],
            [
                "ID komentar yang dijawab; kosong bila memulai percakapan.",
                "Id of the comment it answers; empty where it begins a conversation.",
            ],
            |it, _| it.parent.map(|id| id.to_string()).into(),
        ),
        Of::new(
            "office",
            Type::Text,
            ["Jabatan", "Office"],
            ["Jabatan yang diwakili penulisnya; kosong bila warga.", "The office its author spoke for; empty for residents."],
            |it, _| it.office.clone().into(),
        ),
        Of::new(
            "body",
            Type::Text,
            ["Isi", "Text"],
            ["Isi komentar; kosong bila disembunyikan.", "What it says; empty where hidden."],
            |it, _| match &it.content {
                Content::Shown(text) => text.clone().into(),
                Content::Hidden { .. } => None::<String>.into(),
            },
        ),
        Of::new("created_at", Type::Instant, ["Waktu", "Time"], ["Kapan ditulis.", "When it was written."], |it, _| {
            it.created_at.into()
        }),
        Of::new(
            "hidden",
            Type::Flag,
            ["Disembunyikan", "Hidden"],
            ["Apakah moderator menyembunyikannya.", "Whether a moderator hid it."],
            |it, _| matches!(it.content, Content::Hidden { .. }).into(),
        ),
        Of::new(
            "hidden_reason",
            Type::Text,
            ["Alasan disembunyikan", "Reason for hiding"],
            ["Mengapa disembunyikan.", "Why it was hidden."],
            |it, _| hidden(it).map(|(reason, _)| reason.to_owned()).into(),
        ),
        Of::new(
            "hidden_by",
            Type::Text,
            ["Disembunyikan oleh", "Hidden by"],
            ["Jabatan yang menyembunyikannya.", "The office that hid it."],
            |it, _| hidden(it).map(|(_, by)| by.to_owned()).into(),
        ),
    ];

    async fn since(reading: &Reading) -> Result<Option<DateTime<Utc>>, AppError> {
        store::since(&reading.db).await
    }

    async fn portion(reading: &Reading, from: Option<CommentId>) -> Result<Portion<Comment, CommentId>, AppError> {
        let rows = store::portion(&reading.db, &on(reading), from, PORTION).await?;
        Ok(Portion::by_key(rows, |comment| comment.id))
    }

    async fn count(reading: &Reading) -> Result<Option<u64>, AppError> {
        store::count(&reading.db, &CommentFilter { proposals: on(reading), ..Default::default() }).await.map(Some)
    }
}

fn on(reading: &Reading) -> ProposalFilter {
    ProposalFilter { areas: reading.areas.clone(), ..Default::default() }
}

/// Why, and by which office.
fn hidden(comment: &Comment) -> Option<(&str, &str)> {
    match &comment.content {
        Content::Hidden { reason, by } => Some((reason, by)),
        Content::Shown(_) => None,
    }
}
