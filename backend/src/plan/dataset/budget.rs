//! What plans cost, line by line.

use super::parts::{Key, Part, Parts};
use super::{OF_PLANS, PLAN_ID};
use crate::error::AppError;
use crate::opendata::unit::RUPIAH;
use crate::opendata::{About, Column, Dataset, Reading, Type, codes};
use crate::plan::list::store::{count_priced, priced};
use crate::plan::list::{PlanFilter, Priced};
use crate::platform::database::Database;
use shared::proposal::FundingSource;

type Of = Column<Priced>;

pub struct PlanBudget;

impl Dataset for PlanBudget {
    type Source = Parts<Priced>;

    const ABOUT: About = About {
        name: "plan_budget",
        title: ["RAB rencana", "Cost estimates of plans"],
        definition: [
            "Baris rencana anggaran biaya (RAB) dari rencana yang terbuka untuk umum.",
            "The lines of the cost estimates (RAB) of plans that are open to the public.",
        ],
        row: ["baris RAB", "budget line"],
        source: ["Disusun para peserta rencana di Rembug.", "Written in Rembug by those who take part in the plan."],
        method: [
            "Pendataan lengkap; jumlah = volume × harga satuan, dibulatkan ke rupiah. Terbaca beberapa detik setelah ditulis.",
            "A complete count; total = volume × price, rounded to the rupiah. Read seconds after it is written.",
        ],
        field: "plans",
        is_own: true,
    };

    // A table to be read as one: spread out by the formatter it would fill the file.
    #[rustfmt::skip]
    const COLUMNS: &'static [Of] = &[
        Of::new("id", Type::Text, ["ID", "Id"], ["Pengenal baris dalam rencananya.", "The line's identifier within its plan."],
            |it, _| it.line.id.to_string().into()),
        Of::new("plan_id", Type::Text, PLAN_ID, OF_PLANS, |it, _| it.plan.to_string().into()),
        Of::new("position", Type::Whole, ["Urutan", "Position"], ["Urutan dalam RAB, mulai dari 1.",
            "Place in the estimate, from 1."], |it, _| it.position.into()),
        Of::new("item", Type::Text, ["Uraian", "Item"], ["Apa yang dibeli atau dibayar.", "What is bought or paid."],
            |it, _| it.line.item.clone().into()),
        Of::new("volume", Type::Decimal, ["Volume", "Volume"], ["Berapa banyak; kosong bila belum diisi.",
            "How much of it; empty while open."], |it, _| it.line.quantity().into()),
        Of::new("unit", Type::Text, ["Satuan", "Unit"], ["Satuan volume, sebagaimana ditulis.",
            "What the volume is measured in, as people write it."], |it, _| it.line.unit.clone().into()),
        Of::new("price", Type::Whole, ["Harga satuan", "Price"], ["Untuk satu satuan.", "For one unit."],
            |it, _| it.line.price.into()).unit(RUPIAH),
        Of::new("total", Type::Whole, ["Jumlah", "Total"], ["Volume kali harga; 0 selama salah satunya kosong.",
            "Volume times price; 0 while one of them is missing."], |it, _| it.line.total().into()).unit(RUPIAH),
        Of::new("source", Type::Code, ["Sumber dana", "Funding source"], ["Siapa yang membayar; kosong bila belum diisi.",
            "Who pays; empty while open."], |it, _| it.line.source.map(FundingSource::as_str).into()).codes(codes!(FundingSource)),
    ];

    fn source(reading: &Reading) -> Self::Source {
        Parts::wanted(reading)
    }
}

impl Part for Priced {
    fn key(&self) -> Key {
        (self.plan.0, self.line.id)
    }

    async fn read(db: &Database, plans: &PlanFilter, after: Option<Key>, limit: u64) -> Result<Vec<Self>, AppError> {
        priced(db, plans, after, limit).await
    }

    async fn count(db: &Database, plans: &PlanFilter) -> Result<u64, AppError> {
        count_priced(db, plans).await
    }
}
