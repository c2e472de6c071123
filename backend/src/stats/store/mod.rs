//! Grouping facts and summing them up, in one query.

mod acts;
mod both;

pub use acts::{About, Act, Done, participation};
pub use both::{Both, summarise_both};

use super::{Group, Summary};
use crate::error::AppError;
use crate::platform::database::Snapshot;
use sea_orm::QueryResult;
use sea_orm::sea_query::{Alias, Expr, ExprTrait, Func, Order, Query, SelectStatement, SimpleExpr};
use shared::ErrorCode;
use std::collections::BTreeSet;

/// More is nothing that people look at; whoever needs it narrows it down or takes the data.
pub const MAX_GROUPS: usize = 5_000;
const PERSON: &str = "person";
const SUBJECT: &str = "subject";

/// Rows to be grouped: keys of text or nothing, measures of whole numbers or nothing, and maybe who stands behind each, and what
/// it is about.
pub struct Facts {
    rows: SelectStatement,
    keys: usize,
    measures: usize,
    named: bool,
    repeat: bool,
}

/// What of facts is to be reckoned beside the number of their rows. What nobody asks for is not: over many rows each costs time.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    /// How many different people stand behind a group, where the facts name them.
    pub people: bool,
    /// Of these measures how many rows have a value, and the sum.
    pub sums: Vec<usize>,
    /// And of these the median.
    pub medians: Vec<usize>,
}

impl Asked {
    /// This, and the sums that somebody else asks for.
    fn with_sums_of(&self, other: &Self) -> Self {
        let sums: BTreeSet<usize> = self.sums.iter().chain(&other.sums).copied().collect();
        Self { sums: sums.into_iter().collect(), ..self.clone() }
    }
}

impl Facts {
    /// Of rows that have no columns yet.
    pub fn of(rows: SelectStatement) -> Self {
        Self { rows, keys: 0, measures: 0, named: false, repeat: false }
    }

    /// That one thing may have several rows, each in a group of its own.
    pub fn repeat(&mut self) {
        self.repeat = true;
    }

    pub fn key(&mut self, value: impl Into<SimpleExpr>) {
        self.rows.expr_as(value.into().cast_as("text"), key(self.keys));
        self.keys += 1;
    }

    pub fn measure(&mut self, value: impl Into<SimpleExpr>) {
        self.rows.expr_as(value.into().cast_as("bigint"), measure(self.measures));
        self.measures += 1;
    }

    pub fn person(&mut self, value: impl Into<SimpleExpr>) {
        self.rows.expr_as(value, Alias::new(PERSON));
        self.named = true;
    }

    pub fn subject(&mut self, value: impl Into<SimpleExpr>) {
        self.rows.expr_as(value, Alias::new(SUBJECT));
    }

    /// How many rows there are about each subject of a group, as the one measure of facts of their own.
    pub fn about_each(&self) -> Self {
        let mut rows = Query::select();
        rows.from_subquery(self.rows.clone(), Alias::new("facts")).group_by_col(Alias::new(SUBJECT));
        for at in 0..self.keys {
            rows.column(key(at)).group_by_col(key(at));
        }
        let mut each = Self { rows: rows.take(), keys: self.keys, measures: 0, named: false, repeat: self.repeat };
        each.measure(Func::count(Expr::val(1)));
        each
    }

    /// Those rows that somebody stands behind: enough to count people.
    fn with_people(&self) -> Self {
        let mut rows = Query::select().expr(Expr::cust("*")).from_subquery(self.rows.clone(), Alias::new("named")).take();
        rows.and_where(Expr::col(Alias::new(PERSON)).is_not_null());
        Self { rows, ..*self }
    }

    /// The one statement that reckons what is asked for.
    pub fn grouped(&self, asked: &Asked, sqlite: bool) -> SelectStatement {
        let mut query = Query::select();
        query.from_subquery(self.rows.clone(), Alias::new("facts"));
        for at in 0..self.keys {
            query.column(key(at)).group_by_col(key(at)).order_by(key(at), Order::Asc);
        }
        query.expr_as(Func::count(Expr::val(1)), Alias::new("n"));
        if self.tells_people(asked) {
            query.expr_as(Func::count_distinct(Expr::col(Alias::new(PERSON))), Alias::new("people"));
        }
        for at in &asked.sums {
            let values = || Expr::col(measure(*at));
            query.expr_as(Func::count(values()), Alias::new(format!("c{at}")));
            // As floating-point numbers, which are exact as long as JSON is: whole ones would leave their range, and fail.
            query.expr_as(Func::sum(values().cast_as("double precision")), Alias::new(format!("s{at}")));
        }
        for at in &asked.medians {
            query.expr_as(median(*at, sqlite), Alias::new(format!("d{at}")));
        }
        query.limit(MAX_GROUPS as u64 + 1);
        query.take()
    }

    fn tells_people(&self, asked: &Asked) -> bool {
        self.named && asked.people
    }
}

/// The one in the middle, or the mean of the two there. SQLite has it when it is built with `SQLITE_ENABLE_PERCENTILE`.
fn median(at: usize, sqlite: bool) -> SimpleExpr {
    Expr::cust(if sqlite {
        format!(r#"median("m{at}")"#)
    } else {
        format!(r#"percentile_cont(0.5) WITHIN GROUP (ORDER BY "m{at}")"#)
    })
}

fn key(at: usize) -> Alias {
    Alias::new(format!("k{at}"))
}

fn measure(at: usize) -> Alias {
    Alias::new(format!("m{at}"))
}

/// The groups in the order of their keys, with what is asked for; whatever is not, is nothing.
///
/// # Errors
/// `TOO_MANY_GROUPS` at `groupBy` above [`MAX_GROUPS`]; `INTERNAL` when the database refuses.
pub async fn summarise(snapshot: &Snapshot, facts: &Facts, asked: &Asked) -> Result<Vec<Group>, AppError> {
    let rows = snapshot.all(&facts.grouped(asked, snapshot.is_sqlite())).await?;
    if rows.len() > MAX_GROUPS {
        return Err(AppError::field("groupBy", ErrorCode::TooManyGroups));
    }
    rows.iter().map(|row| to_group(row, facts, asked)).collect()
}

fn to_group(row: &QueryResult, facts: &Facts, asked: &Asked) -> Result<Group, AppError> {
    let mut measures = vec![Summary::default(); facts.measures];
    for at in &asked.sums {
        let total: Option<f64> = row.try_get("", &format!("s{at}"))?;
        measures[*at] = Summary { known: row.try_get("", &format!("c{at}"))?, total: total.unwrap_or_default(), median: None };
    }
    for at in &asked.medians {
        measures[*at].median = row.try_get("", &format!("d{at}"))?;
    }
    let keys = (0..facts.keys).map(|at| Ok(row.try_get("", &format!("k{at}"))?)).collect::<Result<_, AppError>>()?;
    Ok(Group {
        keys,
        count: row.try_get("", "n")?,
        people: if facts.tells_people(asked) { Some(row.try_get("", "people")?) } else { None },
        measures,
        about_each: Summary::default(),
    })
}

/// What an instant is told by.
#[derive(Clone, Copy)]
pub enum Span {
    /// `2026`
    Year,
    /// `2026-11`
    Month,
}

/// WIB is seven hours ahead.
const AHEAD_MILLIS: i64 = 7 * 3_600_000;

/// The year or month of a column of milliseconds; `column` is an identifier of ours, never a caller's text.
pub fn span_of(column: &'static str, span: Span, sqlite: bool) -> SimpleExpr {
    let local = format!("({column} + {AHEAD_MILLIS}) / 1000");
    let text = match (span, sqlite) {
        (Span::Year, true) => format!("strftime('%Y', {local}, 'unixepoch')"),
        (Span::Month, true) => format!("strftime('%Y-%m', {local}, 'unixepoch')"),
        (Span::Year, false) => format!("to_char(to_timestamp({local}) AT TIME ZONE 'UTC', 'YYYY')"),
        (Span::Month, false) => format!("to_char(to_timestamp({local}) AT TIME ZONE 'UTC', 'YYYY-MM')"),
    };
    Expr::cust(text)
}
