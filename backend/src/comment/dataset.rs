//! Comments as open data. Who said something is told by the office they spoke for; residents' names stay on the page.

use super::{Comment, CommentFilter, Content};
use crate::error::AppError;
use crate::opendata::{About, Column, Dataset, Portion, Reading, Type};
use crate::platform::database::Listed;
use crate::proposal::list::ProposalFilter;
use chrono::{DateTime, Utc};
use shared::value::time::Chronology;
use uuid::Uuid;

type Of = Column<Comment>;

pub struct Comments;

impl Dataset for Comments {
    type Row = Comment;
    type Place = Uuid;

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
            |it, _| it.content.hidden().is_some().into(),
        ),
        Of::new(
            "hidden_reason",
            Type::Text,
            ["Alasan disembunyikan", "Reason for hiding"],
            ["Mengapa disembunyikan.", "Why it was hidden."],
            |it, _| it.content.hidden().map(|(reason, _)| reason).into(),
        ),
        Of::new(
            "hidden_by",
            Type::Text,
            ["Disembunyikan oleh", "Hidden by"],
            ["Jabatan yang menyembunyikannya.", "The office that hid it."],
            |it, _| it.content.hidden().map(|(_, by)| by).into(),
        ),
    ];

    async fn since(reading: &Reading) -> Result<Option<DateTime<Utc>>, AppError> {
        list(reading).since(&reading.db, Chronology::Newest).await
    }

    async fn portion(reading: &Reading, from: Option<Uuid>) -> Result<Portion<Comment, Uuid>, AppError> {
        Portion::of(&list(reading), reading, from).await
    }

    async fn count(reading: &Reading) -> Result<Option<u64>, AppError> {
        list(reading).count(&reading.db).await.map(Some)
    }
}

fn list(reading: &Reading) -> CommentFilter {
    let proposals = ProposalFilter { areas: reading.areas.clone(), ..Default::default() };
    CommentFilter { proposals, ..Default::default() }
}
