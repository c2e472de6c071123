use leptos::prelude::*;
use shared::operations::account::Person;

/// A person by name, with the offices they speak for.
#[component]
pub fn PersonLine(person: Person) -> impl IntoView {
    let offices = person.offices.join(" · ");
    view! {
        <span class="cluster">
            <strong>{person.display_name}</strong>
            {(!offices.is_empty()).then(|| view! { <span class="tag plain info">{offices}</span> })}
        </span>
    }
}
