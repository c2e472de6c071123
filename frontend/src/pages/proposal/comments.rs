use crate::api::{Load, Mutation};
use crate::session::Session;
use crate::ui::{Button, ErrorSummary, Failure, Field, FormErrors, Instant, PersonLine, TextArea};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use shared::operations::Input;
use shared::operations::comment::{AddComment, AddCommentInput, CommentItem};
use shared::operations::proposal::ProposalPageData;
use shared::value::{CommentId, ProposalId};

/// What people say about a proposal, in thread order, and room to answer.
#[component]
pub fn Thread(proposal: ProposalId, comments: Vec<CommentItem>, page: Load<ProposalPageData>) -> impl IntoView {
    let session = Session::get();
    let errors = FormErrors::new();
    let sending = Mutation::new();
    let body = RwSignal::new(String::new());
    let parent = RwSignal::new(None::<CommentId>);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let input = AddCommentInput { proposal_id: proposal, parent_id: parent.get_untracked(), body: body.get_untracked() };
        sending.send_form::<AddComment, _>(Input { input }, errors, move |_: CommentItem| page.reload());
    };
    let item = move |comment: CommentItem| {
        let CommentItem { id, body, author, depth, created_at, hidden_reason, .. } = comment;
        view! {
            <article class="comment" id=id.to_string() data-depth=depth.to_string()>
                <header class="comment-head"><PersonLine person=author/><Instant at=created_at/></header>
                <p class="comment-body">{body.or(hidden_reason)}</p>
                <div class="comment-actions"><button type="button" class="link" on:click=move |_| parent.set(Some(id))>{t!("comment.reply")}</button></div>
            </article>
        }
    };
    view! {
        <section class="stack">
            <h2>{t!("proposal.discussion")}</h2>
            <div class="thread">{comments.into_iter().map(item).collect_view()}</div>
            <Show when=move || session.is_signed_in()>
                <form class="form" novalidate on:submit=submit>
                    <ErrorSummary errors/>
                    <Failure error=sending.failure/>
                    <Field name="body" label=t!("comment.body") errors><TextArea value=body rows=3/></Field>
                    <div class="form-actions"><Button class="primary" submit=true label=t!("comment.send") busy=sending.busy/></div>
                </form>
            </Show>
        </section>
    }
}
