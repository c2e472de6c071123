//! What the sample data consist of, as written in `data/demo`.

use crate::error::AppError;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use shared::access::Role;
use shared::plan::Stage;
use shared::proposal::{DecisionKind, FundingSource, Kind, ReasonCode, Sector, SpendingType, Status, Unit};

pub struct Content {
    pub accounts: Vec<Account>,
    pub places: Vec<Place>,
    pub templates: Vec<Template>,
    pub histories: Vec<History>,
    pub reasons: Vec<Reason>,
    pub talks: Vec<Talk>,
    pub texts: Texts,
    pub plans: Vec<PlanScript>,
    pub crowd: Crowd,
}

impl Content {
    /// # Errors
    /// `INTERNAL` when a bundled file is malformed, which a test rules out.
    pub fn bundled() -> Result<Self, AppError> {
        let PeopleFile { account } = read(include_str!("../../data/demo/people.toml"))?;
        let ProposalsFile { place, template } = read(include_str!("../../data/demo/proposals.toml"))?;
        let HistoriesFile { history, reason, talk, texts } = read(include_str!("../../data/demo/histories.toml"))?;
        let PlansFile { plan } = read(include_str!("../../data/demo/plans.toml"))?;
        Ok(Self {
            crowd: read(include_str!("../../data/demo/bulk.toml"))?,
            plans: plan,
            accounts: account,
            places: place,
            templates: template,
            histories: history,
            reasons: reason,
            talks: talk,
            texts,
        })
    }
}

fn read<T: DeserializeOwned>(text: &str) -> Result<T, AppError> {
    toml::from_str(text).map_err(AppError::internal)
}

/// What many people and their proposals are made of.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Crowd {
    pub given: Vec<String>,
    pub family: Vec<String>,
    pub hamlets: Vec<String>,
    #[serde(rename = "course")]
    pub courses: Vec<Course>,
    because: Vec<Because>,
}

impl Crowd {
    /// Why a proposal comes into this status, where no code says it.
    pub fn because(&self, to: Status) -> Option<String> {
        self.because.iter().find(|because| because.to == to).map(|because| because.text.clone())
    }
}

/// How far proposals come, and of a thousand how many.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Course {
    pub share: u32,
    pub through: Vec<Status>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Because {
    to: Status,
    text: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PeopleFile {
    account: Vec<Account>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PlansFile {
    plan: Vec<PlanScript>,
}

/// A plan as it stands, and who wrote it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlanScript {
    pub area: String,
    pub template: shared::plan::Template,
    pub sector: Sector,
    pub title: String,
    pub summary: String,
    /// Contacts; the first begins it.
    pub owners: Vec<String>,
    pub editors: Vec<String>,
    pub stage: Stage,
    /// Heading and body. None at all leaves what the template says.
    pub sections: Vec<(String, String)>,
    pub objectives: Vec<String>,
    /// Name, unit, baseline, target, source.
    pub indicators: Vec<(String, String, String, String, String)>,
    /// Item, volume in thousandths, unit, rupiah a unit, source of funds.
    pub budget: Vec<(String, i64, String, i64, FundingSource)>,
    /// Name, first day, last day, partner, and the places in this list of those it waits for.
    pub activities: Vec<(String, String, String, String, Vec<usize>)>,
    /// Label, kind, note, GeoJSON.
    pub features: Vec<(String, String, String, String)>,
    /// Who names what was opened, and how.
    pub version: Option<(String, String)>,
    /// Afterwards: who adds a paragraph to which section.
    #[serde(default)]
    pub written: Vec<(String, usize, String)>,
    #[serde(default)]
    pub talk: Vec<Remark>,
    #[serde(default)]
    pub suggest: Vec<Change>,
}

/// What somebody suggests for a section: these words instead of those.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Change {
    pub by: String,
    pub section: usize,
    pub instead_of: String,
    pub words: String,
    pub note: String,
    /// Who declines it, and why.
    pub declined: Option<(String, String)>,
}

/// What somebody says about a plan, or one of its sections or features, by their place in the list.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Remark {
    pub by: String,
    pub section: Option<usize>,
    pub feature: Option<usize>,
    pub body: String,
    /// Who answers what.
    #[serde(default)]
    pub answers: Vec<(String, String)>,
    pub settled_by: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ProposalsFile {
    place: Vec<Place>,
    template: Vec<Template>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct HistoriesFile {
    history: Vec<History>,
    reason: Vec<Reason>,
    talk: Vec<Talk>,
    texts: Texts,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Account {
    pub contact: String,
    pub name: String,
    pub home: Option<String>,
    #[serde(default)]
    pub grants: Vec<Held>,
}

/// A role that an account holds.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Held {
    pub role: Role,
    pub area: Option<String>,
    pub agency: Option<String>,
    pub title: Option<String>,
}

/// A village that proposals come from.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Place {
    pub village: String,
    pub weight: u32,
    pub hamlets: Vec<String>,
}

/// A kind of proposal. Ranges are `[least, most, step]`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Template {
    pub sector: Sector,
    pub kind: Kind,
    pub title: String,
    pub problem: String,
    pub objective: String,
    pub address: String,
    pub unit: Unit,
    pub quantity: [i32; 3],
    /// Rupiah for one unit.
    pub unit_price: [i32; 3],
    /// Metres.
    pub width: Option<f64>,
    pub shape: Option<Outline>,
    pub beneficiaries: [i32; 3],
    pub urgency: [i32; 3],
    pub damage: Option<[i32; 3]>,
    pub spending: SpendingType,
    /// Where another agency than the sector's first carries it out.
    pub agency: Option<String>,
    /// The item of the catalogue that it is a case of.
    pub catalog: Option<String>,
    /// Whether residents give labour or money of their own.
    #[serde(default)]
    pub self_help: bool,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Outline {
    Point,
    Line,
    Area,
}

/// How far a proposal has come. Days are before today, `[least, most]`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct History {
    /// Statuses on the way; it stands in the last.
    pub through: Vec<Status>,
    pub village: Option<String>,
    pub sector: Option<Sector>,
    pub agency: Option<String>,
    /// How many of the first round of proposals have it.
    pub times: usize,
    /// Fiscal year.
    pub year: i32,
    pub began: [i32; 2],
    pub rested: [i32; 2],
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reason {
    pub decision: DecisionKind,
    pub code: ReasonCode,
    /// Codes of the review levels that would say so; empty for all.
    #[serde(default)]
    pub levels: Vec<String>,
    pub text: String,
}

/// A comment and perhaps its answer.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Talk {
    pub says: String,
    pub answer: Option<String>,
    /// Sectors it fits; empty for all.
    #[serde(default)]
    pub sectors: Vec<Sector>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Texts {
    pub recommendations: Vec<String>,
    pub self_help: String,
}
