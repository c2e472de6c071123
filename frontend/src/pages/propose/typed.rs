//! Answers as they are typed, and the form that they make. What is typed is kept as it is, right or wrong.

use super::question::{Entry, QUESTIONS};
use serde_json::{Map, Value};
use shared::i18n::Lang;
use shared::proposal::{Kind, ProposalForm, ProposerType, Sector, Unit};
use shared::value::{Quantity, Rupiah};
use shared::{ErrorCode, FieldError, FieldErrors};
use std::collections::BTreeMap;
use std::ops::RangeInclusive;

/// The text in each control, by the name of its field.
pub type Typed = BTreeMap<String, String>;

/// How the fields of a form stand in their controls.
pub fn typed_of(fields: &Map<String, Value>) -> Typed {
    QUESTIONS
        .iter()
        .filter_map(|question| {
            let text = to_text(question.entry, fields.get(question.name)?);
            (!text.is_empty()).then(|| (question.name.to_owned(), text))
        })
        .collect()
}

/// The form that is typed, over `base` for what has no control, with everything that the shared rules find wrong.
pub fn read(typed: &Typed, base: &Map<String, Value>, years: &RangeInclusive<i32>) -> (ProposalForm, FieldErrors) {
    let mut fields = base.clone();
    let mut errors = FieldErrors::default();
    for question in &QUESTIONS {
        let text = typed.get(question.name).map(String::as_str).unwrap_or_default();
        let value = to_value(question.entry, text).map_err(|code| FieldError::new(question.name, code));
        fields.insert(question.name.to_owned(), errors.keep(value).unwrap_or(Value::Null));
    }
    let form = serde_json::from_value::<ProposalForm>(Value::Object(fields)).unwrap_or_default();
    if let Err(found) = form.parse(years) {
        for error in found.into_vec() {
            // What could not be read is missing only for the rules.
            if !errors.iter().any(|earlier| earlier.field == error.field) {
                errors.push(error);
            }
        }
    }
    (form, errors)
}

/// An answer as text in its control.
pub fn to_text(entry: Entry, value: &Value) -> String {
    match (entry, value) {
        (_, Value::Null) => String::new(),
        (Entry::Shape, shape) => shape.to_string(),
        (Entry::Quantity, number) => number
            .as_f64()
            .and_then(|number| Quantity::from_f64(number).ok())
            .map(|quantity| quantity.format(Lang::Id))
            .unwrap_or_default(),
        (Entry::Money, amount) => amount
            .as_i64()
            .and_then(|amount| Rupiah::new(amount).ok())
            .map(|amount| amount.format().trim_start_matches("Rp").to_owned())
            .unwrap_or_default(),
        (_, Value::String(text)) => text.clone(),
        (_, other) => other.to_string(),
    }
}

/// What is typed as a value of the form; empty is null.
///
/// # Errors
/// `INVALID_NUMBER`, `UNKNOWN_VALUE`, `INVALID_GEOMETRY` and what a quantity or an amount refuses.
pub fn to_value(entry: Entry, text: &str) -> Result<Value, ErrorCode> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(Value::Null);
    }
    match entry {
        Entry::Text | Entry::Village | Entry::Agency | Entry::Catalog => Ok(text.into()),
        Entry::Whole | Entry::Year | Entry::Urgency | Entry::Damage => {
            let digits: String = text.chars().filter(|c| !matches!(c, '.' | ' ')).collect();
            digits.parse::<i32>().map(Value::from).map_err(|_| ErrorCode::InvalidNumber)
        }
        Entry::Quantity => Quantity::parse(text).map(|quantity| quantity.as_f64().into()),
        Entry::Money => Rupiah::parse(text).map(|amount| amount.get().into()),
        Entry::Kind => text.parse::<Kind>().map(|kind| kind.as_str().into()),
        Entry::Sector => text.parse::<Sector>().map(|sector| sector.as_str().into()),
        Entry::Unit => text.parse::<Unit>().map(|unit| unit.as_str().into()),
        Entry::Proposer => text.parse::<ProposerType>().map(|proposer| proposer.as_str().into()),
        Entry::Shape => serde_json::from_str(text).map_err(|_| ErrorCode::InvalidGeometry),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    const YEARS: RangeInclusive<i32> = 2027..=2030;

    fn complete() -> Typed {
        [
            ("title", "Rabat beton jalan"),
            ("problem", "Jalan tanah, licin saat hujan."),
            ("address", "Grumbul Karanggude"),
            ("villageCode", "33.02.17.2019"),
            ("kind", "PHYSICAL"),
            ("sector", "INFRASTRUCTURE"),
            ("quantity", "1.250,5"),
            ("unit", "METER"),
            ("estimatedCost", "185.000.000"),
            ("beneficiaries", "1.200"),
            ("urgency", "4"),
            ("fiscalYear", "2028"),
            ("proposerType", "RESIDENT"),
            ("geometry", r#"{"type":"Point","coordinates":[109.1,-7.4]}"#),
        ]
        .map(|(name, text)| (name.to_owned(), text.to_owned()))
        .into()
    }

    fn wrong(typed: &Typed) -> Vec<(String, ErrorCode)> {
        let (_, errors) = read(typed, &Map::new(), &YEARS);
        errors.into_vec().into_iter().map(|error| (error.field.unwrap_or_default(), error.code)).collect()
    }

    #[test]
    fn a_complete_form_is_read_as_people_write_it() {
        let (form, errors) = read(&complete(), &Map::new(), &YEARS);
        assert!(errors.is_empty(), "{errors:?}");
        assert_eq!((form.quantity, form.estimated_cost), (Some(1250.5), Some(185_000_000)));
        assert_eq!((form.beneficiaries, form.sector), (Some(1200), Some(Sector::Infrastructure)));
    }

    #[test]
    fn what_is_typed_survives_becoming_a_form_and_back() {
        let (form, _) = read(&complete(), &Map::new(), &YEARS);
        let Value::Object(fields) = serde_json::to_value(form).unwrap() else { panic!("not an object") };
        let mut back = typed_of(&fields);
        assert_eq!(back.remove("beneficiaries").as_deref(), Some("1200"));
        let mut before = complete();
        before.remove("beneficiaries");
        // Keys of JSON have no order of their own.
        let shape = |typed: &mut Typed| typed.remove("geometry").map(|text| serde_json::from_str::<Value>(&text).unwrap());
        assert_eq!(shape(&mut back), shape(&mut before));
        assert_eq!(back, before);
    }

    #[test]
    fn what_cannot_be_read_is_said_once_and_as_it_is() {
        let mut typed = complete();
        typed.insert("beneficiaries".into(), "banyak".into());
        typed.insert("estimatedCost".into(), "12,5 juta".into());
        typed.insert("sector".into(), "MAGIC".into());
        assert_eq!(
            wrong(&typed),
            [
                ("sector".into(), ErrorCode::UnknownValue),
                ("estimatedCost".into(), ErrorCode::InvalidNumber),
                ("beneficiaries".into(), ErrorCode::InvalidNumber),
            ]
        );
    }

    #[test]
    fn an_empty_form_lacks_what_is_asked_for() {
        let missing = wrong(&Typed::new());
        let must: Vec<_> = QUESTIONS.iter().filter(|question| question.missing.is_some()).map(|question| question.name).collect();
        assert_eq!(missing.len(), must.len());
        assert!(missing.iter().all(|(field, code)| must.contains(&field.as_str()) && *code == ErrorCode::Required));
    }

    #[test]
    fn what_has_no_control_keeps_the_value_it_came_with() {
        let Value::Object(base) = json!({ "note": "dari Musrenbang", "title": "Lama" }) else { panic!("not an object") };
        let (form, _) = read(&complete(), &base, &YEARS);
        assert_eq!(form.note.as_deref(), Some("dari Musrenbang"));
        assert_eq!(form.title.as_deref(), Some("Rabat beton jalan"));
    }
}
