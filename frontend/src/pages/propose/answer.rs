//! Answers in words, for the summary and for comparing two versions.

use super::cost::drawn_length;
use super::question::{Entry, Question};
use crate::areas::Areas;
use crate::i18n::{fill, language, name_of, t};
use serde_json::Value;
use shared::operations::area::Agency;
use shared::proposal::{CatalogItem, Kind, ProposerType, Sector, Unit};
use shared::value::number::group_thousands;
use shared::value::{Quantity, Rupiah};

/// What the words of an answer may need to know.
#[derive(Clone, Copy)]
pub struct Names {
    pub areas: Areas,
    pub agencies: leptos::prelude::Signal<Vec<Agency>>,
    pub catalog: leptos::prelude::RwSignal<Vec<CatalogItem>>,
}

/// An answer as people read it; what cannot be read stays as it was typed.
pub fn in_words(question: &Question, text: &str, names: Names) -> String {
    words(question.entry, text, names).unwrap_or_else(|| text.to_owned())
}

fn words(entry: Entry, text: &str, names: Names) -> Option<String> {
    Some(match entry {
        Entry::Text | Entry::Year => return None,
        Entry::Whole => group_thousands(text.replace(['.', ' '], "").parse().ok()?, language()),
        Entry::Quantity => Quantity::parse(text).ok()?.format(language()),
        Entry::Money => Rupiah::parse(text).ok()?.format(),
        Entry::Kind => name_of(text.parse::<Kind>().ok()?).to_owned(),
        Entry::Sector => name_of(text.parse::<Sector>().ok()?).to_owned(),
        Entry::Unit => name_of(text.parse::<Unit>().ok()?).to_owned(),
        Entry::Proposer => name_of(text.parse::<ProposerType>().ok()?).to_owned(),
        Entry::Village => place(text, names.areas)?,
        Entry::Agency => {
            let name =
                |agencies: &Vec<Agency>| agencies.iter().find(|agency| agency.code == text).map(|agency| agency.name.clone());
            leptos::prelude::With::with(&names.agencies, name)?
        }
        Entry::Catalog => {
            let name = |catalog: &Vec<CatalogItem>| catalog.iter().find(|item| item.code == text).map(|item| item.name.clone());
            leptos::prelude::With::with(&names.catalog, name)?
        }
        Entry::Urgency => t(URGENCIES.get(text.parse::<usize>().ok()?.checked_sub(1)?)?).to_owned(),
        Entry::Damage => t(DAMAGES.get(text.parse::<usize>().ok()?)?).to_owned(),
        Entry::Shape => shape(&serde_json::from_str(text).ok()?),
    })
}

/// From "can wait" to "now".
pub const URGENCIES: [&str; 5] = ["urgency.1", "urgency.2", "urgency.3", "urgency.4", "urgency.5"];
/// From none to unusable.
pub const DAMAGES: [&str; 5] = ["damage.0", "damage.1", "damage.2", "damage.3", "damage.4"];

/// A village with its district.
pub fn place(code: &str, areas: Areas) -> Option<String> {
    let code = code.parse().ok()?;
    let village = areas.find(&code)?.name;
    Some(match code.parent().and_then(|district| areas.find(&district)) {
        Some(district) => format!("{village}, {}", district.name),
        None => village,
    })
}

/// A place on the map as a kind of shape, and its length.
pub fn shape(geometry: &Value) -> String {
    match geometry.get("type").and_then(Value::as_str) {
        Some("LineString") => {
            let length = drawn_length(geometry).unwrap_or_default();
            fill(t("shape.line"), &[("length", group_thousands(length, language()))])
        }
        Some("Polygon") => t("shape.polygon").to_owned(),
        _ => t("shape.point").to_owned(),
    }
}
