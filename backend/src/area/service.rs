//! Loading the region, importing boundaries, and keeping the catalogue in memory current.

use super::boundary::{Boundary, Expected, Problems, PropertyMap, read_neighbours, read_villages};
use super::catalogue::{Catalogue, Region};
use super::cells::{Seed, draw_cells};
use super::drawing::draw;
use super::gazetteer::Pack;
use super::index::{APPROXIMATE_SLACK_METERS, AreaIndex, SURVEYED_SLACK_METERS};
use super::layers::{Layer, MapLayers};
use super::outline::from_geojson;
use super::population::{self, PopulationRecord, with_sums};
use super::store::{self, Marks, Provenance};
use crate::app::App;
use crate::error::AppError;
use crate::journal::{self, Event, EventKind};
use crate::platform::database::Transaction;
use geo::MultiPolygon;
use serde_json::json;
use sha2::{Digest, Sha256};
use shared::area::{AreaCode, AreaLevel};
use shared::value::{AccountId, BoundingBox};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::time::Duration;

/// How long an import by another process may go unnoticed.
const FOLLOW_EVERY: Duration = Duration::from_secs(10);

/// What an import did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Imported {
    /// So many outlines were taken over.
    Taken(usize),
    /// The very same file was imported before; nothing changed.
    Known,
}

/// Brings the stored region up to the pack and the configured files, then fills the catalogue.
///
/// # Errors
/// A sentence for the operator that names the setting, or `INTERNAL`.
pub async fn load(app: &App) -> Result<(), AppError> {
    let pack = match &app.config.region_dir {
        Some(folder) => Pack::read(folder),
        None => Pack::bundled(),
    };
    load_pack(app, &pack.map_err(|error| AppError::setting("REMBUG_REGION_DIR", error))?).await?;
    if let Some(path) = &app.config.boundaries {
        import_boundaries(app, path, &PropertyMap::default(), None).await?;
    }
    if let Some(path) = &app.config.neighbours {
        import_neighbours(app, path, &PropertyMap::default(), None).await?;
    }
    refresh(app).await
}

async fn load_pack(app: &App, pack: &Pack) -> Result<(), AppError> {
    let mut tx = app.db.begin().await?;
    if store::marks(tx.connection()).await?.is_some_and(|marks| marks.pack == pack.digest) {
        return Ok(());
    }
    store::save_pack(&tx, pack).await?;
    if !store::has_surveyed(&tx).await? {
        let provenance =
            Provenance { source: "", attribution: &pack.region.approximate_attribution, approximate: true, at: app.clock.now() };
        store::save_drawings(&tx, &draw(&approximate(pack)), provenance).await?;
    }
    let details = json!({ "name": pack.region.name, "areas": pack.areas.len(), "digest": pack.digest });
    let event = Event::new(EventKind::RegionLoaded, &pack.region.code).area(&pack.region.code).details(details);
    journal::append(app, &mut tx, event).await?;
    tx.commit().await
}

/// Stand-in outlines around the villages' points.
fn approximate(pack: &Pack) -> Vec<(AreaCode, MultiPolygon)> {
    let villages: Vec<_> = pack.areas.iter().filter(|area| area.level == AreaLevel::Village).collect();
    let seeds: Vec<Seed> = villages
        .iter()
        .map(|area| Seed { point: geo::coord! { x: area.location().longitude, y: area.location().latitude }, km2: area.km2 })
        .collect();
    villages.iter().map(|area| area.code.clone()).zip(draw_cells(&seeds)).collect()
}

/// Takes over the village boundaries of a GeoJSON file, all or none; districts and the regency follow
/// from them. The same file twice changes nothing.
///
/// # Errors
/// A sentence for the operator that names the file and what to mend in it, or `INTERNAL`.
pub async fn import_boundaries(app: &App, file: &Path, map: &PropertyMap, by: Option<AccountId>) -> Result<Imported, AppError> {
    let text = read_file(file)?;
    let import = Import { file, digest: digest(&text), by };
    let known = |marks: Option<Marks>| marks.is_some_and(|marks| marks.boundaries.as_deref() == Some(&import.digest));
    if known(store::marks(app.db.reader()).await?) {
        return Ok(Imported::Known);
    }
    let (areas, _) = store::areas(&app.db).await?;
    let expected: BTreeMap<AreaCode, Expected> = areas
        .into_iter()
        .filter(|area| area.level == AreaLevel::Village)
        .map(|area| {
            (area.code, Expected { name: area.name, point: geo::Point::new(area.location.longitude, area.location.latitude) })
        })
        .collect();
    let outlines = read_villages(&text, map, &expected).map_err(|problems| refused(file, problems))?;
    let villages: Vec<_> = outlines.into_iter().map(|boundary| (boundary.code, boundary.outline)).collect();
    let region = store::region(&app.db).await?;
    let provenance = Provenance {
        source: &import.file_name(),
        attribution: &region.boundary_attribution,
        approximate: false,
        at: app.clock.now(),
    };
    let drawings = draw(&villages);
    let mut tx = app.db.begin().await?;
    // Another process may have imported it meanwhile.
    if known(store::marks(tx.connection()).await?) {
        return Ok(Imported::Known);
    }
    store::save_drawings(&tx, &drawings, provenance).await?;
    store::mark_boundaries(&tx, &import.digest).await?;
    import.record(app, &mut tx, "villages", villages.len()).await?;
    tx.commit().await?;
    refresh(app).await?;
    Ok(Imported::Taken(villages.len()))
}

/// Takes over the outlines of the regencies around, drawn as context only.
///
/// # Errors
/// As [`import_boundaries`].
pub async fn import_neighbours(app: &App, file: &Path, map: &PropertyMap, by: Option<AccountId>) -> Result<Imported, AppError> {
    let text = read_file(file)?;
    let region = store::region(&app.db).await?;
    let own = region.code.parse().map_err(|_| AppError::damaged("the region's code"))?;
    let outlines: Vec<Boundary> = read_neighbours(&text, map, &own).map_err(|problems| refused(file, problems))?;
    let import = Import { file, digest: digest(&text), by };
    let mut tx = app.db.begin().await?;
    if store::marks(tx.connection()).await?.is_some_and(|marks| marks.neighbours.as_deref() == Some(&import.digest)) {
        return Ok(Imported::Known);
    }
    store::save_neighbours(&tx, &outlines, &import.digest).await?;
    import.record(app, &mut tx, "neighbours", outlines.len()).await?;
    tx.commit().await?;
    refresh(app).await?;
    Ok(Imported::Taken(outlines.len()))
}

/// Takes over how many people live where, all or none; an area that the file does not name keeps what was said of it. The same
/// file twice changes nothing.
///
/// # Errors
/// As [`import_boundaries`].
pub async fn import_population(app: &App, file: &Path, by: Option<AccountId>) -> Result<Imported, AppError> {
    let text = read_file(file)?;
    let import = Import { file, digest: digest(&text), by };
    let areas: BTreeSet<AreaCode> = app.areas.current().areas().iter().map(|area| area.code.clone()).collect();
    let name = import.file_name();
    let records = population::parse(&name, &text, &areas).map_err(|error| AppError::setting(&file.display().to_string(), error))?;
    let mut tx = app.db.begin().await?;
    if store::marks(tx.connection()).await?.is_some_and(|marks| marks.population.as_deref() == Some(&import.digest)) {
        return Ok(Imported::Known);
    }
    take_population(app, &mut tx, &records, (&name, &import.digest), by).await?;
    tx.commit().await?;
    refresh(app).await?;
    Ok(Imported::Taken(records.len()))
}

/// Stores the figures with their event; `told` is what they are called, and what tells them from others.
///
/// # Errors
/// `INTERNAL` when the database refuses.
pub(crate) async fn take_population(
    app: &App,
    tx: &mut Transaction,
    records: &[PopulationRecord],
    told: (&str, &str),
    by: Option<AccountId>,
) -> Result<(), AppError> {
    store::save_populations(tx, records, told.1).await?;
    let region = &app.areas.current().region()?.code.clone();
    let details = json!({ "file": told.0, "areas": records.len(), "sha256": told.1 });
    let event = Event::new(EventKind::PopulationImported, region).area(region).actor(by).details(details);
    journal::append(app, tx, event).await.map(|_| ())
}

struct Import<'a> {
    file: &'a Path,
    digest: String,
    by: Option<AccountId>,
}

impl Import<'_> {
    /// Without its folders, which are nobody's business.
    fn file_name(&self) -> String {
        self.file.file_name().unwrap_or_default().to_string_lossy().into_owned()
    }

    async fn record(&self, app: &App, tx: &mut Transaction, what: &str, count: usize) -> Result<(), AppError> {
        let region: AreaCode = store::region(&app.db).await?.code.parse().map_err(|_| AppError::damaged("the region's code"))?;
        let details = json!({ "what": what, "file": self.file_name(), "outlines": count, "sha256": self.digest });
        let event = Event::new(EventKind::BoundariesImported, &region).area(&region).actor(self.by).details(details);
        journal::append(app, tx, event).await?;
        Ok(())
    }
}

fn read_file(file: &Path) -> Result<String, AppError> {
    std::fs::read_to_string(file).map_err(|error| AppError::setting(&file.display().to_string(), error))
}

fn refused(file: &Path, problems: Problems) -> AppError {
    AppError::setting(&file.display().to_string(), problems)
}

fn digest(text: &str) -> String {
    Sha256::digest(text).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Builds the catalogue from what is stored and makes it current.
///
/// # Errors
/// `INTERNAL` when the database refuses or a row is damaged.
pub async fn refresh(app: &App) -> Result<(), AppError> {
    let marks = store::marks(app.db.reader()).await?.ok_or_else(|| AppError::damaged("no region is stored"))?;
    app.areas.replace(read_catalogue(app, &marks).await?);
    Ok(())
}

/// Notices, for as long as the application runs, what another process imported, and takes it over.
pub async fn follow(app: &App) {
    let mut ticks = tokio::time::interval(FOLLOW_EVERY);
    let mut known = store::marks(app.db.reader()).await.ok().flatten();
    loop {
        ticks.tick().await;
        let stored = match store::marks(app.db.reader()).await {
            Ok(stored) if stored != known => stored,
            Ok(_) => continue,
            Err(error) => {
                tracing::warn!(%error, "cannot look for newly imported areas");
                continue;
            }
        };
        match refresh(app).await {
            Ok(()) => known = stored,
            Err(error) => tracing::error!(%error, "cannot take over newly imported areas"),
        }
    }
}

async fn read_catalogue(app: &App, marks: &Marks) -> Result<Catalogue, AppError> {
    let row = store::region(&app.db).await?;
    let code: AreaCode = row.code.parse().map_err(|_| AppError::damaged("the region's code"))?;
    let (areas, mut outlines) = store::areas(&app.db).await?;
    let regency =
        areas.iter().find(|area| area.code == code).ok_or_else(|| AppError::damaged("the regency is not among its areas"))?;
    let point = regency.location;
    let attribution = if regency.approximate { row.approximate_attribution } else { row.boundary_attribution };
    let region = Region {
        name: row.name,
        center: regency.bounds.map_or(point, |bounds| bounds.center()),
        bounds: regency.bounds.unwrap_or(BoundingBox::of(point)),
        boundaries_approximate: regency.approximate,
        fiscal_years: row.fiscal_years.split_whitespace().filter_map(|year| year.parse().ok()).collect(),
        default_fiscal_year: row.default_fiscal_year,
        sample_data: marks.sample_data,
        attribution,
        code,
    };
    let slack = if region.boundaries_approximate { APPROXIMATE_SLACK_METERS } else { SURVEYED_SLACK_METERS };
    let villages = areas
        .iter()
        .filter_map(|area| Some((area.code.clone(), outlines.get_mut(&area.code)?.full.take()?)))
        .map(|(code, full)| from_geojson(&full).map(|outline| (code, outline)))
        .collect::<Result<Vec<_>, _>>()
        .map_err(AppError::internal)?;
    let neighbours = store::neighbours(&app.db).await?;
    let layers = MapLayers {
        villages: Layer::of_level(AreaLevel::Village, &areas, &region.attribution)?,
        districts: Layer::of_level(AreaLevel::District, &areas, &region.attribution)?,
        neighbours: Layer::around(&neighbours, &region.attribution)?,
    };
    Ok(Catalogue {
        mark: format!("{marks:?}"),
        positions: areas.iter().enumerate().map(|(position, area)| (area.code.clone(), position)).collect(),
        agencies: store::agencies(&app.db).await?,
        proposal_catalog: store::proposal_catalog(&app.db).await?,
        workflow: store::workflow(&app.db).await?,
        index: AreaIndex::new(villages, slack),
        populations: with_sums(store::populations(&app.db).await?, areas.iter().map(|area| &area.code)),
        region: Some(region),
        areas,
        layers,
        neighbours,
    })
}
