//! Places and agencies.

use super::{Answer, Page};
use crate::area::{AreaCode, AreaKind, AreaLevel};
use crate::proposal::Sector;
use crate::proposal::Status;
use crate::value::{BoundingBox, Location};
use serde::{Deserialize, Serialize};

/// The regency that this Rembug serves.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Region {
    pub code: AreaCode,
    pub name: String,
    pub center: Location,
    pub bounding_box: BoundingBox,
    pub boundaries_approximate: bool,
    pub boundary_attribution: Option<String>,
    pub fiscal_years: Vec<i32>,
    pub default_fiscal_year: i32,
    /// The proposals are made up, to show how it works.
    pub sample_data: bool,
}

/// An area by name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AreaName {
    pub code: AreaCode,
    pub name: String,
    pub kind: AreaKind,
}

/// An area of a list.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AreaSummary {
    pub code: AreaCode,
    pub name: String,
    pub kind: AreaKind,
    pub parent: Option<AreaName>,
    pub location: Location,
    pub bounding_box: Option<BoundingBox>,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct AgencyName {
    pub code: String,
    pub name: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Agency {
    pub code: String,
    pub name: String,
    pub sectors: Vec<Sector>,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ByCode {
    pub code: AreaCode,
}

/// A district with its villages.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct District {
    pub code: AreaCode,
    pub name: String,
    pub kind: AreaKind,
    #[serde(rename = "children")]
    pub villages: Vec<AreaName>,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub struct Districts {
    #[serde(rename = "children")]
    pub districts: Vec<District>,
}

operation! {
    /// Every district and village of the regency by name: some 25 kB, asked for when a list of areas first opens.
    AreaTree(ByCode) -> Answer<Option<Districts>> {
        "query AreaTree($code: String!) { answer: area(code: $code) { children { code name kind children { code name kind } } } }"
    }
}

/// An area and how many proposals lie in it, drafts aside.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AreaWithCount {
    pub code: AreaCode,
    pub name: String,
    pub kind: AreaKind,
    pub proposal_count: i64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
pub struct StatusCount {
    pub status: Status,
    pub count: i64,
}

/// An area as its page shows it.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AreaDetail {
    pub code: AreaCode,
    pub name: String,
    pub level: AreaLevel,
    pub kind: AreaKind,
    pub parent: Option<AreaName>,
    pub children: Vec<AreaWithCount>,
    /// Those with none are left out.
    pub status_counts: Vec<StatusCount>,
    pub location: Location,
    pub bounding_box: Option<BoundingBox>,
    pub area_km2: Option<f64>,
    pub postal_code: Option<String>,
    pub boundary_approximate: bool,
}

operation! {
    AreaPage(ByCode) -> Answer<Option<AreaDetail>> {
        "query AreaPage($code: String!) {
  answer: area(code: $code) {
    code name level kind areaKm2 postalCode boundaryApproximate
    parent { code name kind }
    children { code name kind proposalCount }
    statusCounts { status count }
    location { longitude latitude }
    boundingBox { west south east north }
  }
}"
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct AtLocation {
    pub location: Location,
}

operation! {
    /// The village that holds a point; none outside the regency.
    AreaAt(AtLocation) -> Answer<Option<AreaSummary>> {
        "query AreaAt($location: LocationInput!) {
  answer: areaAt(location: $location) { code name kind parent { code name kind } location { longitude latitude } boundingBox { west south east north } }
}"
    }
}

#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct AreaFilter {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub level: Option<AreaLevel>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parent: Option<AreaCode>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct AreasVariables {
    pub filter: AreaFilter,
    /// 1 to 100.
    pub first: i32,
    pub after: Option<String>,
}

operation! {
    Areas(AreasVariables) -> Answer<Page<AreaSummary>> {
        "query Areas($filter: AreaFilter, $first: Int, $after: String) {
  answer: areas(filter: $filter, first: $first, after: $after) {
    nodes { code name kind parent { code name kind } location { longitude latitude } boundingBox { west south east north } }
    pageInfo { hasNextPage endCursor }
    totalCount
  }
}"
    }
}

operation! {
    Agencies(super::Nothing) -> Answer<Vec<Agency>> {
        "query Agencies { answer: agencies { code name sectors } }"
    }
}
