use super::Icon;
use crate::i18n::{language, name_of};
use leptos::prelude::*;
use shared::proposal::DocumentKind;
use shared::value::number::file_size;

/// A document in a list: what it is, what its file is called and how large it is, and what can be done with it.
#[component]
pub fn DocumentLine(
    kind: DocumentKind,
    /// Name and bytes; none while there is no file.
    file: Option<(String, i64)>,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    let about = file.map(|(name, bytes)| {
        view! { <span class="hint"><span class="document-name">{name}</span>" · "<span class="num">{move || file_size(bytes, language())}</span></span> }
    });
    view! {
        <li class="document">
            <Icon name="document"/>
            <span class="document-about"><strong>{move || name_of(kind)}</strong>{about}</span>
            {children.map(|children| children())}
        </li>
    }
}
