//! What plans draw on their maps.

use super::{DEGREES, OF_PLANS, PLAN_ID, plans};
use crate::error::AppError;
use crate::opendata::{About, Column, Dataset, PORTION, Portion, Reading, Shape, Type, codes};
use crate::plan::list::Drawn;
use crate::plan::list::store::{count_drawn, drawn};
use chrono::{DateTime, Utc};
use shared::plan::FeatureKind;
use uuid::Uuid;

type Of = Column<Drawn>;

pub struct PlanFeatures;

impl Dataset for PlanFeatures {
    type Row = Drawn;
    /// The plan and the feature.
    type Place = (Uuid, Uuid);

    const ABOUT: About = About {
        name: "plan_features",
        title: ["Objek peta rencana", "Features of plans"],
        definition: [
            "Titik, garis dan bidang yang digambar di peta rencana yang terbuka untuk umum.",
            "The points, lines and polygons that plans open to the public draw on their maps.",
        ],
        row: ["objek peta", "feature"],
        source: ["Digambar para peserta rencana di Rembug.", "Drawn in Rembug by those who take part in the plan."],
        method: [
            "Pendataan lengkap yang tergambar; terbaca beberapa detik setelah digambar. Bentuk utuhnya ada di GeoJSON.",
            "A complete count of what is drawn, read seconds after it is drawn. GeoJSON has the whole shapes.",
        ],
        field: "plans",
        is_own: true,
    };

    const SHAPE: Option<Shape<Drawn>> = Some(|it| Some(it.geometry.clone()));

    // A table to be read as one: spread out by the formatter it would fill the file.
    #[rustfmt::skip]
    const COLUMNS: &'static [Of] = &[
        Of::new("id", Type::Text, ["ID", "Id"], ["Pengenal objek dalam rencananya.", "The feature's identifier within its plan."],
            |it, _| it.id.to_string().into()),
        Of::new("plan_id", Type::Text, PLAN_ID, OF_PLANS, |it, _| it.plan.to_string().into()),
        Of::new("label", Type::Text, ["Nama", "Label"], ["Nama objek.", "What it is called."], |it, _| it.label.clone().into()),
        Of::new("kind", Type::Code, ["Jenis", "Kind"], ["Apa yang diwakilinya.", "What it stands for."],
            |it, _| it.kind.as_str().into()).codes(codes!(FeatureKind)),
        Of::new("note", Type::Text, ["Catatan", "Note"], ["Keterangan lain.", "What else there is to say."],
            |it, _| it.note.clone().into()),
        Of::new("longitude", Type::Decimal, ["Bujur", "Longitude"], ["Titik yang mewakilinya.", "Of the point that stands for it."],
            |it, _| it.location.longitude.into()).unit(DEGREES),
        Of::new("latitude", Type::Decimal, ["Lintang", "Latitude"], ["Titik yang mewakilinya; selatan negatif.",
            "Of the same point; south is negative."], |it, _| it.location.latitude.into()).unit(DEGREES),
    ];

    async fn since(reading: &Reading) -> Result<Option<DateTime<Utc>>, AppError> {
        super::since(reading).await
    }

    async fn portion(reading: &Reading, from: Option<(Uuid, Uuid)>) -> Result<Portion<Drawn, (Uuid, Uuid)>, AppError> {
        let rows = drawn(&reading.db, &plans(reading), from, PORTION).await?;
        Ok(Portion::by_key(rows, |it| (it.plan.0, it.id)))
    }

    async fn count(reading: &Reading) -> Result<Option<u64>, AppError> {
        count_drawn(&reading.db, &plans(reading)).await.map(Some)
    }
}
