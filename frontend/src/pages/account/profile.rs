use crate::api::Mutation;
use crate::i18n::{self, t};
use crate::session::Session;
use crate::ui::{AreaPicker, Button, ErrorSummary, Failure, Field, FieldSet, FormErrors, Select, TextInput, Toasts, choices};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use shared::i18n::Lang;
use shared::operations::Input;
use shared::operations::account::{Account, UpdateAccount, UpdateAccountInput};

/// Name, language and home.
#[component]
pub fn ProfileForm(account: Account) -> impl IntoView {
    let session = Session::get();
    let toasts = Toasts::get();
    let errors = FormErrors::new();
    let sending = Mutation::new();
    let name = RwSignal::new(account.display_name);
    let language = RwSignal::new(account.language.as_str().to_owned());
    let home = RwSignal::new(account.home_area.map(|area| area.code));
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let input = UpdateAccountInput {
            display_name: Some(name.get_untracked()),
            language: language.get_untracked().parse().ok(),
            home_area: home.get_untracked(),
        };
        sending.send_form::<UpdateAccount, Account>(Input { input }, errors, move |account| {
            i18n::choose(account.language);
            toasts.say(t("account.saved"));
            session.viewer.update(|viewer| {
                if let Some(viewer) = viewer {
                    viewer.account = account;
                }
            });
        });
    };
    view! {
        <form class="form" novalidate on:submit=submit>
            <ErrorSummary errors/>
            <Failure error=sending.failure/>
            <Field name="displayName" label=t!("sign_up.name") errors><TextInput value=name autocomplete="name"/></Field>
            <Field name="language" label=t!("account.language") errors><Select value=language options=choices(Lang::ALL)/></Field>
            <FieldSet name="homeArea" label=t!("sign_up.home") optional=true errors><AreaPicker value=home/></FieldSet>
            <div class="form-actions"><Button class="primary" submit=true label=t!("action.save") busy=sending.busy/></div>
        </form>
    }
}
