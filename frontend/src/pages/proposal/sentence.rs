//! The journal in sentences: who did what, in the language of the screen.

use crate::i18n::{fill, language, name_of, t};
use chrono::{DateTime, Utc};
use serde_json::Value;
use shared::operations::journal::JournalEntry;
use shared::proposal::{DecisionKind, ReasonCode, Status};
use shared::value::number::group_thousands;

/// One line of the history.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    pub text: String,
    /// The reason given, in words.
    pub reason: Option<String>,
    /// The status it led to.
    pub status: Option<Status>,
    pub icon: &'static str,
    pub at: DateTime<Utc>,
    /// The event's link in the chain of all events.
    pub hash: String,
}

/// Lines for these events, in their order; a run of supports or comments becomes one line.
pub fn lines(entries: &[JournalEntry]) -> Vec<Line> {
    entries.chunk_by(|a, b| a.kind == b.kind && counted(&a.kind).is_some()).filter_map(line).collect()
}

/// Events told by their number rather than one by one.
fn counted(kind: &str) -> Option<(&'static str, &'static str)> {
    match kind {
        "proposal.supported" => Some(("event.supported", "heart")),
        "proposal.support_withdrawn" => Some(("event.support_withdrawn", "heart")),
        "comment.added" => Some(("event.comments", "comment")),
        _ => None,
    }
}

fn line(run: &[JournalEntry]) -> Option<Line> {
    let entry = run.last()?;
    let (text, icon) = match counted(&entry.kind) {
        Some((key, icon)) => (fill(t(key), &[("count", group_thousands(run.len() as i64, language()))]), icon),
        None => told(entry),
    };
    let details = &entry.details;
    let reason = text_of(details, "reasonText").or_else(|| text_of(details, "reason")).or_else(|| text_of(details, "note"));
    let code = text_of(details, "reasonCode").and_then(|code| code.parse::<ReasonCode>().ok()).map(name_of);
    let reason = match (code, reason) {
        (Some(code), Some(reason)) => Some(format!("{code}: {reason}")),
        (code, reason) => code.map(str::to_owned).or(reason),
    };
    let status = text_of(details, "to").and_then(|to| to.parse().ok());
    Some(Line { text, reason, status, icon, at: entry.at, hash: entry.hash.clone() })
}

fn text_of(details: &Value, name: &str) -> Option<String> {
    details.get(name).and_then(Value::as_str).map(str::to_owned)
}

fn told(entry: &JournalEntry) -> (String, &'static str) {
    let details = &entry.details;
    let (key, icon) = match entry.kind.as_str() {
        "proposal.submitted" => ("event.submitted", "arrow-right"),
        "proposal.edited" => ("event.edited", "edit"),
        "proposal.withdrawn" => ("event.withdrawn", "undo"),
        "proposal.review_begun" => ("event.review_begun", "search"),
        "proposal.reassigned" => ("event.reassigned", "forward"),
        "proposal.advanced" => ("event.advanced", "flag"),
        "proposal.merged" if details.get("takesIn").is_some() => ("event.takes_in", "merge"),
        "proposal.merged" => ("event.merged", "merge"),
        "proposal.decided" => decided(text_of(details, "decision").and_then(|kind| kind.parse().ok())),
        "comment.hidden" => ("event.comment_hidden", "shield"),
        _ => ("event.other", "info"),
    };
    let who = entry.office.clone().or_else(|| entry.actor.as_ref().map(|actor| actor.display_name.clone()));
    let status =
        text_of(details, "to").and_then(|to| to.parse::<Status>().ok()).map_or_else(String::new, |to| name_of(to).to_owned());
    let text = fill(
        t(key),
        &[
            ("who", who.unwrap_or_else(|| t("event.somebody").to_owned())),
            ("title", text_of(details, "intoTitle").or_else(|| text_of(details, "title")).unwrap_or_default()),
            ("agency", text_of(details, "toAgencyName").unwrap_or_default()),
            ("status", status),
        ],
    );
    (text, icon)
}

fn decided(kind: Option<DecisionKind>) -> (&'static str, &'static str) {
    match kind {
        Some(DecisionKind::Accepted) => ("event.accepted", "check"),
        Some(DecisionKind::AcceptedWithChanges) => ("event.accepted_with_changes", "check"),
        Some(DecisionKind::Forwarded) => ("event.forwarded", "forward"),
        Some(DecisionKind::Returned) => ("event.returned", "return"),
        Some(DecisionKind::Deferred) => ("event.deferred", "pause"),
        Some(DecisionKind::Rejected) => ("event.rejected", "x"),
        None => ("event.other", "info"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn event(kind: &str, office: Option<&str>, details: Value) -> JournalEntry {
        serde_json::from_value(json!({
            "cursor": "1", "seq": 1, "at": "2027-01-12T03:20:00Z", "kind": kind, "office": office,
            "actor": { "id": "usr_01980000000070008000000000000002", "displayName": "Siti", "offices": [] },
            "details": details, "hash": "ab12"
        }))
        .unwrap()
    }

    #[test]
    fn a_decision_names_its_office_and_its_reason() {
        let details =
            json!({ "decision": "REJECTED", "to": "REJECTED", "reasonCode": "LAND_ISSUE", "reasonText": "Tanah pribadi." });
        let told = lines(&[event("proposal.decided", Some("Operator Desa Gununglurah"), details)]);
        assert_eq!(told[0].text, "Operator Desa Gununglurah menolak usulan ini");
        assert_eq!(told[0].reason.as_deref(), Some("Status lahan belum jelas: Tanah pribadi."));
        assert_eq!(told[0].status, Some(Status::Rejected));
    }

    #[test]
    fn a_person_without_office_is_named() {
        assert_eq!(lines(&[event("proposal.submitted", None, json!({}))])[0].text, "Siti mengajukan usulan ini");
    }

    #[test]
    fn a_run_of_supports_is_one_line() {
        let support = event("proposal.supported", None, json!({}));
        let told = lines(&[support.clone(), support.clone(), event("proposal.submitted", None, json!({})), support]);
        assert_eq!(told.len(), 3);
        assert_eq!(told[0].text, "2 dukungan masuk");
    }

    #[test]
    fn a_merger_reads_from_both_sides() {
        let into = lines(&[event("proposal.merged", Some("Kecamatan"), json!({ "into": "prp_1", "intoTitle": "Jalan A" }))]);
        assert!(into[0].text.contains("Jalan A"));
        let from = lines(&[event("proposal.merged", Some("Kecamatan"), json!({ "takesIn": "prp_2", "title": "Jalan B" }))]);
        assert!(from[0].text.contains("Jalan B") && from[0].text != into[0].text);
    }

    #[test]
    fn an_event_of_a_newer_server_still_reads() {
        assert!(lines(&[event("proposal.celebrated", Some("Desa"), Value::Null)])[0].text.contains("Desa"));
    }
}
