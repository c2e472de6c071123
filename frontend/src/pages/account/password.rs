use crate::api::Mutation;
use crate::i18n::t;
use crate::ui::{Button, ErrorSummary, Failure, Field, FormErrors, TextInput, Toasts};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use shared::operations::Input;
use shared::operations::account::{Account, ChangePassword, ChangePasswordInput};

#[component]
pub fn PasswordForm() -> impl IntoView {
    let toasts = Toasts::get();
    let errors = FormErrors::new();
    let sending = Mutation::new();
    let (current, new) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let input = ChangePasswordInput { current_password: current.get_untracked(), new_password: new.get_untracked() };
        sending.send_form::<ChangePassword, Account>(Input { input }, errors, move |_| {
            current.set(String::new());
            new.set(String::new());
            toasts.say(t("account.password_changed"));
        });
    };
    view! {
        <form class="form" novalidate on:submit=submit>
            <ErrorSummary errors/>
            <Failure error=sending.failure/>
            <Field name="currentPassword" label=t!("account.current_password") errors><TextInput value=current kind="password" autocomplete="current-password"/></Field>
            <Field name="newPassword" label=t!("account.new_password") hint=t!("sign_up.password_hint") errors><TextInput value=new kind="password" autocomplete="new-password"/></Field>
            <div class="form-actions"><Button submit=true label=t!("account.change_password") busy=sending.busy/></div>
        </form>
    }
}
