//! Every address of the app, and the page behind it.

use crate::pages::{home, not_found};
use crate::parts;
use leptos::prelude::*;
use leptos_router::components::{FlatRoutes, Route};
use leptos_router::path;
use shared::area::AreaCode;
use shared::i18n::Lang;
use shared::plan::RowId;
use shared::value::{PlanId, ProposalId};

pub const HOME: &str = "/";
pub const PROPOSE: &str = "/usulan/baru";
pub const DESK: &str = "/meja";
pub const PLANS: &str = "/rencana";
pub const NEW_PLAN: &str = "/rencana/baru";
pub const SIGN_IN: &str = "/masuk";
pub const SIGN_UP: &str = "/daftar";
pub const ACCOUNT: &str = "/akun";
pub const DATA: &str = "/data";
pub const PEOPLE: &str = "/orang";
pub const ABOUT: &str = "/tentang";

pub fn proposal(id: ProposalId) -> String {
    format!("/usulan/{id}")
}

pub fn edit_proposal(id: ProposalId) -> String {
    format!("/usulan/{id}/ubah")
}

pub fn plan(id: PlanId) -> String {
    format!("/rencana/{id}")
}

pub fn write_plan(id: PlanId) -> String {
    format!("/rencana/{id}/tulis")
}

pub fn plan_history(id: PlanId) -> String {
    format!("/rencana/{id}/riwayat")
}

pub fn plan_suggestions(id: PlanId) -> String {
    format!("/rencana/{id}/saran")
}

/// A new suggestion for this section of the plan.
pub fn suggest(id: PlanId, section: RowId) -> String {
    format!("/rencana/{id}/saran?bagian={section}")
}

/// What differs between what a plan said after these two entries of its log.
pub fn plan_comparison(id: PlanId, from: i64, until: i64) -> String {
    format!("/rencana/{id}/riwayat?a={from}&b={until}")
}

/// A file of the server's: `docx`, `xlsx`, `geojson` or `json`.
pub fn plan_file(id: PlanId, ending: &str, language: Lang) -> String {
    format!("/plans/{id}/export.{ending}?lang={}", language.tag())
}

/// The pages of open data, which the server writes itself.
pub fn open_data(language: Lang) -> String {
    format!("/open-data?lang={}", language.tag())
}

pub fn area(code: &AreaCode) -> String {
    format!("/wilayah/{code}")
}

/// The explorer of the API, with this question in it.
pub fn explorer(document: &str, variables: &impl serde::Serialize) -> String {
    let variables =
        serde_json::to_value(variables).and_then(|variables| serde_json::to_string_pretty(&variables)).unwrap_or_default();
    let part = |text: &str| String::from(js_sys::encode_uri_component(text));
    format!("/graphql/explorer?query={}&variables={}", part(document), part(&variables))
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
            <Route path=path!("/usulan/baru") view=parts::PROPOSE/>
            <Route path=path!("/usulan/:id") view=parts::PROPOSAL/>
            <Route path=path!("/usulan/:id/ubah") view=parts::EDIT/>
            <Route path=path!("/rencana") view=parts::PLANS/>
            <Route path=path!("/rencana/baru") view=parts::NEW_PLAN/>
            <Route path=path!("/rencana/:id") view=parts::PLAN/>
            <Route path=path!("/rencana/:id/tulis") view=parts::WRITE_PLAN/>
            <Route path=path!("/rencana/:id/riwayat") view=parts::PLAN_HISTORY/>
            <Route path=path!("/rencana/:id/saran") view=parts::PLAN_SUGGESTIONS/>
            <Route path=path!("/wilayah/:code") view=parts::AREA/>
            <Route path=path!("/meja") view=parts::DESK/>
            <Route path=path!("/data") view=parts::DATA/>
            <Route path=path!("/masuk") view=parts::SIGN_IN/>
            <Route path=path!("/daftar") view=parts::SIGN_UP/>
            <Route path=path!("/akun") view=parts::ACCOUNT/>
            <Route path=path!("/orang") view=parts::PEOPLE/>
            <Route path=path!("/tentang") view=parts::ABOUT/>
        </FlatRoutes>
    }
}
