use super::field::FieldScope;
use super::{Choice, Icon};
use crate::areas::Areas;
use leptos::prelude::*;
use shared::area::AreaCode;

/// More matches than this say "type on" better than a list does.
const MOST_MATCHES: usize = 8;

/// One area: search by name, or choose the district and then the village. Inside a [`super::FieldSet`].
#[component]
pub fn AreaPicker(
    value: RwSignal<Option<AreaCode>>,
    /// A village must be chosen; otherwise a district will do.
    #[prop(optional)]
    village_only: bool,
) -> impl IntoView {
    let areas = Areas::get();
    let scope = FieldScope::get();
    let text = RwSignal::new(String::new());
    let district = RwSignal::new(String::new());
    Effect::new(move |_| {
        if let Some(code) = value.get().and_then(|code| code.district()) {
            district.set(code.to_string());
        }
    });
    let choose = move |code: AreaCode| {
        text.set(String::new());
        value.set(Some(code));
    };
    let matches = Memo::new(move |_| text.with(|text| find(areas, text, village_only)));
    let districts = move || {
        areas.districts.with(|all| {
            all.iter().map(|district| Choice::new(district.code.to_string(), district.name.clone())).collect::<Vec<_>>()
        })
    };
    let villages = move || {
        let chosen = district.get();
        areas.districts.with(|all| {
            let district = all.iter().find(|district| district.code.as_str() == chosen);
            district
                .map(|district| {
                    district
                        .villages
                        .iter()
                        .map(|village| Choice::new(village.code.to_string(), village.name.clone()))
                        .collect::<Vec<_>>()
                })
                .unwrap_or_default()
        })
    };
    let village = Signal::derive(move || value.get().map(|code| code.to_string()).unwrap_or_default());
    let choose_district = move |event| {
        let chosen = event_target_value(&event);
        value.set(if village_only { None } else { chosen.parse().ok() });
        district.set(chosen);
    };
    let choose_village = move |event| {
        let chosen = event_target_value(&event);
        let fallback = if village_only { None } else { district.with_untracked(|code| code.parse().ok()) };
        value.set(chosen.parse().ok().or(fallback));
    };
    let id = scope.id();
    let (search_id, district_id, village_id) = (format!("{id}-search"), format!("{id}-district"), format!("{id}-village"));
    view! {
        <div class="stack tight">
            <label class="visually-hidden" for=search_id.clone()>{t!("area.search")}</label>
            <div class="search">
                <Icon name="search"/>
                <input id=search_id type="search" autocomplete="off" placeholder=t!("area.search") prop:value=move || text.get() on:input=move |event| text.set(event_target_value(&event))/>
            </div>
            <p class="visually-hidden" role="status">{move || text.with(|text| !text.trim().is_empty()).then(|| t!("area.matches", count = matches.with(Vec::len))())}</p>
            <ul class="chips">
                {move || matches.get().into_iter().map(|(code, name)| view! { <li><button type="button" class="chip" on:click=move |_| choose(code.clone())>{name}</button></li> }).collect_view()}
            </ul>
        </div>
        <div class="row-fields">
            <div class="field">
                <label for=district_id.clone()>{t!("area.district")}</label>
                <select id=district_id on:change=choose_district>
                    <option value="" selected=move || district.with(String::is_empty)>{t!("area.choose")}</option>
                    {move || districts().into_iter().map(|choice| option(choice, district.into())).collect_view()}
                </select>
            </div>
            <div class="field">
                <label for=village_id.clone()>{t!("area.village")}</label>
                <select id=village_id disabled=move || district.with(String::is_empty) on:change=choose_village>
                    <option value="">{move || if village_only { crate::i18n::t("area.choose") } else { crate::i18n::t("area.whole_district") }}</option>
                    {move || villages().into_iter().map(|choice| option(choice, village)).collect_view()}
                </select>
            </div>
        </div>
    }
}

fn option(choice: Choice, value: Signal<String>) -> impl IntoView {
    let own = choice.value.clone();
    view! { <option value=choice.value selected=move || value.with(|value| *value == own)>{move || choice.label.get()}</option> }
}

/// Areas whose name has the text in it, those that begin with it first.
fn find(areas: Areas, text: &str, village_only: bool) -> Vec<(AreaCode, String)> {
    let text = text.trim().to_lowercase();
    if text.is_empty() {
        return Vec::new();
    }
    let mut found = areas.districts.with(|districts| {
        let mut found = Vec::new();
        for district in districts.iter() {
            if !village_only && district.name.to_lowercase().contains(&text) {
                found.push((
                    district.code.clone(),
                    crate::i18n::fill(crate::i18n::t("area.district_named"), &[("name", district.name.clone())]),
                ));
            }
            let villages = district.villages.iter().filter(|village| village.name.to_lowercase().contains(&text));
            found.extend(villages.map(|village| (village.code.clone(), format!("{}, {}", village.name, district.name))));
        }
        found
    });
    found.sort_by_key(|(_, name)| !name.to_lowercase().starts_with(&text));
    found.truncate(MOST_MATCHES);
    found
}
