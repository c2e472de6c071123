//! Plans: what the list shows of them. What a plan says in full is a file of its own, `/plans/{id}/export.json`.

use super::{plans, public};
use crate::access::PlanScope;
use crate::opendata::unit::{PEOPLE, RUPIAH};
use crate::opendata::{About, Column, Dataset, Listing, Reading, Type, codes};
use crate::plan::Plan;
use crate::plan::list::PlanFilter;
use crate::platform::database::Seen;
use shared::plan::{PlanOrder, PlanSide, Stage};
use shared::proposal::Sector;

type Of = Column<Plan>;

pub struct Plans;

impl Dataset for Plans {
    type Source = Listing<Seen<PlanScope, PlanFilter>>;

    const ABOUT: About = About {
        name: "plans",
        title: ["Rencana", "Plans"],
        definition: [
            "Rencana yang disusun bersama pemerintah dan komunitas dan sudah dibuka untuk umum; tanpa draf.",
            "Plans that government and communities write together and have opened to the public; no drafts.",
        ],
        row: ["rencana", "plan"],
        source: ["Ditulis bersama para peserta rencana di Rembug.", "Written in Rembug by those who take part in the plan."],
        method: [
            "Pendataan lengkap; isi terbaca beberapa detik setelah ditulis. Isi penuh: /plans/{id}/export.json.",
            "A complete count; what it says is read seconds after it is written. In full: /plans/{id}/export.json.",
        ],
        field: "plans",
        is_own: true,
    };

    const COLUMNS: &'static [Of] = &[
        Of::new(
            "id",
            Type::Text,
            ["ID", "Id"],
            ["Pengenal rencana; halamannya /rencana/{id}.", "The plan's identifier; its page is /rencana/{id}."],
            |it, _| it.id.to_string().into(),
        ),
        Of::new("title", Type::Text, ["Judul", "Title"], ["Judul rencana.", "The plan's title."], |it, _| it.title.clone().into()),
        Of::new(
            "summary",
            Type::Text,
            ["Ringkasan", "Summary"],
            ["Isi rencana secara singkat.", "What it says in short."],
            |it, _| it.summary.clone().into(),
        ),
        Of::new("stage", Type::Code, ["Tahap", "Stage"], ["Sejauh mana rencana.", "How far the plan has come."], |it, _| {
            it.stage.as_str().into()
        })
        .codes(codes!(Stage)),
        Of::new(
            "area_code",
            Type::Text,
            ["Kode wilayah", "Area code"],
            ["Wilayah yang direncanakan, kode Kemendagri.", "The area planned for, by the Ministry of Home Affairs' code."],
            |it, _| it.area.as_str().into(),
        ),
        Of::new("area", Type::Text, ["Wilayah", "Area"], ["Nama wilayahnya.", "The area's name."], |it, areas| {
            areas.area(&it.area).map(|area| area.full_name()).into()
        }),
        Of::new("sector", Type::Code, ["Bidang", "Sector"], ["Bidang pembangunan.", "Field of development."], |it, _| {
            it.sector.map(Sector::as_str).into()
        })
        .codes(codes!(Sector)),
        Of::new(
            "fiscal_year",
            Type::Whole,
            ["Tahun anggaran", "Fiscal year"],
            ["Tahun anggaran yang dituju.", "The fiscal year it is meant for."],
            |it, _| it.fiscal_year.into(),
        ),
        Of::new(
            "budget_total",
            Type::Whole,
            ["Jumlah RAB", "Budget total"],
            ["Jumlah rencana anggaran biayanya.", "Sum of its cost estimate (RAB)."],
            |it, _| it.budget_total.into(),
        )
        .unit(RUPIAH),
        Of::new(
            "officials",
            Type::Whole,
            ["Peserta pejabat", "Official participants"],
            ["Peserta yang mewakili pemerintah.", "Participants who speak for the government."],
            |it, _| on_side(it, PlanSide::Official).into(),
        )
        .unit(PEOPLE),
        Of::new(
            "community",
            Type::Whole,
            ["Peserta komunitas", "Community participants"],
            ["Peserta yang mewakili komunitas.", "Participants who speak for the community."],
            |it, _| on_side(it, PlanSide::Community).into(),
        )
        .unit(PEOPLE),
        Of::new("created_at", Type::Instant, ["Dibuat", "Created"], ["Kapan mulai disusun.", "When it was begun."], |it, _| {
            it.created_at.into()
        }),
        Of::new(
            "changed_at",
            Type::Instant,
            ["Diubah", "Changed"],
            ["Kapan terakhir berubah.", "When it last changed."],
            |it, _| it.changed_at.into(),
        ),
        Of::new(
            "superseded_by",
            Type::Text,
            ["Digantikan oleh", "Superseded by"],
            ["ID rencana yang menggantikannya.", "Id of the plan that took its place."],
            |it, _| it.superseded_by.map(|id| id.to_string()).into(),
        ),
    ];

    fn source(reading: &Reading) -> Self::Source {
        Listing::new(public(plans(reading)), PlanOrder::Newest)
    }
}

fn on_side(plan: &Plan, side: PlanSide) -> i64 {
    plan.participants.iter().filter(|each| each.side == side).count() as i64
}
