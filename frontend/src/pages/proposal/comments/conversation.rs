use super::item::CommentView;
use super::write::WriteComment;
use crate::api::{ApiError, send};
use crate::i18n::language;
use crate::pages::proposal::case::Case;
use crate::pages::proposal::thread::place;
use crate::routes;
use crate::session::Session;
use crate::ui::{Failure, More, SkeletonRows};
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::operations::comment::{CommentItem, Comments, CommentsVariables};
use shared::proposal::Action;
use shared::value::CommentId;
use shared::value::number::group_thousands;

const PAGE_SIZE: i32 = 50;

/// The comments on one proposal, and what the reader does among them.
#[derive(Clone, Copy)]
pub struct Talk {
    pub case: Case,
    pub comments: RwSignal<Vec<CommentItem>>,
    pub count: RwSignal<i64>,
    pub total: RwSignal<i64>,
    /// The comment being answered.
    pub answering: RwSignal<Option<CommentId>>,
    /// The comment about to be hidden.
    pub hiding: RwSignal<Option<CommentId>>,
    pub error: RwSignal<Option<ApiError>>,
    pub busy: RwSignal<bool>,
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
            answering: RwSignal::new(None),
            hiding: RwSignal::new(None),
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
    pub fn add(self, comment: CommentItem) {
        self.comments.update(|comments| place(comments, comment));
        self.count.update(|count| *count += 1);
        self.total.update(|total| *total += 1);
    }

    /// A comment was changed here.
    pub fn replace(self, comment: CommentItem) {
        self.comments.update(|comments| {
            if let Some(own) = comments.iter_mut().find(|own| own.id == comment.id) {
                *own = comment;
            }
        });
        self.count.update(|count| *count -= 1);
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
    let may = Memo::new(move |_| case.proposal.with(|p| p.available_actions.iter().any(|one| one.action == Action::Comment)));
    let waiting = move || !talk.known.get() && talk.error.with(Option::is_none);
    let nothing = move || talk.known.get() && talk.comments.with(Vec::is_empty);
    view! {
        <section class="stack" id="diskusi" aria-labelledby="comments">
            <h2 id="comments">{t!("comments.heading")} " " <span class="count">{move || group_thousands(talk.count.get(), language())}</span></h2>
            <Failure error=talk.error retry=Callback::new(move |()| talk.fetch(None))/>
            <Show when=waiting><SkeletonRows count=2/></Show>
            <Show when=nothing><p class="muted">{t!("comments.none")}</p></Show>
            <div class="thread" aria-busy=move || talk.busy.get().then_some("true")>
                <For each=move || talk.comments.get() key=|comment| (comment.id, comment.hidden) let(comment)><CommentView comment talk may/></For>
            </div>
            <Show when=move || talk.cursor.with(Option::is_some)>
            <More shown=Signal::derive(move || talk.comments.with(Vec::len)) total=talk.total has_more=true busy=talk.busy on_more=Callback::new(move |()| talk.fetch(talk.cursor.get_untracked()))/>
            </Show>
            <Show when=move || may.get()><WriteComment talk/></Show>
            <Show when=move || session.known.get() && !session.is_signed_in()>
                <p><a class="btn" href=routes::sign_in_and_return>{t!("comments.sign_in")}</a></p>
            </Show>
        </section>
    }
    .into_any()
}
