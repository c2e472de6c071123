use super::draft::file_key;
use super::state::FormState;
use crate::device;
use crate::i18n::{language_now, name_of, t};
use crate::ui::{DocumentLine, FormErrors, Icon};
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde::{Deserialize, Serialize};
use shared::proposal::DocumentKind;
use shared::proposal::document::{MAX_BYTES, MAX_MEGABYTES, check_file};
use shared::{ErrorCode, FieldError};
use wasm_bindgen::JsCast;

/// A document of the form: its file is on this device only until it has an id.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Document {
    pub id: Option<String>,
    pub kind: DocumentKind,
    pub name: String,
    pub bytes: i64,
}

/// One place for each kind of document; they are sent with the form, and wait with it.
#[component]
pub fn DocumentPicker(state: FormState, errors: FormErrors) -> impl IntoView {
    let busy = RwSignal::new(None::<DocumentKind>);
    let line = move |kind: DocumentKind| {
        let chosen = Memo::new(move |_| state.documents.with(|all| all.iter().find(|document| document.kind == kind).cloned()));
        let is_busy = move || busy.get() == Some(kind);
        move || {
            let file = chosen.get().map(|document| (document.name, document.bytes));
            let action = match &file {
                Some(_) => view! { <Remove state kind/> }.into_any(),
                None => view! {
                    <label class="btn small file-button" aria-busy=move || is_busy().then_some("true")>
                        <Icon name="upload"/>{t!("propose.choose_pdf")}<span class="visually-hidden">": " {move || name_of(kind)}</span>
                        <input type="file" name=format!("document-{kind}") accept=".pdf,application/pdf" class="visually-hidden" aria-describedby="documents-hint" on:change=move |event| take(event, kind, state, errors, busy)/>
                    </label>
                }
                .into_any(),
            };
            view! { <DocumentLine kind file>{action}</DocumentLine> }
        }
    };
    let error = move || errors.of("documents");
    view! {
        <fieldset class="field" id="documents" tabindex="-1" class:invalid=move || error().is_some()>
            <legend>{t!("propose.documents")} " " <span class="optional">{t!("form.optional")}</span></legend>
            <p class="hint" id="documents-hint">{t!("propose.documents_hint", limit = MAX_MEGABYTES)}</p>
            {move || error().map(|message| view! { <p class="error" role="alert"><Icon name="warning"/>{message}</p> })}
            <ul class="documents" aria-live="polite">{DocumentKind::ALL.iter().copied().map(line).collect_view()}</ul>
        </fieldset>
    }
}

#[component]
fn Remove(state: FormState, kind: DocumentKind) -> impl IntoView {
    let remove = move |_| {
        state.documents.update(|documents| documents.retain(|document| document.kind != kind));
        spawn_local(async move { device::drop_file(&file_key(state.place(), kind)).await });
    };
    view! {
        <button type="button" class="btn small" on:click=remove><Icon name="trash"/>{t!("propose.remove")}<span class="visually-hidden">": " {move || name_of(kind)}</span></button>
    }
}

/// Takes the file that was chosen, or says why not.
fn take(event: leptos::ev::Event, kind: DocumentKind, state: FormState, errors: FormErrors, busy: RwSignal<Option<DocumentKind>>) {
    let Some(input) = event.target().and_then(|target| target.dyn_into::<web_sys::HtmlInputElement>().ok()) else { return };
    let file = input.files().and_then(|files| files.get(0));
    input.set_value("");
    let Some(file) = file else { return };
    errors.tell("documents", None);
    busy.set(Some(kind));
    spawn_local(async move {
        let taken = accept(&file, &file_key(state.place(), kind)).await;
        // The screen may have gone meanwhile.
        if state.is_gone() || busy.try_set(None).is_some() {
            return;
        }
        match taken {
            Ok(bytes) => state.documents.update(|documents| {
                documents.retain(|document| document.kind != kind);
                documents.push(Document { id: None, kind, name: file.name(), bytes });
                documents.sort_by_key(|document| document.kind);
            }),
            Err(error) => {
                let message = untrack(|| format!("{}: {}", name_of(kind), error.message(language_now())));
                errors.tell("documents", Some(message));
            }
        }
    });
}

/// Keeps a file that passes on this device, and gives its size in bytes.
async fn accept(file: &web_sys::File, key: &str) -> Result<i64, FieldError> {
    // What is far too large is not even read.
    if file.size() > MAX_BYTES as f64 {
        return Err(FieldError::with_limit("documents", ErrorCode::FileTooLarge, MAX_MEGABYTES as i64));
    }
    let unreadable = || FieldError::new("documents", ErrorCode::NotAPdf);
    let bytes = device::read(file).await.ok_or_else(unreadable)?;
    check_file(&bytes)?;
    let copy = device::to_file(&bytes, "application/pdf").ok_or_else(unreadable)?;
    // Where the browser keeps nothing, it can still be sent in this visit.
    device::keep_file(key, &copy).await;
    Ok(bytes.len() as i64)
}

/// The documents as they will be sent, with how far the one on its way has come.
#[component]
pub fn DocumentList(state: FormState) -> impl IntoView {
    let line = move |document: Document| {
        let kind = document.kind;
        let part = move || state.sending.get().filter(|(sending, _)| *sending == kind).map(|(_, part)| part);
        let progress = move || {
            part().map(|part| view! { <progress max="1" value=part aria-label=move || format!("{}: {}", t("propose.document_sending"), name_of(kind))></progress> })
        };
        view! { <DocumentLine kind file=Some((document.name, document.bytes))>{progress}</DocumentLine> }
    };
    move || {
        let documents = state.documents.get();
        (!documents.is_empty()).then(|| view! { <ul class="documents">{documents.into_iter().map(line).collect_view()}</ul> })
    }
}
