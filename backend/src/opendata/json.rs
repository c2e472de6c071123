//! Rows as JSON: one list, a row a line, or features of a map.

use super::dataset::{Cell, Field, Record};
use super::file::{Encoder, in_words};
use crate::error::AppError;

/// What stands around the rows.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Frame {
    List,
    Lines,
    Features,
}

pub struct Json {
    frame: Frame,
    /// As they stand before their values.
    names: Vec<String>,
    credit: Option<String>,
    first: bool,
}

impl Json {
    pub fn of(fields: &[&'static Field], frame: Frame) -> Self {
        Self { frame, names: fields.iter().map(|field| format!("\"{}\":", field.name)).collect(), credit: None, first: true }
    }

    /// With whom a map must name, as the maps of this server have it.
    pub fn crediting(self, credit: Option<String>) -> Self {
        Self { credit, ..self }
    }

    fn write(&mut self, out: &mut Vec<u8>, row: &Record) -> Result<(), AppError> {
        if self.frame != Frame::Lines {
            out.extend(if self.first { &b"\n"[..] } else { b",\n" });
        }
        self.first = false;
        if self.frame == Frame::Features {
            out.extend(b"{\"type\":\"Feature\",\"id\":");
            row.cells.first().map_or(Ok(()), |id| value(out, id))?;
            out.extend(b",\"geometry\":");
            out.extend(row.shape.as_deref().unwrap_or("null").as_bytes());
            out.extend(b",\"properties\":");
        }
        out.push(b'{');
        for (place, (name, cell)) in self.names.iter().zip(&row.cells).enumerate() {
            if place > 0 {
                out.push(b',');
            }
            out.extend(name.as_bytes());
            value(out, cell)?;
        }
        out.extend(match self.frame {
            Frame::List => &b"}"[..],
            Frame::Lines => b"}\n",
            Frame::Features => b"}}",
        });
        Ok(())
    }
}

fn value(out: &mut Vec<u8>, cell: &Cell) -> Result<(), AppError> {
    match cell {
        Cell::Empty => out.extend(b"null"),
        Cell::Text(text) => serde_json::to_writer(out, text)?,
        Cell::Decimal(number) => serde_json::to_writer(out, number)?,
        Cell::Instant(_) => serde_json::to_writer(out, &in_words(cell))?,
        Cell::Whole(_) | Cell::Flag(_) => out.extend(in_words(cell).as_bytes()),
    }
    Ok(())
}

impl Encoder for Json {
    fn begin(&mut self) -> Result<Vec<u8>, AppError> {
        Ok(match self.frame {
            Frame::List => b"[".to_vec(),
            Frame::Lines => Vec::new(),
            Frame::Features => {
                let mut out = b"{\"type\":\"FeatureCollection\",".to_vec();
                if let Some(credit) = &self.credit {
                    out.extend(b"\"attribution\":");
                    serde_json::to_writer(&mut out, credit)?;
                    out.push(b',');
                }
                out.extend(b"\"features\":[");
                out
            }
        })
    }

    fn rows(&mut self, rows: &[Record]) -> Result<Vec<u8>, AppError> {
        let mut out = Vec::new();
        rows.iter().try_for_each(|row| self.write(&mut out, row))?;
        Ok(out)
    }

    fn end(&mut self) -> Result<Vec<u8>, AppError> {
        Ok(match self.frame {
            Frame::List => b"\n]\n".to_vec(),
            Frame::Lines => Vec::new(),
            Frame::Features => b"\n]}\n".to_vec(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::dataset::Type;
    use super::*;
    use serde_json::{Value, json};

    static FIELDS: [Field; 2] = [field("id"), field("judul")];

    const fn field(name: &'static str) -> Field {
        Field { name, kind: Type::Text, unit: None, title: ["", ""], definition: ["", ""], codes: None }
    }

    fn file(frame: Frame, rows: &[Record]) -> String {
        let mut json = Json::of(&FIELDS.iter().collect::<Vec<_>>(), frame);
        // Each row in a portion of its own: what stands between them must not depend on portions.
        let parts = rows.chunks(1).map(|row| json.rows(row).unwrap()).collect::<Vec<_>>().concat();
        let mut json = Json::of(&[], frame);
        String::from_utf8([json.begin().unwrap(), parts, json.end().unwrap()].concat()).unwrap()
    }

    fn rows() -> Vec<Record> {
        let point = r#"{"type":"Point","coordinates":[109.1,-7.4]}"#;
        let row = |id: i64, shape: Option<&str>| Record { cells: vec![id.into(), "a\"\n".into()], shape: shape.map(str::to_owned) };
        vec![row(1, Some(point)), row(2, None)]
    }

    #[test]
    fn a_list_a_line_a_feature_each_row_once() {
        let plain = [json!({ "id": 1, "judul": "a\"\n" }), json!({ "id": 2, "judul": "a\"\n" })];
        assert_eq!(serde_json::from_str::<Value>(&file(Frame::List, &rows())).unwrap(), json!(plain));
        let lines = file(Frame::Lines, &rows());
        let read: Vec<Value> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        assert_eq!(read, plain);
        let map: Value = serde_json::from_str(&file(Frame::Features, &rows())).unwrap();
        assert_eq!(map["features"][0]["geometry"]["coordinates"], json!([109.1, -7.4]));
        assert_eq!((&map["features"][1]["geometry"], &map["features"][1]["properties"]), (&Value::Null, &plain[1]));
    }

    #[test]
    fn a_map_names_whom_to_credit() {
        let mut json = Json::of(&[], Frame::Features).crediting(Some("Badan \"Informasi\"".into()));
        let file = [json.begin().unwrap(), json.end().unwrap()].concat();
        let map: Value = serde_json::from_slice(&file).unwrap();
        assert_eq!(map["attribution"], "Badan \"Informasi\"");
    }

    #[test]
    fn nothing_is_a_file_too() {
        assert_eq!(serde_json::from_str::<Value>(&file(Frame::List, &[])).unwrap(), json!([]));
        assert_eq!(file(Frame::Lines, &[]), "");
        assert_eq!(serde_json::from_str::<Value>(&file(Frame::Features, &[])).unwrap()["features"], json!([]));
    }
}
