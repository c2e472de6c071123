//! What stands around every page: banners, header, navigation.

mod header;
mod preferences;

use crate::network::watch_online;
use crate::session::Session;
use crate::ui::{Failure, ToastRegion, Toasts};
use header::{BottomNav, Header};
use leptos::prelude::*;

#[component]
pub fn Frame(children: Children) -> impl IntoView {
    let online = watch_online();
    let session = Session::get();
    let sample = move || session.region.with(|region| region.as_ref().is_some_and(|region| region.sample_data));
    view! {
        <a class="skip-link" href="#main">{t!("frame.skip")}</a>
        <Header/>
        <aside aria-label=t!("frame.notices")>
            <Show when=move || !online.get()><p class="banner offline" role="status">{t!("frame.offline")}</p></Show>
            <Show when=sample><p class="banner">{t!("frame.sample")}</p></Show>
        </aside>
        <main id="main" tabindex="-1">
            <Failure error=session.failure retry=Callback::new(move |()| session.refresh())/>
            {children()}
        </main>
        <BottomNav/>
        <ToastRegion toasts=Toasts::get()/>
    }
}
