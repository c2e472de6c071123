//! The regency's offices: what the codes of agencies mean.

use crate::area::catalogue::Agency;
use crate::opendata::{About, Cell, Column, Dataset, InMemory, Reading, Type, codes};
use shared::proposal::Sector;

type Of = Column<Agency>;

pub struct Agencies;

impl Dataset for Agencies {
    type Source = InMemory<Agency>;

    const ABOUT: About = About {
        name: "agencies",
        title: ["Perangkat daerah", "Agencies"],
        definition: [
            "Perangkat daerah (OPD) kabupaten dan bidang yang dilayaninya; kodenya dipakai dalam dataset proposals dan \
             proposal_catalog.",
            "The regency's offices and the fields they serve; the datasets proposals and proposal_catalog name their codes.",
        ],
        row: ["perangkat daerah", "agency"],
        source: ["Paket wilayah, sebagaimana dimuat pengelola.", "The region's pack, as loaded by the operator."],
        method: [
            "Dimuat apa adanya; yang pernah dimuat tidak dihapus, agar kodenya tetap berarti.",
            "Taken over as it is; what was loaded once is not removed, so that its code keeps its meaning.",
        ],
        field: "agencies",
        is_own: true,
    };

    const COLUMNS: &'static [Of] = &[
        Of::new(
            "code",
            Type::Text,
            ["Kode", "Code"],
            ["Kode yang dipakai initial_agency dan final_agency.", "What initial_agency and final_agency name."],
            |it, _| it.code.clone().into(),
        ),
        Of::new("name", Type::Text, ["Nama", "Name"], ["Nama perangkat daerah.", "What the office is called."], |it, _| {
            it.name.clone().into()
        }),
        Of::new(
            "sectors",
            Type::Code,
            ["Bidang", "Sectors"],
            ["Bidang yang dilayaninya; beberapa dipisah spasi.", "What it is responsible for; several are separated by blanks."],
            |it, _| Cell::several(it.sectors.iter().map(|sector| sector.as_str())),
        )
        .codes(codes!(Sector)),
    ];

    fn source(_: &Reading) -> Self::Source {
        InMemory::new(|reading| reading.catalogue.agencies().iter().collect())
    }
}
