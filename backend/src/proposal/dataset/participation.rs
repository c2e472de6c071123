//! Taking part: how much, where and when. Never who: few people are not even counted.

use super::filter;
use crate::area::catalogue::Catalogue;
use crate::error::AppError;
use crate::opendata::{About, Cell, Column, Dataset, Portion, Reading, Type};
use crate::proposal::list::{ProposalFilter, store as lists};
use crate::stats::Group;
use crate::stats::store::{participation, summarise};
use shared::area::{AreaCode, AreaLevel};
use shared::stats::ParticipationDimension as Dimension;

type Of = Column<Group>;

pub struct Participation;

/// What people did in one village in one month.
fn key(group: &Group, at: usize) -> Cell {
    group.keys.get(at).cloned().flatten().into()
}

fn village(group: &Group) -> Option<AreaCode> {
    group.keys.first()?.as_deref()?.parse().ok()
}

fn acts(group: &Group, at: usize) -> Cell {
    group.measures.get(at).map(|measure| measure.sum()).into()
}

impl Dataset for Participation {
    type Row = Group;
    /// The place of a district among the districts: one is summed up at a time.
    type Place = usize;

    const ABOUT: About = About {
        name: "participation",
        title: ["Partisipasi", "Participation"],
        definition: [
            "Usulan, dukungan, dan komentar setiap bulan di setiap desa/kelurahan, dan berapa orang mengusulkan atau berkomentar.",
            "Proposals, supports and comments each month in each village, and how many people propose or comment.",
        ],
        row: ["desa/kelurahan dalam satu bulan", "village in one month"],
        source: [
            "Dihitung dari usulan, dukungan, dan komentar di Rembug.",
            "Counted from the proposals, supports and comments in Rembug.",
        ],
        method: [
            "Penjumlahan saat diunduh; orang tanpa pendukung, dan kosong untuk satu sampai empat, yang dapat ditebak.",
            "Summed up when downloaded; people without supporters, and empty for one to four, who could be guessed.",
        ],
        field: "participationStats",
        is_own: true,
    };

    const COLUMNS: &'static [Of] = &[
        Of::new(
            "village_code",
            Type::Text,
            ["Kode desa/kelurahan", "Village code"],
            ["Desa/kelurahan usulannya, kode Kemendagri.", "Village of the proposal, by the Ministry of Home Affairs' code."],
            |it, _| key(it, 0),
        ),
        Of::new(
            "village",
            Type::Text,
            ["Desa/kelurahan", "Village"],
            ["Nama desa atau kelurahan.", "Name of the village."],
            |it, areas| village(it).and_then(|code| areas.area(&code)).map(|area| area.name.clone()).into(),
        ),
        Of::new(
            "district",
            Type::Text,
            ["Kecamatan", "District"],
            ["Nama kecamatan.", "Name of the district (kecamatan)."],
            |it, areas| village(it).and_then(|code| areas.area(&code.district()?)).map(|area| area.name.clone()).into(),
        ),
        Of::new(
            "month",
            Type::Text,
            ["Bulan", "Month"],
            ["Bulan kejadiannya menurut WIB, misalnya 2026-11.", "Month in which it happened, in local time, such as 2026-11."],
            |it, _| key(it, 1),
        ),
        Of::new("proposals", Type::Whole, ["Usulan", "Proposals"], ["Usulan yang diajukan.", "Proposals handed in."], |it, _| {
            acts(it, 0)
        })
        .unit(["usulan", "proposals"]),
        Of::new(
            "supports",
            Type::Whole,
            ["Dukungan", "Supports"],
            ["Dukungan yang diberikan dan tidak ditarik.", "Supports given and not taken back."],
            |it, _| acts(it, 1),
        )
        .unit(["dukungan", "supports"]),
        Of::new(
            "comments",
            Type::Whole,
            ["Komentar", "Comments"],
            ["Komentar, termasuk yang disembunyikan.", "Comments, the hidden ones too."],
            |it, _| acts(it, 2),
        )
        .unit(["komentar", "comments"]),
        Of::new(
            "people",
            Type::Whole,
            ["Orang", "People"],
            [
                "Orang berbeda yang mengusulkan atau berkomentar, tanpa pendukung; kosong berarti satu sampai empat.",
                "Different people who propose or comment, without supporters; empty means one to four.",
            ],
            |it, _| it.people_told().into(),
        )
        .unit(["orang", "people"]),
    ];

    async fn portion(reading: &Reading, from: Option<usize>) -> Result<Portion<Group, usize>, AppError> {
        let at = from.unwrap_or_default();
        let Some(district) = districts(&reading.catalogue).nth(at) else { return Ok(Portion { rows: Vec::new(), next: None }) };
        let areas = common(district, &reading.areas);
        let rows = if areas.is_empty() {
            Vec::new()
        } else {
            let acts = lists::acts(&ProposalFilter { areas, ..filter(reading) });
            let facts = participation(acts, [], &[Dimension::Village, Dimension::Month], reading.db.is_sqlite());
            summarise(&reading.db.snapshot().await?, &facts, &[]).await?
        };
        Ok(Portion { rows, next: Some(at + 1) })
    }

    async fn count(_: &Reading) -> Result<Option<u64>, AppError> {
        Ok(None)
    }
}

fn districts(catalogue: &Catalogue) -> impl Iterator<Item = &AreaCode> {
    catalogue.areas().iter().filter(|area| area.level == AreaLevel::District).map(|area| &area.code)
}

/// What of the district is wanted.
fn common(district: &AreaCode, wanted: &[AreaCode]) -> Vec<AreaCode> {
    if wanted.is_empty() || wanted.iter().any(|area| area.contains(district)) {
        return vec![district.clone()];
    }
    wanted.iter().filter(|area| district.contains(area)).cloned().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_district_is_told_as_far_as_it_is_wanted() {
        let area = |code: &str| code.parse::<AreaCode>().unwrap();
        let district = area("33.02.17");
        let told = |wanted: &[&str]| common(&district, &wanted.iter().map(|code| area(code)).collect::<Vec<_>>());
        assert_eq!(told(&[]), [area("33.02.17")]);
        assert_eq!(told(&["33.02", "33.02.17.2019"]), [area("33.02.17")]);
        assert_eq!(told(&["33.02.17.2019", "33.02.01"]), [area("33.02.17.2019")]);
        assert_eq!(told(&["33.02.01"]), []);
    }
}
