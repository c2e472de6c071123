use crate::api::{Mutation, load};
use crate::i18n::{fill, t};
use crate::routes;
use crate::session::Session;
use crate::ui::{Button, ErrorSummary, Failure, Field, FormErrors, Heading, Icon, Notice, TextInput, Tone};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_query_map};
use shared::ErrorCode;
use shared::operations::account::{SignIn, SignInInput, Viewer};
use shared::operations::token::{IdentityProvider, SignInProvider};
use shared::operations::{Input, Nothing};
use shared::value::path;

/// Where to go afterwards: only an address of this app, never of another site.
fn destination(asked: Option<String>) -> String {
    asked.as_deref().and_then(path::within_app).unwrap_or(routes::HOME).to_owned()
}

#[component]
pub fn SignInPage() -> impl IntoView {
    let session = Session::get();
    let errors = FormErrors::new();
    let sending = Mutation::new();
    let (contact, password) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let query = use_query_map();
    let navigate = use_navigate();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let input = SignInInput { contact: contact.get_untracked(), password: password.get_untracked() };
        let navigate = navigate.clone();
        let path = destination(query.with_untracked(|query| query.get("ke")));
        sending.send_form::<SignIn, Viewer>(Input { input }, errors, move |viewer| {
            session.enter(Some(viewer));
            navigate(&path, NavigateOptions { replace: true, ..NavigateOptions::default() });
        });
    };
    let provider = load::<SignInProvider>(|| Some(Nothing {}));
    // What the provider's answer was, when it sent the person back without an identity.
    let failed = move || query.with(|query| query.get("gagal")).and_then(|code| code.parse::<ErrorCode>().ok());
    view! {
        <div class="page page-narrow sign-in">
            <Heading text=t!("sign_in.heading")/>
            {move || failed().map(|code| view! { <Notice tone=Tone::Bad title=move || t(code.message_key())/> })}
            <form class="form" novalidate on:submit=submit>
                <ErrorSummary errors/>
                <Failure error=sending.failure/>
                <Field name="contact" label=t!("sign_in.contact") hint=t!("sign_in.contact_hint") errors><TextInput value=contact autocomplete="username"/></Field>
                <Field name="password" label=t!("sign_in.password") errors><TextInput value=password kind="password" autocomplete="current-password"/></Field>
                <div class="form-actions"><Button class="primary wide" submit=true label=t!("sign_in.submit") busy=sending.busy/></div>
            </form>
            {move || provider.data.get().and_then(|data| data.answer).map(|provider| view! { <WithProvider provider/> })}
            <p>{t!("sign_in.no_account")} " " <a href=routes::SIGN_UP>{t!("nav.sign_up")}</a></p>
        </div>
    }
}

/// The way to the provider leaves the app: the server answers it, not the router.
#[component]
fn WithProvider(provider: IdentityProvider) -> impl IntoView {
    let query = use_query_map();
    let IdentityProvider { name, sign_in_path } = provider;
    let href = move || {
        let next = destination(query.with(|query| query.get("ke")));
        format!("{sign_in_path}?ke={}", String::from(js_sys::encode_uri_component(&next)))
    };
    view! {
        <p class="sign-in-or muted">{t!("sign_in.or")}</p>
        <a class="btn wide" rel="external" href=href><Icon name="building"/>{move || fill(t("sign_in.with_provider"), &[("name", name.clone())])}</a>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signing_in_never_leads_to_another_site() {
        assert_eq!(destination(Some("/usulan/baru?x=1".into())), "/usulan/baru?x=1");
        for path in [None, Some("https://example.org"), Some("//example.org"), Some("/\\example.org"), Some("javascript:alert(1)")]
        {
            assert_eq!(destination(path.map(str::to_owned)), "/");
        }
    }
}
