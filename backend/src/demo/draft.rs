//! Filling in the form from a template.

use super::content::{Content, Outline, Place, Template};
use super::dice::Dice;
use crate::area::catalogue::{Area, Catalogue};
use crate::error::AppError;
use shared::area::AreaKind;
use shared::proposal::{ProposalForm, ProposerType, Unit};
use shared::value::Shape;

/// How large a thing is drawn that is not itself measured in metres.
const LINE_METERS: f64 = 320.0;
const PLOT_SQUARE_METERS: f64 = 240.0;
/// What residents' labour is worth of the whole.
const SELF_HELP_SHARE: f64 = 0.04;

/// A proposal for the place, complete; `draw` finds room for it on the map.
///
/// # Errors
/// What `draw` says.
#[expect(clippy::too_many_arguments)] // one form, from everything that it depends on
pub fn fill(
    content: &Content,
    areas: &Catalogue,
    village: &Area,
    place: &Place,
    template: &Template,
    year: i32,
    dice: &Dice,
    draw: impl FnOnce(Outline, f64) -> Result<Shape, AppError>,
) -> Result<ProposalForm, AppError> {
    let hamlet = dice.pick(&place.hamlets).cloned().unwrap_or_else(|| village.name.clone());
    let (rt, rw) = (format!("{:02}", dice.stepped([1, 6, 1])), format!("{:02}", dice.stepped([1, 8, 1])));
    let quantity = dice.stepped(template.quantity);
    let say = |text: &str| {
        // The towns have urban villages (kelurahan), which have an office but no village hall.
        let text = match village.kind {
            AreaKind::Kelurahan => text.replace("Balai desa", "Kantor kelurahan").replace("Desa {village}", "Kelurahan {village}"),
            _ => text.to_owned(),
        };
        let known = [("{hamlet}", hamlet.as_str()), ("{village}", &village.name), ("{rt}", &rt), ("{rw}", &rw)];
        let text = known.iter().fold(text, |text, (name, value)| text.replace(name, value));
        text.replace("{quantity}", &quantity.to_string())
    };
    let unit_price = i64::from(dice.stepped(template.unit_price));
    let cost = unit_price * i64::from(quantity);
    let people = dice.stepped(template.beneficiaries);
    let of_people = |least, most| Some((f64::from(people) * dice.between(least, most)).round() as i32);
    let women = of_people(0.47, 0.53);
    let self_help = (template.self_help && dice.happens(0.6)).then(|| rounded(cost as f64 * SELF_HELP_SHARE));
    let shape = template.shape.map(|outline| draw(outline, drawn_size(template, quantity))).transpose()?;
    Ok(ProposalForm {
        title: Some(say(&template.title)),
        problem: Some(say(&template.problem)),
        objective: Some(say(&template.objective)),
        address: Some(say(&template.address)),
        rt: Some(rt.clone()),
        rw: Some(rw.clone()),
        hamlet: Some(hamlet.clone()),
        village_code: Some(village.code.to_string()),
        kind: Some(template.kind),
        sector: Some(template.sector),
        quantity: Some(f64::from(quantity)),
        unit: Some(template.unit),
        length_meters: (template.unit == Unit::Meter).then(|| f64::from(quantity)),
        width_meters: template.width,
        unit_price: Some(unit_price),
        estimated_cost: Some(cost),
        spending_type: Some(template.spending),
        self_help_amount: self_help,
        self_help_note: self_help.map(|_| content.texts.self_help.clone()),
        beneficiaries: Some(people),
        women,
        men: women.map(|women| people - women),
        poor_households: of_people(0.03, 0.09),
        elderly: of_people(0.08, 0.14),
        children: of_people(0.18, 0.28),
        urgency: Some(dice.stepped(template.urgency)),
        damage_level: template.damage.map(|damage| dice.stepped(damage)),
        fiscal_year: Some(year),
        geometry: shape.map(|shape| shape.to_geojson()),
        proposer_type: dice
            .pick(&[ProposerType::Resident, ProposerType::Resident, ProposerType::Rt, ProposerType::Rw, ProposerType::Community])
            .copied(),
        initial_agency: template.agency.clone(),
        // Another regency's catalogue has other items.
        catalog_code: template.catalog.clone().filter(|code| areas.catalog_item(code).is_some()),
        ..ProposalForm::default()
    })
}

fn drawn_size(template: &Template, quantity: i32) -> f64 {
    match (template.unit, template.shape) {
        (Unit::Meter | Unit::SquareMeter, _) => f64::from(quantity),
        (_, Some(Outline::Line)) => LINE_METERS,
        _ => PLOT_SQUARE_METERS,
    }
}

/// Rupiah as people write them in a plan: whole hundreds of thousands, at least one.
pub fn rounded(amount: f64) -> i64 {
    ((amount / 100_000.0).round() as i64).max(1) * 100_000
}
