//! The levels of review: what the codes of levels mean.

use crate::opendata::{About, Column, Dataset, InMemory, Reading, Type, codes};
use shared::access::Role;
use shared::i18n::Lang;
use shared::proposal::{ReviewLevel, Status};

type Of = Column<ReviewLevel>;

pub struct ReviewLevels;

impl Dataset for ReviewLevels {
    type Source = InMemory<ReviewLevel>;

    const ABOUT: About = About {
        name: "review_levels",
        title: ["Jenjang pembahasan", "Review levels"],
        definition: [
            "Jenjang yang membahas usulan, menurut urutannya; kodenya dipakai dalam dataset proposals dan decisions.",
            "The levels that review proposals, in their order; the datasets proposals and decisions name their codes.",
        ],
        row: ["jenjang", "level"],
        source: ["Paket wilayah, sebagaimana dimuat pengelola.", "The region's pack, as loaded by the operator."],
        method: [
            "Aturan yang berlaku sekarang; jenjang yang dihapus tidak ada lagi di sini.",
            "The rules as they are now; a level that was dropped is here no longer.",
        ],
        field: "reviewLevels",
        is_own: true,
    };

    const COLUMNS: &'static [Of] = &[
        Of::new(
            "code",
            Type::Text,
            ["Kode", "Code"],
            ["Kode yang dipakai kolom level.", "What the columns level name."],
            |it, _| it.code.clone().into(),
        ),
        Of::new(
            "ordinal",
            Type::Whole,
            ["Urutan", "Order"],
            ["Urutan jenjang, mulai dari 1.", "Order on the way, from 1."],
            |it, _| it.ordinal.into(),
        ),
        Of::new(
            "name",
            Type::Text,
            ["Nama", "Name"],
            ["Nama jenjang dalam bahasa Indonesia.", "The level's name in Indonesian."],
            |it, _| it.name(Lang::Id).into(),
        ),
        Of::new(
            "name_en",
            Type::Text,
            ["Nama dalam bahasa Inggris", "Name in English"],
            ["Nama jenjang dalam bahasa Inggris.", "The level's name in English."],
            |it, _| it.name(Lang::En).into(),
        ),
        Of::new(
            "status",
            Type::Code,
            ["Status", "Status"],
            ["Status usulan selama dibahas di jenjang ini.", "The status of a proposal that is under review here."],
            |it, _| it.status.as_str().into(),
        )
        .codes(codes!(Status)),
        Of::new("role", Type::Code, ["Peran", "Role"], ["Peran yang membahas.", "Who reviews."], |it, _| it.role.as_str().into())
            .codes(codes!(Role)),
        Of::new(
            "expected_days",
            Type::Whole,
            ["Batas hari", "Expected days"],
            ["Dalam berapa hari jawaban diharapkan.", "Days within which an answer is expected."],
            |it, _| it.expected_days.into(),
        )
        .unit(["hari", "days"]),
    ];

    fn source(_: &Reading) -> Self::Source {
        InMemory::new(|reading| reading.catalogue.workflow().levels().iter().collect())
    }
}
