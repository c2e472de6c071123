//! The queue's filter, as it stands in the address.

use leptos_router::params::ParamsMap;
use shared::area::AreaCode;
use shared::operations::proposal::ProposalFilter;
use shared::proposal::{Order, Sector, Status};

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Filter {
    pub status: Option<Status>,
    pub area: Option<AreaCode>,
    pub sector: Option<Sector>,
    pub year: Option<i32>,
    pub text: String,
    pub order: Option<Order>,
    /// Only what has waited longer than its level may take, of what has been loaded.
    pub late_only: bool,
}

impl Filter {
    /// What cannot be read is left out.
    pub fn from_query(query: &ParamsMap) -> Self {
        let get = |name: &str| query.get(name).filter(|text| !text.is_empty());
        Self {
            status: get("status").and_then(|text| text.parse().ok()),
            area: get("wilayah").and_then(|text| text.parse().ok()),
            sector: get("bidang").and_then(|text| text.parse().ok()),
            year: get("tahun").and_then(|text| text.parse().ok()),
            text: get("cari").unwrap_or_default(),
            order: get("urut").and_then(|text| text.parse().ok()),
            late_only: get("terlambat").is_some(),
        }
    }

    /// The address of the desk with this filter.
    pub fn to_address(&self) -> String {
        let mut query = ParamsMap::new();
        let mut put = |name: &'static str, value: Option<String>| {
            if let Some(value) = value {
                query.insert(name, value);
            }
        };
        put("status", self.status.map(|status| status.to_string()));
        put("wilayah", self.area.as_ref().map(AreaCode::to_string));
        put("bidang", self.sector.map(|sector| sector.to_string()));
        put("tahun", self.year.map(|year| year.to_string()));
        put("cari", Some(self.text.clone()).filter(|text| !text.is_empty()));
        put("urut", self.order.map(|order| order.to_string()));
        put("terlambat", self.late_only.then(|| "ya".to_owned()));
        format!("{}{}", crate::routes::DESK, query.to_query_string())
    }

    pub fn to_input(&self) -> ProposalFilter {
        ProposalFilter {
            awaiting_me: true,
            statuses: self.status.into_iter().collect(),
            areas: self.area.iter().cloned().collect(),
            sectors: self.sector.into_iter().collect(),
            fiscal_years: self.year.into_iter().collect(),
            text: Some(self.text.clone()).filter(|text| !text.is_empty()),
            ..ProposalFilter::default()
        }
    }

    /// Longest first, unless the reader wants it otherwise.
    pub fn order(&self) -> Order {
        self.order.unwrap_or(Order::LongestWaiting)
    }

    pub fn is_empty(&self) -> bool {
        *self == Self { order: self.order, ..Self::default() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_queue_always_asks_for_what_awaits_me() {
        assert!(Filter::default().to_input().awaiting_me);
        assert_eq!(Filter::default().order(), Order::LongestWaiting);
    }

    #[test]
    fn an_order_alone_filters_nothing() {
        assert!(Filter { order: Some(Order::Newest), ..Filter::default() }.is_empty());
        assert!(!Filter { late_only: true, ..Filter::default() }.is_empty());
    }
}
