//! Taking part: how much, where and when. Never who: few people are not even counted.

use crate::access::ProposalScope;
use crate::error::AppError;
use crate::opendata::unit::PEOPLE;
use crate::opendata::{About, Cell, Column, Dataset, Portion, Reading, Source, Type};
use crate::platform::database::{Listed, Seen};
use crate::proposal::list::{ProposalFilter, store as lists};
use crate::stats::Group;
use crate::stats::store::{Act, Asked, participation, summarise};
use chrono::{DateTime, Utc};
use shared::area::{AreaCode, AreaLevel};
use shared::proposal::Order;
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

/// What of it the file tells.
const TOLD: [Act; 3] = [Act::Proposal, Act::Support, Act::Comment];

fn acts(group: &Group, act: Act) -> Cell {
    group.measures.get(act as usize).map(|measure| measure.sum()).into()
}

impl Dataset for Participation {
    type Source = Villages;

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
            acts(it, Act::Proposal)
        })
        .unit(["usulan", "proposals"]),
        Of::new(
            "supports",
            Type::Whole,
            ["Dukungan", "Supports"],
            ["Dukungan yang diberikan dan tidak ditarik.", "Supports given and not taken back."],
            |it, _| acts(it, Act::Support),
        )
        .unit(["dukungan", "supports"]),
        Of::new(
            "comments",
            Type::Whole,
            ["Komentar", "Comments"],
            ["Komentar, termasuk yang disembunyikan.", "Comments, the hidden ones too."],
            |it, _| acts(it, Act::Comment),
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
        .unit(PEOPLE),
    ];

    fn source(reading: &Reading) -> Self::Source {
        let wanted = |code: &&AreaCode| reading.areas.is_empty() || reading.areas.iter().any(|area| area.contains(code));
        let villages = reading.catalogue.areas().iter().filter(|area| area.level == AreaLevel::Village);
        Villages(villages.map(|area| &area.code).filter(wanted).cloned().collect())
    }
}

/// The villages that are wanted: one is summed up at a time, so that no number of months is too many.
pub struct Villages(Vec<AreaCode>);

impl Source for Villages {
    type Row = Group;
    /// Which of them.
    type Place = usize;

    async fn portion(&self, reading: &Reading, from: Option<usize>) -> Result<Portion<Group, usize>, AppError> {
        let at = from.unwrap_or_default();
        let Some(village) = self.0.get(at) else { return Ok(Portion { rows: Vec::new(), next: None }) };
        let acts = lists::acts(&ProposalFilter { areas: vec![village.clone()], ..Default::default() });
        let facts = participation(acts, [], &[Dimension::Village, Dimension::Month], reading.db.is_sqlite());
        let asked = Asked { people: true, sums: TOLD.map(|act| act as usize).to_vec(), medians: Vec::new() };
        let rows = summarise(&reading.db.snapshot().await?, &facts, &asked).await?;
        Ok(Portion { rows, next: Some(at + 1) })
    }

    async fn since(&self, reading: &Reading) -> Result<Option<DateTime<Utc>>, AppError> {
        Seen { scope: ProposalScope::PUBLIC, filter: ProposalFilter::default() }.since(&reading.db, Order::Newest).await
    }

    async fn count(&self, _: &Reading) -> Result<Option<u64>, AppError> {
        Ok(None)
    }
}
