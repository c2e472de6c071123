use super::grant::GrantForm;
use crate::api::Mutation;
use crate::i18n::{fill, name_of, t};
use crate::ui::{Button, Dialog, Failure, FormErrors, Toasts};
use leptos::prelude::*;
use shared::operations::Input;
use shared::operations::account::{Account, Grant};
use shared::operations::people::{RevokeRole, RevokeRoleInput};

/// A person with the roles they hold.
#[component]
pub fn PersonCard(account: Account, changed: Callback<Account>) -> impl IntoView {
    let granting = RwSignal::new(false);
    let Account { id, display_name, email, phone, home_area, grants, .. } = account;
    let done = Callback::new(move |account| {
        granting.set(false);
        changed.run(account);
    });
    let title = {
        let name = display_name.clone();
        move || fill(t("people.grant_to"), &[("name", name.clone())])
    };
    let reached = [email.or(phone), home_area.map(|area| area.name)].into_iter().flatten().collect::<Vec<_>>().join(" · ");
    view! {
        <article class="card stack tight" id=id.to_string()>
            <div class="split">
                <div><h2 class="list-row-title">{display_name}</h2><p class="muted small">{reached}</p></div>
                <Button class="small" icon="plus" label=t!("people.grant") on_press=Callback::new(move |_| granting.set(true))/>
            </div>
            {(!grants.is_empty()).then(|| view! { <ul class="stack tight" role="list">{grants.into_iter().map(|grant| view! { <li><Held grant changed/></li> }).collect_view()}</ul> })}
            <Dialog open=granting title><GrantForm account=id done/></Dialog>
        </article>
    }
    .into_any()
}

/// A role that a person holds; taking it away asks once more.
#[component]
fn Held(grant: Grant, changed: Callback<Account>) -> impl IntoView {
    let asking = RwSignal::new(false);
    let (sending, errors) = (Mutation::new(), FormErrors::new());
    let toasts = Toasts::get();
    let Grant { id, role, office, area, agency, .. } = grant;
    let place = area.map(|area| area.name).or(agency.map(|agency| agency.name));
    let title = office.clone();
    let revoke = move |_| {
        sending.send_form::<RevokeRole, Account>(Input { input: RevokeRoleInput { grant_id: id } }, errors, move |account| {
            asking.set(false);
            toasts.say(t("people.revoked"));
            changed.run(account);
        });
    };
    view! {
        <div class="split">
            <span>{office} " " <span class="muted small">"· " {move || name_of(role)} {place.map(|place| format!(" · {place}"))}</span></span>
            <Button class="quiet small" label=t!("people.revoke") on_press=Callback::new(move |_| asking.set(true))/>
        </div>
        <Dialog open=asking title=t!("people.revoke_question")>
            <div class="dialog-body stack">
                <p class="strong">{title.clone()}</p>
                <p class="muted">{t!("people.revoke_text")}</p>
                <Failure error=sending.failure/>
                {move || errors.whole().map(|message| view! { <p class="error" role="alert">{message}</p> })}
            </div>
            <div class="dialog-foot">
                <Button class="quiet" label=t!("action.cancel") on_press=Callback::new(move |_| asking.set(false))/>
                <Button class="danger" label=t!("people.revoke") busy=sending.busy on_press=Callback::new(revoke)/>
            </div>
        </Dialog>
    }
    .into_any()
}
