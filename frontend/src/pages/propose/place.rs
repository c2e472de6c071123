use crate::map::PickerMap;
use crate::ui::{Button, Field, FormErrors, TextInput};
use leptos::prelude::*;
use serde_json::{Value, json};
use shared::area::AreaCode;

/// Where it is: drawn on the map, or where there is none, as two numbers or from the device.
#[component]
pub fn PlacePicker(geometry: RwSignal<Option<Value>>, village: RwSignal<Option<AreaCode>>) -> impl IntoView {
    let works = RwSignal::new(true);
    let typed = RwSignal::new(String::new());
    let errors = FormErrors::new();
    let take = move |_| {
        let numbers: Vec<f64> =
            typed.with_untracked(|text| text.split([',', ' ', ';']).filter_map(|part| part.trim().parse().ok()).collect());
        geometry.set(match numbers[..] {
            [latitude, longitude] => Some(json!({ "type": "Point", "coordinates": [longitude, latitude] })),
            _ => None,
        });
    };
    view! {
        <Show
            when=move || works.get()
            fallback=move || view! {
                <Field name="coordinates" label=t!("propose.coordinates") hint=t!("propose.coordinates_hint") errors><TextInput value=typed/></Field>
                <Button class="small" label=t!("propose.use_coordinates") on_press=Callback::new(take)/>
            }
        >
            <PickerMap geometry village works/>
        </Show>
        <p class="saved" role="status">{move || geometry.with(Option::is_some).then(t!("propose.place_chosen"))}</p>
    }
}
