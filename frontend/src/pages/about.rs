use crate::i18n::language;
use crate::routes;
use crate::session::Session;
use crate::ui::{Heading, Notice, Tone};
use leptos::prelude::*;

/// What Rembug is, where its data come from, and under which licence.
#[component]
pub fn AboutPage() -> impl IntoView {
    let session = Session::get();
    let region = move || session.region.get();
    let sample = move || region().is_some_and(|region| region.sample_data);
    let approximate = move || region().is_some_and(|region| region.boundaries_approximate);
    view! {
        <div class="page stack loose">
            <header class="page-head">
                <Heading text=t!("about.heading")/>
                <p class="lead">{t!("about.lead")}</p>
            </header>
            <Show when=sample><Notice tone=Tone::Warning title=t!("frame.sample")><p>{t!("about.sample")}</p></Notice></Show>
            <section class="stack">
                <h2>{t!("about.how_heading")}</h2>
                <p>{t!("about.how")}</p>
            </section>
            <section class="stack">
                <h2>{t!("about.data_heading")}</h2>
                <p>{move || region().and_then(|region| region.boundary_attribution).unwrap_or_else(|| crate::i18n::t("about.boundaries_unknown").to_owned())}</p>
                <Show when=approximate><p class="muted">{t!("about.approximate")}</p></Show>
                <p>{t!("about.open_data")}</p>
                <p><a href=routes::DATA>{t!("about.data_page")}</a></p>
                <p><a href=move || routes::open_data(language()) rel="external">{t!("nav.open_data")}</a></p>
            </section>
            <section class="stack">
                <h2>{t!("about.privacy_heading")}</h2>
                <p>{t!("about.privacy")}</p>
            </section>
            <section class="stack">
                <h2>{t!("about.licence_heading")}</h2>
                <p>{t!("about.licence")}</p>
            </section>
        </div>
    }
}
