//! A page of a list as a Relay connection, and the root field that gives it.
//!
//! A noun declares its list once: what is in it, beside its store ([`Listed`]), and how it is asked for, with [`list_field`].

use super::context::app;
use crate::error::AppError;
use crate::platform::database::Listed;
use async_graphql::connection::{Connection, Edge, EmptyFields};
use async_graphql::{Context, Object, OutputType, Result};
use async_trait::async_trait;
use shared::value::PageRequest;

/// A page of a list of these.
pub type Page<N> = Connection<String, N, Totals, EmptyFields>;

/// What can be counted without reading the list.
pub struct Totals(Box<dyn Counted>);

impl Totals {
    pub fn of(list: impl Counted + 'static) -> Self {
        Self(Box::new(list))
    }
}

/// What can say how many there are, once that is asked.
#[async_trait]
pub trait Counted: Send + Sync {
    /// # Errors
    /// `INTERNAL` when the database refuses.
    async fn count(&self, ctx: &Context<'_>) -> Result<u64>;
}

#[async_trait]
impl<L: Listed> Counted for L {
    async fn count(&self, ctx: &Context<'_>) -> Result<u64> {
        Ok(Listed::count(self, &app(ctx)?.db).await?)
    }
}

#[Object]
impl Totals {
    /// How many there are on all pages together (jumlah seluruhnya); the hidden ones too, where they are listed.
    async fn total_count(&self, ctx: &Context<'_>) -> Result<u64> {
        self.0.count(ctx).await
    }
}

/// The items of one page in list order, each with its cursor, and whether there are more on either side.
pub struct Slice<T> {
    items: Vec<(String, T)>,
    previous: bool,
    next: bool,
}

impl<T> Slice<T> {
    /// From what was read: one more than the page holds when there are more; of a backward page from its end.
    pub fn of(page: &PageRequest, mut items: Vec<(String, T)>) -> Self {
        let more = page.cut(&mut items);
        if page.backward {
            items.reverse();
        }
        let (previous, next) = if page.backward { (more, page.cursor.is_some()) } else { (page.cursor.is_some(), more) };
        Self { items, previous, next }
    }

    /// One page of a noun's list.
    ///
    /// # Errors
    /// `INVALID_CURSOR` on `after` or `before`; `INTERNAL` when the database refuses.
    pub async fn read<L: Listed<Item = T>>(ctx: &Context<'_>, list: &L, order: L::Order, page: &PageRequest) -> Result<Self> {
        let found = list.page(&app(ctx)?.db, order, page).await?;
        Ok(Self::of(page, found.into_iter().map(|(cursor, item)| (cursor.encode(order), item)).collect()))
    }

    pub fn items(&self) -> Vec<&T> {
        self.items.iter().map(|(_, item)| item).collect()
    }

    /// With each item as the node it is shown as.
    ///
    /// # Errors
    /// The first that `node` gives.
    pub fn try_map<N>(self, node: impl Fn(T) -> Result<N, AppError>) -> Result<Slice<N>, AppError> {
        let Self { items, previous, next } = self;
        let items = items.into_iter().map(|(cursor, item)| Ok((cursor, node(item)?))).collect::<Result<_, AppError>>()?;
        Ok(Slice { items, previous, next })
    }

    /// With what may be counted beside it, and each item as the node it is shown as.
    pub fn connect<N: OutputType>(self, totals: Totals, node: impl Fn(T) -> N) -> Page<N> {
        let mut connection = Connection::with_additional_fields(self.previous, self.next, totals);
        connection.edges.extend(self.items.into_iter().map(|(cursor, item)| Edge::new(cursor, node(item))));
        connection
    }
}

/// Whether the query asks for this field of the items of the list that is answered.
pub fn asks(ctx: &Context<'_>, field: &str) -> bool {
    let ahead = ctx.look_ahead();
    ahead.field("nodes").field(field).exists() || ahead.field("edges").field("node").field(field).exists()
}

/// A root field that gives a noun's list, with the arguments that every list takes. What it gives is read by a function of the
/// filter, the order and the page that were asked for.
macro_rules! list_field {
    ($(#[$words:meta])* $query:ident::$field:ident($filter:ty, $order:ty) -> $node:ty, $read:path) => {
        #[derive(Default)]
        pub struct $query;

        #[async_graphql::Object]
        impl $query {
            $(#[$words])*
            #[allow(clippy::too_many_arguments)]
            async fn $field(
                &self,
                ctx: &async_graphql::Context<'_>,
                #[graphql(desc = "Which of them (saringan); all when left out.")] filter: Option<$filter>,
                #[graphql(desc = "In which order (urutan); as the list says when left out.")] order_by: Option<$order>,
                #[graphql(desc = "How many from the beginning (jumlah dari awal), 1 to 100.")] first: Option<i32>,
                #[graphql(desc = "Only what follows this cursor (sesudah).")] after: Option<String>,
                #[graphql(desc = "How many from the end (jumlah dari akhir), 1 to 100.")] last: Option<i32>,
                #[graphql(desc = "Only what comes before this cursor (sebelum).")] before: Option<String>,
            ) -> async_graphql::Result<$crate::api::connection::Page<$node>> {
                let page = shared::value::PageRequest::parse(first, after, last, before).map_err($crate::error::AppError::from)?;
                $read(ctx, filter.unwrap_or_default(), order_by, page).await
            }
        }
    };
}
pub(crate) use list_field;
