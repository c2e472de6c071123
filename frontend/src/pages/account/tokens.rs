use super::secret::{Secret, SecretWords};
use crate::api::{Mutation, load};
use crate::i18n::{language, name_of, t};
use crate::ui::{Button, Day, Dialog, ErrorSummary, Failure, Field, FieldSet, FormErrors, TextInput, Toasts};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use shared::FieldErrors;
use shared::access::TokenScope;
use shared::error::{ErrorCode, FieldError};
use shared::operations::token::{CreateToken, CreateTokenInput, RevokeToken, RevokeTokenInput, Token, Tokens};
use shared::operations::{Input, Nothing};

const USUAL_DAYS: &str = "90";
const MAX_DAYS: i64 = 366;
const WORDS: SecretWords = SecretWords {
    title: "token.secret_title",
    text: "token.secret_text",
    copy: "token.copy",
    copied: "token.copied",
    copy_failed: "token.copy_failed",
};

/// The tokens of one's programs: those there are, a new one, and its secret this once.
#[component]
pub fn TokenSection() -> impl IntoView {
    let tokens = load::<Tokens>(|| Some(Nothing {}));
    let making = RwSignal::new(false);
    let secret = RwSignal::new(None::<String>);
    let changed = Callback::new(move |()| tokens.reload());
    let made = Callback::new(move |told: String| {
        making.set(false);
        secret.set(Some(told));
        tokens.reload();
    });
    let list = move || {
        let tokens = tokens.data.get()?.answer?.account.tokens;
        let rows = tokens.into_iter().map(|token| view! { <li><Row token changed/></li> }).collect_view();
        Some(view! { <ul class="list boxed tokens">{rows}</ul> })
    };
    let has_any = move || {
        tokens.data.with(|data| {
            data.as_ref().and_then(|data| data.answer.as_ref()).is_some_and(|viewer| !viewer.account.tokens.is_empty())
        })
    };
    view! {
        <section class="stack" id="token">
            <h2>{t!("token.heading")}</h2>
            <p class="muted">{t!("token.text")}</p>
            <Failure error=tokens.error retry=Callback::new(move |()| tokens.reload())/>
            {move || secret.get().map(|told| view! { <Secret told words=WORDS/> })}
            <Show when=has_any>{list}</Show>
            <Show when=move || making.get() fallback=move || view! { <div><Button icon="plus" label=t!("token.new") on_press=Callback::new(move |_| { secret.set(None); making.set(true); })/></div> }>
                <NewToken made cancel=Callback::new(move |()| making.set(false))/>
            </Show>
        </section>
    }
}

/// One token; ending it asks once more.
#[component]
fn Row(token: Token, changed: Callback<()>) -> impl IntoView {
    let asking = RwSignal::new(false);
    let (sending, errors) = (Mutation::new(), FormErrors::new());
    let toasts = Toasts::get();
    let Token { id, name, scopes, expires_at, last_used_at, revoked_at, is_valid } = token;
    let title = name.clone();
    let may = move || {
        language();
        scopes.iter().map(|scope| name_of(*scope)).collect::<Vec<_>>().join(", ")
    };
    let end = match revoked_at {
        Some(at) => view! { {t!("token.revoked_at")} " " <Day at/> }.into_any(),
        None if is_valid => view! { {t!("token.valid_until")} " " <Day at=expires_at/> }.into_any(),
        None => view! { {t!("token.expired_at")} " " <Day at=expires_at/> }.into_any(),
    };
    let used = match last_used_at {
        Some(at) => view! { {t!("token.last_used")} " " <Day at/> }.into_any(),
        None => view! { {t!("token.never_used")} }.into_any(),
    };
    let revoke = move |_| {
        sending.send_form::<RevokeToken, Token>(Input { input: RevokeTokenInput { id } }, errors, move |_| {
            asking.set(false);
            toasts.say(t("token.revoked"));
            changed.run(());
        });
    };
    view! {
        <div class="list-row">
            <div class="split">
                <h3 class="list-row-title">{name}</h3>
                {is_valid.then(|| view! { <Button class="quiet small" label=t!("token.revoke") on_press=Callback::new(move |_| asking.set(true))/> })}
            </div>
            <p class="list-row-meta">{may}</p>
            <p class="list-row-meta">{end} " · " {used}</p>
        </div>
        <Dialog open=asking title=t!("token.revoke_question")>
            <div class="dialog-body stack">
                <p class="strong">{title.clone()}</p>
                <p class="muted">{t!("token.revoke_text")}</p>
                <Failure error=sending.failure/>
                {move || errors.whole().map(|message| view! { <p class="error" role="alert">{message}</p> })}
            </div>
            <div class="dialog-foot">
                <Button class="quiet" label=t!("action.cancel") on_press=Callback::new(move |_| asking.set(false))/>
                <Button class="danger" label=t!("token.revoke") busy=sending.busy on_press=Callback::new(revoke)/>
            </div>
        </Dialog>
    }
    .into_any()
}

#[component]
fn NewToken(made: Callback<String>, cancel: Callback<()>) -> impl IntoView {
    let errors = FormErrors::new();
    let sending = Mutation::new();
    let (name, days) = (RwSignal::new(String::new()), RwSignal::new(USUAL_DAYS.to_owned()));
    let chosen = RwSignal::new(vec![TokenScope::Read]);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let Ok(days) = days.with_untracked(|text| text.trim().parse::<i32>()) else {
            let error = FieldError::with_limit("days", ErrorCode::TokenDays, MAX_DAYS);
            return errors.show(&FieldErrors::from(error));
        };
        errors.clear();
        let input = CreateTokenInput { name: name.get_untracked(), scopes: chosen.get_untracked(), days: Some(days) };
        sending.send::<CreateToken>(Input { input }, move |data| match data.answer.secret {
            Some(secret) => made.run(secret),
            None => errors.show_answer(data.answer.errors),
        });
    };
    let choice = move |scope: TokenScope| {
        let is_read = scope == TokenScope::Read;
        let toggle = move |_| {
            chosen.update(|chosen| match chosen.iter().position(|one| *one == scope) {
                Some(place) => drop(chosen.remove(place)),
                None => chosen.push(scope),
            });
        };
        view! {
            <label class="choice">
                <input type="checkbox" name="scopes" value=scope.as_str() disabled=is_read prop:checked=move || chosen.with(|chosen| chosen.contains(&scope)) on:change=toggle/>
                <span>{move || name_of(scope)}<span class="hint">{move || t(explained(scope))}</span></span>
            </label>
        }
    };
    view! {
        <form class="form" name="token" novalidate on:submit=submit>
            <ErrorSummary errors/>
            <Failure error=sending.failure/>
            <Field name="name" label=t!("token.name") hint=t!("token.name_hint") errors><TextInput value=name autocomplete="off"/></Field>
            <FieldSet name="scopes" label=t!("token.scopes") hint=t!("token.scopes_hint") errors>
                <div class="choices">{TokenScope::ALL.iter().copied().map(choice).collect_view()}</div>
            </FieldSet>
            <Field name="days" label=t!("token.days") hint=t!("token.days_hint") short=true errors><TextInput value=days inputmode="numeric" autocomplete="off"/></Field>
            <div class="form-actions">
                <Button class="primary" submit=true label=t!("token.make") busy=sending.busy/>
                <Button class="quiet" label=t!("action.cancel") on_press=Callback::new(move |_| cancel.run(()))/>
            </div>
        </form>
    }
}

/// What the scope lets a program do, in a sentence.
const fn explained(scope: TokenScope) -> &'static str {
    match scope {
        TokenScope::Read => "token.may_read",
        TokenScope::WriteProposals => "token.may_write_proposals",
        TokenScope::WritePlans => "token.may_write_plans",
        TokenScope::WriteComments => "token.may_write_comments",
        TokenScope::Decide => "token.may_decide",
    }
}
