//! Comments on plans. Who said something is told by the office they spoke for.

use super::{OF_PLANS, PLAN_ID, plans, public};
use crate::access::PlanScope;
use crate::opendata::{About, Column, Dataset, Listing, Reading, Type, codes};
use crate::plan::comments::Comment;
use crate::plan::list::PlanCommentFilter;
use crate::platform::database::Seen;
use shared::plan::PlanAnchor;
use shared::value::time::Chronology;

type Of = Column<Comment>;

pub struct PlanComments;

impl Dataset for PlanComments {
    type Source = Listing<Seen<PlanScope, PlanCommentFilter>>;

    const ABOUT: About = About {
        name: "plan_comments",
        title: ["Komentar rencana", "Comments on plans"],
        definition: [
            "Komentar atas rencana sejak dibuka untuk umum, dan jawabannya; yang disembunyikan tampil tanpa isi, dengan alasan dan \
             jabatan moderatornya.",
            "Comments on plans since they were opened to the public, and the answers to them; hidden ones appear without their \
             text, with the reason and the moderator's office.",
        ],
        row: ["komentar", "comment"],
        source: ["Ditulis warga dan pejabat di halaman rencana.", "Written by residents and officials on the plans' pages."],
        method: [
            "Pendataan lengkap; yang dikatakan dalam draf hanya untuk pesertanya.",
            "A complete count; what is said in a draft is for its participants alone.",
        ],
        field: "planComments",
        is_own: true,
    };

    // A table to be read as one: spread out by the formatter it would fill the file.
    #[rustfmt::skip]
    const COLUMNS: &'static [Of] = &[
        Of::new("id", Type::Text, ["ID", "Id"], ["Pengenal komentar.", "The comment's identifier."],
            |it, _| it.id.to_string().into()),
        Of::new("plan_id", Type::Text, PLAN_ID, OF_PLANS, |it, _| it.plan.to_string().into()),
        Of::new("anchor_kind", Type::Code, ["Jenis yang dikomentari", "About what"], ["Bagian apa dari rencana yang dikomentari.",
            "What in the plan it is about."], |it, _| it.anchor.kind.as_str().into()).codes(codes!(PlanAnchor)),
        Of::new("anchor_id", Type::Text, ["ID yang dikomentari", "Id of what it is about"],
            ["Bagian, objek peta atau saran; kosong bila seluruh rencana.",
            "The section, feature or suggestion; empty where it is about the whole plan."], |it, _| it.anchor.name().into()),
        Of::new("parent_id", Type::Text, ["Menjawab", "Answers"], ["ID komentar yang dijawab; kosong bila memulai percakapan.",
            "Id of the comment it answers; empty where it begins a conversation."], |it, _| it.parent.map(|id| id.to_string()).into()),
        Of::new("office", Type::Text, ["Jabatan", "Office"], ["Jabatan yang diwakili penulisnya; kosong bila warga.",
            "The office its author spoke for; empty for residents."], |it, _| it.office.clone().into()),
        Of::new("body", Type::Text, ["Isi", "Text"], ["Isi komentar; kosong bila disembunyikan.", "What it says; empty where hidden."],
            |it, _| it.content.shown().into()),
        Of::new("created_at", Type::Instant, ["Waktu", "Time"], ["Kapan ditulis.", "When it was written."],
            |it, _| it.created_at.into()),
        Of::new("resolved_at", Type::Instant, ["Selesai", "Settled"],
            ["Kapan percakapannya diselesaikan; hanya pada komentar yang memulainya.",
            "When its thread was settled; only of the comment that began it."], |it, _| it.resolved_at.into()),
        Of::new("hidden", Type::Flag, ["Disembunyikan", "Hidden"], ["Apakah moderator menyembunyikannya.",
            "Whether a moderator hid it."], |it, _| it.content.hidden().is_some().into()),
        Of::new("hidden_reason", Type::Text, ["Alasan disembunyikan", "Reason for hiding"], ["Mengapa disembunyikan.",
            "Why it was hidden."], |it, _| it.content.hidden().map(|(reason, _)| reason).into()),
        Of::new("hidden_by", Type::Text, ["Disembunyikan oleh", "Hidden by"], ["Jabatan yang menyembunyikannya.",
            "The office that hid it."], |it, _| it.content.hidden().map(|(_, by)| by).into()),
    ];

    fn source(reading: &Reading) -> Self::Source {
        Listing::new(public(PlanCommentFilter { plans: plans(reading), ..Default::default() }), Chronology::Newest)
    }
}
