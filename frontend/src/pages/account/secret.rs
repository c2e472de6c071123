use crate::i18n::t;
use crate::ui::{Button, Notice, Toasts, Tone};
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen_futures::JsFuture;

/// What is said about a secret: keys of the texts.
#[derive(Clone, Copy)]
pub struct SecretWords {
    pub title: &'static str,
    pub text: &'static str,
    pub copy: &'static str,
    pub copied: &'static str,
    pub copy_failed: &'static str,
}

/// What is told this once.
#[component]
pub fn Secret(told: String, words: SecretWords) -> impl IntoView {
    let toasts = Toasts::get();
    let text = told.clone();
    let copy = move |_| {
        let text = text.clone();
        spawn_local(async move {
            let Some(window) = web_sys::window() else { return };
            let copied = JsFuture::from(window.navigator().clipboard().write_text(&text)).await.is_ok();
            toasts.say(t(if copied { words.copied } else { words.copy_failed }));
        });
    };
    view! {
        <Notice tone=Tone::Warning title=move || t(words.title)>
            <div class="stack tight">
                <p>{move || t(words.text)}</p>
                <p><code class="token-secret">{told}</code></p>
                <div><Button label=move || t(words.copy) on_press=Callback::new(copy)/></div>
            </div>
        </Notice>
    }
}
