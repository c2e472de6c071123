use super::preferences::{LanguageSwitch, ThemeSwitch};
use crate::i18n::language;
use crate::routes;
use crate::session::Session;
use crate::ui::{Icon, Toasts, close_menu};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_location, use_navigate};

/// Whether the page of the moment is this one, for `aria-current`.
fn is_here(path: &'static str) -> impl Fn() -> Option<&'static str> + Copy + Send + 'static {
    let here = use_location().pathname;
    move || here.with(|here| here == path || (path == routes::HOME && here == "/usulan")).then_some("page")
}

#[component]
pub fn Header() -> impl IntoView {
    let session = Session::get();
    let navigate = use_navigate();
    let text = RwSignal::new(String::new());
    let search = move |event: SubmitEvent| {
        event.prevent_default();
        let text = String::from(js_sys::encode_uri_component(text.get_untracked().trim()));
        navigate(&format!("/?cari={text}"), NavigateOptions::default());
    };
    view! {
        <header class="top">
            <a class="brand" href=routes::HOME>
                <svg class="icon" aria-hidden="true"><use href="/icons.svg#brand"></use></svg>
                "Rem"<b>"bug"</b>
            </a>
            <nav class="top-nav" aria-label=t!("frame.main")>
                <a href=routes::HOME aria-current=is_here(routes::HOME)>{t!("nav.map")}</a>
                <a href=routes::PLANS aria-current=is_here(routes::PLANS)>{t!("nav.plans")}</a>
                <Show when=move || session.is_official()><a href=routes::DESK aria-current=is_here(routes::DESK)>{t!("nav.desk")}</a></Show>
                <Show when=move || session.is_admin()><a href=routes::PEOPLE aria-current=is_here(routes::PEOPLE)>{t!("nav.people")}</a></Show>
                <a href=routes::DATA aria-current=is_here(routes::DATA)>{t!("nav.data")}</a>
            </nav>
            <form class="search" role="search" aria-label=t!("frame.search") on:submit=search>
                <Icon name="search"/>
                <input type="search" name="cari" aria-label=t!("frame.search") placeholder=t!("frame.search_hint") prop:value=move || text.get() on:input=move |event| text.set(event_target_value(&event))/>
            </form>
            <div class="top-actions">
                <a class="btn primary on-wide" href=routes::PROPOSE><Icon name="plus"/>{t!("nav.propose")}</a>
                <Menu/>
            </div>
        </header>
    }
}

/// Who I am, and how I like it.
#[component]
fn Menu() -> impl IntoView {
    let session = Session::get();
    let toasts = Toasts::get();
    let name = move || session.viewer.with(|viewer| viewer.as_ref().map(|viewer| viewer.account.display_name.clone()));
    let sign_out = move |_| {
        session.sign_out(false, move |done| {
            toasts.say(done.map_or_else(|error| error.message(), |()| crate::i18n::t("session.signed_out").to_owned()))
        });
    };
    view! {
        <details class="menu">
            <summary class="btn quiet"><Icon name="menu"/><span class="menu-name">{move || name().unwrap_or_else(|| crate::i18n::t("frame.menu_short").to_owned())}</span> <span class="visually-hidden">{t!("frame.menu")}</span></summary>
            <div class="menu-body" on:click=move |event| close_menu(&event)>
                <Show
                    when=move || session.is_signed_in()
                    fallback=|| view! {
                        <a href=routes::sign_in_and_return><Icon name="sign-in"/>{t!("nav.sign_in")}</a>
                        <a href=routes::SIGN_UP><Icon name="user"/>{t!("nav.sign_up")}</a>
                    }
                >
                    <a href=routes::ACCOUNT><Icon name="user"/>{t!("nav.account")}</a>
                    <Show when=move || session.is_official()><a href=routes::DESK><Icon name="list"/>{t!("nav.desk")}</a></Show>
                    <Show when=move || session.is_admin()><a href=routes::PEOPLE><Icon name="users"/>{t!("nav.people")}</a></Show>
                    <button type="button" on:click=sign_out><Icon name="sign-out"/>{t!("nav.sign_out")}</button>
                </Show>
                <a href=routes::PLANS><Icon name="document"/>{t!("nav.plans")}</a>
                <a href=routes::DATA><Icon name="list"/>{t!("nav.data")}</a>
                <a href=move || routes::open_data(language()) rel="external"><Icon name="download"/>{t!("nav.open_data")}</a>
                <a href=routes::ABOUT><Icon name="info"/>{t!("nav.about")}</a>
                <hr/>
                <LanguageSwitch/>
                <ThemeSwitch/>
            </div>
        </details>
    }
}

#[component]
pub fn BottomNav() -> impl IntoView {
    let session = Session::get();
    view! {
        <nav class="bottom-nav" aria-label=t!("frame.main_phone")>
            <a href=routes::HOME aria-current=is_here(routes::HOME)><Icon name="map"/>{t!("nav.map")}</a>
            <a href=routes::PLANS aria-current=is_here(routes::PLANS)><Icon name="document"/>{t!("nav.plans")}</a>
            <a class="main" href=routes::PROPOSE aria-current=is_here(routes::PROPOSE)><Icon name="plus"/>{t!("nav.propose")}</a>
            <Show when=move || session.is_official()><a href=routes::DESK aria-current=is_here(routes::DESK)><Icon name="list"/>{t!("nav.desk")}</a></Show>
            <Show
                when=move || session.is_signed_in()
                fallback=|| view! { <a href=routes::SIGN_IN aria-current=is_here(routes::SIGN_IN)><Icon name="sign-in"/>{t!("nav.sign_in")}</a> }
            >
                <a href=routes::ACCOUNT aria-current=is_here(routes::ACCOUNT)><Icon name="user"/>{t!("nav.me")}</a>
            </Show>
        </nav>
    }
}
