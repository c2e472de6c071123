//! What a plan says: the typed view of its live document, which every screen, list and export reads.

use crate::proposal::FundingSource;
use crate::value::{Quantity, Rupiah, Shape};
use crate::wire::wire_enum;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use uuid::Uuid;

/// The name of a row or a section within its plan. It stays the same whatever is edited around it.
pub type RowId = Uuid;

/// A plan as it stands at one moment; every list in the order in which people arranged it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Content {
    pub title: String,
    pub summary: String,
    pub sections: Vec<Section>,
    pub objectives: Vec<Objective>,
    pub indicators: Vec<Indicator>,
    pub budget: Vec<BudgetLine>,
    pub activities: Vec<Activity>,
    pub features: Vec<Feature>,
    /// The proposals it was made from or answers.
    pub proposals: Vec<RowId>,
}

/// A chapter of the plan's text.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Section {
    pub id: RowId,
    pub heading: String,
    /// In the small subset of Markdown of [`super::markdown`].
    pub body: String,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Objective {
    pub id: RowId,
    pub text: String,
}

/// What is measured, from where to where.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Indicator {
    pub id: RowId,
    pub name: String,
    pub unit: String,
    /// As people write it, such as `12,5`; empty while unknown.
    pub baseline: String,
    pub target: String,
    /// Where the number comes from.
    pub source: String,
}

/// One line of the cost estimate (RAB).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct BudgetLine {
    pub id: RowId,
    pub item: String,
    /// In thousandths of the unit; `None` while not filled in.
    pub volume: Option<i64>,
    pub unit: String,
    /// Rupiah for one unit.
    pub price: Option<i64>,
    pub source: Option<FundingSource>,
}

impl BudgetLine {
    /// Volume times price in whole rupiah, half a rupiah rounded up; 0 while one of them is missing. At most 2^53.
    pub fn total(&self) -> i64 {
        let product = i128::from(self.volume.unwrap_or(0)) * i128::from(self.price.unwrap_or(0));
        i64::try_from((product + 500) / 1000).unwrap_or(Rupiah::MAX).min(Rupiah::MAX)
    }

    pub fn quantity(&self) -> Option<Quantity> {
        self.volume.and_then(|thousandths| Quantity::from_thousandths(thousandths).ok())
    }
}

/// Something to be done between two days.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Activity {
    pub id: RowId,
    pub name: String,
    pub start: Option<NaiveDate>,
    /// The last day of it.
    pub end: Option<NaiveDate>,
    /// Who is responsible.
    pub partner: String,
    /// The activities that must end before this one begins.
    pub after: Vec<RowId>,
}

wire_enum! {
    /// What a shape on the plan's map stands for.
    FeatureKind, "feature_kind" {
        Planned = "PLANNED",
        Existing = "EXISTING",
        Problem = "PROBLEM",
        Potential = "POTENTIAL",
    }
}

/// A point, line or polygon on the plan's map.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Feature {
    pub id: RowId,
    pub label: String,
    pub kind: FeatureKind,
    pub note: String,
    /// GeoJSON, as [`Shape::from_geojson`] accepts it.
    pub geometry: serde_json::Value,
}

impl Feature {
    pub fn shape(&self) -> Option<Shape> {
        Shape::from_geojson(&self.geometry).ok()
    }
}

impl Content {
    /// The sum of all lines in whole rupiah; at most 2^53.
    pub fn budget_total(&self) -> i64 {
        self.budget.iter().fold(0, |sum: i64, line| sum.saturating_add(line.total())).min(Rupiah::MAX)
    }

    /// What each source of funds gives; lines without a source come first, under `None`.
    pub fn budget_by_source(&self) -> BTreeMap<Option<FundingSource>, i64> {
        self.budget.iter().fold(BTreeMap::new(), |mut sums, line| {
            let sum: &mut i64 = sums.entry(line.source).or_default();
            *sum = sum.saturating_add(line.total()).min(Rupiah::MAX);
            sums
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(volume: i64, price: i64, source: Option<FundingSource>) -> BudgetLine {
        BudgetLine { volume: Some(volume), price: Some(price), source, ..BudgetLine::default() }
    }

    #[test]
    fn totals_are_exact_to_half_a_rupiah_and_never_overflow() {
        assert_eq!(line(120_500, 185_000, None).total(), 22_292_500);
        assert_eq!(line(333, 1_000, None).total(), 333);
        assert_eq!(line(1, 500, None).total(), 1);
        assert_eq!(line(1, 499, None).total(), 0);
        assert_eq!(line(i64::MAX, i64::MAX, None).total(), Rupiah::MAX);
        assert_eq!(BudgetLine { price: Some(5), ..BudgetLine::default() }.total(), 0);
    }

    #[test]
    fn the_budget_adds_up_by_source() {
        let dd = Some(FundingSource::ApbdesDd);
        let content = Content { budget: vec![line(1000, 5, dd), line(2000, 10, dd), line(1000, 7, None)], ..Content::default() };
        assert_eq!(content.budget_total(), 32);
        assert_eq!(content.budget_by_source(), BTreeMap::from([(None, 7), (dd, 25)]));
    }
}
