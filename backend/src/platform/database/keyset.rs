//! Pages by keyset: a page goes on exactly after the last row of the one before, whatever was added or removed meanwhile.

use super::Database;
use crate::error::AppError;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sea_orm::{ColumnTrait, Condition, EntityTrait, ModelTrait, Order, QueryFilter, QueryOrder, QuerySelect, Select, Value};
use shared::value::PageRequest;
use std::fmt::Display;
use uuid::Uuid;

/// Where a page ends: the value that the order looks at, and the id that settles ties.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cursor {
    pub key: i64,
    pub id: Uuid,
}

impl Cursor {
    /// The opaque text; it names its order, so that a cursor of another order is refused.
    pub fn encode(self, order: impl Display) -> String {
        URL_SAFE_NO_PAD.encode(format!("{order} {} {}", self.key, self.id.simple()))
    }

    /// `None` when it is none, or one of another order.
    pub fn decode(text: &str, order: impl Display) -> Option<Self> {
        let text = String::from_utf8(URL_SAFE_NO_PAD.decode(text).ok()?).ok()?;
        let mut parts = text.split(' ');
        let cursor = (parts.next()? == order.to_string()).then_some((parts.next()?, parts.next()?))?;
        Some(Self { key: cursor.0.parse().ok()?, id: Uuid::try_parse(cursor.1).ok()? })
    }
}

/// What a list is ordered by: a column of whole numbers, and among equals the id.
#[derive(Clone, Copy)]
pub struct Keyset<C> {
    pub key: C,
    pub id: C,
    pub descending: bool,
}

impl<C: ColumnTrait> Keyset<C> {
    /// One page of `rows`, with one more than asked for when there are more. A backward page comes from its end.
    ///
    /// # Errors
    /// `INVALID_CURSOR` on `after` or `before`; `INTERNAL` when the database refuses.
    pub async fn page<E>(
        self,
        db: &Database,
        rows: Select<E>,
        order: impl Display,
        page: &PageRequest,
    ) -> Result<Vec<(Cursor, E::Model)>, AppError>
    where
        E: EntityTrait<Column = C>,
        E::Model: ModelTrait<Entity = E>,
    {
        let downward = self.descending != page.backward;
        let direction = if downward { Order::Desc } else { Order::Asc };
        let mut rows = rows.order_by(self.key, direction.clone()).order_by(self.id, direction).limit(page.size + 1);
        if let Some(Cursor { key, id }) = page.place(|text| Cursor::decode(text, order))? {
            let past = |column: C, value: Value| if downward { column.lt(value) } else { column.gt(value) };
            let among_equals = Condition::all().add(self.key.eq(key)).add(past(self.id, id.into()));
            rows = rows.filter(Condition::any().add(past(self.key, key.into())).add(among_equals));
        }
        let cursor = |row: &E::Model| {
            let key = match row.get(self.key) {
                Value::BigInt(Some(key)) => key,
                Value::Int(Some(key)) => key.into(),
                other => return Err(AppError::damaged(format!("{other:?} orders a list"))),
            };
            match row.get(self.id) {
                Value::Uuid(Some(id)) => Ok(Cursor { key, id }),
                other => Err(AppError::damaged(format!("{other:?} names a row"))),
            }
        };
        rows.all(db.reader()).await?.into_iter().map(|row| Ok((cursor(&row)?, row))).collect()
    }
}

/// The next `limit` of `rows` by their key, after this one: for reading all of them, a portion at a time.
///
/// # Errors
/// `INTERNAL` when the database refuses.
pub async fn portion<E: EntityTrait>(
    db: &Database,
    rows: Select<E>,
    key: E::Column,
    after: Option<impl Into<Value>>,
    limit: u64,
) -> Result<Vec<E::Model>, AppError> {
    let rows = match after {
        Some(after) => rows.filter(key.gt(after)),
        None => rows,
    };
    Ok(rows.order_by(key, Order::Asc).limit(limit).all(db.reader()).await?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::proposal::Order;

    #[test]
    fn a_cursor_is_good_for_its_own_order_only() {
        let cursor = Cursor { key: 42, id: Uuid::from_u128(7) };
        let text = cursor.encode(Order::Newest);
        assert_eq!(Cursor::decode(&text, Order::Newest), Some(cursor));
        assert_eq!(Cursor::decode(&text, Order::Oldest), None);
        assert_eq!(Cursor::decode("nonsense", Order::Newest), None);
    }
}
