//! Whether the device says it is connected.

use leptos::ev;
use leptos::prelude::*;

/// True while the browser believes there is a network; the server may still be out of reach.
pub fn watch_online() -> ReadSignal<bool> {
    let believed = web_sys::window().is_none_or(|window| window.navigator().on_line());
    let (online, set_online) = signal(believed);
    // The app lives as long as the page: the listeners stay.
    std::mem::forget(window_event_listener(ev::online, move |_| set_online.set(true)));
    std::mem::forget(window_event_listener(ev::offline, move |_| set_online.set(false)));
    online
}
