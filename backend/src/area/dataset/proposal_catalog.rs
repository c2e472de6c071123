//! Kamus usulan: what the catalogue's codes mean.

use crate::opendata::unit::RUPIAH;
use crate::opendata::{About, Column, Dataset, InMemory, Reading, Type, codes};
use shared::proposal::{CatalogItem, Kind, Sector, Unit};

type Of = Column<CatalogItem>;

pub struct ProposalCatalog;

impl Dataset for ProposalCatalog {
    type Source = InMemory<CatalogItem>;

    const ABOUT: About = About {
        name: "proposal_catalog",
        title: ["Kamus usulan", "Catalogue of proposals"],
        definition: [
            "Yang lazim diusulkan di kabupaten ini, dengan satuan dan batas biayanya; kodenya dipakai dalam dataset proposals.",
            "What is usually proposed in this regency, with unit and cost cap; the dataset proposals names its codes.",
        ],
        row: ["butir kamus", "item of the catalogue"],
        source: ["Paket wilayah, sebagaimana dimuat pengelola.", "The region's pack, as loaded by the operator."],
        method: [
            "Kamus yang berlaku sekarang; butir yang dihapus tidak ada lagi di sini.",
            "The catalogue as it is now; an item that was dropped is here no longer.",
        ],
        field: "proposalCatalog",
        is_own: true,
    };

    const COLUMNS: &'static [Of] = &[
        Of::new(
            "code",
            Type::Text,
            ["Kode", "Code"],
            ["Kode yang dipakai kolom catalog_code.", "What the column catalog_code names."],
            |it, _| it.code.clone().into(),
        ),
        Of::new("name", Type::Text, ["Nama", "Name"], ["Nama dalam kamus.", "What the catalogue calls it."], |it, _| {
            it.name.clone().into()
        }),
        Of::new("sector", Type::Code, ["Bidang", "Sector"], ["Bidang pembangunan.", "Field of development."], |it, _| {
            it.sector.as_str().into()
        })
        .codes(codes!(Sector)),
        Of::new(
            "kind",
            Type::Code,
            ["Klasifikasi", "Kind"],
            ["Dibangun atau dilaksanakan sebagai kegiatan.", "Something built or something done."],
            |it, _| it.kind.as_str().into(),
        )
        .codes(codes!(Kind)),
        Of::new("unit", Type::Code, ["Satuan", "Unit"], ["Satuan volume.", "Unit of the volume."], |it, _| it.unit.as_str().into())
            .codes(codes!(Unit)),
        Of::new(
            "agency",
            Type::Text,
            ["Perangkat daerah", "Agency"],
            ["Kode perangkat daerah yang lazim melaksanakan.", "Code of the agency that usually carries it out."],
            |it, _| it.agency.clone().into(),
        ),
        Of::new(
            "cost_cap",
            Type::Whole,
            ["Batas biaya", "Cost cap"],
            [
                "Biaya paling tinggi untuk satu usulan; kosong bila tanpa batas.",
                "What one proposal should cost at most; empty for none.",
            ],
            |it, _| it.cost_cap.into(),
        )
        .unit(RUPIAH),
    ];

    fn source(_: &Reading) -> Self::Source {
        InMemory::new(|reading| reading.catalogue.proposal_catalog().iter().collect())
    }
}
