use super::case::Case;
use crate::i18n::name_of;
use crate::ui::{DocumentLine, Icon};
use leptos::prelude::*;
use shared::operations::proposal::Document;

/// The documents that came with the proposal; each is downloaded.
#[component]
pub fn Documents(case: Case) -> impl IntoView {
    let documents = Memo::new(move |_| case.proposal.with(|proposal| proposal.documents.clone()));
    move || {
        let documents = documents.get();
        (!documents.is_empty()).then(|| {
            view! {
                <section class="document-block stack tight">
                    <h2>{t!("proposal.documents")}</h2>
                    <ul class="documents">{documents.into_iter().map(line).collect_view()}</ul>
                </section>
            }
            .into_any()
        })
    }
}

fn line(document: Document) -> impl IntoView {
    let Document { kind, name, bytes, url, .. } = document;
    view! {
        <DocumentLine kind file=Some((name.clone(), bytes))>
            <a class="btn small" href=url download=name rel="external"><Icon name="download"/>{t!("proposal.download")}<span class="visually-hidden">": " {move || name_of(kind)}</span></a>
        </DocumentLine>
    }
}
