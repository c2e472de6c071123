//! Versions of plans. Who named one is told by the office they acted for.

use super::{OF_PLANS, PLAN_ID, plans, public};
use crate::access::PlanScope;
use crate::opendata::{About, Column, Dataset, Listing, Reading, Type, codes};
use crate::plan::Version;
use crate::plan::list::PlanVersionFilter;
use crate::platform::database::Seen;
use shared::i18n::Lang;
use shared::plan::Stage;
use shared::value::time::Chronology;

type Of = Column<Version>;

pub struct PlanVersions;

impl Dataset for PlanVersions {
    type Source = Listing<Seen<PlanScope, PlanVersionFilter>>;

    const ABOUT: About = About {
        name: "plan_versions",
        title: ["Versi rencana", "Versions of plans"],
        definition: [
            "Saat-saat bernama dalam perjalanan rencana sejak dibuka untuk umum: tahap yang dimulai, versi yang diberi nama, dan \
             pemulihan.",
            "The moments of plans that bear a name, since they were opened to the public: stages that began, versions that somebody \
             named, and going back to earlier words.",
        ],
        row: ["versi", "version"],
        source: [
            "Dicatat saat peserta memberi nama atau memindahkan tahap.",
            "Recorded as participants name it or move the plan on.",
        ],
        method: [
            "Pendataan lengkap; yang diberi nama dalam draf hanya untuk pesertanya.",
            "A complete count; what was named in a draft is for its participants alone.",
        ],
        field: "planVersions",
        is_own: true,
    };

    // A table to be read as one: spread out by the formatter it would fill the file.
    #[rustfmt::skip]
    const COLUMNS: &'static [Of] = &[
        Of::new("id", Type::Text, ["ID", "Id"], ["Pengenal versi.", "The version's identifier."],
            |it, _| it.id.to_string().into()),
        Of::new("plan_id", Type::Text, PLAN_ID, OF_PLANS, |it, _| it.plan.to_string().into()),
        Of::new("seq", Type::Whole, ["Nomor urut", "Entry"], ["Entri log rencana yang diwakilinya.",
            "The entry of the plan's log that it stands for."], |it, _| it.seq.into()),
        Of::new("name", Type::Text, ["Nama", "Name"], ["Nama yang diberikan, atau artinya dalam bahasa Indonesia.",
            "What somebody called it, or what it is, in Indonesian."], |it, _| it.name.text(Lang::Id).into()),
        Of::new("stage", Type::Code, ["Tahap", "Stage"], ["Tahap yang dimulai dengannya; kosong bila tidak ada.",
            "The stage that began with it; empty where none did."], |it, _| it.name.stage().map(Stage::as_str).into())
            .codes(codes!(Stage)),
        Of::new("restored_from", Type::Whole, ["Dipulihkan dari", "Restored from"],
            ["Entri log yang isinya dipulihkan; kosong bila bukan pemulihan.",
            "The entry of the log whose words came back; empty where none did."], |it, _| it.name.restored_from().into()),
        Of::new("at", Type::Instant, ["Waktu", "Time"], ["Kapan terjadi.", "When it was."], |it, _| it.at.into()),
        Of::new("office", Type::Text, ["Jabatan", "Office"], ["Jabatan yang bertindak; kosong bila warga.",
            "The office that acted; empty for residents."], |it, _| it.office.clone().into()),
    ];

    fn source(reading: &Reading) -> Self::Source {
        Listing::new(public(PlanVersionFilter { plans: plans(reading), ..Default::default() }), Chronology::Newest)
    }
}
