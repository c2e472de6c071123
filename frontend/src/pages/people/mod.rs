//! People and their roles, for the admin.

mod grant;

use crate::api::{Mutation, load};
use crate::i18n::name_of;
use crate::session::Session;
use crate::ui::{Button, Dialog, Empty, Failure, FormErrors, Heading, Icon, SkeletonRows, Toasts, loaded};
use grant::GrantForm;
use leptos::prelude::*;
use shared::operations::Input;
use shared::operations::account::{Account, Grant};
use shared::operations::people::{People, PeopleVariables, PersonFilter, RevokeRole, RevokeRoleInput};

#[component]
pub fn PeoplePage() -> impl IntoView {
    let session = Session::get();
    let text = RwSignal::new(String::new());
    let people = load::<People>(move || {
        let filter = PersonFilter { text: Some(text.get().trim().to_owned()).filter(|text| !text.is_empty()), role: None };
        session.is_admin().then_some(PeopleVariables { filter, first: 50, after: None })
    });
    let again = Callback::new(move |()| people.reload());
    view! {
        <div class="page stack">
            <Heading text=t!("nav.people")/>
            <Show when=move || session.is_admin() fallback=|| view! { <Empty title=t!("people.admins_title") text=t!("people.admins_text")/> }>
                <div class="search">
                    <Icon name="search"/>
                    <input type="search" aria-label=t!("people.search") placeholder=t!("people.search") on:change=move |event| text.set(event_target_value(&event))/>
                </div>
                {loaded(people, || view! { <SkeletonRows/> }.into_any(), move |data| if data.answer.nodes.is_empty() {
                    view! { <Empty title=t!("people.none_title") text=t!("people.none_text")/> }.into_any()
                } else {
                    view! { <ul class="stack" role="list">{data.answer.nodes.into_iter().map(|account| view! { <li><Person account again/></li> }).collect_view()}</ul> }.into_any()
                })}
            </Show>
        </div>
    }
}

#[component]
fn Person(account: Account, again: Callback<()>) -> impl IntoView {
    let granting = RwSignal::new(false);
    let Account { id, display_name, email, phone, grants, .. } = account;
    let done = Callback::new(move |()| {
        granting.set(false);
        again.run(());
    });
    view! {
        <article class="card">
            <div class="split">
                <h2 class="list-row-title">{display_name.clone()}</h2>
                <Button class="small" icon="plus" label=t!("people.grant") on_press=Callback::new(move |_| granting.set(true))/>
            </div>
            <p class="muted small">{email.or(phone)}</p>
            <ul class="stack tight" role="list">{grants.into_iter().map(|grant| view! { <li><Held grant again/></li> }).collect_view()}</ul>
            <Dialog open=granting title=move || crate::i18n::fill(crate::i18n::t("people.grant_to"), &[("name", display_name.clone())])><GrantForm account=id done/></Dialog>
        </article>
    }
}

/// A role that a person holds; taking it away asks once more.
#[component]
fn Held(grant: Grant, again: Callback<()>) -> impl IntoView {
    let asking = RwSignal::new(false);
    let sending = Mutation::new();
    let errors = FormErrors::new();
    let toasts = Toasts::get();
    let Grant { id, role, office, .. } = grant;
    let title = office.clone();
    let revoke = move |_| {
        sending.send_form::<RevokeRole, Account>(Input { input: RevokeRoleInput { grant_id: id } }, errors, move |_| {
            asking.set(false);
            toasts.say(crate::i18n::t("people.revoked"));
            again.run(());
        });
    };
    view! {
        <div class="split">
            <span>{office} <span class="muted small">" · " {move || name_of(role)}</span></span>
            <Button class="quiet small" label=t!("people.revoke") on_press=Callback::new(move |_| asking.set(true))/>
        </div>
        <Dialog open=asking title=t!("people.revoke_question")>
            <div class="dialog-body">
                <p>{title.clone()}</p>
                <Failure error=sending.failure/>
                {move || errors.whole().map(|message| view! { <p class="error" role="alert">{message}</p> })}
            </div>
            <div class="dialog-foot">
                <Button class="quiet" label=t!("action.cancel") on_press=Callback::new(move |_| asking.set(false))/>
                <Button class="danger primary" label=t!("people.revoke") busy=sending.busy on_press=Callback::new(revoke)/>
            </div>
        </Dialog>
    }
}
