//! Decisions. Who decided is told by their office.

use super::filter;
use crate::opendata::unit::RUPIAH;
use crate::opendata::{About, Cell, Column, Dataset, Listing, Reading, Type, codes};
use crate::proposal::RecordedDecision;
use crate::proposal::list::DecisionFilter;
use shared::i18n::Lang;
use shared::proposal::{DecisionKind, FundingSource, ReasonCode, Status};
use shared::value::time::Chronology;

type Of = Column<RecordedDecision>;

pub struct Decisions;

impl Dataset for Decisions {
    type Source = Listing<DecisionFilter>;

    const ABOUT: About = About {
        name: "decisions",
        title: ["Keputusan", "Decisions"],
        definition: [
            "Keputusan setiap jenjang atas usulan, beserta alasan, jabatan, dan waktunya.",
            "What each level decided on proposals, with the reason, the office and the time.",
        ],
        row: ["keputusan", "decision"],
        source: ["Dicatat pejabat yang memutuskan, lewat meja kerja Rembug.", "Recorded by the deciding office at Rembug's desk."],
        method: [
            "Pendataan lengkap; satu baris setiap keputusan, tidak pernah dihapus.",
            "A complete count; one row a decision, never removed.",
        ],
        field: "decisions",
        is_own: true,
    };

    const COLUMNS: &'static [Of] = &[
        Of::new("id", Type::Text, ["ID", "Id"], ["Pengenal keputusan.", "The decision's identifier."], |it, _| {
            it.id.to_string().into()
        }),
        Of::new(
            "proposal_id",
            Type::Text,
            ["ID usulan", "Proposal id"],
            ["Usulan yang diputuskan; lihat dataset proposals.", "The proposal decided on; see the dataset proposals."],
            |it, _| it.proposal.to_string().into(),
        ),
        Of::new(
            "level",
            Type::Text,
            ["Kode jenjang", "Level code"],
            [
                "Jenjang pembahasan yang memutuskan; lihat dataset review_levels.",
                "The level of review that decided; see the dataset review_levels.",
            ],
            |it, _| it.level.clone().into(),
        ),
        Of::new(
            "level_name",
            Type::Text,
            ["Jenjang", "Level"],
            ["Nama jenjang dalam bahasa Indonesia.", "The level's name in Indonesian."],
            |it, areas| areas.workflow().level(&it.level).map(|level| level.name(Lang::Id)).into(),
        ),
        Of::new("decision", Type::Code, ["Keputusan", "Decision"], ["Apa yang diputuskan.", "What was decided."], |it, _| {
            it.decision.as_str().into()
        })
        .codes(codes!(DecisionKind)),
        Of::new(
            "from_status",
            Type::Code,
            ["Status sebelumnya", "Status before"],
            ["Status usulan sebelum diputuskan.", "The proposal's status before."],
            |it, _| it.from.as_str().into(),
        )
        .codes(codes!(Status)),
        Of::new(
            "to_status",
            Type::Code,
            ["Status sesudahnya", "Status after"],
            ["Status usulan sesudah diputuskan.", "The proposal's status after."],
            |it, _| it.to.as_str().into(),
        )
        .codes(codes!(Status)),
        Of::new(
            "reason_code",
            Type::Code,
            ["Kode alasan", "Reason code"],
            ["Golongan alasannya.", "The kind of reason."],
            |it, _| it.reason_code.map(ReasonCode::as_str).into(),
        )
        .codes(codes!(ReasonCode)),
        Of::new(
            "reason",
            Type::Text,
            ["Alasan", "Reason"],
            ["Alasan dalam kata pejabat.", "The reason in the office's words."],
            |it, _| it.reason_text.clone().into(),
        ),
        Of::new(
            "quantity",
            Type::Decimal,
            ["Volume menjadi", "Quantity changed to"],
            ["Volume setelah diubah; kosong bila tidak diubah.", "The volume it was changed to; empty where it was not."],
            |it, _| it.quantity.into(),
        ),
        Of::new(
            "cost",
            Type::Whole,
            ["Biaya menjadi", "Cost changed to"],
            ["Biaya setelah diubah; kosong bila tidak diubah.", "The cost it was changed to; empty where it was not."],
            |it, _| it.cost.into(),
        )
        .unit(RUPIAH),
        Of::new(
            "funding_sources",
            Type::Code,
            ["Sumber dana", "Funding sources"],
            ["Dari mana akan didanai; beberapa dipisah spasi.", "What will pay for it; several are separated by blanks."],
            |it, _| Cell::several(it.funding_sources.iter().map(|source| source.as_str())),
        )
        .codes(codes!(FundingSource)),
        Of::new(
            "minutes_number",
            Type::Text,
            ["Nomor berita acara", "Number of the minutes"],
            ["Berita acara yang mendasarinya.", "The minutes (berita acara) it rests on."],
            |it, _| it.minutes_number.clone().into(),
        ),
        Of::new(
            "office",
            Type::Text,
            ["Jabatan", "Office"],
            ["Jabatan yang memutuskan, menurut namanya waktu itu.", "The office that decided, as it was called then."],
            |it, _| it.office.clone().into(),
        ),
        Of::new("decided_at", Type::Instant, ["Waktu", "Time"], ["Kapan diputuskan.", "When it was decided."], |it, _| {
            it.decided_at.into()
        }),
        Of::new(
            "arrived_at",
            Type::Instant,
            ["Tiba di jenjang", "Arrived"],
            [
                "Kapan usulan tiba di jenjang itu; kosong pada sebagian keputusan lama.",
                "When the proposal had come to the level; empty for some of the older decisions.",
            ],
            |it, _| it.arrived_at.into(),
        ),
    ];

    fn source(reading: &Reading) -> Self::Source {
        Listing::new(DecisionFilter { proposals: filter(reading), ..Default::default() }, Chronology::Newest)
    }
}
