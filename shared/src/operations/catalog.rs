//! The catalogue of proposals (kamus usulan).

use super::area::AgencyName;
use super::{Answer, Nothing};
use crate::proposal::catalog;
use crate::proposal::{Kind, Sector, Unit};
use crate::value::Rupiah;
use serde::Deserialize;

/// What a proposal may be a case of.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CatalogItem {
    pub code: String,
    pub name: String,
    pub sector: Sector,
    pub kind: Kind,
    pub unit: Unit,
    pub agency: Option<AgencyName>,
    pub cost_cap: Option<Rupiah>,
}

impl From<CatalogItem> for catalog::CatalogItem {
    fn from(item: CatalogItem) -> Self {
        let CatalogItem { code, name, sector, kind, unit, agency, cost_cap } = item;
        Self { code, name, sector, kind, unit, agency: agency.map(|agency| agency.code), cost_cap }
    }
}

operation! {
    /// All of it, for a form that can then be filled in without a connection.
    ProposalCatalog(Nothing) -> Answer<Vec<CatalogItem>> {
        "query ProposalCatalog { answer: proposalCatalog { code name sector kind unit agency { code name } costCap } }"
    }
}
