//! Where a wish meets what somebody else has changed meanwhile: what stands there now, beside what was wished.

use super::{Put, Wish};
use crate::plan::content::{Content, RowId};
use crate::plan::edit::TextOf;
use crate::plan::schema::{BODY, Kind, ORDER, Table, Value};
use crate::plan::touch::Touch;
use serde::Serialize;
use serde_json::{Value as Json, json};
use std::collections::BTreeSet;

/// What one field says, or a whole row where no field is named.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Said {
    /// `None` of title and summary.
    pub table: Option<Table>,
    pub row_id: Option<RowId>,
    pub field: Option<String>,
    /// As the API writes it; `null` where nothing is there.
    pub value: Json,
}

/// What the plan says now and what was wished, wherever they differ in what others touched; wherever they differ at all, where
/// nobody knows any more what that was.
pub fn conflict(wishes: &[Wish], touched: Option<&BTreeSet<Touch>>, now: &Content) -> (Vec<Said>, Vec<Said>) {
    let now = serde_json::to_value(now).unwrap_or_default();
    let wanted = wishes.iter().flat_map(wanted);
    let is_touched = |touch: &Touch| touched.is_none_or(|touched| touched.iter().any(|other| other.meets(touch)));
    let disputed = wanted.filter(|(touch, _)| is_touched(touch));
    disputed
        .map(|(touch, wanted)| (say(&touch, present(&now, &touch)), say(&touch, wanted)))
        .filter(|(present, wanted)| present != wanted)
        .unzip()
}

/// What is wished of each field.
fn wanted(wish: &Wish) -> Vec<(Touch, Json)> {
    match wish {
        Wish::Text { text: TextOf::Title, wanted } => vec![(Touch::Title, json!(wanted))],
        Wish::Text { text: TextOf::Summary, wanted } => vec![(Touch::Summary, json!(wanted))],
        Wish::Text { text: TextOf::Section(row), wanted } => {
            vec![(Touch::Field(Table::Sections, *row, BODY.into()), json!(wanted))]
        }
        Wish::Remove { table, row } => vec![(Touch::Row(*table, *row), Json::Null)],
        Wish::Put(Put { table, row, fields, body, behind }) => {
            let field = |field: &str, value| (Touch::Field(*table, *row, field.to_owned()), value);
            let values = fields.iter().map(|(name, value)| field(name, written(table.kind(name), value)));
            let body = body.iter().map(|body| field(BODY, json!(body)));
            let place = behind.iter().map(|behind| field(ORDER, json!(behind)));
            values.chain(body).chain(place).collect()
        }
    }
}

/// What the plan, as JSON, says of it.
fn present(plan: &Json, touch: &Touch) -> Json {
    let (table, row) = match touch {
        Touch::Title | Touch::Summary => return plan[touch.to_string()].clone(),
        Touch::Row(table, row) | Touch::Field(table, row, _) => (*table, json!(row)),
    };
    let rows = plan[table.as_str()].as_array().map(Vec::as_slice).unwrap_or_default();
    let id = |each: &Json| each.get("id").unwrap_or(each).clone();
    let Some(at) = rows.iter().position(|each| id(each) == row) else { return Json::Null };
    match touch {
        Touch::Field(_, _, field) if field == ORDER => at.checked_sub(1).map_or(Json::Null, |before| id(&rows[before])),
        Touch::Field(_, _, field) => shown(table.kind(field), rows[at][field].clone()),
        _ => whole(table, &rows[at]),
    }
}

/// A row with all its fields.
fn whole(table: Table, row: &Json) -> Json {
    let Json::Object(fields) = row else { return row.clone() };
    let field = |(name, value): (&String, &Json)| (name.clone(), shown(table.kind(name), value.clone()));
    Json::Object(fields.iter().map(field).collect())
}

fn say(touch: &Touch, value: Json) -> Said {
    let (table, row_id) = touch.row().unzip();
    let field = match touch {
        Touch::Title | Touch::Summary => Some(touch.to_string()),
        Touch::Row(..) => None,
        Touch::Field(_, _, field) => Some(field.clone()),
    };
    Said { table, row_id, field, value }
}

fn written(kind: Option<Kind>, value: &Value) -> Json {
    match value {
        Value::None if kind == Some(Kind::Rows) => json!([]),
        Value::None => Json::Null,
        Value::Text(text) if kind == Some(Kind::Geometry) => serde_json::from_str(text).unwrap_or_default(),
        Value::Text(text) => json!(text),
        Value::Number(number) => shown(kind, json!(number)),
        Value::Flag(flag) => json!(flag),
        Value::Rows(rows) => json!(rows),
    }
}

/// Volumes are kept in thousandths.
fn shown(kind: Option<Kind>, value: Json) -> Json {
    match value.as_i64() {
        Some(thousandths) if kind == Some(Kind::Quantity) => json!(thousandths as f64 / 1000.0),
        _ => value,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::plan::schema::GONE;
    use crate::plan::{BudgetLine, Section};
    use uuid::Uuid;

    const ROW: Uuid = Uuid::from_u128(5);

    fn plan() -> Content {
        let line = BudgetLine { id: ROW, item: "Semen".into(), volume: Some(2_500), price: Some(60), ..BudgetLine::default() };
        let section = |n| Section { id: Uuid::from_u128(n), heading: "Bab".into(), body: "Isi".into() };
        Content { title: "Jalan".into(), budget: vec![line], sections: vec![section(1), section(2)], ..Content::default() }
    }

    fn put(fields: Vec<(&'static str, Value)>) -> Wish {
        Wish::Put(Put { table: Table::Budget, row: ROW, fields, body: None, behind: None })
    }

    fn field(field: &str) -> Touch {
        Touch::Field(Table::Budget, ROW, field.into())
    }

    fn told(wishes: &[Wish], touched: &[Touch]) -> Json {
        json!(conflict(wishes, Some(&touched.iter().cloned().collect()), &plan()))
    }

    #[test]
    fn only_what_both_changed_and_see_otherwise_is_in_dispute() {
        let wishes = [put(vec![("volume", Value::Number(3_000)), ("price", Value::Number(60)), ("item", "Pasir".into())])];
        assert_eq!(told(&wishes, &[field("source")]), json!([[], []]));
        assert_eq!(told(&wishes, &[field("price")]), json!([[], []]), "both want the same");
        let said = |value: Json| json!([{ "table": "budget", "rowId": ROW, "field": "volume", "value": value }]);
        assert_eq!(told(&wishes, &[field("volume")]), json!([said(json!(2.5)), said(json!(3.0))]));
        let (current, _) = conflict(&wishes, None, &plan());
        let differing: Vec<_> = current.iter().filter_map(|said| said.field.as_deref()).collect();
        assert_eq!(differing, ["volume", "item"], "nobody knows any more who touched what");
        // Somebody took the row away and brought it back: all of it is in dispute.
        let fields = |of: usize| {
            let all = told(&wishes, &[field(GONE)]);
            all[of].as_array().unwrap().iter().map(|said| said["field"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
        };
        assert_eq!((fields(0), fields(1)), (vec!["volume".into(), "item".to_owned()], vec!["volume".into(), "item".to_owned()]));
    }

    #[test]
    fn rows_places_and_texts_are_told_as_they_are() {
        let second = Uuid::from_u128(2);
        let place = |behind| {
            Wish::Put(Put {
                table: Table::Sections,
                row: second,
                fields: vec![],
                body: Some("Isi baru".into()),
                behind: Some(behind),
            })
        };
        let order = Touch::Field(Table::Sections, second, ORDER.into());
        assert_eq!(told(&[place(Some(Uuid::from_u128(1)))], std::slice::from_ref(&order)), json!([[], []]));
        let moved = told(&[place(None)], &[order]);
        assert_eq!((&moved[0][0]["value"], &moved[1][0]["value"]), (&json!(Uuid::from_u128(1)), &Json::Null));
        let body = told(&[place(None)], &[Touch::Field(Table::Sections, second, BODY.into())]);
        assert_eq!((&body[0][0]["value"], &body[1][0]["value"]), (&json!("Isi"), &json!("Isi baru")));
        let remove = told(&[Wish::Remove { table: Table::Budget, row: ROW }], &[field("price")]);
        let row = json!({ "id": ROW, "item": "Semen", "volume": 2.5, "unit": "", "price": 60, "source": null });
        assert_eq!((&remove[0][0]["value"], &remove[1][0]["value"]), (&row, &Json::Null));
        let title = told(&[Wish::Text { text: TextOf::Title, wanted: "Jembatan".into() }], &[Touch::Title]);
        assert_eq!(title[0], json!([{ "table": null, "rowId": null, "field": "title", "value": "Jalan" }]));
    }
}
