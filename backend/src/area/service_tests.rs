//! Places from the first start to the answer, on a database of their own.

use super::boundary::PropertyMap;
use super::graphql::AreaQuery;
use super::real_boundaries_tests::boundary_file;
use super::service::{Imported, import_boundaries, import_neighbours};
use crate::app::{App, SharedApp};
use crate::config::Settings;
use crate::journal::{EventKind, entries_after};
use crate::platform::clock::ManualClock;
use crate::platform::ids::SeededIds;
use async_graphql::{EmptyMutation, EmptySubscription, Schema};
use serde_json::{Value, json};
use shared::area::AreaLevel;
use shared::value::Location;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

/// A folder that is gone when the test is.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Self {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let name = format!("rembug-areas-{}-{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        let path = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn file(&self, name: &str, text: &str) -> PathBuf {
        let path = self.0.join(name);
        std::fs::write(&path, text).unwrap();
        path
    }

    async fn start(&self) -> SharedApp {
        let config = Settings { data_dir: Some(self.0.clone()), ..Settings::default() }.check().unwrap();
        let clock = ManualClock::new("2026-11-24T02:00:00Z".parse().unwrap());
        App::start_with(config, Arc::new(clock), Arc::new(SeededIds::new(1))).await.unwrap()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

async fn count(app: &App, kind: EventKind) -> usize {
    entries_after(&app.db, 0, 1000, false).await.unwrap().iter().filter(|entry| entry.kind == kind).count()
}

fn features(layer: &[u8]) -> usize {
    serde_json::from_slice::<Value>(layer).unwrap()["features"].as_array().unwrap().len()
}

#[tokio::test]
async fn the_first_start_loads_the_region_and_draws_stand_ins_and_the_second_changes_nothing() {
    let folder = Folder::new();
    drop(folder.start().await);
    let app = folder.start().await;
    assert_eq!(count(&app, EventKind::RegionLoaded).await, 1);
    let areas = app.areas.current();
    assert!(areas.region().unwrap().boundaries_approximate);
    assert_eq!(
        (
            features(&areas.layers().villages.geojson),
            features(&areas.layers().districts.geojson),
            features(&areas.layers().neighbours.geojson)
        ),
        (331, 27, 0)
    );
    for village in areas.areas().iter().filter(|area| area.level == AreaLevel::Village) {
        assert_eq!(areas.village_at(village.location), Some(village));
        assert!(village.approximate && village.bounds.is_some());
    }
}

#[tokio::test]
async fn imported_boundaries_are_in_force_at_once_and_only_once() {
    let folder = Folder::new();
    let app = folder.start().await;
    let before = app.areas.current().layers().villages.etag.clone();
    let (file, map) = (folder.file("batas.geojson", &boundary_file()), PropertyMap::default());
    assert_eq!(import_boundaries(&app, &file, &map, None).await.unwrap(), Imported::Taken(331));
    assert_eq!(import_boundaries(&app, &file, &map, None).await.unwrap(), Imported::Known);
    assert_eq!(count(&app, EventKind::BoundariesImported).await, 1);
    let areas = app.areas.current();
    assert!(!areas.region().unwrap().boundaries_approximate);
    assert_ne!(areas.layers().villages.etag, before);
    assert!(areas.areas().iter().all(|area| !area.approximate && area.bounds.is_some()));
    drop(app);
    let again = folder.start().await;
    assert_eq!(again.areas.current().layers().villages.etag, areas.layers().villages.etag, "a restart keeps them");
}

#[tokio::test]
async fn a_broken_boundary_file_is_named_and_changes_nothing() {
    let folder = Folder::new();
    let app = folder.start().await;
    let before = app.areas.current().layers().villages.etag.clone();
    let whole = boundary_file();
    let file = folder.file("terpotong.geojson", &whole[..whole.len() / 2]);
    let error = import_boundaries(&app, &file, &PropertyMap::default(), None).await.unwrap_err().to_string();
    assert!(error.contains("terpotong.geojson") && error.contains("ends too early"), "{error}");
    assert_eq!(app.areas.current().layers().villages.etag, before);
    assert_eq!(count(&app, EventKind::BoundariesImported).await, 0);
}

#[tokio::test]
async fn neighbours_are_drawn_as_context() {
    let folder = Folder::new();
    let app = folder.start().await;
    let neighbour = json!({ "type": "FeatureCollection", "features": [{ "type": "Feature", "properties": { "kode": "33.01", "nama": "Kabupaten Cilacap" }, "geometry": { "type": "Polygon", "coordinates": [[[108.8, -7.6], [108.9, -7.6], [108.9, -7.5], [108.8, -7.6]]] } }] });
    let file = folder.file("tetangga.geojson", &neighbour.to_string());
    assert_eq!(import_neighbours(&app, &file, &PropertyMap::default(), None).await.unwrap(), Imported::Taken(1));
    assert_eq!(import_neighbours(&app, &file, &PropertyMap::default(), None).await.unwrap(), Imported::Known);
    assert_eq!(features(&app.areas.current().layers().neighbours.geojson), 1);
}

#[tokio::test]
async fn places_are_answered_without_a_query_to_the_database() {
    let folder = Folder::new();
    let app = folder.start().await;
    let schema = Schema::build(AreaQuery, EmptyMutation, EmptySubscription).data(app.clone()).finish();
    let queries = app.db.queries().count();
    let ask = async |query: &str| serde_json::to_value(schema.execute(query).await).unwrap();

    let region =
        ask("{ region { code fiscalYears defaultFiscalYear boundariesApproximate sampleData boundingBox { west } } }").await;
    assert_eq!(region["data"]["region"]["code"], "33.02", "{region}");

    let page = ask(r#"{ areas(filter: { level: VILLAGE, parent: "33.02.17" }, first: 5) { totalCount nodes { code name parent { name } } pageInfo { hasNextPage endCursor } } }"#).await;
    assert_eq!(page["data"]["areas"]["totalCount"], 20, "{page}");
    assert_eq!(page["data"]["areas"]["nodes"][0]["parent"]["name"], "Cilongok");
    let next = ask(r#"{ areas(filter: { level: VILLAGE, parent: "33.02.17" }, first: 100, after: "33.02.17.2005") { nodes { code } pageInfo { hasPreviousPage hasNextPage } } }"#).await;
    assert_eq!(next["data"]["areas"]["nodes"][0]["code"], "33.02.17.2006", "{next}");
    assert_eq!(next["data"]["areas"]["pageInfo"], json!({ "hasPreviousPage": true, "hasNextPage": false }));
    let back = ask(r#"{ areas(last: 2, before: "33.02.02") { nodes { code } } }"#).await;
    assert_eq!(back["data"]["areas"]["nodes"].as_array().unwrap().len(), 2, "{back}");
    let found = ask(r#"{ areas(filter: { text: "gununglurah" }, first: 5) { nodes { code kind postalCode areaKm2 } } }"#).await;
    assert_eq!(found["data"]["areas"]["nodes"][0]["code"], "33.02.17.2019", "{found}");

    let village = app.areas.current().find("33.02.17.2019").unwrap().location;
    let at = |place: Location| {
        format!("{{ areaAt(location: {{ longitude: {}, latitude: {} }}) {{ code }} }}", place.longitude, place.latitude)
    };
    assert_eq!(ask(&at(village)).await["data"]["areaAt"]["code"], "33.02.17.2019");
    assert_eq!(ask(&at(Location::new(0.0, 0.0).unwrap())).await["data"]["areaAt"], Value::Null);
    assert!(ask("{ areaAt(location: { longitude: 500, latitude: 0 }) { code } }").await["errors"].is_array());
    assert!(ask("{ areas { totalCount } }").await["errors"].is_array(), "a page needs a size");

    let offices =
        ask("{ agencies { code sectors } reviewLevels { code ordinal status role name en: name(language: EN) expectedDays } }")
            .await;
    assert_eq!(offices["data"]["agencies"][0]["sectors"][0], "INFRASTRUCTURE", "{offices}");
    assert_eq!(offices["data"]["reviewLevels"][0]["status"], "DESA_REVIEW");
    assert_eq!(app.db.queries().count(), queries);
}
