use crate::api::{Mutation, load};
use crate::i18n::t;
use crate::session::Session;
use crate::ui::{
    AreaPicker, Button, Choice, ErrorSummary, Failure, Field, FieldSet, FormErrors, Select, TextInput, Toasts, choices,
};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use shared::access::{Role, RoleScope};
use shared::area::AreaLevel;
use shared::operations::account::Account;
use shared::operations::area::Agencies;
use shared::operations::people::{GrantRole, GrantRoleInput};
use shared::operations::{Input, Nothing};
use shared::value::AccountId;

/// A role for a person: which, where, and under what name of office.
#[component]
pub fn GrantForm(account: AccountId, done: Callback<Account>) -> impl IntoView {
    let session = Session::get();
    let toasts = Toasts::get();
    let errors = FormErrors::new();
    let sending = Mutation::new();
    let (role, agency, title) =
        (RwSignal::new(Role::VillageOperator.as_str().to_owned()), RwSignal::new(String::new()), RwSignal::new(String::new()));
    let area = RwSignal::new(None);
    let scope = Memo::new(move |_| role.with(|role| role.parse::<Role>()).map_or(RoleScope::Everyone, Role::scope));
    let agencies = load::<Agencies>(move || (scope.get() == RoleScope::Agency).then_some(Nothing {}));
    let agency_choices = Signal::derive(move || {
        agencies
            .data
            .get()
            .map(|data| data.answer.into_iter().map(|agency| Choice::new(agency.code, agency.name)).collect())
            .unwrap_or_default()
    });
    let grantable: Vec<Role> = Role::ALL.iter().copied().filter(|role| role.scope() != RoleScope::Everyone).collect();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let Ok(role) = role.get_untracked().parse() else { return };
        let area = match scope.get_untracked() {
            RoleScope::Area(AreaLevel::Regency) => {
                session.region.with_untracked(|region| region.as_ref().map(|region| region.code.clone()))
            }
            RoleScope::Agency | RoleScope::Everyone => None,
            _ => area.get_untracked(),
        };
        let filled = |text: String| Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        let input = GrantRoleInput {
            account_id: account,
            role,
            area,
            agency: filled(agency.get_untracked()),
            office_title: filled(title.get_untracked()),
        };
        sending.send_form::<GrantRole, Account>(Input { input }, errors, move |account| {
            toasts.say(t("people.granted"));
            done.run(account);
        });
    };
    view! {
        <form class="dialog-body form" name="grant" novalidate on:submit=submit>
            <ErrorSummary errors/>
            <Failure error=sending.failure/>
            <Field name="role" label=t!("people.role") errors><Select value=role options=choices(&grantable)/></Field>
            <Show when=move || matches!(scope.get(), RoleScope::AnyArea | RoleScope::Area(AreaLevel::District | AreaLevel::Village))>
                <FieldSet name="area" label=t!("people.area") errors><AreaPicker value=area/></FieldSet>
            </Show>
            <Show when=move || scope.get() == RoleScope::Agency>
                <Field name="agency" label=t!("people.agency") errors><Select value=agency options=agency_choices placeholder=t!("area.choose")/></Field>
            </Show>
            <Field name="officeTitle" label=t!("people.office") hint=t!("people.office_hint") optional=true errors><TextInput value=title/></Field>
            <div class="form-actions"><Button class="primary" submit=true label=t!("people.grant") busy=sending.busy/></div>
        </form>
    }
}
