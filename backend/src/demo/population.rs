//! How many people might live in each village: an estimate for the sample data, and said to be one.

use crate::app::App;
use crate::area::catalogue::Area;
use crate::area::population::PopulationRecord;
use crate::area::service::take_population;
use crate::error::AppError;
use crate::platform::database::Transaction;
use shared::area::{AreaKind, AreaLevel};

/// How much denser a town's village is.
const TOWN: f64 = 2.2;
/// Twice the ground has fewer than twice the people.
const CROWDING: f64 = 0.4;
/// What tells the estimate from a file that was imported.
const DIGEST: &str = "sample";

/// No figures by village are published with the gazetteer: people are shared out by ground, the towns' villages being denser.
pub fn weight(village: &Area) -> f64 {
    let town = if village.kind == AreaKind::Kelurahan { TOWN } else { 1.0 };
    (village.square_meters as f64 / 1e6).max(0.1).powf(CROWDING) * town
}

/// Shares the regency's real figure out among the villages of which nothing is known.
///
/// # Errors
/// `INTERNAL` when the database refuses.
pub async fn estimate(app: &App, tx: &mut Transaction) -> Result<(), AppError> {
    let areas = app.areas.current();
    let Some(whole) = areas.population(&areas.region()?.code) else { return Ok(()) };
    let is_village = |area: &&Area| area.level == AreaLevel::Village;
    if areas.areas().iter().filter(is_village).any(|village| areas.population(&village.code).is_some()) {
        return Ok(());
    }
    let source = format!("Perkiraan contoh: angka kabupaten ({}) dibagi menurut luas, bukan hasil pencacahan", whole.source);
    let sum: f64 = areas.areas().iter().filter(is_village).map(weight).sum();
    let (mut reached, mut given, mut records) = (0.0, 0, Vec::new());
    for village in areas.areas().iter().filter(is_village) {
        // Up to here, less what the others have: so that all of them come to the whole.
        reached += weight(village);
        let people = (whole.people as f64 * reached / sum).round() as i64 - given;
        given += people;
        records.push(PopulationRecord { code: village.code.clone(), people, year: whole.year, source: source.clone() });
    }
    take_population(app, tx, &records, (&source, DIGEST), None).await
}
