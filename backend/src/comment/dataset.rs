//! Comments as open data. Who said something is told by the office they spoke for; residents' names stay on the page.

use super::{Comment, CommentFilter};
use crate::opendata::{About, Column, Dataset, Listing, Reading, Type};
use crate::proposal::list::ProposalFilter;
use shared::value::time::Chronology;

type Of = Column<Comment>;

pub struct Comments;

impl Dataset for Comments {
    type Source = Listing<CommentFilter>;

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
            |it, _| it.content.shown().into(),
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

    fn source(reading: &Reading) -> Self::Source {
        let proposals = ProposalFilter { areas: reading.areas.clone(), ..Default::default() };
        Listing::new(CommentFilter { proposals, ..Default::default() }, Chronology::Newest)
    }
}
