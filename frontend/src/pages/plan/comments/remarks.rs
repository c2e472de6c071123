use super::Anchor;
use crate::api::{ApiError, Mutation, send};
use crate::i18n::t;
use crate::pages::comment::{Forms, Sent, place};
use crate::session::Session;
use crate::ui::{FormErrors, Toasts};
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::operations::Input;
use shared::operations::plan::PlanPartVariables;
use shared::operations::plan_comment::{
    AddPlanComment, AddPlanCommentInput, HidePlanComment, HidePlanCommentInput, PlanCommentItem, PlanComments, ResolvePlanComment,
    ResolvePlanCommentInput,
};
use shared::plan::Content;
use shared::value::{CommentId, PlanId};

const PAGE_SIZE: i32 = 100;
/// A plan with more comments than this shows the first of them.
const MOST_PAGES: usize = 20;

/// All that was said about one plan; the buttons, the panel and the discussion of a page share it.
#[derive(Clone, Copy)]
pub struct Remarks {
    pub plan: PlanId,
    /// In reading order: each answer after what it answers.
    pub all: RwSignal<Vec<PlanCommentItem>>,
    /// What the plan says now: for the names of what is talked about.
    pub content: Signal<Content>,
    pub may: Signal<bool>,
    /// Whether others than its participants read the plan.
    pub is_public: Signal<bool>,
    /// What the panel shows; none while it is closed.
    pub open: RwSignal<Option<Anchor>>,
    pub known: RwSignal<bool>,
    pub error: RwSignal<Option<ApiError>>,
    pub settling: Mutation,
    turn: StoredValue<u32>,
}

impl Remarks {
    /// Makes them known to everything on the page, and asks for them.
    pub fn provide(plan: PlanId, content: Signal<Content>, may: Signal<bool>, is_public: Signal<bool>) -> Self {
        let remarks = Self {
            plan,
            all: RwSignal::new(Vec::new()),
            content,
            may,
            is_public,
            open: RwSignal::new(None),
            known: RwSignal::new(false),
            error: RwSignal::new(None),
            settling: Mutation::new(),
            turn: StoredValue::new(0),
        };
        let session = Session::get();
        // What one may do with a comment comes and goes with the session.
        Effect::new(move |_| {
            session.viewer.track();
            remarks.fetch();
        });
        provide_context(remarks);
        remarks
    }

    pub fn fetch(self) {
        let Some(turn) = self.turn.try_get_value().map(|turn| turn.wrapping_add(1)) else { return };
        self.turn.set_value(turn);
        spawn_local(async move {
            let (mut found, mut after) = (Vec::new(), None);
            for _ in 0..MOST_PAGES {
                let asked = PlanPartVariables { id: self.plan, first: PAGE_SIZE, after };
                let answer = send::<PlanComments>(&asked).await;
                // Something newer was asked, or the page has gone.
                if self.turn.try_get_value() != Some(turn) {
                    return;
                }
                self.error.set(answer.as_ref().err().cloned());
                let Ok(data) = answer else { return };
                let Some(page) = data.answer.map(|talk| talk.comments) else { break };
                found.extend(page.nodes);
                after = page.page_info.end_cursor.filter(|_| page.page_info.has_next_page);
                if after.is_none() {
                    break;
                }
            }
            self.all.set(found);
            self.known.set(true);
        });
    }

    /// The forms of the conversation about `anchor`, shown at `place`.
    pub fn forms(self, anchor: Anchor, place: &'static str) -> Forms {
        let say = Callback::new(move |sent| self.say(anchor, sent));
        let hide = Callback::new(move |sent| self.hide(sent));
        let about = anchor.id.map_or_else(|| self.plan.to_string(), |row| format!("{}.{row}", self.plan));
        Forms::new(about, place, self.may, say, hide)
    }

    fn say(self, anchor: Anchor, sent: Sent) {
        let Sent { id, text, sending, errors, done } = sent;
        let (anchor_kind, anchor_id) = (anchor.kind, anchor.id);
        let input = AddPlanCommentInput { plan_id: self.plan, parent_id: id, anchor_kind, anchor_id, body: text };
        sending.send_form::<AddPlanComment, _>(Input { input }, errors, move |comment| {
            done.run(());
            self.all.update(|all| place(all, comment));
        });
    }

    fn hide(self, sent: Sent) {
        let Sent { id: Some(comment_id), text, sending, errors, done } = sent else { return };
        let input = HidePlanCommentInput { comment_id, reason: text };
        sending.send_form::<HidePlanComment, _>(Input { input }, errors, move |comment| {
            done.run(());
            self.replace(comment);
        });
    }

    /// Settles a thread, or opens it again.
    pub fn settle(self, comment_id: CommentId, resolved: bool) {
        let toasts = Toasts::get();
        let input = ResolvePlanCommentInput { comment_id, resolved };
        self.settling.send_form::<ResolvePlanComment, _>(Input { input }, FormErrors::new(), move |comment| {
            toasts.say(t(if resolved { "comments.settled" } else { "comments.reopened" }));
            self.replace(comment);
        });
    }

    fn replace(self, comment: PlanCommentItem) {
        self.all.update(|all| {
            if let Some(own) = all.iter_mut().find(|own| own.comment.id == comment.comment.id) {
                *own = comment;
            }
        });
    }
}

/// The comments about `anchor`, or all; of the threads that are settled, or of the others.
pub fn of(all: &[PlanCommentItem], anchor: Option<Anchor>, settled: bool) -> Vec<PlanCommentItem> {
    let threads = all.chunk_by(|_, next| next.comment.depth > 0);
    let wanted = threads.filter(|thread| {
        let first = &thread[0];
        anchor.is_none_or(|anchor| Anchor::of(first) == anchor) && first.resolved_at.is_some() == settled
    });
    wanted.flatten().cloned().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;
    use shared::plan::RowId;

    fn comment(number: u8, depth: i32, row: Option<u128>, settled: bool) -> PlanCommentItem {
        serde_json::from_value(json!({
            "id": format!("cmt_0198000000007000800000000000000{number}"), "body": "Setuju", "parent": null, "depth": depth,
            "author": { "id": "usr_01980000000070008000000000000002", "displayName": "Siti", "offices": [] },
            "createdAt": "2027-01-12T03:20:00Z", "hidden": false, "ofDraft": false, "canHide": false, "canResolve": false,
            "anchorKind": if row.is_some() { "SECTION" } else { "PLAN" }, "anchorId": row.map(RowId::from_u128),
            "resolvedAt": settled.then_some("2027-01-13T03:20:00Z")
        }))
        .unwrap()
    }

    #[test]
    fn a_thread_stays_together_and_is_settled_as_a_whole() {
        let all = [
            comment(1, 0, None, false),
            comment(2, 1, None, false),
            comment(3, 0, Some(7), true),
            comment(4, 1, Some(7), false),
            comment(5, 0, Some(7), false),
        ];
        let ids = |anchor, settled| -> Vec<char> {
            of(&all, anchor, settled).iter().filter_map(|it| it.comment.id.to_string().chars().last()).collect()
        };
        assert_eq!(ids(None, false), ['1', '2', '5']);
        assert_eq!(ids(None, true), ['3', '4']);
        assert_eq!(ids(Some(Anchor::section(RowId::from_u128(7))), false), ['5']);
        assert_eq!(ids(Some(Anchor::PLAN), true), [' '; 0]);
    }
}
