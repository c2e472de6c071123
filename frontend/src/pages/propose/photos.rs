use super::state::FormState;
use crate::device;
use crate::i18n::{language_now, t};
use crate::ui::{FormErrors, Icon};
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde::{Deserialize, Serialize};
use shared::proposal::uploads::MAX_PHOTOS;
use shared::{ErrorCode, FieldError};
use wasm_bindgen::JsCast;

/// A photo of the form: on this device only until it has an id.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Photo {
    pub id: Option<String>,
    /// Where to show it from: a data address on this device, an address of the server afterwards.
    pub address: String,
}

/// Photos to add and to take away; they are sent with the form, and wait with it.
#[component]
pub fn PhotoPicker(state: FormState, errors: FormErrors) -> impl IntoView {
    let photos = state.photos;
    let busy = RwSignal::new(false);
    let refuse = move |code: ErrorCode, limit: Option<i64>| {
        let error = FieldError { limit, ..FieldError::new("photos", code) };
        errors.tell("photos", Some(error.message(language_now())));
    };
    let take = move |event: leptos::ev::Event| {
        let Some(input) = event.target().and_then(|target| target.dyn_into::<web_sys::HtmlInputElement>().ok()) else { return };
        let files = input.files();
        let files: Vec<_> = files.iter().flat_map(|files| (0..files.length()).filter_map(move |index| files.get(index))).collect();
        input.set_value("");
        errors.tell("photos", None);
        busy.set(true);
        spawn_local(async move {
            for file in files {
                if photos.with_untracked(Vec::len) >= MAX_PHOTOS {
                    refuse(ErrorCode::TooManyPhotos, Some(MAX_PHOTOS as i64));
                    break;
                }
                match device::shrink(&file).await {
                    Some(address) => drop(photos.try_update(|photos| photos.push(Photo { id: None, address }))),
                    None => refuse(ErrorCode::NotAnImage, None),
                }
            }
            busy.try_set(false);
        });
    };
    let is_full = move || photos.with(Vec::len) >= MAX_PHOTOS;
    let shown = move |(index, photo): (usize, Photo)| {
        let number = index + 1;
        let remove = move |_| {
            photos.update(|photos| {
                if index < photos.len() {
                    photos.remove(index);
                }
            })
        };
        view! {
            <figure>
                <img src=photo.address alt=t!("propose.photo_number", number = number)/>
                <button type="button" class="btn small" on:click=remove aria-label=t!("propose.remove_photo", number = number)><Icon name="trash"/>{t!("propose.remove")}</button>
            </figure>
        }
    };
    let error = move || errors.of("photos");
    view! {
        <fieldset class="field" id="photos" tabindex="-1" class:invalid=move || error().is_some()>
            <legend>{t!("propose.photos")} " " <span class="optional">{t!("form.optional")}</span></legend>
            <p class="hint" id="photos-hint">{t!("propose.photos_hint", limit = MAX_PHOTOS)}</p>
            {move || error().map(|message| view! { <p class="error" role="alert"><Icon name="warning"/>{message}</p> })}
            <div class="photos" aria-live="polite">{move || photos.get().into_iter().enumerate().map(shown).collect_view()}</div>
            <label class="dropzone" hidden=is_full aria-busy=move || busy.get().then_some("true")>
                <Icon name="camera"/>
                {move || t(if busy.get() { "propose.photo_shrinking" } else { "propose.add_photo" })}
                <input type="file" name="photos" accept="image/*" multiple class="visually-hidden" aria-describedby="photos-hint" on:change=take/>
            </label>
        </fieldset>
    }
}
