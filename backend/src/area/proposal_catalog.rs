//! `proposal_catalog.csv`: what is usually proposed in this regency. A regency without one leaves the file out.

use super::gazetteer::{AgencyRecord, PackError, at, read_rows};
use serde::Deserialize;
use shared::proposal::catalog::CatalogItem;
use shared::proposal::{Kind, Sector, Unit};
use shared::value::Rupiah;
use std::collections::BTreeSet;

pub const FILE: &str = "proposal_catalog.csv";

#[derive(Deserialize)]
struct Row {
    code: String,
    name: String,
    sector: Sector,
    kind: Kind,
    unit: Unit,
    agency: Option<String>,
    /// Rupiah.
    cost_cap: Option<i64>,
}

/// # Errors
/// [`PackError`] with the line of a code that is missing or appears twice, an agency that the pack does not have, or a cap
/// that is no amount.
pub fn parse(text: &str, agencies: &[AgencyRecord]) -> Result<Vec<CatalogItem>, PackError> {
    let (mut items, mut known) = (Vec::new(), BTreeSet::new());
    for (line, row) in read_rows::<Row>(FILE, text)? {
        let fail = |problem: String| at(FILE, line, format!("{}: {problem}", row.code));
        if row.code.is_empty() || row.name.is_empty() {
            return Err(fail("code and name must be there".to_owned()));
        }
        if !known.insert(row.code.clone()) {
            return Err(fail("appears twice".to_owned()));
        }
        if let Some(agency) = row.agency.as_ref().filter(|code| !agencies.iter().any(|agency| agency.code == **code)) {
            return Err(fail(format!("agency {agency} is not in agencies.csv")));
        }
        let cost_cap = row.cost_cap.map(Rupiah::new).transpose().map_err(|_| fail("cost_cap is no amount".to_owned()))?;
        let Row { code, name, sector, kind, unit, agency, .. } = row;
        items.push(CatalogItem { code, name, sector, kind, unit, agency, cost_cap });
    }
    Ok(items)
}
