//! What can be reckoned from other answers, as a suggestion that the person takes or leaves.

use serde_json::Value;
use shared::value::{Quantity, Rupiah, Shape};

/// Volume × unit price in whole rupiah, once both are typed.
pub fn suggest_cost(quantity: &str, unit_price: &str) -> Option<Rupiah> {
    let quantity = i128::from(Quantity::parse(quantity).ok()?.thousandths());
    let price = i128::from(Rupiah::parse(unit_price).ok()?.get());
    let amount = i64::try_from((quantity * price + 500) / 1000).ok()?;
    Rupiah::new(amount).ok().filter(|amount| amount.get() > 0)
}

/// The length of a line on the map in whole metres.
pub fn drawn_length(geometry: &Value) -> Option<i64> {
    match Shape::from_geojson(geometry).ok()? {
        Shape::Line(line) => {
            let meters: f64 = line.windows(2).map(|pair| pair[0].distance_meters(pair[1])).sum();
            Some(meters.round() as i64).filter(|meters| *meters > 0)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn volume_times_price_is_suggested_as_cost() {
        let suggested = |quantity, price| suggest_cost(quantity, price).map(Rupiah::get);
        assert_eq!(suggested("420", "450.000"), Some(189_000_000));
        assert_eq!(suggested("12,5", "Rp1.000"), Some(12_500));
        assert_eq!(suggested("0,333", "10"), Some(3));
        for (quantity, price) in [("", "1"), ("1", ""), ("x", "1"), ("3", "0"), ("900.000.000.000", "9.000.000.000.000.000")] {
            assert_eq!(suggested(quantity, price), None, "{quantity} × {price}");
        }
    }

    #[test]
    fn only_a_line_has_a_length() {
        let line = json!({ "type": "LineString", "coordinates": [[109.0, -7.0], [109.0, -7.009]] });
        assert_eq!(drawn_length(&line), Some(1001));
        assert_eq!(drawn_length(&json!({ "type": "Point", "coordinates": [109.0, -7.0] })), None);
        assert_eq!(drawn_length(&Value::Null), None);
    }
}
