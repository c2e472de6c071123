//! The whole way from a boundary file to answers, on a regency's worth of villages: the file of
//! `REMBUG_TEST_DATA` where there is one, else cells drawn from the pack.

use super::boundary::{Boundary, Expected, PropertyMap, read_villages};
use super::cells::{Seed, draw_cells};
use super::gazetteer::{AreaRecord, Pack};
use super::index::{AreaIndex, SURVEYED_SLACK_METERS};
use super::{outline, topology};
use geo::{Coord, Intersects, MultiPolygon};
use serde_json::json;
use shared::area::AreaLevel;
use shared::value::Location;
use std::path::PathBuf;

struct Regency {
    villages: Vec<AreaRecord>,
    boundaries: Vec<Boundary>,
    /// What all villages together should measure, in square metres.
    square_meters: f64,
}

fn data_file() -> Option<String> {
    let beside = concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/data");
    let folder = std::env::var_os("REMBUG_TEST_DATA").map_or_else(|| PathBuf::from(beside), PathBuf::from);
    std::fs::read_to_string(folder.join("banyumas_desa.geojson")).ok()
}

fn drawn_file(villages: &[AreaRecord]) -> String {
    let seeds: Vec<Seed> = villages.iter().map(seed).collect();
    let features: Vec<_> = villages
        .iter()
        .zip(draw_cells(&seeds))
        .map(|(village, cell)| {
            let geometry: serde_json::Value = serde_json::from_str(&outline::to_geojson(&cell, 7)).unwrap();
            json!({ "type": "Feature", "properties": { "kode": village.code, "nama": village.name }, "geometry": geometry })
        })
        .collect();
    json!({ "type": "FeatureCollection", "features": features }).to_string()
}

fn seed(village: &AreaRecord) -> Seed {
    Seed { point: coord(village), km2: village.km2 }
}

fn coord(village: &AreaRecord) -> Coord {
    Coord { x: village.location().longitude, y: village.location().latitude }
}

/// A file with the boundary of every village.
pub fn boundary_file() -> String {
    data_file().unwrap_or_else(|| {
        drawn_file(&Pack::bundled().unwrap().areas.into_iter().filter(|area| area.level == AreaLevel::Village).collect::<Vec<_>>())
    })
}

fn regency() -> Regency {
    let pack = Pack::bundled().unwrap();
    let official = pack.areas[0].km2 * 1e6;
    let villages: Vec<_> = pack.areas.into_iter().filter(|area| area.level == AreaLevel::Village).collect();
    let expected = villages
        .iter()
        .map(|village| (village.code.clone(), Expected { name: village.name.clone(), point: coord(village).into() }))
        .collect();
    let (real, text) = (data_file(), boundary_file());
    let map: PropertyMap = "code=kode,name=nama".parse().unwrap();
    let boundaries = read_villages(&text, &map, &expected).unwrap();
    let drawn: f64 = boundaries.iter().map(|boundary| outline::square_meters(&boundary.outline)).sum();
    Regency { villages, boundaries, square_meters: if real.is_some() { official } else { drawn } }
}

fn outlines(regency: &Regency) -> Vec<MultiPolygon> {
    regency.boundaries.iter().map(|boundary| boundary.outline.clone()).collect()
}

#[test]
fn every_village_is_imported_and_together_they_are_the_regency() {
    let regency = regency();
    assert_eq!(regency.boundaries.len(), 331);
    let whole = outline::dissolve(&outlines(&regency));
    let measured = outline::square_meters(&whole);
    assert!((measured / regency.square_meters - 1.0).abs() < 0.005, "{measured}");
}

#[test]
fn every_point_of_the_gazetteer_falls_in_its_own_village() {
    let regency = regency();
    let index = index(&regency);
    for village in &regency.villages {
        assert_eq!(index.village_at(village.location()), Some(&village.code), "{}", village.name);
    }
}

#[test]
fn a_place_inside_is_in_exactly_one_village_and_the_index_finds_it() {
    let regency = regency();
    let index = index(&regency);
    let whole = outline::dissolve(&outlines(&regency));
    let bounds = outline::bounding_box(&whole).unwrap();
    let (mut inside, mut seed) = (0, 1u64);
    for _ in 0..2000 {
        // A fixed sequence (Knuth's MMIX constants): the same places on every run.
        let mut next = || {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (seed >> 11) as f64 / (1u64 << 53) as f64
        };
        let spot = Coord { x: bounds.min().x + next() * bounds.width(), y: bounds.min().y + next() * bounds.height() };
        let holders: Vec<_> = regency.boundaries.iter().filter(|boundary| boundary.outline.intersects(&spot)).collect();
        assert!(holders.len() <= 1, "{spot:?}");
        let found = index.village_at(Location::new(spot.x, spot.y).unwrap());
        if let [only] = holders.as_slice() {
            inside += 1;
            assert_eq!(found, Some(&only.code));
        } else if !whole.intersects(&spot) {
            assert!(found.is_none_or(|code| index.village_holds(code, Location::new(spot.x, spot.y).unwrap())));
        }
    }
    assert!(inside > 500, "{inside}");
}

#[test]
fn the_maps_outlines_are_light_and_leave_no_gaps() {
    let full = outlines(&regency());
    let light = topology::simplify(&full, super::drawing::MAP_DETAIL_SQUARE_METERS);
    let bytes: usize = light.iter().map(|outline| outline::to_geojson(outline, 5).len()).sum();
    assert!(bytes < 400_000, "{bytes}");
    let sum: f64 = light.iter().map(outline::square_meters).sum();
    let whole = outline::square_meters(&outline::dissolve(&light));
    assert!((sum / whole - 1.0).abs() < 1e-4, "{sum} {whole}");
    let before = outline::square_meters(&outline::dissolve(&full));
    assert!((whole / before - 1.0).abs() < 0.002, "{whole} {before}");
}

fn index(regency: &Regency) -> AreaIndex {
    let villages = regency.boundaries.iter().map(|boundary| (boundary.code.clone(), boundary.outline.clone()));
    AreaIndex::new(villages.collect(), SURVEYED_SLACK_METERS)
}
