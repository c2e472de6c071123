//! The filter, as it stands in the address: a link shows another person the same list.

use leptos_router::params::ParamsMap;
use shared::area::AreaCode;
use shared::operations::proposal::ProposalFilter;
use shared::proposal::{Order, Sector, Status, StatusFamily};
use shared::value::BoundingBox;

/// What the reader chose to see.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Filter {
    pub area: Option<AreaCode>,
    pub sector: Option<Sector>,
    pub family: Option<StatusFamily>,
    pub year: Option<i32>,
    pub text: String,
    pub order: Option<Order>,
    /// Only what lies in this part of the map.
    pub bounds: Option<BoundingBox>,
}

impl Filter {
    /// What cannot be read is left out: an old link still opens.
    pub fn from_query(query: &ParamsMap) -> Self {
        let get = |name: &str| query.get(name).filter(|text| !text.is_empty());
        Self {
            area: get("wilayah").and_then(|text| text.parse().ok()),
            sector: get("bidang").and_then(|text| text.parse().ok()),
            family: get("status").and_then(|text| text.parse().ok()),
            year: get("tahun").and_then(|text| text.parse().ok()),
            text: get("cari").unwrap_or_default(),
            order: get("urut").and_then(|text| text.parse().ok()),
            bounds: get("kotak").and_then(|text| read_bounds(&text)),
        }
    }

    /// The address of this filter.
    pub fn to_address(&self) -> String {
        let mut query = ParamsMap::new();
        let mut put = |name: &'static str, value: Option<String>| {
            if let Some(value) = value {
                query.insert(name, value);
            }
        };
        put("wilayah", self.area.as_ref().map(AreaCode::to_string));
        put("bidang", self.sector.map(|sector| sector.to_string()));
        put("status", self.family.map(|family| family.to_string()));
        put("tahun", self.year.map(|year| year.to_string()));
        put("cari", Some(self.text.clone()).filter(|text| !text.is_empty()));
        put("urut", self.order.map(|order| order.to_string()));
        put("kotak", self.bounds.map(|b| format!("{:.5},{:.5},{:.5},{:.5}", b.west, b.south, b.east, b.north)));
        format!("/{}", query.to_query_string())
    }

    /// What the list asks the server for.
    pub fn to_input(&self) -> ProposalFilter {
        ProposalFilter {
            areas: self.area.iter().cloned().collect(),
            sectors: self.sector.into_iter().collect(),
            statuses: self.statuses(),
            fiscal_years: self.year.into_iter().collect(),
            text: Some(self.text.clone()).filter(|text| !text.is_empty()),
            bounding_box: self.bounds,
            ..ProposalFilter::default()
        }
    }

    /// What the map asks the server for.
    pub fn to_points_query(&self) -> String {
        let mut query = ParamsMap::new();
        let mut put = |name: &'static str, value: Option<String>| {
            if let Some(value) = value.filter(|value| !value.is_empty()) {
                query.insert(name, value);
            }
        };
        put("area", self.area.as_ref().map(AreaCode::to_string));
        put("sector", self.sector.map(|sector| sector.to_string()));
        put("status", Some(self.statuses().iter().map(|status| status.as_str()).collect::<Vec<_>>().join(",")));
        put("year", self.year.map(|year| year.to_string()));
        put("text", Some(self.text.clone()));
        query.to_query_string().trim_start_matches('?').to_owned()
    }

    /// A draft is nobody's but its author's, so it is never among what a list for all can show.
    fn statuses(&self) -> Vec<Status> {
        let family = |status: &&Status| self.family == Some(status.family()) && **status != Status::Draft;
        Status::ALL.iter().filter(family).copied().collect()
    }

    pub fn is_empty(&self) -> bool {
        *self == Self { order: self.order, ..Self::default() }
    }
}

fn read_bounds(text: &str) -> Option<BoundingBox> {
    let numbers: Vec<f64> = text.split(',').filter_map(|number| number.parse().ok()).collect();
    match numbers[..] {
        [west, south, east, north] => BoundingBox::new(west, south, east, north).ok(),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_filter_of_statuses_never_asks_for_drafts() {
        let closed = Filter { family: Some(StatusFamily::Closed), ..Filter::default() };
        assert_eq!(closed.to_input().statuses, [Status::Merged, Status::Withdrawn]);
        assert!(Filter::default().to_input().statuses.is_empty());
    }

    #[test]
    fn a_box_is_read_only_when_it_is_one() {
        assert!(read_bounds("109.0,-7.6,109.4,-7.2").is_some());
        for text in ["", "1,2,3", "a,b,c,d", "5,0,1,2"] {
            assert_eq!(read_bounds(text), None, "{text}");
        }
    }

    #[test]
    fn an_order_alone_filters_nothing() {
        assert!(Filter { order: Some(Order::Oldest), ..Filter::default() }.is_empty());
        assert!(!Filter { year: Some(2027), ..Filter::default() }.is_empty());
    }
}
