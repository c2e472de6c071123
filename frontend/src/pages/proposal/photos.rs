use super::case::Case;
use crate::i18n::{fill, t};
use leptos::prelude::*;
use shared::operations::proposal::Photo;

/// The photos that came with the proposal; each opens in full.
#[component]
pub fn Photos(case: Case) -> impl IntoView {
    let photos = Memo::new(move |_| case.proposal.with(|proposal| proposal.photos.clone()));
    move || {
        let photos = photos.get();
        (!photos.is_empty()).then(|| {
            view! { <div class="photos" role="group" aria-label=t!("proposal.photos")>{photos.into_iter().enumerate().map(figure).collect_view()}</div> }
                .into_any()
        })
    }
}

fn figure((index, photo): (usize, Photo)) -> impl IntoView {
    let Photo { url, small_url, width, height, caption, .. } = photo;
    let alt = caption.clone().unwrap_or_else(|| fill(t("proposal.photo"), &[("number", (index + 1).to_string())]));
    view! {
        <figure>
            <a href=url target="_blank" rel="external"><img src=small_url alt=alt width=width height=height loading="lazy"/></a>
            {caption.map(|caption| view! { <figcaption>{caption}</figcaption> })}
        </figure>
    }
}
