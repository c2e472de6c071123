//! The whole app: what every screen shares, the frame, and the page of the moment.

use crate::areas::Areas;
use crate::frame::Frame;
use crate::page_focus;
use crate::routes::Pages;
use crate::session::Session;
use crate::ui::Toasts;
use leptos::prelude::*;
use leptos_meta::provide_meta_context;
use leptos_router::components::Router;

#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    Session::provide();
    Areas::provide();
    Toasts::provide();
    view! {
        <leptos_meta::Title formatter=|title: String| if title.is_empty() { "Rembug".to_owned() } else { format!("{title} · Rembug") }/>
        <Router>
            <Inside/>
        </Router>
    }
}

#[component]
fn Inside() -> impl IntoView {
    page_focus::watch_moves();
    view! { <Frame><Pages/></Frame> }
}
