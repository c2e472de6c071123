//! After a move to another page, the reader's place is its heading: screen readers say it, and the keyboard goes on from there.

use leptos::html::H1;
use leptos::prelude::*;
use std::sync::atomic::{AtomicBool, Ordering};

/// A page was opened by a move within the app, and its heading has not been focused yet.
static MOVED: AtomicBool = AtomicBool::new(false);

/// Watches the address; the first page is the browser's own affair.
pub fn watch_moves() {
    let path = leptos_router::hooks::use_location().pathname;
    Effect::new(move |before: Option<String>| {
        let now = path.get();
        if before.is_some_and(|before| before != now) {
            MOVED.store(true, Ordering::Relaxed);
        }
        now
    });
}

/// The next heading takes the focus: a step of the same page was opened.
pub fn expect() {
    MOVED.store(true, Ordering::Relaxed);
}

/// Focuses this heading if it is the first of a page just moved to.
pub fn take_focus(heading: NodeRef<H1>) {
    heading.on_load(|heading| {
        if MOVED.swap(false, Ordering::Relaxed) {
            // The heading is in the page once the current turn ends.
            request_animation_frame(move || {
                let _ = heading.focus();
            });
        }
    });
}
