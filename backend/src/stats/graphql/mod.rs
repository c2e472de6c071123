//! Statistics in GraphQL: what the groups of every noun have in common.

mod participation;
mod plans;
mod proposals;
mod residents;
mod review;

pub use participation::{Participation, ParticipationStatsQuery};
pub use plans::{PlanStatsQuery, Plans};
pub use proposals::{ProposalStatsQuery, Proposals};
pub use review::ReviewStatsQuery;

use super::store::{Asked, Both, Facts, summarise, summarise_both};
use super::{Group, Summary};
use crate::api::answer::Long;
use crate::api::budget::Payer;
use crate::api::context::{app, request};
use crate::api::scalars::Rupiah;
use crate::api::turns::Turn;
use crate::app::SharedApp;
use crate::area::catalogue::Catalogue;
use crate::area::graphql::Area;
use crate::error::AppError;
use crate::platform::database::Snapshot;
use async_graphql::{Context, Description, Lookahead, Object, OutputType, Result, SimpleObject, TypeName};
use shared::ErrorCode;
use shared::area::AreaCode;
use shared::i18n::{self, Lang};
use std::borrow::Cow;
use std::sync::Arc;

/// More than anybody can read in a table.
const MAX_DIMENSIONS: usize = 3;

/// How people call a value of a dimension; `None` for one that is not known any more.
pub type Label = fn(&SharedApp, Lang, &str) -> Option<String>;

/// What there are statistics of.
pub trait Noun: Sized + Send + Sync + 'static {
    /// The name of its statistics in GraphQL.
    const STATS: &'static str;
    /// What its facts measure, by the names of the group's fields and in their order.
    const MEASURES: &'static [&'static str];
    /// Further fields of a group, and those that each is reckoned from.
    const DERIVED: &'static [(&'static str, &'static [&'static str])];
    /// The field of a group that tells how many of its rows there are about each subject, where there is one.
    const ABOUT_EACH: Option<&'static str> = None;
    type Filter: Send + Sync;
    type Dimension: Copy + PartialEq + Send + Sync;
    type Group: OutputType;

    fn facts(filter: &Self::Filter, dimensions: &[Self::Dimension], sqlite: bool) -> Facts;
    fn word(dimension: Self::Dimension) -> &'static str;
    fn label(dimension: Self::Dimension) -> Label;
    /// The group as it is told; `filter` is what it was asked with.
    fn group(filter: &Self::Filter, areas: &Catalogue, keys: Vec<StatsKey>, group: Group) -> Self::Group;
}

/// Statistics of the public record: the same for everybody, and of what its list shows to everybody.
pub struct Stats<N: Noun> {
    groups: Vec<N::Group>,
    /// Where it was asked for.
    total: Option<N::Group>,
}

impl<N: Noun> TypeName for Stats<N> {
    fn type_name() -> Cow<'static, str> {
        N::STATS.into()
    }
}

#[Object(name_type)]
impl<N: Noun> Stats<N> {
    /// One for each combination of keys that occurs, ordered by the keys (kelompok). What has several keys of a dimension counts
    /// once in each of its groups.
    async fn groups(&self) -> Long<&[N::Group]> {
        Long(self.groups.as_slice())
    }

    /// All together, each once (jumlah seluruhnya), at the same moment as the groups.
    async fn total(&self) -> Result<&N::Group> {
        Ok(self.total.as_ref().ok_or_else(|| AppError::damaged("a count without an answer"))?)
    }
}

impl<N: Noun> Stats<N> {
    /// Whatever of it is asked for, of one moment.
    ///
    /// # Errors
    /// As [`few`] and [`summarise`].
    async fn read<D>(ctx: &Context<'_>, filter: N::Filter, group_by: Option<Vec<D>>) -> Result<Self>
    where
        D: Into<N::Dimension> + Send,
    {
        let dimensions: Vec<N::Dimension> = few(group_by)?;
        let wanted = Both { groups: "groups", total: "total" }.map(|field| Wanted::of::<N>(&ctx.look_ahead().field(field)));
        let app = app(ctx)?;
        let question = Question::<N> { filter, areas: app.areas.current(), sqlite: app.db.is_sqlite() };
        let (_turn, snapshot) = moment(ctx).await?;
        let Both { groups, mut total } = question.ask(&snapshot, &dimensions, &wanted).await?;
        Ok(Self { groups, total: total.pop() })
    }
}

/// One moment to read statistics of, when it is the payer's turn.
///
/// # Errors
/// `INTERNAL` when the database is unreachable.
async fn moment(ctx: &Context<'_>) -> Result<(Turn, Snapshot)> {
    let app = app(ctx)?;
    let turn = app.statistics.take(Payer::of(request(ctx)?)).await;
    Ok((turn, app.db.snapshot().await?))
}

/// What of a group is asked for.
struct Wanted {
    asked: Asked,
    /// And of how many rows there are about each subject.
    about_each: Option<Asked>,
}

impl Wanted {
    /// Nothing where nobody asks for the group.
    fn of<N: Noun>(group: &Lookahead<'_>) -> Option<Self> {
        let named = |field: &str| group.field(field).exists();
        let needed = |field: &str| named(field) || N::DERIVED.iter().any(|(more, from)| from.contains(&field) && named(more));
        let median = |field: &str| group.field(field).field("median").exists();
        let measures = |such: &dyn Fn(&str) -> bool| {
            N::MEASURES.iter().enumerate().filter(|(_, field)| such(field)).map(|(at, _)| at).collect::<Vec<_>>()
        };
        group.exists().then(|| Self {
            asked: Asked { people: needed("people"), sums: measures(&needed), medians: measures(&median) },
            about_each: N::ABOUT_EACH.filter(|field| named(field)).map(|field| Asked {
                people: false,
                sums: vec![0],
                medians: if median(field) { vec![0] } else { Vec::new() },
            }),
        })
    }
}

struct Question<N: Noun> {
    filter: N::Filter,
    areas: Arc<Catalogue>,
    sqlite: bool,
}

impl<N: Noun> Question<N> {
    async fn ask(
        &self,
        snapshot: &Snapshot,
        dimensions: &[N::Dimension],
        wanted: &Both<Option<Wanted>>,
    ) -> Result<Both<Vec<N::Group>>, AppError> {
        let facts = Both { groups: dimensions, total: &[] }.map(|dimensions| N::facts(&self.filter, dimensions, self.sqlite));
        let wanted = wanted.as_ref().map(Option::as_ref);
        let asked = wanted.map(|wanted| wanted.map(|wanted| &wanted.asked));
        let mut found = summarise_both(snapshot, &facts, asked).await?;
        let about_each = wanted.map(|wanted| wanted.and_then(|wanted| wanted.about_each.as_ref()));
        add_about_each(snapshot, &facts.groups, about_each.groups, &mut found.groups).await?;
        add_about_each(snapshot, &facts.total, about_each.total, &mut found.total).await?;
        Ok(Both { groups: self.told(dimensions, found.groups), total: self.told(&[], found.total) })
    }

    fn told(&self, dimensions: &[N::Dimension], groups: Vec<Group>) -> Vec<N::Group> {
        let named = |mut group: Group| {
            let values = std::mem::take(&mut group.keys);
            let key = |(dimension, value): (&N::Dimension, Option<String>)| StatsKey {
                dimension: N::word(*dimension),
                value,
                label: N::label(*dimension),
            };
            N::group(&self.filter, &self.areas, dimensions.iter().zip(values).map(key).collect(), group)
        };
        groups.into_iter().map(named).collect()
    }
}

/// Tells groups how many rows there are about each subject, where that is asked for.
///
/// # Errors
/// As [`summarise`].
async fn add_about_each(snapshot: &Snapshot, facts: &Facts, asked: Option<&Asked>, groups: &mut [Group]) -> Result<(), AppError> {
    let Some(asked) = asked else { return Ok(()) };
    // The same keys in the same order: both come from the same rows.
    for (group, each) in groups.iter_mut().zip(summarise(snapshot, &facts.about_each(), asked).await?) {
        [group.about_each] = each.summaries();
    }
    Ok(())
}

/// # Errors
/// `OUT_OF_RANGE` at `groupBy` for more than three dimensions, or for one that is named twice.
fn few<D: PartialEq>(group_by: Option<Vec<impl Into<D>>>) -> Result<Vec<D>, AppError> {
    let dimensions: Vec<D> = group_by.unwrap_or_default().into_iter().map(Into::into).collect();
    let twice = dimensions.iter().enumerate().any(|(at, each)| dimensions[..at].contains(each));
    if twice || dimensions.len() > MAX_DIMENSIONS {
        return Err(AppError::field("groupBy", ErrorCode::OutOfRange));
    }
    Ok(dimensions)
}

/// What the members of a group have in common (kunci kelompok).
#[derive(Description)]
pub struct StatsKey {
    dimension: &'static str,
    value: Option<String>,
    label: Label,
}

impl StatsKey {
    /// Where areas are what is grouped by.
    fn area_code(&self) -> Option<AreaCode> {
        self.value.as_deref().filter(|_| matches!(self.dimension, "REGENCY" | "DISTRICT" | "VILLAGE"))?.parse().ok()
    }
}

#[Object(use_type_description)]
impl StatsKey {
    /// One of those asked for in `groupBy` (pengelompokan).
    async fn dimension(&self) -> &str {
        self.dimension
    }

    /// What they have in common (nilai): a code of an area, agency or level, a value of an enum, a year or `2026-11`; null for
    /// what has none, which `without` of the filter asks for.
    async fn value(&self) -> Option<&str> {
        self.value.as_deref()
    }

    /// The value as people call it, in the language of the request (sebutan).
    async fn label(&self, ctx: &Context<'_>) -> Result<String> {
        let (app, lang) = (app(ctx)?, request(ctx)?.lang);
        let Some(value) = &self.value else { return Ok(i18n::text(lang, "dimension.NONE").to_owned()) };
        Ok((self.label)(app, lang, value).unwrap_or_else(|| value.clone()))
    }

    /// The area, where areas are what is grouped by (wilayah).
    async fn area(&self, ctx: &Context<'_>) -> Result<Option<Area>> {
        Ok(self.area_code().and_then(|code| Area::of(&app(ctx).ok()?.areas.current(), &code)))
    }
}

/// The name of a value of a closed list.
macro_rules! word {
    ($type:ty) => {
        |_, lang, value| <$type>::from_str(value).ok().map(|value| i18n::text(lang, value.message_key()).to_owned())
    };
}
use word;

fn area_name(app: &SharedApp, _: Lang, code: &str) -> Option<String> {
    app.areas.current().find(code).map(|area| area.full_name())
}

fn itself(_: &SharedApp, _: Lang, value: &str) -> Option<String> {
    Some(value.to_owned())
}

/// A sum of money over a group (jumlah uang).
#[derive(SimpleObject)]
pub struct MoneyStats {
    /// How many of the group have such an amount (yang diketahui).
    known: i64,
    /// In rupiah (jumlah); 2^53 stands for that and whatever is more.
    sum: Rupiah,
    /// In rupiah (rata-rata); null where none has an amount.
    mean: Option<f64>,
    /// In rupiah (median); null where none has an amount.
    median: Option<f64>,
    /// The sum, even where it is more than that can tell.
    #[graphql(skip)]
    total: f64,
}

impl From<Summary> for MoneyStats {
    fn from(summary: Summary) -> Self {
        let (sum, mean) = (Rupiah(summary.sum()), summary.mean());
        Self { known: summary.known, sum, mean, median: summary.median, total: summary.total }
    }
}

/// A sum of numbers over a group (jumlah).
#[derive(SimpleObject)]
pub struct NumberStats {
    /// All together (jumlah).
    sum: i64,
    /// The mean (rata-rata); null in an empty group.
    mean: Option<f64>,
    /// The median (median); null in an empty group.
    median: Option<f64>,
}

impl From<Summary> for NumberStats {
    fn from(summary: Summary) -> Self {
        Self { sum: summary.sum(), mean: summary.mean(), median: summary.median }
    }
}
