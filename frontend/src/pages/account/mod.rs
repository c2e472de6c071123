//! One's own account: who I am here, my roles, my password, my proposals.

mod password;
mod profile;
mod secret;
mod tokens;
mod webhooks;

use super::home::{ListView, use_list};
use crate::i18n::{name_of, t};
use crate::routes;
use crate::session::Session;
use crate::ui::{Button, Day, Empty, Heading, SkeletonPage, Toasts};
use leptos::prelude::*;
use password::PasswordForm;
use profile::ProfileForm;
use shared::operations::account::Viewer;
use shared::operations::proposal::ProposalFilter;
use shared::proposal::Order;
use tokens::TokenSection;
use webhooks::WebhookSection;

#[component]
pub fn AccountPage() -> impl IntoView {
    let session = Session::get();
    let viewer = Memo::new(move |_| session.viewer.get());
    view! {
        <div class="page stack loose">
            <Heading text=t!("nav.account")/>
            {move || match (session.known.get(), viewer.get()) {
                (false, _) => view! { <SkeletonPage/> }.into_any(),
                (true, None) => view! { <Empty title=t!("account.signed_out_title") text=t!("account.signed_out_text")><a class="btn primary" href=routes::sign_in_and_return>{t!("nav.sign_in")}</a></Empty> }.into_any(),
                (true, Some(viewer)) => view! { <Body viewer/> }.into_any(),
            }}
        </div>
    }
}

#[component]
fn Body(viewer: Viewer) -> impl IntoView {
    let session = Session::get();
    let toasts = Toasts::get();
    let account = viewer.account;
    let mine = use_list(|| Some((ProposalFilter { mine: true, ..ProposalFilter::default() }, Order::RecentlyChanged)));
    let supported =
        use_list(|| Some((ProposalFilter { supported_by_me: true, ..ProposalFilter::default() }, Order::RecentlyChanged)));
    let sign_out = move |everywhere| {
        session.sign_out(everywhere, move |done| {
            toasts.say(done.map_or_else(|error| error.message(), |()| t("session.signed_out").to_owned()))
        });
    };
    let grants = account.grants.clone();
    let holds_office = !grants.is_empty();
    let devices = account.session_count;
    view! {
        <section class="stack">
            <h2>{t!("account.mine")}</h2>
            <ListView list=mine boxed=true empty=|| view! { <Empty title=t!("account.no_proposals") text=t!("account.no_proposals_text")><a class="btn primary" href=routes::PROPOSE>{t!("nav.propose")}</a></Empty> }/>
        </section>
        <section class="stack">
            <h2>{t!("account.supported")}</h2>
            <ListView list=supported boxed=true empty=|| view! { <p class="muted">{t!("account.no_supports")}</p> }/>
        </section>
        <section class="stack">
            <h2>{t!("account.profile")}</h2>
            <dl class="facts">
                {account.email.clone().map(|email| view! { <div><dt>{t!("account.email")}</dt><dd>{email}</dd></div> })}
                {account.phone.clone().map(|phone| view! { <div><dt>{t!("account.phone")}</dt><dd>{phone}</dd></div> })}
                <div><dt>{t!("account.since")}</dt><dd><Day at=account.created_at/></dd></div>
            </dl>
            <ProfileForm account/>
        </section>
        {(!grants.is_empty()).then(|| view! {
            <section class="stack">
                <h2>{t!("account.roles")}</h2>
                <ul class="list boxed">{grants.into_iter().map(|grant| view! { <li><div class="list-row"><h3 class="list-row-title">{grant.office}</h3><p class="list-row-meta">{move || name_of(grant.role)} " · " <Day at=grant.granted_at/></p></div></li> }).collect_view()}</ul>
            </section>
        })}
        <section class="stack"><h2>{t!("account.password")}</h2><PasswordForm/></section>
        <TokenSection/>
        {holds_office.then(|| view! { <WebhookSection/> })}
        <section class="stack">
            <h2>{t!("account.sessions")}</h2>
            <p class="muted">{t!("account.devices", count = devices)}</p>
            <div class="btn-row">
                <Button label=t!("nav.sign_out") icon="sign-out" on_press=Callback::new(move |_| sign_out(false))/>
                <Button class="danger" label=t!("account.sign_out_everywhere") on_press=Callback::new(move |_| sign_out(true))/>
            </div>
        </section>
    }
}
