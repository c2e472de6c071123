//! How the parts of a plan are said, on screens and in files alike.

use super::Activity;
use crate::i18n::{Lang, text};
use crate::proposal::FundingSource;
use crate::value::Shape;
use crate::value::time::format_day;

/// From when to when.
pub fn days(activity: &Activity, lang: Lang) -> String {
    match (activity.start, activity.end) {
        (Some(start), Some(end)) if start != end => format!("{} – {}", format_day(start, lang), format_day(end, lang)),
        (Some(one), _) | (None, Some(one)) => format_day(one, lang),
        (None, None) => text(lang, "plan.no_date").to_owned(),
    }
}

/// What kind of shape it is, and where it lies.
pub fn place(shape: &Shape, lang: Lang) -> String {
    let key = match shape {
        Shape::Point(_) => "plan.shape_point",
        Shape::Line(_) => "plan.shape_line",
        Shape::Polygon(_) => "plan.shape_polygon",
    };
    let anchor = shape.anchor();
    let place = format!("{:.5}, {:.5}", anchor.latitude, anchor.longitude);
    text(lang, key).replace("{place}", &place).replace("{count}", &shape.positions().len().to_string())
}

/// Who pays.
pub fn source(source: Option<FundingSource>, lang: Lang) -> &'static str {
    text(lang, source.map_or("plan.no_source", FundingSource::message_key))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn days_and_places_are_said_in_both_languages() {
        let activity =
            |start: &str, end: &str| Activity { start: start.parse().ok(), end: end.parse().ok(), ..Activity::default() };
        for (start, end, lang, said) in [
            ("2028-03-01", "2028-04-05", Lang::Id, "1 Maret 2028 – 5 April 2028"),
            ("2028-03-01", "2028-03-01", Lang::En, "1 March 2028"),
            ("", "2028-03-01", Lang::Id, "1 Maret 2028"),
            ("", "", Lang::Id, "Belum ada tanggal"),
        ] {
            assert_eq!(days(&activity(start, end), lang), said);
        }
        let line = json!({ "type": "LineString", "coordinates": [[109.1, -7.4], [109.2, -7.5]] });
        assert_eq!(place(&Shape::from_geojson(&line).unwrap(), Lang::Id), "Garis, 2 titik, sekitar -7.50000, 109.20000");
        assert_eq!(source(None, Lang::En), "Not decided yet");
    }
}
