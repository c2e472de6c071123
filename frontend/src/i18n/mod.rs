//! The words of the screens, in Indonesian and English, and the language chosen.
//!
//! `t!("key")` makes a closure for the view, which follows the language; `t("key")` gives the words now.
//! Where the screens have no such key, the words of the domain answer, so that `name_of(status)` works alike.

use crate::storage;
use leptos::prelude::*;
use shared::i18n::{Catalogue, Lang};
use std::sync::OnceLock;

mod names;
#[cfg(test)]
mod tests;

pub use names::{Named, name_of};

const KEY: &str = "rembug.language";

fn words() -> &'static Catalogue {
    static WORDS: OnceLock<Catalogue> = OnceLock::new();
    WORDS.get_or_init(|| Catalogue::new(include_str!("../../locales/id.json"), include_str!("../../locales/en.json")))
}

fn chosen() -> &'static ArcRwSignal<Lang> {
    static CHOSEN: OnceLock<ArcRwSignal<Lang>> = OnceLock::new();
    CHOSEN.get_or_init(|| ArcRwSignal::new(Lang::Id))
}

/// The language of the screen; followed where it is read reactively.
pub fn language() -> Lang {
    chosen().get()
}

/// The language of the screen at this moment, for requests and formats outside the view.
pub fn language_now() -> Lang {
    chosen().get_untracked()
}

/// Takes up the language chosen on this device earlier; Indonesian otherwise.
pub fn start() {
    show(storage::read(KEY).as_deref().map_or(Lang::Id, Lang::from_tag));
}

/// Chooses a language on this device.
pub fn choose(language: Lang) {
    storage::write(KEY, language.tag());
    show(language);
}

/// Takes the account's language unless this device has a choice of its own.
pub fn follow_account(language: Lang) {
    if storage::read(KEY).is_none() {
        show(language);
    }
}

fn show(language: Lang) {
    if let Some(root) = web_sys::window().and_then(|window| window.document()).and_then(|document| document.document_element()) {
        // Only a malformed name could fail here.
        let _ = root.set_attribute("lang", language.tag());
    }
    if language_now() != language {
        chosen().set(language);
    }
}

/// The words for a key: of the screens, else of the domain; the key itself when there are none, so that a gap is seen.
pub fn t(key: &'static str) -> &'static str {
    let language = language();
    words().get(language, key).unwrap_or_else(|| shared::i18n::text(language, key))
}

/// Puts values into the `{name}` places of a text.
pub fn fill(text: &str, values: &[(&str, String)]) -> String {
    values.iter().fold(text.to_owned(), |text, (name, value)| text.replace(&format!("{{{name}}}"), value))
}

/// Words for the view that follow the language: `t!("key")`, `t!("key", name = value)`.
macro_rules! t {
    ($key:literal) => {
        move || $crate::i18n::t($key)
    };
    ($key:literal, $($name:ident = $value:expr),+ $(,)?) => {
        move || $crate::i18n::fill($crate::i18n::t($key), &[$((stringify!($name), $value.to_string())),+])
    };
}
