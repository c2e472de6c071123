use crate::i18n::{fill, language, t};
use chrono::{DateTime, Utc};
use shared::operations::plan::PlanVersion;
use shared::operations::plan_history::PlanHistoryEntry;
use shared::value::time::format_instant;
use std::collections::BTreeMap;

/// A moment of a plan: what it said after one entry of its log.
#[derive(Clone, Debug, PartialEq)]
pub struct Moment {
    pub seq: i64,
    kind: Kind,
}

#[derive(Clone, Debug, PartialEq)]
enum Kind {
    Now,
    Named(String),
    /// When somebody stopped writing, and who that was.
    Written(DateTime<Utc>, Option<String>),
    /// Further back than the page has.
    Earlier,
}

impl Moment {
    /// Every moment once, latest first: of several names for one, the most telling.
    pub fn all(versions: &[PlanVersion], entries: &[PlanHistoryEntry], now: i64, chosen: &[i64]) -> Vec<Self> {
        let mut moments: BTreeMap<i64, Kind> = chosen.iter().map(|seq| (*seq, Kind::Earlier)).collect();
        moments.extend(entries.iter().map(|entry| {
            let writer = entry.person.as_ref().map(|person| person.display_name.clone());
            (entry.until_seq, Kind::Written(entry.until, writer))
        }));
        moments.extend(versions.iter().map(|version| (version.seq, Kind::Named(version.name.clone()))));
        moments.insert(now, Kind::Now);
        moments.into_iter().rev().filter(|(seq, _)| *seq > 0).map(|(seq, kind)| Self { seq, kind }).collect()
    }

    /// What it is called, in the language of the screen.
    pub fn name(&self) -> String {
        match &self.kind {
            Kind::Now => t("history.now").to_owned(),
            Kind::Named(name) => format!("“{name}”"),
            Kind::Written(at, None) => format_instant(*at, language()),
            Kind::Written(at, Some(writer)) => format!("{} · {writer}", format_instant(*at, language())),
            Kind::Earlier => fill(t("history.entry"), &[("seq", self.seq.to_string())]),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn every_moment_stands_once_with_its_most_telling_name() {
        let person = json!({ "id": "usr_01980000000070008000000000000002", "displayName": "Siti", "offices": [] });
        let entry = |from: i64, until: i64| -> PlanHistoryEntry {
            let at = "2027-01-12T03:20:00Z";
            let entry = json!({
                "person": person, "office": null, "byProgram": false, "from": at, "until": at, "fromSeq": from, "untilSeq": until,
                "count": until + 1 - from, "changes": []
            });
            serde_json::from_value(entry).unwrap()
        };
        let version: PlanVersion = serde_json::from_value(json!({
            "id": "pvr_01980000000070008000000000000003", "seq": 4, "name": "Konsep", "stage": null, "restoredFrom": null,
            "at": "2027-01-12T03:20:00Z", "person": person, "office": null
        }))
        .unwrap();
        let moments = Moment::all(&[version], &[entry(5, 9), entry(1, 4)], 9, &[2, 4, 0]);
        let names: Vec<_> = moments.iter().map(|moment| (moment.seq, moment.name())).collect();
        let wanted = [(9, "Sekarang"), (4, "“Konsep”"), (2, "perubahan ke-2")];
        assert_eq!(names, wanted.map(|(seq, name)| (seq, name.to_owned())));
    }
}
