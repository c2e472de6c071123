use super::case::Case;
use crate::api::{Mutation, share};
use crate::i18n::{fill, language, t};
use crate::routes;
use crate::session::Session;
use crate::ui::{Button, Failure, FormErrors, Icon, Toasts};
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::operations::proposal::{Support, SupportProposal, WithdrawSupport};
use shared::operations::{ById, Input};
use shared::proposal::Action;
use shared::value::number::group_thousands;

/// Support and sharing: on a phone they stay under the thumb.
#[component]
pub fn SupportBar(case: Case) -> impl IntoView {
    let session = Session::get();
    let (sending, errors) = (Mutation::new(), FormErrors::new());
    let counted = case.proposal.with_untracked(|p| (p.viewer_has_supported, p.support_count));
    let (supported, count) = (RwSignal::new(counted.0), RwSignal::new(counted.1));
    Effect::new(move |_| {
        let (now, number) = case.proposal.with(|p| (p.viewer_has_supported, p.support_count));
        supported.set(now);
        count.set(number);
    });
    let may = Memo::new(move |_| {
        case.proposal.with(|p| p.available_actions.iter().any(|one| matches!(one.action, Action::Support | Action::Unsupport)))
    });
    // Whoever acts for an office has something else to do first.
    let is_main = move || case.proposal.with(|p| p.available_actions.iter().all(|one| one.office.is_none()));
    let put = move |now: bool, by: i64| {
        supported.set(now);
        count.update(|count| *count += by);
    };
    // The heart answers before the server does; a refusal takes it back.
    Effect::new(move |before: Option<bool>| {
        let went_wrong = !errors.is_empty() || sending.failure.with(Option::is_some);
        if went_wrong && before == Some(false) {
            let (now, number) = case.proposal.with_untracked(|p| (p.viewer_has_supported, p.support_count));
            supported.set(now);
            count.set(number);
        }
        went_wrong
    });
    let press = move |_| {
        if sending.busy.get_untracked() {
            return;
        }
        let input = Input { input: ById { id: case.id } };
        let done = move |now: Support| {
            case.proposal.update(|p| {
                p.viewer_has_supported = now.viewer_has_supported;
                p.support_count = now.support_count;
            })
        };
        if supported.get_untracked() {
            put(false, -1);
            sending.send_form::<WithdrawSupport, _>(input, errors, done);
        } else {
            put(true, 1);
            sending.send_form::<SupportProposal, _>(input, errors, done);
        }
    };
    let number = move || group_thousands(count.get(), language());
    let counts_in_button = move || may.get() || (session.known.get() && !session.is_signed_in());
    let label = move || t(if supported.get() { "support.given" } else { "support.give" });
    view! {
        <div class="support">
            <p class="support-count" class:visually-hidden=counts_in_button aria-live="polite"><strong class="num">{number}</strong> " " {t!("proposal.supports")}</p>
            <div class="action-bar">
                <Show when=move || may.get()>
                    <button type="button" class="btn" class:primary=is_main name="support" aria-pressed=move || supported.get().to_string() on:click=press><Icon name="heart"/>{label}<span class="num">" · "{number}</span></button>
                </Show>
                <Show when=move || session.known.get() && !session.is_signed_in()>
                    <a class="btn primary" href=routes::sign_in_and_return><Icon name="heart"/>{t!("support.give")}<span class="num">" · "{number}</span></a>
                </Show>
                <ShareButton case/>
            </div>
            <Failure error=sending.failure/>
            {move || errors.whole().map(|message| view! { <p class="error" role="alert">{message}</p> })}
        </div>
    }
    .into_any()
}

#[component]
fn ShareButton(case: Case) -> impl IntoView {
    let toasts = Toasts::get();
    let press = Callback::new(move |_| {
        let title = case.proposal.with_untracked(|proposal| proposal.title.clone());
        spawn_local(async move {
            match share::share(&title, &routes::proposal(case.id)).await {
                share::Shared::Copied => toasts.say(t("share.copied")),
                share::Shared::Failed(address) => toasts.say(fill(t("share.failed"), &[("address", address)])),
                share::Shared::Done => {}
            }
        });
    });
    view! { <Button icon="share" label=t!("share.label") on_press=press/> }
}
