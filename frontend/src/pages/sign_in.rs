use crate::api::Mutation;
use crate::routes;
use crate::session::Session;
use crate::ui::{Button, ErrorSummary, Failure, Field, FormErrors, Heading, TextInput};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_query_map};
use shared::operations::Input;
use shared::operations::account::{SignIn, SignInInput, Viewer};

/// Where to go afterwards: only an address of this app, never of another site.
fn destination(asked: Option<String>) -> String {
    asked
        .filter(|path| path.starts_with('/') && !path.starts_with("//") && !path.contains('\\'))
        .unwrap_or_else(|| routes::HOME.to_owned())
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
    view! {
        <div class="page page-narrow sign-in">
            <Heading text=t!("sign_in.heading")/>
            <form class="form" novalidate on:submit=submit>
                <ErrorSummary errors/>
                <Failure error=sending.failure/>
                <Field name="contact" label=t!("sign_in.contact") hint=t!("sign_in.contact_hint") errors><TextInput value=contact autocomplete="username"/></Field>
                <Field name="password" label=t!("sign_in.password") errors><TextInput value=password kind="password" autocomplete="current-password"/></Field>
                <div class="form-actions"><Button class="primary wide" submit=true label=t!("sign_in.submit") busy=sending.busy/></div>
            </form>
            <p>{t!("sign_in.no_account")} " " <a href=routes::SIGN_UP>{t!("nav.sign_up")}</a></p>
        </div>
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
