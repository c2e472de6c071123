//! A noun's list, declared once: it comes in pages, is counted, and is read whole a portion at a time.

use super::keyset::{Cursor, Keyset, portion};
use super::{Database, earliest};
use crate::error::AppError;
use chrono::{DateTime, Utc};
use sea_orm::{ColumnTrait, EntityTrait, ModelTrait, PaginatorTrait, QueryFilter, Select, Value};
use shared::value::PageRequest;
use std::fmt::Display;
use uuid::Uuid;

type Column<L> = <<L as Listed>::Entity as EntityTrait>::Column;
type Row<L> = <<L as Listed>::Entity as EntityTrait>::Model;

/// Which rows of a noun: a filter; where it depends on who looks, a [`Seen`].
pub trait Listed: Sized + Send + Sync {
    type Entity: EntityTrait<Model: Sync + 'static>;
    type Order: Copy + Display + Send + Sync;
    type Item: Send;

    /// What names a row, and settles ties.
    const ID: Column<Self>;

    /// The rows that are asked for.
    fn rows(&self) -> Select<Self::Entity>;

    /// The whole number that an order looks at, and whether the largest comes first.
    fn key(order: Self::Order) -> (Column<Self>, bool);

    /// What rows say, in their order.
    fn read(db: &Database, rows: Vec<Row<Self>>) -> impl Future<Output = Result<Vec<Self::Item>, AppError>> + Send;

    /// One page, with one more than asked for when there are more; a backward page comes from its end.
    ///
    /// # Errors
    /// `INVALID_CURSOR` on `after` or `before`; `INTERNAL` when the database refuses or a row is damaged.
    fn page(
        &self,
        db: &Database,
        order: Self::Order,
        page: &PageRequest,
    ) -> impl Future<Output = Result<Vec<(Cursor, Self::Item)>, AppError>> + Send {
        async move {
            let (key, descending) = Self::key(order);
            let found = Keyset { key, id: Self::ID, descending }.page(db, self.rows(), order, page).await?;
            let (cursors, rows): (Vec<Cursor>, Vec<Row<Self>>) = found.into_iter().unzip();
            Ok(cursors.into_iter().zip(Self::read(db, rows).await?).collect())
        }
    }

    /// How many there are on all pages together.
    ///
    /// # Errors
    /// `INTERNAL` when the database refuses.
    fn count(&self, db: &Database) -> impl Future<Output = Result<u64, AppError>> + Send {
        async move { Ok(self.rows().count(db.reader()).await?) }
    }

    /// The first instant among them, by the column that this order looks at.
    ///
    /// # Errors
    /// `INTERNAL` when the database refuses.
    fn since(&self, db: &Database, order: Self::Order) -> impl Future<Output = Result<Option<DateTime<Utc>>, AppError>> + Send {
        async move { earliest(db, self.rows(), Self::key(order).0).await }
    }

    /// The next `limit` after this one in the order of their ids, and the id of the last of them: for reading all.
    ///
    /// # Errors
    /// `INTERNAL` when the database refuses or a row is damaged.
    fn portion(
        &self,
        db: &Database,
        after: Option<Uuid>,
        limit: u64,
    ) -> impl Future<Output = Result<(Vec<Self::Item>, Option<Uuid>), AppError>> + Send {
        async move {
            let rows = portion(db, self.rows(), Self::ID, after, limit).await?;
            let last = rows.last().and_then(|row| if let Value::Uuid(id) = row.get(Self::ID) { id } else { None });
            Ok((Self::read(db, rows).await?, last))
        }
    }

    /// The one with this id, if it is among those that are asked for.
    ///
    /// # Errors
    /// `INTERNAL` when the database refuses or the row is damaged.
    fn find(&self, db: &Database, id: Uuid) -> impl Future<Output = Result<Option<Self::Item>, AppError>> + Send {
        async move {
            let row = self.rows().filter(Self::ID.eq(id)).one(db.reader()).await?;
            Ok(Self::read(db, row.into_iter().collect()).await?.pop())
        }
    }
}

/// A filter, and who looks: what is not public yet is in the lists of its own people alone.
#[derive(Clone, Debug)]
pub struct Seen<S, F> {
    pub scope: S,
    pub filter: F,
}
