//! What parts, fields and values of a plan are called.

use crate::i18n::{fill, language, name_of, t};
use crate::pages::plan::money::money;
use chrono::NaiveDate;
use shared::plan::schema::{BODY, GONE, ORDER, SUMMARY, TITLE, Table};
use shared::plan::{Content, FeatureKind, RowId};
use shared::proposal::FundingSource;
use shared::value::Quantity;
use shared::value::time::format_date;

/// One row of a table.
pub fn row_word(table: Table) -> &'static str {
    t(match table {
        Table::Sections => "plan.section",
        Table::Objectives => "plan.objective",
        Table::Indicators => "history.indicator",
        Table::Budget => "history.line",
        Table::Activities => "plan.activity",
        Table::Features => "history.feature",
        Table::Proposals => "history.proposal",
    })
}

/// The part of the plan that a table is.
pub fn part_word(table: Table) -> &'static str {
    t(match table {
        Table::Sections => "plan.sections",
        Table::Objectives => "plan.objectives",
        Table::Indicators => "plan.indicators",
        Table::Budget => "plan.budget",
        Table::Activities => "plan.schedule",
        Table::Features => "plan.map",
        Table::Proposals => "plan.proposals",
    })
}

/// A field; of [`ORDER`] and [`GONE`], what was done.
pub fn field_word(table: Option<Table>, field: &str) -> &'static str {
    t(match (table, field) {
        (None, TITLE) => "plan.title",
        (None, SUMMARY) => "plan.summary",
        (_, ORDER) => "history.moved",
        (_, GONE) => "history.removed",
        (Some(Table::Sections), BODY) => "plan.body",
        (Some(Table::Sections), _) => "plan.heading",
        (Some(Table::Objectives), _) => "plan.objective",
        (Some(Table::Indicators), "name") => "plan.indicator",
        (Some(Table::Indicators), "source") => "plan.data_source",
        (_, "baseline") => "plan.baseline",
        (_, "target") => "plan.target",
        (_, "unit") => "plan.unit",
        (_, "item") => "plan.item",
        (_, "volume") => "plan.volume",
        (_, "price") => "plan.price",
        (_, "source") => "plan.source",
        (Some(Table::Activities), "name") => "plan.activity",
        (_, "start") => "plan.start",
        (_, "end") => "plan.end",
        (_, "partner") => "plan.partner",
        (_, "after") => "plan.after",
        (_, "label") => "plan.label",
        (_, "kind") => "plan.kind",
        (_, "note") => "plan.note",
        (_, "geometry") => "plan.draw",
        _ => "history.other_field",
    })
}

/// A value as it is kept, for people.
pub fn value_word(field: &str, kept: &str, content: &Content) -> String {
    let worded = match field {
        "volume" => kept.parse().ok().and_then(|volume| Quantity::from_thousandths(volume).ok()).map(|it| it.format(language())),
        "price" => kept.parse().ok().map(money),
        "source" => kept.parse::<FundingSource>().ok().map(|source| name_of(source).to_owned()),
        "kind" => kept.parse::<FeatureKind>().ok().map(|kind| name_of(kind).to_owned()),
        "start" | "end" => kept.parse::<NaiveDate>().ok().map(day),
        "after" => Some(activities(kept, content)),
        _ => None,
    };
    worded.unwrap_or_else(|| kept.to_owned())
}

fn day(day: NaiveDate) -> String {
    // Noon is the same day in all of Indonesia.
    day.and_hms_opt(5, 0, 0).map_or_else(|| day.to_string(), |noon| format_date(noon.and_utc(), language()))
}

/// The activities with these ids, by name as long as they are there.
fn activities(ids: &str, content: &Content) -> String {
    let ids: Vec<RowId> = ids.split(',').filter_map(|id| id.parse().ok()).collect();
    let name = |id: &RowId| content.name_of(Table::Activities, *id).filter(|name| !name.is_empty());
    let names: Option<Vec<&str>> = ids.iter().map(name).collect();
    names.map_or_else(|| fill(t("history.activities"), &[("count", ids.len().to_string())]), |names| names.join(", "))
}

/// How much more or less it is.
pub fn difference(before: i64, after: i64) -> String {
    match after - before {
        0 => money(0),
        more if more > 0 => format!("+{}", money(more)),
        less => format!("−{}", money(-less)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::plan::Activity;

    #[test]
    fn values_are_worded_for_people() {
        let id = RowId::from_u128(1);
        let content =
            Content { activities: vec![Activity { id, name: "Ukur".into(), ..Activity::default() }], ..Content::default() };
        for (field, kept, worded) in [
            ("volume", "12500", "12,5"),
            ("price", "65000", "Rp65.000"),
            ("start", "2027-03-01", "1 Maret 2027"),
            ("after", &id.to_string(), "Ukur"),
            ("after", "00000000-0000-0000-0000-000000000009", "1 kegiatan"),
            ("kind", "PROBLEM", name_of(FeatureKind::Problem)),
            ("kind", "nonsense", "nonsense"),
        ] {
            assert_eq!(value_word(field, kept, &content), worded, "{field} {kept}");
        }
        assert_eq!([difference(1_000, 3_500), difference(5, 5), difference(900, 100)], ["+Rp2.500", "Rp0", "−Rp800"]);
    }
}
