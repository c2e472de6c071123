use crate::api::{ApiError, send};
use crate::i18n::language;
use crate::pages::comment::{CommentView, Forms, Sent, WriteComment, place};
use crate::pages::proposal::case::Case;
use crate::routes;
use crate::session::Session;
use crate::ui::{Failure, More, SkeletonRows};
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::operations::Input;
use shared::operations::comment::{
    AddComment, AddCommentInput, CommentItem, Comments, CommentsVariables, HideComment, HideCommentInput,
};
use shared::proposal::Action;
use shared::value::number::group_thousands;

const PAGE_SIZE: i32 = 50;

/// The comments on one proposal.
#[derive(Clone, Copy)]
struct Talk {
    case: Case,
    comments: RwSignal<Vec<CommentItem>>,
    count: RwSignal<i64>,
    total: RwSignal<i64>,
    error: RwSignal<Option<ApiError>>,
    busy: RwSignal<bool>,
    known: RwSignal<bool>,
    cursor: RwSignal<Option<String>>,
    turn: StoredValue<u32>,
}

impl Talk {
    fn new(case: Case) -> Self {
        Self {
            case,
            comments: RwSignal::new(Vec::new()),
            count: RwSignal::new(case.proposal.with_untracked(|p| p.comment_count)),
            total: RwSignal::new(0),
            error: RwSignal::new(None),
            busy: RwSignal::new(false),
            known: RwSignal::new(false),
            cursor: RwSignal::new(None),
            turn: StoredValue::new(0),
        }
    }

    /// Asks for the page after the cursor, or for all that is shown once more.
    fn fetch(self, after: Option<String>) {
        let turn = self.turn.get_value().wrapping_add(1);
        self.turn.set_value(turn);
        self.busy.set(true);
        let is_first = after.is_none();
        let first = if is_first { (self.comments.with_untracked(Vec::len) as i32).clamp(PAGE_SIZE, 100) } else { PAGE_SIZE };
        spawn_local(async move {
            let answer = send::<Comments>(&CommentsVariables { id: self.case.id, first, after }).await;
            if self.turn.try_get_value() != Some(turn) {
                return;
            }
            self.busy.set(false);
            self.error.set(answer.as_ref().err().cloned());
            let Some(talk) = answer.ok().and_then(|data| data.answer) else { return };
            let page = talk.comments;
            self.count.set(talk.comment_count);
            self.total.set(page.total_count);
            self.cursor.set(page.page_info.end_cursor.filter(|_| page.page_info.has_next_page));
            if is_first {
                self.comments.set(page.nodes);
            } else {
                self.comments.update(|comments| comments.extend(page.nodes));
            }
            self.known.set(true);
        });
    }

    /// A comment was written here.
    fn add(self, comment: CommentItem) {
        self.comments.update(|comments| place(comments, comment));
        self.count.update(|count| *count += 1);
        self.total.update(|total| *total += 1);
    }

    /// A comment was changed here.
    fn replace(self, comment: CommentItem) {
        self.comments.update(|comments| {
            if let Some(own) = comments.iter_mut().find(|own| own.id == comment.id) {
                *own = comment;
            }
        });
        self.count.update(|count| *count -= 1);
    }

    fn say(self, sent: Sent) {
        let Sent { id, text, sending, errors, done } = sent;
        let input = AddCommentInput { proposal_id: self.case.id, parent_id: id, body: text };
        sending.send_form::<AddComment, _>(Input { input }, errors, move |comment| {
            done.run(());
            self.add(comment);
        });
    }

    fn hide(self, sent: Sent) {
        let Sent { id: Some(comment_id), text, sending, errors, done } = sent else { return };
        let input = HideCommentInput { comment_id, reason: text };
        sending.send_form::<HideComment, _>(Input { input }, errors, move |comment| {
            done.run(());
            self.replace(comment);
        });
    }
}

#[component]
pub fn Conversation(case: Case) -> impl IntoView {
    let session = Session::get();
    let talk = Talk::new(case);
    Effect::new(move |_| {
        case.stir.track();
        talk.fetch(None);
    });
    let may = Signal::derive(move || case.proposal.with(|p| p.available_actions.iter().any(|one| one.action == Action::Comment)));
    let (say, hide) = (Callback::new(move |sent| talk.say(sent)), Callback::new(move |sent| talk.hide(sent)));
    let forms = Forms::new(case.id.to_string(), "", may, say, hide);
    let waiting = move || !talk.known.get() && talk.error.with(Option::is_none);
    let nothing = move || talk.known.get() && talk.comments.with(Vec::is_empty);
    view! {
        <section class="stack" id="diskusi" aria-labelledby="comments">
            <h2 id="comments">{t!("comments.heading")} " " <span class="count">{move || group_thousands(talk.count.get(), language())}</span></h2>
            <Failure error=talk.error retry=Callback::new(move |()| talk.fetch(None))/>
            <Show when=waiting><SkeletonRows count=2/></Show>
            <Show when=nothing><p class="muted">{t!("comments.none")}</p></Show>
            <div class="thread" aria-busy=move || talk.busy.get().then_some("true")>
                <For each=move || talk.comments.get() key=|comment| (comment.id, comment.hidden) let(comment)><CommentView comment forms/></For>
            </div>
            <Show when=move || talk.cursor.with(Option::is_some)>
            <More shown=Signal::derive(move || talk.comments.with(Vec::len)) total=talk.total has_more=true busy=talk.busy on_more=Callback::new(move |()| talk.fetch(talk.cursor.get_untracked()))/>
            </Show>
            <Show when=move || may.get()><WriteComment forms/></Show>
            <Show when=move || session.known.get() && !session.is_signed_in()>
                <p><a class="btn" href=routes::sign_in_and_return>{t!("comments.sign_in")}</a></p>
            </Show>
        </section>
    }
    .into_any()
}
