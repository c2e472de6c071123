//! The areas as open data, from the catalogue in memory.

use crate::area::catalogue::Area;
use crate::opendata::unit::DEGREES;
use crate::opendata::{About, Column, Dataset, InMemory, Reading, Type, codes};
use shared::area::{AreaKind, AreaLevel};

type Of = Column<Area>;

pub struct Areas;

impl Dataset for Areas {
    type Source = InMemory<Area>;

    const ABOUT: About = About {
        name: "areas",
        title: ["Wilayah", "Areas"],
        definition: [
            "Kabupaten, kecamatan, serta desa dan kelurahannya: kode, nama, luas, penduduk, garis batas, dan satu titik di dalamnya.",
            "The regency, its districts and villages: code, name, size, population, outline and a point inside.",
        ],
        row: ["wilayah", "area"],
        source: [
            "Kode dan data wilayah Kementerian Dalam Negeri, sebagaimana dimuat pengelola.",
            "Codes and data of the Ministry of Home Affairs, as loaded by the operator.",
        ],
        method: [
            "Dimuat dari paket wilayah. Garis batas ada dalam GeoJSON, disederhanakan untuk peta tanpa celah antarwilayah.",
            "Loaded from the region's pack. Outlines are in GeoJSON, made simpler for maps, without gaps between areas.",
        ],
        field: "areas",
        is_own: false,
    };

    const SHAPE: Option<fn(&Area) -> Option<String>> = Some(|it| it.outline.as_deref().map(str::to_owned));

    const COLUMNS: &'static [Of] = &[
        Of::new(
            "code",
            Type::Text,
            ["Kode", "Code"],
            ["Kode wilayah Kemendagri, misalnya 33.02.17.2019.", "Code of the Ministry of Home Affairs, such as 33.02.17.2019."],
            |it, _| it.code.as_str().into(),
        ),
        Of::new("name", Type::Text, ["Nama", "Name"], ["Nama wilayah.", "The area's name."], |it, _| it.name.clone().into()),
        Of::new("level", Type::Code, ["Tingkat", "Level"], ["Tingkat wilayah.", "Level of the area."], |it, _| {
            it.level.as_str().into()
        })
        .codes(codes!(AreaLevel)),
        Of::new("kind", Type::Code, ["Jenis", "Kind"], ["Jenis wilayah.", "Kind of area."], |it, _| it.kind.as_str().into())
            .codes(codes!(AreaKind)),
        Of::new(
            "parent_code",
            Type::Text,
            ["Kode atasan", "Parent code"],
            ["Wilayah setingkat di atasnya.", "The area one level above."],
            |it, _| it.code.parent().map(String::from).into(),
        ),
        Of::new("postal_code", Type::Text, ["Kode pos", "Postal code"], ["Kode pos.", "The postal code."], |it, _| {
            it.postal_code.clone().into()
        }),
        Of::new("area_km2", Type::Decimal, ["Luas", "Size"], ["Luas resmi.", "Official size."], |it, _| {
            (it.square_meters as f64 / 1e6).into()
        })
        .unit(["km²", "km²"]),
        Of::new(
            "population",
            Type::Whole,
            ["Penduduk", "Population"],
            [
                "Jumlah jiwa; kosong bila tidak diketahui, baik seluruhnya maupun semua bagiannya.",
                "How many people live there; empty where nobody has said, nor of all its parts.",
            ],
            |it, areas| areas.population(&it.code).map(|found| found.people).into(),
        )
        .unit(["jiwa", "people"]),
        Of::new(
            "population_year",
            Type::Whole,
            ["Tahun penduduk", "Year of the population"],
            ["Tahun angkanya; yang tertua bila dijumlahkan.", "The year that it was so; of the oldest figure, where it is a sum."],
            |it, areas| areas.population(&it.code).map(|found| found.year).into(),
        ),
        Of::new(
            "population_source",
            Type::Text,
            ["Sumber penduduk", "Source of the population"],
            ["Menurut siapa angkanya.", "Who says so."],
            |it, areas| areas.population(&it.code).map(|found| found.source.clone()).into(),
        ),
        Of::new("longitude", Type::Decimal, ["Bujur", "Longitude"], ["Titik di dalamnya.", "Of a point inside."], |it, _| {
            it.location.longitude.into()
        })
        .unit(DEGREES),
        Of::new(
            "latitude",
            Type::Decimal,
            ["Lintang", "Latitude"],
            ["Titik di dalamnya; selatan negatif.", "Of the same point; south is negative."],
            |it, _| it.location.latitude.into(),
        )
        .unit(DEGREES),
        Of::new(
            "boundary_approximate",
            Type::Flag,
            ["Batas perkiraan", "Approximate boundary"],
            ["Apakah garis batasnya hanya perkiraan.", "Whether its outline is only approximate."],
            |it, _| it.approximate.into(),
        ),
    ];

    fn source(_: &Reading) -> Self::Source {
        InMemory::new(wanted)
    }
}

fn wanted(reading: &Reading) -> Vec<&Area> {
    let is_wanted = |area: &&Area| reading.areas.is_empty() || reading.areas.iter().any(|wanted| wanted.contains(&area.code));
    reading.catalogue.areas().iter().filter(is_wanted).collect()
}
