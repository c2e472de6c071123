//! Rembug's app: plan together, on the map and in the list, in the browser.

#[macro_use]
mod i18n;

mod api;
mod app;
mod areas;
mod clock;
mod crash;
mod device;
mod frame;
mod kept;
mod map;
mod network;
mod page_focus;
mod pages;
mod parts;
mod plan;
mod routes;
mod session;
mod storage;
mod theme;
mod ui;

fn main() {
    i18n::start();
    crash::watch();
    theme::start();
    leptos::mount::mount_to_body(app::App);
}
