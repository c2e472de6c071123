use super::Icon;
use crate::i18n::t;
use leptos::prelude::*;
use std::time::Duration;

/// Long enough to read two lines slowly.
const SHOWN_FOR: Duration = Duration::from_secs(7);

/// Short messages that pass by, above everything else.
#[derive(Clone, Copy)]
pub struct Toasts(RwSignal<Vec<Toast>>);

#[derive(Clone)]
struct Toast {
    id: u32,
    message: String,
    undo: Option<Callback<()>>,
    /// Words and address of what leads on.
    link: Option<(String, String)>,
}

impl Toasts {
    pub fn provide() -> Self {
        let toasts = Self(RwSignal::new(Vec::new()));
        provide_context(toasts);
        toasts
    }

    pub fn get() -> Self {
        use_context().unwrap_or_else(Self::provide)
    }

    /// Shows a message for some seconds.
    pub fn say(self, message: impl Into<String>) {
        self.show(message.into(), None, None);
    }

    /// Shows what was done, with a button that takes it back.
    pub fn say_with_undo(self, message: impl Into<String>, undo: Callback<()>) {
        self.show(message.into(), Some(undo), None);
    }

    /// Shows what was done, with a link to it.
    pub fn say_with_link(self, message: impl Into<String>, words: &str, address: String) {
        self.show(message.into(), None, Some((words.to_owned(), address)));
    }

    fn show(self, message: String, undo: Option<Callback<()>>, link: Option<(String, String)>) {
        let id = self.0.with_untracked(|list| list.last().map_or(0, |last| last.id.wrapping_add(1)));
        self.0.update(|list| list.push(Toast { id, message, undo, link }));
        set_timeout(move || self.drop(id), SHOWN_FOR);
    }

    fn drop(self, id: u32) {
        self.0.update(|list| list.retain(|toast| toast.id != id));
    }
}

/// Where the messages appear; screen readers say them when the reader pauses.
#[component]
pub fn ToastRegion(toasts: Toasts) -> impl IntoView {
    let button = move |id, undo: Callback<()>| {
        let press = move |_| {
            toasts.drop(id);
            // The page that said it may have gone.
            undo.try_run(());
        };
        view! { <button type="button" on:click=press>{move || t("action.undo")}</button> }
    };
    view! {
        <div class="toasts" role="status" aria-live="polite">
            <For each=move || toasts.0.get() key=|toast| toast.id let(toast)>
                <div class="toast"><Icon name="check"/>{toast.message}{toast.undo.map(|undo| button(toast.id, undo))}{toast.link.map(|(words, address)| view! { <a href=address>{words}</a> })}</div>
            </For>
        </div>
    }
}
