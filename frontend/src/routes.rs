//! Every address of the app, and the page behind it.

use crate::pages::{about, account, area, desk, home, not_found, people, proposal, propose, sign_in, sign_up};
use leptos::prelude::*;
use leptos_router::components::{FlatRoutes, Route};
use leptos_router::path;
use shared::area::AreaCode;
use shared::value::ProposalId;

pub const HOME: &str = "/";
pub const PROPOSE: &str = "/usulan/baru";
pub const DESK: &str = "/meja";
pub const SIGN_IN: &str = "/masuk";
pub const SIGN_UP: &str = "/daftar";
pub const ACCOUNT: &str = "/akun";
pub const PEOPLE: &str = "/orang";
pub const ABOUT: &str = "/tentang";

pub fn proposal(id: ProposalId) -> String {
    format!("/usulan/{id}")
}

pub fn edit_proposal(id: ProposalId) -> String {
    format!("/usulan/{id}/ubah")
}

pub fn area(code: &AreaCode) -> String {
    format!("/wilayah/{code}")
}

/// Sign in, then come back to where one is now.
pub fn sign_in_and_return() -> String {
    let here = web_sys::window()
        .map(|window| window.location())
        .and_then(|location| Some(location.pathname().ok()? + &location.search().ok()?));
    match here {
        Some(here) if here != SIGN_IN && !here.starts_with("/masuk?") => sign_in_to(&here),
        _ => SIGN_IN.to_owned(),
    }
}

/// Sign in, then go to an address of this app.
pub fn sign_in_to(address: &str) -> String {
    format!("{SIGN_IN}?ke={}", String::from(js_sys::encode_uri_component(address)))
}

/// The pages.
#[component]
pub fn Pages() -> impl IntoView {
    view! {
        <FlatRoutes fallback=not_found::NotFoundPage>
            <Route path=path!("/") view=home::HomePage/>
            <Route path=path!("/usulan") view=home::HomePage/>
            <Route path=path!("/usulan/baru") view=propose::ProposePage/>
            <Route path=path!("/usulan/:id") view=proposal::ProposalPage/>
            <Route path=path!("/usulan/:id/ubah") view=propose::EditPage/>
            <Route path=path!("/wilayah/:code") view=area::AreaPage/>
            <Route path=path!("/meja") view=desk::DeskPage/>
            <Route path=path!("/masuk") view=sign_in::SignInPage/>
            <Route path=path!("/daftar") view=sign_up::SignUpPage/>
            <Route path=path!("/akun") view=account::AccountPage/>
            <Route path=path!("/orang") view=people::PeoplePage/>
            <Route path=path!("/tentang") view=about::AboutPage/>
        </FlatRoutes>
    }
}
