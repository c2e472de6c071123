//! What happens to plans.

use super::sentence::text_of;
use crate::routes;
use serde_json::Value;
use shared::operations::journal::JournalEntry;
use shared::value::PlanId;

/// The sentence of an event, and its picture.
pub fn told(kind: &str) -> Option<(&'static str, &'static str)> {
    Some(match kind {
        "plan.created" => ("event.plan_created", "plus"),
        "plan.draft_changed" => ("event.plan_draft_changed", "edit"),
        "plan.opened" => ("event.plan_opened", "comment"),
        "plan.review_begun" => ("event.plan_review_begun", "search"),
        "plan.reopened" => ("event.plan_reopened", "undo"),
        "plan.agreed" => ("event.plan_agreed", "check"),
        "plan.superseded" => ("event.plan_superseded", "history"),
        "plan.signed" => ("event.plan_signed", "check"),
        "plan.signature_withdrawn" => ("event.plan_signature_withdrawn", "undo"),
        "plan.participant_added" => ("event.plan_participant_added", "users"),
        "plan.participant_changed" => ("event.plan_participant_changed", "users"),
        "plan.participant_removed" => ("event.plan_participant_removed", "users"),
        "plan.version_named" => ("event.plan_version_named", "flag"),
        "plan.restored" => ("event.plan_restored", "undo"),
        "plan.comment_resolved" => ("event.plan_comment_resolved", "check"),
        "plan.comment_reopened" => ("event.plan_comment_reopened", "comment"),
        "plan.suggestion_made" => ("event.plan_suggestion_made", "edit"),
        "plan.suggestion_accepted" => ("event.plan_suggestion_accepted", "check"),
        "plan.suggestion_declined" => ("event.plan_suggestion_declined", "x"),
        "plan.suggestion_withdrawn" => ("event.plan_suggestion_withdrawn", "undo"),
        "plan.suggestion_hidden" => ("event.plan_suggestion_hidden", "shield"),
        _ => return None,
    })
}

/// Where one reads more of what happened to this plan.
pub fn link_of(id: PlanId, entry: &JournalEntry) -> Option<String> {
    let seq = |name| entry.details.get(name).and_then(Value::as_i64);
    match entry.kind.as_str() {
        "plan.superseded" => text_of(&entry.details, "by")?.parse().ok().map(routes::plan),
        "plan.comment_added" => Some(format!("{}#diskusi", routes::plan(id))),
        "plan.comment_resolved" | "plan.comment_reopened" | "plan.comment_hidden" => {
            Some(format!("{}#{}", routes::plan(id), text_of(&entry.details, "comment")?))
        }
        kind if kind.starts_with("plan.suggestion_") => {
            Some(format!("{}#{}", routes::plan_suggestions(id), text_of(&entry.details, "suggestion")?))
        }
        "plan.restored" => Some(routes::plan_comparison(id, seq("from")?, seq("seq")?)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::lines;
    use super::*;
    use serde_json::json;

    fn event(kind: &str, details: Value) -> JournalEntry {
        serde_json::from_value(json!({
            "cursor": "1", "seq": 1, "at": "2027-01-12T03:20:00Z", "kind": kind, "office": null,
            "actor": { "id": "usr_01980000000070008000000000000002", "displayName": "Siti", "offices": [] },
            "details": details, "hash": "ab12"
        }))
        .unwrap()
    }

    #[test]
    fn what_happens_to_a_plan_is_told_with_the_way_to_it() {
        let id: PlanId = "pln_01980000000070008000000000000001".parse().unwrap();
        let tell = |kind, details| {
            let told = lines(&[event(kind, details)], |entry| link_of(id, entry));
            (told[0].text.clone(), told[0].link.clone())
        };
        let (text, link) = tell("plan.restored", json!({ "version": "x", "from": 3, "seq": 9 }));
        assert_eq!(text, "Siti memulihkan isi dari perubahan ke-3");
        assert_eq!(link.as_deref(), Some("/rencana/pln_01980000000070008000000000000001/riwayat?a=3&b=9"));
        assert_eq!(tell("plan.version_named", json!({ "name": "Konsep", "seq": 2 })).0, "Siti menamai versi “Konsep”");
        assert_eq!(tell("plan.participant_added", json!({ "role": "EDITOR" })).0, "Siti mengajak peserta baru sebagai Penyunting");
        let (text, link) = tell("plan.comment_resolved", json!({ "comment": "cmt_1" }));
        assert_eq!(
            (text.as_str(), link.as_deref()),
            ("Siti menandai satu percakapan selesai", Some("/rencana/pln_01980000000070008000000000000001#cmt_1"))
        );
        let link = tell("plan.suggestion_made", json!({ "suggestion": "sug_1", "section": "x" })).1;
        assert_eq!(link.as_deref(), Some("/rencana/pln_01980000000070008000000000000001/saran#sug_1"));
        assert_eq!(tell("plan.draft_changed", json!({ "what": "plan.version_named", "name": "A" })).0, "Siti menamai versi “A”");
    }
}
