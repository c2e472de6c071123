use super::super::documents::DocumentPicker;
use super::super::photos::PhotoPicker;
use super::super::state::FormState;
use super::catalog::CatalogField;
use crate::ui::{Choice, Choices, Field, FieldSet, FormErrors, TextArea, TextInput, choices, sector_icon};
use leptos::prelude::*;
use shared::proposal::form::{MAX_TEXT, MAX_TITLE};
use shared::proposal::{Kind, Sector};

/// What is proposed, and why.
#[component]
pub fn WhatStep(state: FormState, errors: FormErrors) -> impl IntoView {
    let sectors: Vec<_> = Sector::ALL
        .iter()
        .zip(choices(Sector::ALL))
        .map(|(sector, choice)| Choice { icon: Some(sector_icon(*sector)), ..choice })
        .collect();
    let text = move |name: &'static str| state.text(name);
    view! {
        <Field name="title" label=t!("propose.title") hint=t!("propose.title_hint") errors><TextInput value=text("title") max=MAX_TITLE/></Field>
        <Field name="problem" label=t!("propose.problem") hint=t!("propose.problem_hint") errors><TextArea value=text("problem") max=MAX_TEXT/></Field>
        <FieldSet name="sector" label=t!("propose.sector") errors><Choices value=text("sector") options=sectors tiles=true/></FieldSet>
        <FieldSet name="kind" label=t!("propose.kind") errors><Choices value=text("kind") options=choices(Kind::ALL) tiles=true/></FieldSet>
        <CatalogField state errors/>
        <Field name="objective" label=t!("propose.objective") hint=t!("propose.objective_hint") optional=true errors><TextArea value=text("objective") rows=3 max=MAX_TEXT/></Field>
        <PhotoPicker state errors/>
        <DocumentPicker state errors/>
    }
}
