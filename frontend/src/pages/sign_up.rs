use crate::api::Mutation;
use crate::i18n::language_now;
use crate::routes;
use crate::ui::{AreaPicker, Button, ErrorSummary, Failure, Field, FieldSet, FormErrors, Heading, Notice, TextInput, Tone};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use shared::operations::Input;
use shared::operations::account::{SignUp, SignUpInput};

/// A new account. The answer is the same for a contact already known.
#[component]
pub fn SignUpPage() -> impl IntoView {
    let errors = FormErrors::new();
    let sending = Mutation::new();
    let accepted = RwSignal::new(false);
    let (name, contact, password) = (RwSignal::new(String::new()), RwSignal::new(String::new()), RwSignal::new(String::new()));
    let home = RwSignal::new(None);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        errors.clear();
        let input = SignUpInput {
            contact: contact.get_untracked(),
            password: password.get_untracked(),
            display_name: name.get_untracked(),
            language: Some(language_now()),
            home_area: home.get_untracked(),
        };
        sending.send::<SignUp>(Input { input }, move |data| {
            errors.show_answer(data.answer.errors);
            accepted.set(data.answer.accepted);
        });
    };
    view! {
        <div class="page page-narrow sign-in">
            <Heading text=t!("sign_up.heading")/>
            <Show when=move || accepted.get()>
                <Notice tone=Tone::Good title=t!("sign_up.accepted")><p><a href=routes::SIGN_IN>{t!("sign_up.now_sign_in")}</a></p></Notice>
            </Show>
            <form class="form" novalidate hidden=move || accepted.get() on:submit=submit>
                <ErrorSummary errors/>
                <Failure error=sending.failure/>
                <Field name="displayName" label=t!("sign_up.name") hint=t!("sign_up.name_hint") errors><TextInput value=name autocomplete="name"/></Field>
                <Field name="contact" label=t!("sign_in.contact") hint=t!("sign_up.contact_hint") errors><TextInput value=contact autocomplete="username"/></Field>
                <Field name="password" label=t!("sign_in.password") hint=t!("sign_up.password_hint") errors><TextInput value=password kind="password" autocomplete="new-password"/></Field>
                <FieldSet name="homeArea" label=t!("sign_up.home") hint=t!("sign_up.home_hint") optional=true errors><AreaPicker value=home/></FieldSet>
                <div class="form-actions"><Button class="primary wide" submit=true label=t!("sign_up.submit") busy=sending.busy/></div>
            </form>
            <p>{t!("sign_up.has_account")} " " <a href=routes::SIGN_IN>{t!("nav.sign_in")}</a></p>
        </div>
    }
}
