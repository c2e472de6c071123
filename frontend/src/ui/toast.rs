use super::Icon;
use leptos::prelude::*;
use std::time::Duration;

/// Long enough to read two lines slowly.
const SHOWN_FOR: Duration = Duration::from_secs(7);

/// Short messages that pass by, above everything else.
#[derive(Clone, Copy)]
pub struct Toasts(RwSignal<Vec<(u32, String)>>);

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
        let id = self.0.with_untracked(|list| list.last().map_or(0, |(id, _)| id.wrapping_add(1)));
        self.0.update(|list| list.push((id, message.into())));
        set_timeout(move || self.0.update(|list| list.retain(|(other, _)| *other != id)), SHOWN_FOR);
    }
}

/// Where the messages appear; screen readers say them when the reader pauses.
#[component]
pub fn ToastRegion(toasts: Toasts) -> impl IntoView {
    view! {
        <div class="toasts" role="status" aria-live="polite">
            <For each=move || toasts.0.get() key=|(id, _)| *id let((_, message))>
                <div class="toast"><Icon name="check"/>{message}</div>
            </For>
        </div>
    }
}
