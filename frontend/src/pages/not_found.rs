use crate::routes;
use crate::ui::{Empty, Heading};
use leptos::prelude::*;

/// No page has this address, or nothing open to the reader does.
#[component]
pub fn NotFoundPage() -> impl IntoView {
    view! {
        <div class="page">
            <Heading text=t!("not_found.heading")/>
            <Empty title=t!("not_found.title") text=t!("not_found.text")><a class="btn primary" href=routes::HOME>{t!("not_found.home")}</a></Empty>
        </div>
    }
}
