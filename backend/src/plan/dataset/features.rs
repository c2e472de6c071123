//! What plans draw on their maps.

use super::parts::{Key, Part, Parts};
use super::{OF_PLANS, PLAN_ID};
use crate::error::AppError;
use crate::opendata::unit::DEGREES;
use crate::opendata::{About, Column, Dataset, Reading, Shape, Type, codes};
use crate::plan::list::store::{count_drawn, drawn};
use crate::plan::list::{Drawn, PlanFilter};
use crate::platform::database::Database;
use shared::plan::FeatureKind;

type Of = Column<Drawn>;

pub struct PlanFeatures;

impl Dataset for PlanFeatures {
    type Source = Parts<Drawn>;

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

    fn source(reading: &Reading) -> Self::Source {
        Parts::wanted(reading)
    }
}

impl Part for Drawn {
    fn key(&self) -> Key {
        (self.plan.0, self.id)
    }

    async fn read(db: &Database, plans: &PlanFilter, after: Option<Key>, limit: u64) -> Result<Vec<Self>, AppError> {
        drawn(db, plans, after, limit).await
    }

    async fn count(db: &Database, plans: &PlanFilter) -> Result<u64, AppError> {
        count_drawn(db, plans).await
    }
}
