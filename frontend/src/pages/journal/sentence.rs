//! The journal in sentences: who did what, in the language of the screen.

use super::plan;
use crate::i18n::{fill, language, name_of, t};
use chrono::{DateTime, Utc};
use serde_json::Value;
use shared::operations::journal::JournalEntry;
use shared::plan::PlanRole;
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
    /// Where one reads more.
    pub link: Option<String>,
}

/// Lines for these events, in their order; a run of supports or comments becomes one line.
/// `link` says where one reads more of an event.
pub fn lines(entries: &[JournalEntry], link: impl Fn(&JournalEntry) -> Option<String>) -> Vec<Line> {
    let runs = entries.chunk_by(|a, b| a.kind == b.kind && counted(&a.kind).is_some());
    runs.filter_map(|run| line(run, &link)).collect()
}

/// Events told by their number rather than one by one.
fn counted(kind: &str) -> Option<(&'static str, &'static str)> {
    match kind {
        "proposal.supported" => Some(("event.supported", "heart")),
        "proposal.support_withdrawn" => Some(("event.support_withdrawn", "heart")),
        "comment.added" | "plan.comment_added" => Some(("event.comments", "comment")),
        _ => None,
    }
}

fn line(run: &[JournalEntry], link: impl Fn(&JournalEntry) -> Option<String>) -> Option<Line> {
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
    Some(Line { text, reason, status, icon, at: entry.at, hash: entry.hash.clone(), link: link(entry) })
}

pub(super) fn text_of(details: &Value, name: &str) -> Option<String> {
    details.get(name).and_then(Value::as_str).map(str::to_owned)
}

fn told(entry: &JournalEntry) -> (String, &'static str) {
    let details = &entry.details;
    // Of a draft, the details say what happened.
    let kind = text_of(details, "what").unwrap_or_else(|| entry.kind.clone());
    let (key, icon) = match kind.as_str() {
        "proposal.submitted" => ("event.submitted", "arrow-right"),
        "proposal.edited" => ("event.edited", "edit"),
        "proposal.moved" => ("event.moved", "edit"),
        "proposal.withdrawn" => ("event.withdrawn", "undo"),
        "proposal.review_begun" => ("event.review_begun", "search"),
        "proposal.reassigned" => ("event.reassigned", "forward"),
        "proposal.advanced" => ("event.advanced", "flag"),
        "proposal.merged" if details.get("takesIn").is_some() => ("event.takes_in", "merge"),
        "proposal.merged" => ("event.merged", "merge"),
        "proposal.decided" => decided(text_of(details, "decision").and_then(|kind| kind.parse().ok())),
        "comment.hidden" | "plan.comment_hidden" => ("event.comment_hidden", "shield"),
        kind => plan::told(kind).unwrap_or(("event.other", "info")),
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
            ("name", text_of(details, "name").unwrap_or_default()),
            (
                "role",
                text_of(details, "role").and_then(|role| role.parse::<PlanRole>().ok()).map(name_of).unwrap_or_default().to_owned(),
            ),
            ("seq", details.get("from").map_or_else(String::new, Value::to_string)),
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
        let told = lines(&[event("proposal.decided", Some("Operator Desa Gununglurah"), details)], |_| None);
        assert_eq!(told[0].text, "Operator Desa Gununglurah menolak usulan ini");
        assert_eq!(told[0].reason.as_deref(), Some("Status lahan belum jelas: Tanah pribadi."));
        assert_eq!(told[0].status, Some(Status::Rejected));
    }

    #[test]
    fn a_person_without_office_is_named() {
        assert_eq!(lines(&[event("proposal.submitted", None, json!({}))], |_| None)[0].text, "Siti mengajukan usulan ini");
    }

    #[test]
    fn a_run_of_supports_is_one_line() {
        let support = event("proposal.supported", None, json!({}));
        let told = lines(&[support.clone(), support.clone(), event("proposal.submitted", None, json!({})), support], |_| None);
        assert_eq!(told.len(), 3);
        assert_eq!(told[0].text, "2 dukungan masuk");
    }

    #[test]
    fn a_merger_reads_from_both_sides() {
        let into =
            lines(&[event("proposal.merged", Some("Kecamatan"), json!({ "into": "prp_1", "intoTitle": "Jalan A" }))], |_| None);
        assert!(into[0].text.contains("Jalan A"));
        let from =
            lines(&[event("proposal.merged", Some("Kecamatan"), json!({ "takesIn": "prp_2", "title": "Jalan B" }))], |_| None);
        assert!(from[0].text.contains("Jalan B") && from[0].text != into[0].text);
    }

    #[test]
    fn an_event_of_a_newer_server_still_reads() {
        assert!(lines(&[event("proposal.celebrated", Some("Desa"), Value::Null)], |_| None)[0].text.contains("Desa"));
    }
}
