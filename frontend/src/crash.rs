//! When the app itself fails, it says so and offers to start again. What was typed is on the device already.

use crate::i18n::t;
use std::panic;
use web_sys::Document;

/// Watches for failures of the app. The words are taken now: afterwards nothing of it can be relied on.
pub fn watch() {
    let (title, text, again) = (t("crash.title"), t("crash.text"), t("crash.again"));
    panic::set_hook(Box::new(move |failure| {
        console_error_panic_hook::hook(failure);
        if let Some(document) = web_sys::window().and_then(|window| window.document()) {
            // Without a page to write on, nobody is there to read.
            let _ = tell(&document, [title, text, again]);
        }
    }));
}

fn tell(document: &Document, [title, text, again]: [&str; 3]) -> Option<()> {
    if document.get_element_by_id("crash").is_some() {
        return None;
    }
    let notice = document.create_element("div").ok()?;
    notice.set_id("crash");
    notice.set_class_name("notice no crash");
    notice.set_attribute("role", "alert").ok()?;
    for (tag, words) in [("strong", title), ("p", text)] {
        let part = document.create_element(tag).ok()?;
        part.set_text_content(Some(words));
        notice.append_child(&part).ok()?;
    }
    // A plain link of the browser's: the app's own handling of links may be what failed.
    let link = document.create_element("a").ok()?;
    link.set_class_name("btn small");
    link.set_attribute("rel", "external").ok()?;
    link.set_attribute("href", &web_sys::window()?.location().href().ok()?).ok()?;
    link.set_text_content(Some(again));
    notice.append_child(&link).ok()?;
    document.body()?.append_child(&notice).ok()?;
    Some(())
}
