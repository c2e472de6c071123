//! Wishes as they are filled in, and everything that is wrong with them before anybody looks at the plan.

use super::{Put, Wish, placed, row_of, unknown};
use crate::error::{ErrorCode, FieldError, FieldErrors};
use crate::plan::content::RowId;
use crate::plan::edit::TextOf;
use crate::plan::schema::{BODY, Kind, MAX_AFTER, MAX_BODY, MAX_SUMMARY, MAX_TITLE, SUMMARY, TITLE, Table, Value, long_text};
use crate::value::{Quantity, Shape};

/// How many may come at once: all rows that a plan can have, and more.
pub const MAX_WISHES: usize = 1_000;

/// A wish as it was filled in.
#[derive(Clone, Debug)]
pub enum WishForm {
    Title(String),
    Summary(String),
    Put(PutForm),
    Remove(Table, String),
}

/// A row as it was filled in.
#[derive(Clone, Debug)]
pub struct PutForm {
    pub table: Table,
    /// A new row where there is none.
    pub id: Option<String>,
    pub behind: Option<Option<String>>,
    pub fields: Vec<(&'static str, Raw)>,
}

/// A field as it was filled in.
#[derive(Clone, Debug)]
pub enum Raw {
    /// Emptied.
    Nothing,
    Text(String),
    Whole(i64),
    Decimal(f64),
    GeoJson(serde_json::Value),
    Rows(Vec<String>),
}

/// Wishes that are sound in themselves.
#[derive(Clone, Debug, PartialEq)]
pub struct Wishes {
    pub all: Vec<Wish>,
    /// The rows that got their id here, in their order.
    pub named: Vec<RowId>,
}

/// Reads what was filled in; `new_row` names the rows that bring no id.
///
/// # Errors
/// Everything that is wrong, each at its edit and field; `OUT_OF_RANGE` for more than [`MAX_WISHES`].
pub fn parse(forms: Vec<WishForm>, mut new_row: impl FnMut() -> RowId) -> Result<Wishes, FieldErrors> {
    if forms.len() > MAX_WISHES {
        return Err(FieldError::with_limit("edits", ErrorCode::OutOfRange, MAX_WISHES as i64).into());
    }
    let mut errors = FieldErrors::default();
    let mut wishes = Wishes { all: Vec::with_capacity(forms.len()), named: Vec::new() };
    for (at, form) in forms.into_iter().enumerate() {
        match read(form, &mut new_row, &mut wishes.named) {
            Ok(wish) => wishes.all.push(wish),
            Err(wrong) => wrong.into_vec().into_iter().for_each(|error| errors.push(placed(at, error))),
        }
    }
    if errors.is_empty() { Ok(wishes) } else { Err(errors) }
}

fn read(form: WishForm, new_row: &mut impl FnMut() -> RowId, named: &mut Vec<RowId>) -> Result<Wish, FieldErrors> {
    let whole = |error: FieldError| FieldError { field: None, ..error };
    match form {
        WishForm::Title(text) if text.contains('\n') => Err(FieldError::whole(ErrorCode::InvalidText).into()),
        WishForm::Title(text) => {
            let wanted = long_text(TITLE, &text, MAX_TITLE).map_err(whole)?;
            Ok(Wish::Text { text: TextOf::Title, wanted })
        }
        WishForm::Summary(text) => {
            let wanted = long_text(SUMMARY, &text, MAX_SUMMARY).map_err(whole)?;
            Ok(Wish::Text { text: TextOf::Summary, wanted })
        }
        WishForm::Remove(table, id) => {
            let row = row_of(table, &id).ok_or_else(|| FieldError::whole(unknown(table)))?;
            Ok(Wish::Remove { table, row })
        }
        WishForm::Put(form) => {
            let is_unnamed = form.id.is_none();
            let put = read_put(form, new_row)?;
            named.extend(is_unnamed.then_some(put.row));
            Ok(Wish::Put(put))
        }
    }
}

fn read_put(form: PutForm, new_row: &mut impl FnMut() -> RowId) -> Result<Put, FieldErrors> {
    let PutForm { table, id, behind, fields } = form;
    let mut errors = FieldErrors::default();
    let (name, malformed) = if table == Table::Proposals { ("proposalId", unknown(table)) } else { ("id", ErrorCode::InvalidId) };
    let row = match &id {
        Some(id) => errors.keep(row_of(table, id).ok_or_else(|| FieldError::new(name, malformed))),
        None => Some(new_row()),
    };
    let behind = match behind {
        Some(Some(other)) => errors.keep(row_of(table, &other).map(Some).ok_or_else(|| FieldError::new("behind", unknown(table)))),
        Some(None) => Some(None),
        None => None,
    };
    let (mut body, mut values) = (None, Vec::with_capacity(fields.len()));
    for (field, raw) in fields {
        if table.has_body() && field == BODY {
            let text = if let Raw::Text(text) = raw { text } else { String::new() };
            body = errors.keep(long_text(BODY, &text, MAX_BODY));
        } else {
            values.extend(errors.keep(read_field(table, field, raw)).map(|value| (field, value)));
        }
    }
    match row {
        Some(row) if errors.is_empty() => Ok(Put { table, row, fields: values, body, behind }),
        _ => Err(errors),
    }
}

fn read_field(table: Table, field: &str, raw: Raw) -> Result<Value, FieldError> {
    let kind = table.kind(field).ok_or_else(|| FieldError::new(field, ErrorCode::UnknownValue))?;
    value(table, kind, raw).map_err(|code| FieldError { limit: kind.limit(code), ..FieldError::new(field, code) })
}

fn value(table: Table, kind: Kind, raw: Raw) -> Result<Value, ErrorCode> {
    let value = match (kind, raw) {
        (Kind::Line(_) | Kind::Block(_), Raw::Nothing) => Value::from(""),
        (Kind::FeatureKind | Kind::Geometry, Raw::Nothing) => return Err(ErrorCode::Required),
        (Kind::Block(_), Raw::Text(text)) => Value::Text(text.replace("\r\n", "\n")),
        (_, Raw::Text(text)) => Value::Text(text),
        (_, Raw::Whole(number)) => Value::Number(number),
        (_, Raw::Decimal(number)) => Value::Number(Quantity::from_f64(number)?.thousandths()),
        // Written one way only, so that wishing for it again changes nothing.
        (_, Raw::GeoJson(geometry)) => Value::Text(Shape::from_geojson(&geometry)?.to_geojson().to_string()),
        (_, Raw::Rows(ids)) if ids.len() > MAX_AFTER => return Err(ErrorCode::OutOfRange),
        (_, Raw::Rows(ids)) if !ids.is_empty() => {
            Value::Rows(ids.iter().map(|id| row_of(table, id)).collect::<Option<_>>().ok_or(unknown(table))?)
        }
        (_, Raw::Nothing | Raw::Rows(_)) => Value::None,
    };
    kind.check(&value)?;
    Ok(value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;
    use uuid::Uuid;

    fn put(table: Table, fields: Vec<(&'static str, Raw)>) -> WishForm {
        WishForm::Put(PutForm { table, id: None, behind: None, fields })
    }

    fn read_all(forms: Vec<WishForm>) -> Result<Wishes, Vec<(String, ErrorCode, Option<i64>)>> {
        let mut next = 0;
        let new_row = || {
            next += 1;
            Uuid::from_u128(next)
        };
        let told = |error: FieldError| (error.field.unwrap_or_default(), error.code, error.limit);
        parse(forms, new_row).map_err(|errors| errors.into_vec().into_iter().map(told).collect())
    }

    #[test]
    fn a_row_without_an_id_gets_one_and_one_with_an_id_keeps_it() {
        let own = Uuid::from_u128(99);
        let named = PutForm { table: Table::Budget, id: Some(own.to_string()), behind: Some(None), fields: Vec::new() };
        let fields = vec![("item", Raw::Text("Semen".into())), ("volume", Raw::Decimal(12.5)), ("source", Raw::Nothing)];
        let wishes = read_all(vec![put(Table::Budget, fields), WishForm::Put(named)]).unwrap();
        assert_eq!(wishes.named, [Uuid::from_u128(1)]);
        let fields = vec![("item", Value::from("Semen")), ("volume", Value::Number(12_500)), ("source", Value::None)];
        let first = Put { table: Table::Budget, row: Uuid::from_u128(1), fields, body: None, behind: None };
        let second = Put { table: Table::Budget, row: own, fields: Vec::new(), body: None, behind: Some(None) };
        assert_eq!(wishes.all, [Wish::Put(first), Wish::Put(second)]);
    }

    #[test]
    fn everything_that_is_wrong_is_told_where_it_stands() {
        use ErrorCode::*;
        let text = |text: &str| Raw::Text(text.into());
        let id = |id: &str| {
            WishForm::Put(PutForm { table: Table::Budget, id: Some(id.into()), behind: Some(Some("x".into())), fields: vec![] })
        };
        let wrong = read_all(vec![
            WishForm::Title("a\nb".into()),
            WishForm::Title("x".repeat(201)),
            put(Table::Budget, vec![("item", text("a\u{202e}b")), ("price", Raw::Whole(-1)), ("volume", Raw::Decimal(0.0001))]),
            put(Table::Sections, vec![("heading", text(&"x".repeat(201))), ("body", text(&"x".repeat(40_001)))]),
            put(Table::Features, vec![("kind", Raw::Nothing), ("geometry", Raw::GeoJson(json!({ "type": "Point" })))]),
            put(Table::Activities, vec![("after", Raw::Rows(vec![Uuid::from_u128(7).to_string(); 21]))]),
            put(Table::Activities, vec![("after", Raw::Rows(vec!["x".into()])), ("harga", Raw::Whole(5))]),
            id("x"),
            id(&Uuid::nil().to_string()),
            WishForm::Remove(Table::Proposals, "x".into()),
            WishForm::Summary("x".into()),
        ]);
        let wanted = [
            ("edits.0", InvalidText, None),
            ("edits.1", TooLong, Some(200)),
            ("edits.2.item", InvalidText, None),
            ("edits.2.price", Negative, None),
            ("edits.2.volume", InvalidNumber, None),
            ("edits.3.heading", TooLong, Some(200)),
            ("edits.3.body", TooLong, Some(40_000)),
            ("edits.4.kind", Required, None),
            ("edits.4.geometry", InvalidGeometry, None),
            ("edits.5.after", OutOfRange, None),
            ("edits.6.after", UnknownRow, None),
            ("edits.6.harga", UnknownValue, None),
            ("edits.7.id", InvalidId, None),
            ("edits.7.behind", UnknownRow, None),
            ("edits.8.id", InvalidId, None),
            ("edits.8.behind", UnknownRow, None),
            ("edits.9", UnknownProposal, None),
        ];
        assert_eq!(wrong, Err(wanted.map(|(field, code, limit)| (field.to_owned(), code, limit)).to_vec()));
        let many = vec![WishForm::Title(String::new()); MAX_WISHES + 1];
        assert_eq!(read_all(many), Err(vec![("edits".into(), OutOfRange, Some(1_000))]));
    }
}
