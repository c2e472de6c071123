use crate::i18n::{self, language};
use crate::theme::{self, Theme};
use crate::ui::Icon;
use leptos::prelude::*;
use shared::i18n::Lang;

/// Indonesian or English; each names itself in its own words.
#[component]
pub fn LanguageSwitch() -> impl IntoView {
    let button = |own: Lang, name: &'static str| {
        view! { <button type="button" lang=own.tag() aria-current=move || (language() == own).then_some("true") on:click=move |_| i18n::choose(own)><Icon name="globe"/>{name}</button> }
    };
    view! {
        {button(Lang::Id, "Bahasa Indonesia")}
        {button(Lang::En, "English")}
        <hr/>
    }
}

/// Light, dark, or as the device.
#[component]
pub fn ThemeSwitch() -> impl IntoView {
    let chosen = RwSignal::new(theme::chosen());
    let button = move |own: Theme| {
        let (icon, name) = match own {
            Theme::Auto => ("settings", "theme.auto"),
            Theme::Light => ("sun", "theme.light"),
            Theme::Dark => ("moon", "theme.dark"),
        };
        let choose = move |_| {
            theme::choose(own);
            chosen.set(own);
        };
        view! { <button type="button" aria-current=move || (chosen.get() == own).then_some("true") on:click=choose><Icon name=icon/>{move || i18n::t(name)}</button> }
    };
    Theme::ALL.map(button).into_iter().collect_view()
}
