use leptos::ev::Event;
use wasm_bindgen::JsCast;

/// Closes the `<details class="menu">` around what was pressed.
pub fn close_menu(event: &Event) {
    let pressed = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    if let Some(menu) = pressed.and_then(|pressed| pressed.closest("details").ok().flatten()) {
        // A missing attribute is what closes it.
        let _ = menu.remove_attribute("open");
    }
}

/// Whether the `<details>` that was toggled is open now.
pub fn is_open(event: &Event) -> bool {
    event.target().and_then(|target| target.dyn_into::<web_sys::HtmlDetailsElement>().ok()).is_some_and(|details| details.open())
}
