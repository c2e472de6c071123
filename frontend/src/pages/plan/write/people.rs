use crate::i18n::{fill, t};
use crate::plan::{Live, Present};
use leptos::prelude::*;

/// More faces than this say "many" better than a row of them.
const MOST_FACES: usize = 6;

/// Everybody once, however many devices they have.
fn faces(present: &[Present]) -> Vec<Present> {
    let mut faces: Vec<Present> = Vec::new();
    for one in present {
        if !faces.iter().any(|face| face.account == one.account) {
            // A face does not change with every move of a pointer.
            faces.push(Present { pointer: None, ..one.clone() });
        }
    }
    faces
}

fn face(present: &Present) -> impl IntoView + use<> {
    view! { <span class="face" data-colour=present.colour.to_string() title=present.name.clone() aria-hidden="true">{present.initials()}</span> }
}

/// Who has the plan open beside oneself.
#[component]
pub fn PeopleHere(live: Live) -> impl IntoView {
    let people = Memo::new(move |_| live.present.with(|present| faces(present)));
    let more = move || people.with(Vec::len).saturating_sub(MOST_FACES);
    view! {
        <div class="faces">
            {move || people.with(|people| people.iter().take(MOST_FACES).map(face).collect_view())}
            <Show when=move || { more() > 0 }><span class="face" aria-hidden="true">{move || format!("+{}", more())}</span></Show>
            <Show when=move || !people.with(Vec::is_empty)>
                <p class="visually-hidden">{t!("plan.here")}</p>
                <ul class="visually-hidden">{move || people.get().into_iter().map(|one| view! { <li>{one.name}</li> }).collect_view()}</ul>
            </Show>
        </div>
    }
}

/// Who is in this part of the plan.
#[component]
pub fn PeopleAt(live: Live, #[prop(into)] place: String) -> impl IntoView {
    let here = Memo::new(move |_| {
        live.present.with(|present| faces(&present.iter().filter(|one| one.at == place).cloned().collect::<Vec<_>>()))
    });
    let names = move || here.with(|here| here.iter().map(|one| one.name.clone()).collect::<Vec<_>>().join(", "));
    view! {
        <Show when=move || !here.with(Vec::is_empty)>
            <span class="faces small">
                {move || here.with(|here| here.iter().take(MOST_FACES).map(face).collect_view())}
                <span class="visually-hidden">{move || fill(t("plan.writes_here"), &[("names", names())])}</span>
            </span>
        </Show>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn somebody_with_two_devices_is_one_person() {
        let one = |client: u64, account: &str| Present {
            client,
            account: account.into(),
            name: "Siti".into(),
            colour: 0,
            at: String::new(),
            pointer: None,
        };
        assert_eq!(faces(&[one(1, "a"), one(2, "a"), one(3, "b")]).len(), 2);
    }
}
