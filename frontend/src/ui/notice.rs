use super::Icon;
use leptos::prelude::*;

/// How a message is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    Info,
    Good,
    Warning,
    Bad,
}

impl Tone {
    pub const fn class(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Good => "ok",
            Self::Warning => "wait",
            Self::Bad => "no",
        }
    }

    pub const fn icon(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Good => "check",
            Self::Warning | Self::Bad => "warning",
        }
    }
}

/// Something to know, where it belongs. Good and neutral news wait their turn, bad news is said at once.
#[component]
pub fn Notice(tone: Tone, #[prop(into)] title: TextProp, #[prop(optional)] children: Option<Children>) -> impl IntoView {
    let role = if tone == Tone::Bad { "alert" } else { "status" };
    view! {
        <div class=format!("notice {}", tone.class()) role=role>
            <Icon name=tone.icon()/>
            <strong>{move || title.get()}</strong>
            {children.map(|children| children())}
        </div>
    }
}
