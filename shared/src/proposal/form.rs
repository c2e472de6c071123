//! The proposal form: what a person fills in, and the fields that come out of it when all is well.
//!
//! The browser runs it at each step and the server runs it again; both say the same.

use super::fields::{Kind, ProposerType, Sector, SpendingType, Unit};
use super::uploads::{DOCUMENTS, PHOTOS, parse_uploads, to_texts};
use crate::area::{AreaCode, AreaLevel};
use crate::error::{ErrorCode, FieldError, FieldErrors};
use crate::stats::are_few;
use crate::value::{MediaId, Quantity, Rupiah, Shape, text};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::ops::RangeInclusive;

pub const MAX_TITLE: usize = 255;
pub const MAX_TEXT: usize = 4_000;
pub const MAX_ADDRESS: usize = 500;
pub const MAX_SHORT: usize = 120;
/// More than the regency's whole population is a slip of the finger.
pub const MAX_PEOPLE: i32 = 10_000_000;
/// Urgency from 1 (can wait) to 5 (now).
pub const URGENCY: RangeInclusive<i32> = 1..=5;
/// Damage from 0 (none) to 4 (unusable).
pub const DAMAGE: RangeInclusive<i32> = 0..=4;

/// The form as filled in, complete or not. Names and types are those of GraphQL's `ProposalFieldsInput`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ProposalForm {
    pub title: Option<String>,
    pub problem: Option<String>,
    pub objective: Option<String>,
    pub address: Option<String>,
    pub rt: Option<String>,
    pub rw: Option<String>,
    pub hamlet: Option<String>,
    pub village_code: Option<String>,
    pub kind: Option<Kind>,
    pub sector: Option<Sector>,
    pub quantity: Option<f64>,
    pub unit: Option<Unit>,
    pub length_meters: Option<f64>,
    pub width_meters: Option<f64>,
    pub height_meters: Option<f64>,
    pub unit_price: Option<i64>,
    pub estimated_cost: Option<i64>,
    pub spending_type: Option<SpendingType>,
    pub subactivity_code: Option<String>,
    pub regional_priority: Option<String>,
    pub note: Option<String>,
    pub self_help_amount: Option<i64>,
    pub self_help_note: Option<String>,
    pub beneficiaries: Option<i32>,
    pub women: Option<i32>,
    pub men: Option<i32>,
    pub poor_households: Option<i32>,
    pub disabled: Option<i32>,
    pub elderly: Option<i32>,
    pub children: Option<i32>,
    pub urgency: Option<i32>,
    pub damage_level: Option<i32>,
    pub fiscal_year: Option<i32>,
    pub geometry: Option<Value>,
    pub proposer_type: Option<ProposerType>,
    pub initial_agency: Option<String>,
    pub catalog_code: Option<String>,
    /// Ids of uploaded photos in the order to show them; `None` leaves them as they are, none at all removes them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub photos: Option<Vec<String>>,
    /// Ids of uploaded documents, at most one of each kind; left out as with the photos.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub documents: Option<Vec<String>>,
}

/// P × L × T, in metres.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Dimensions {
    pub length_meters: Option<Quantity>,
    pub width_meters: Option<Quantity>,
    pub height_meters: Option<Quantity>,
}

/// Who benefits, as counts only: never names.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct BeneficiaryDetail {
    pub women: Option<i32>,
    pub men: Option<i32>,
    pub poor_households: Option<i32>,
    pub disabled: Option<i32>,
    pub elderly: Option<i32>,
    pub children: Option<i32>,
}

impl BeneficiaryDetail {
    /// As everybody may read it: beside an exact place, one to four are people whom the neighbours know. Women and men are told
    /// together or not at all, since each is the rest of the other; also where only one of them was said, with the number of
    /// all.
    #[must_use]
    pub fn in_public(self, all: i32) -> Self {
        let few = |count: Option<i32>| count.is_some_and(|count| are_few(count.into()));
        let told = |count: Option<i32>| count.filter(|_| !few(count));
        let gives_away = |count: Option<i32>| few(count) || few(count.map(|count| all - count));
        let (women, men) = if [self.women, self.men].into_iter().any(gives_away) { (None, None) } else { (self.women, self.men) };
        Self {
            women,
            men,
            poor_households: told(self.poor_households),
            disabled: told(self.disabled),
            elderly: told(self.elderly),
            children: told(self.children),
        }
    }
}

/// A complete and consistent proposal. Whether the places exist is for the server, which has them.
#[derive(Clone, Debug, PartialEq)]
pub struct ProposalFields {
    pub title: String,
    pub problem: String,
    pub objective: Option<String>,
    pub address: String,
    pub rt: Option<String>,
    pub rw: Option<String>,
    pub hamlet: Option<String>,
    pub village: AreaCode,
    pub kind: Kind,
    pub sector: Sector,
    pub quantity: Quantity,
    pub unit: Unit,
    pub dimensions: Dimensions,
    pub unit_price: Option<Rupiah>,
    pub estimated_cost: Rupiah,
    pub spending_type: Option<SpendingType>,
    pub subactivity_code: Option<String>,
    pub regional_priority: Option<String>,
    pub note: Option<String>,
    pub self_help_amount: Option<Rupiah>,
    pub self_help_note: Option<String>,
    pub beneficiaries: i32,
    pub beneficiary_detail: BeneficiaryDetail,
    pub urgency: i32,
    pub damage_level: Option<i32>,
    pub fiscal_year: i32,
    pub shape: Option<Shape>,
    pub proposer_type: ProposerType,
    pub initial_agency: Option<String>,
    /// Kamus usulan: the item of the regency's catalogue that this is a case of.
    pub catalog_code: Option<String>,
    /// `None` leaves them as they are.
    pub photos: Option<Vec<MediaId>>,
    /// `None` leaves them as they are.
    pub documents: Option<Vec<MediaId>>,
}

impl ProposalForm {
    /// Checks every field and gathers all that is wrong. `years` are the fiscal years open for planning.
    ///
    /// # Errors
    /// Each field that is missing, malformed or out of range.
    pub fn parse(&self, years: &RangeInclusive<i32>) -> Result<ProposalFields, FieldErrors> {
        let mut errors = FieldErrors::default();
        let e = &mut errors;

        let title = e.keep(text::line("title", self.title.as_deref(), MAX_TITLE));
        let problem = e.keep(text::block("problem", self.problem.as_deref(), MAX_TEXT));
        let objective = e.keep(text::optional_block("objective", self.objective.as_deref(), MAX_TEXT)).flatten();
        let address = e.keep(text::line("address", self.address.as_deref(), MAX_ADDRESS));
        let rt = e.keep(text::optional_line("rt", self.rt.as_deref(), MAX_SHORT)).flatten();
        let rw = e.keep(text::optional_line("rw", self.rw.as_deref(), MAX_SHORT)).flatten();
        let hamlet = e.keep(text::optional_line("hamlet", self.hamlet.as_deref(), MAX_SHORT)).flatten();
        let village = e.keep(parse_village(self.village_code.as_deref()));
        let kind = e.keep(required("kind", self.kind));
        let sector = e.keep(required("sector", self.sector));
        let quantity = e.keep(required("quantity", self.quantity).and_then(|number| quantity_of("quantity", number)));
        let unit = e.keep(required("unit", self.unit));
        let dimensions = Dimensions {
            length_meters: optional_quantity(e, "lengthMeters", self.length_meters),
            width_meters: optional_quantity(e, "widthMeters", self.width_meters),
            height_meters: optional_quantity(e, "heightMeters", self.height_meters),
        };
        let unit_price = optional_money(e, "unitPrice", self.unit_price);
        let estimated_cost =
            e.keep(required("estimatedCost", self.estimated_cost).and_then(|amount| money_of("estimatedCost", amount)));
        let subactivity_code =
            e.keep(text::optional_line("subactivityCode", self.subactivity_code.as_deref(), MAX_SHORT)).flatten();
        let regional_priority =
            e.keep(text::optional_line("regionalPriority", self.regional_priority.as_deref(), MAX_TITLE)).flatten();
        let note = e.keep(text::optional_block("note", self.note.as_deref(), MAX_TEXT)).flatten();
        let self_help_amount = optional_money(e, "selfHelpAmount", self.self_help_amount);
        let self_help_note = e.keep(text::optional_block("selfHelpNote", self.self_help_note.as_deref(), MAX_TEXT)).flatten();
        let beneficiaries =
            e.keep(required("beneficiaries", self.beneficiaries).and_then(|n| within("beneficiaries", n, 1..=MAX_PEOPLE)));
        let beneficiary_detail = BeneficiaryDetail {
            women: optional_count(e, "women", self.women),
            men: optional_count(e, "men", self.men),
            poor_households: optional_count(e, "poorHouseholds", self.poor_households),
            disabled: optional_count(e, "disabled", self.disabled),
            elderly: optional_count(e, "elderly", self.elderly),
            children: optional_count(e, "children", self.children),
        };
        let urgency = e.keep(required("urgency", self.urgency).and_then(|n| within("urgency", n, URGENCY)));
        let damage_level = self.damage_level.and_then(|n| e.keep(within("damageLevel", n, DAMAGE)));
        let fiscal_year = e.keep(required("fiscalYear", self.fiscal_year).and_then(|n| within("fiscalYear", n, years.clone())));
        let shape = e.keep(parse_shape(self.geometry.as_ref(), self.kind)).flatten();
        let proposer_type = e.keep(required("proposerType", self.proposer_type));
        let initial_agency = e.keep(text::optional_line("initialAgency", self.initial_agency.as_deref(), MAX_SHORT)).flatten();
        let catalog_code = e.keep(text::optional_line("catalogCode", self.catalog_code.as_deref(), MAX_SHORT)).flatten();
        let photos = self.photos.as_deref().and_then(|ids| e.keep(parse_uploads(&PHOTOS, ids)));
        let documents = self.documents.as_deref().and_then(|ids| e.keep(parse_uploads(&DOCUMENTS, ids)));

        match (title, problem, address, village, kind, sector, quantity, unit, estimated_cost, beneficiaries, urgency) {
            (
                Some(title),
                Some(problem),
                Some(address),
                Some(village),
                Some(kind),
                Some(sector),
                Some(quantity),
                Some(unit),
                Some(estimated_cost),
                Some(beneficiaries),
                Some(urgency),
            ) if errors.is_empty() => match (fiscal_year, proposer_type) {
                (Some(fiscal_year), Some(proposer_type)) => Ok(ProposalFields {
                    title,
                    problem,
                    objective,
                    address,
                    rt,
                    rw,
                    hamlet,
                    village,
                    kind,
                    sector,
                    quantity,
                    unit,
                    dimensions,
                    unit_price,
                    estimated_cost,
                    spending_type: self.spending_type,
                    subactivity_code,
                    regional_priority,
                    note,
                    self_help_amount,
                    self_help_note,
                    beneficiaries,
                    beneficiary_detail,
                    urgency,
                    damage_level,
                    fiscal_year,
                    shape,
                    proposer_type,
                    initial_agency,
                    catalog_code,
                    photos,
                    documents,
                }),
                _ => Err(errors),
            },
            _ => Err(errors),
        }
    }
}

impl From<&ProposalFields> for ProposalForm {
    /// The form that gives these fields: what an edit starts from, and what a conflict shows.
    fn from(fields: &ProposalFields) -> Self {
        Self {
            title: Some(fields.title.clone()),
            problem: Some(fields.problem.clone()),
            objective: fields.objective.clone(),
            address: Some(fields.address.clone()),
            rt: fields.rt.clone(),
            rw: fields.rw.clone(),
            hamlet: fields.hamlet.clone(),
            village_code: Some(fields.village.to_string()),
            kind: Some(fields.kind),
            sector: Some(fields.sector),
            quantity: Some(fields.quantity.as_f64()),
            unit: Some(fields.unit),
            length_meters: fields.dimensions.length_meters.map(Quantity::as_f64),
            width_meters: fields.dimensions.width_meters.map(Quantity::as_f64),
            height_meters: fields.dimensions.height_meters.map(Quantity::as_f64),
            unit_price: fields.unit_price.map(Rupiah::get),
            estimated_cost: Some(fields.estimated_cost.get()),
            spending_type: fields.spending_type,
            subactivity_code: fields.subactivity_code.clone(),
            regional_priority: fields.regional_priority.clone(),
            note: fields.note.clone(),
            self_help_amount: fields.self_help_amount.map(Rupiah::get),
            self_help_note: fields.self_help_note.clone(),
            beneficiaries: Some(fields.beneficiaries),
            women: fields.beneficiary_detail.women,
            men: fields.beneficiary_detail.men,
            poor_households: fields.beneficiary_detail.poor_households,
            disabled: fields.beneficiary_detail.disabled,
            elderly: fields.beneficiary_detail.elderly,
            children: fields.beneficiary_detail.children,
            urgency: Some(fields.urgency),
            damage_level: fields.damage_level,
            fiscal_year: Some(fields.fiscal_year),
            geometry: fields.shape.as_ref().map(Shape::to_geojson),
            proposer_type: Some(fields.proposer_type),
            initial_agency: fields.initial_agency.clone(),
            catalog_code: fields.catalog_code.clone(),
            photos: fields.photos.as_deref().map(to_texts),
            documents: fields.documents.as_deref().map(to_texts),
        }
    }
}

fn required<T>(field: &str, value: Option<T>) -> Result<T, FieldError> {
    value.ok_or_else(|| FieldError::new(field, ErrorCode::Required))
}

fn quantity_of(field: &str, number: f64) -> Result<Quantity, FieldError> {
    Quantity::from_f64(number).map_err(|code| FieldError::new(field, code))
}

pub(super) fn money_of(field: &str, amount: i64) -> Result<Rupiah, FieldError> {
    Rupiah::filled_in(amount).map_err(|code| match code {
        ErrorCode::OutOfRange => FieldError::with_limit(field, code, Rupiah::MOST),
        _ => FieldError::new(field, code),
    })
}

fn optional_quantity(errors: &mut FieldErrors, field: &str, number: Option<f64>) -> Option<Quantity> {
    number.and_then(|number| errors.keep(quantity_of(field, number)))
}

fn optional_money(errors: &mut FieldErrors, field: &str, amount: Option<i64>) -> Option<Rupiah> {
    amount.and_then(|amount| errors.keep(money_of(field, amount)))
}

fn optional_count(errors: &mut FieldErrors, field: &str, count: Option<i32>) -> Option<i32> {
    count.and_then(|count| errors.keep(within(field, count, 0..=MAX_PEOPLE)))
}

fn within(field: &str, number: i32, range: RangeInclusive<i32>) -> Result<i32, FieldError> {
    if range.contains(&number) {
        Ok(number)
    } else if number < 0 {
        Err(FieldError::new(field, ErrorCode::Negative))
    } else {
        let limit = if number < *range.start() { *range.start() } else { *range.end() };
        Err(FieldError::with_limit(field, ErrorCode::OutOfRange, limit.into()))
    }
}

fn parse_village(text: Option<&str>) -> Result<AreaCode, FieldError> {
    let text = text.map(str::trim).filter(|text| !text.is_empty());
    let code: AreaCode = required("villageCode", text)?.parse().map_err(|code| FieldError::new("villageCode", code))?;
    if code.level() == AreaLevel::Village { Ok(code) } else { Err(FieldError::new("villageCode", ErrorCode::NotAVillage)) }
}

/// What is built stands somewhere; what is done may have no place on the map.
fn parse_shape(geometry: Option<&Value>, kind: Option<Kind>) -> Result<Option<Shape>, FieldError> {
    match geometry.filter(|value| !value.is_null()) {
        Some(geometry) => Shape::from_geojson(geometry).map(Some).map_err(|code| match code {
            ErrorCode::TooManyVertices => FieldError::with_limit("geometry", code, Shape::MAX_VERTICES as i64),
            ErrorCode::TooLarge => FieldError::with_limit("geometry", code, (Shape::MAX_EXTENT_METERS / 1000.0) as i64),
            _ => FieldError::new("geometry", code),
        }),
        None if kind == Some(Kind::Physical) => Err(FieldError::new("geometry", ErrorCode::LocationRequired)),
        None => Ok(None),
    }
}

#[cfg(test)]
mod tests;
