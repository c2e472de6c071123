//! A page of a list as a Relay connection.

use crate::platform::database::Cursor;
use async_graphql::connection::{Connection, Edge, EmptyFields};
use async_graphql::{ObjectType, OutputType};
use shared::value::PageRequest;
use std::fmt::Display;

/// The rows of one page in list order, and whether there are more on either side.
pub struct Slice<T> {
    rows: Vec<(Cursor, T)>,
    previous: bool,
    next: bool,
}

impl<T> Slice<T> {
    /// From what a keyset gave: one row more than the page holds when there are more.
    pub fn of(page: &PageRequest, mut rows: Vec<(Cursor, T)>) -> Self {
        let more = rows.len() as u64 > page.size;
        rows.truncate(usize::try_from(page.size).unwrap_or(usize::MAX));
        if page.backward {
            rows.reverse();
        }
        let (previous, next) = if page.backward { (more, page.cursor.is_some()) } else { (page.cursor.is_some(), more) };
        Self { rows, previous, next }
    }

    pub fn items(&self) -> Vec<&T> {
        self.rows.iter().map(|(_, item)| item).collect()
    }

    /// With what may be counted beside it, and each item as the node it is shown as.
    pub fn connect<N: OutputType, X: ObjectType>(
        self,
        order: impl Display + Copy,
        totals: X,
        node: impl Fn(T) -> N,
    ) -> Connection<String, N, X, EmptyFields> {
        let mut connection = Connection::with_additional_fields(self.previous, self.next, totals);
        connection.edges.extend(self.rows.into_iter().map(|(cursor, item)| Edge::new(cursor.encode(order), node(item))));
        connection
    }
}
