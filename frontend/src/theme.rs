//! Light, dark, or as the system says.

use crate::storage;

const KEY: &str = "theme";

/// The chosen ground.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Theme {
    Auto,
    Light,
    Dark,
}

impl Theme {
    pub const ALL: [Self; 3] = [Self::Auto, Self::Light, Self::Dark];

    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }
}

/// The theme chosen on this device.
pub fn chosen() -> Theme {
    let kept = storage::read(KEY);
    Theme::ALL.into_iter().find(|theme| kept.as_deref() == Some(theme.as_str())).unwrap_or(Theme::Auto)
}

/// Shows the theme chosen earlier, before anything is drawn.
pub fn start() {
    show(chosen());
}

/// Chooses a theme and remembers it.
pub fn choose(theme: Theme) {
    storage::write(KEY, theme.as_str());
    show(theme);
}

fn show(theme: Theme) {
    let Some(root) = web_sys::window().and_then(|window| window.document()).and_then(|document| document.document_element()) else {
        return;
    };
    // A missing attribute leaves it to the system.
    let _ = match theme {
        Theme::Auto => root.remove_attribute("data-theme"),
        Theme::Light | Theme::Dark => root.set_attribute("data-theme", theme.as_str()),
    };
}
