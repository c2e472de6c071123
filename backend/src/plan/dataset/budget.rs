//! What plans cost, line by line.

use super::{OF_PLANS, PLAN_ID, RUPIAH, plans};
use crate::error::AppError;
use crate::opendata::{About, Column, Dataset, PORTION, Portion, Reading, Type, codes};
use crate::plan::list::Priced;
use crate::plan::list::store::{count_priced, priced};
use chrono::{DateTime, Utc};
use shared::proposal::FundingSource;
use shared::value::Quantity;
use uuid::Uuid;

type Of = Column<Priced>;

pub struct PlanBudget;

impl Dataset for PlanBudget {
    type Row = Priced;
    /// The plan and the line.
    type Place = (Uuid, Uuid);

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
            "How much of it; empty while open."], |it, _| it.line.quantity().map(Quantity::as_f64).into()),
        Of::new("unit", Type::Text, ["Satuan", "Unit"], ["Satuan volume, sebagaimana ditulis.",
            "What the volume is measured in, as people write it."], |it, _| it.line.unit.clone().into()),
        Of::new("price", Type::Whole, ["Harga satuan", "Price"], ["Untuk satu satuan.", "For one unit."],
            |it, _| it.line.price.into()).unit(RUPIAH),
        Of::new("total", Type::Whole, ["Jumlah", "Total"], ["Volume kali harga; 0 selama salah satunya kosong.",
            "Volume times price; 0 while one of them is missing."], |it, _| it.line.total().into()).unit(RUPIAH),
        Of::new("source", Type::Code, ["Sumber dana", "Funding source"], ["Siapa yang membayar; kosong bila belum diisi.",
            "Who pays; empty while open."], |it, _| it.line.source.map(FundingSource::as_str).into()).codes(codes!(FundingSource)),
    ];

    async fn since(reading: &Reading) -> Result<Option<DateTime<Utc>>, AppError> {
        super::since(reading).await
    }

    async fn portion(reading: &Reading, from: Option<(Uuid, Uuid)>) -> Result<Portion<Priced, (Uuid, Uuid)>, AppError> {
        let rows = priced(&reading.db, &plans(reading), from, PORTION).await?;
        Ok(Portion::by_key(rows, |it| (it.plan.0, it.line.id)))
    }

    async fn count(reading: &Reading) -> Result<Option<u64>, AppError> {
        count_priced(&reading.db, &plans(reading)).await.map(Some)
    }
}
