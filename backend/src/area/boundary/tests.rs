use super::*;
use serde_json::json;

/// Three villages in a row, each 0.1° wide.
fn expected() -> BTreeMap<AreaCode, Expected> {
    (1..=3)
        .map(|n| {
            let point = geo::Point::new(108.95 + 0.1 * f64::from(n), -7.45);
            (format!("33.02.01.200{n}").parse().unwrap(), Expected { name: format!("Desa {n}"), point })
        })
        .collect()
}

fn square(n: i32) -> Value {
    let (west, east) = (108.9 + 0.1 * f64::from(n), 109.0 + 0.1 * f64::from(n));
    json!([[[west, -7.5], [east, -7.5], [east, -7.4], [west, -7.4], [west, -7.5]]])
}

fn feature(n: i32) -> Value {
    json!({ "type": "Feature", "properties": { "kode": format!("33.02.01.200{n}"), "nama": format!("Desa {n}") }, "geometry": { "type": "Polygon", "coordinates": square(n) } })
}

fn collection(features: &[Value]) -> Value {
    json!({ "type": "FeatureCollection", "features": features })
}

fn good() -> Value {
    collection(&[feature(3), feature(1), feature(2)])
}

fn read(file: &str) -> Result<Vec<Boundary>, Problems> {
    read_villages(file, &"code=kode,name=nama".parse().unwrap(), &expected())
}

/// The good file with one value changed.
fn with(pointer: &str, value: Value) -> String {
    let mut file = good();
    *file.pointer_mut(pointer).unwrap() = value;
    file.to_string()
}

#[test]
fn a_good_file_gives_every_village_once_in_order_of_code() {
    let boundaries = read(&good().to_string()).unwrap();
    let codes: Vec<_> = boundaries.iter().map(|boundary| boundary.code.as_str()).collect();
    assert_eq!(codes, ["33.02.01.2001", "33.02.01.2002", "33.02.01.2003"]);
    assert_eq!(boundaries[0].name.as_deref(), Some("Desa 1"));
}

#[test]
fn a_broken_file_is_refused_and_says_what_to_mend() {
    let polygon = "/features/1/geometry/coordinates";
    let cut_short = {
        let text = good().to_string();
        text[..text.len() / 2].to_owned()
    };
    for (what, file, words) in [
        ("cut short", cut_short, "ends too early"),
        ("not JSON", "kode;nama".to_owned(), "not a GeoJSON FeatureCollection"),
        ("one geometry only", json!({ "type": "Polygon", "coordinates": square(1) }).to_string(), "GeoJSON Polygon"),
        ("no features", collection(&[]).to_string(), "no features"),
        (
            "unknown code",
            with("/features/1/properties/kode", json!("33.02.01.2009")),
            "feature 1 (33.02.01.2009 Desa 1): the code 33.02.01.2009 is not a village",
        ),
        ("a district's code", with("/features/1/properties/kode", json!("33.02.01")), "not a village's"),
        ("malformed code", with("/features/1/properties/kode", json!("3302012001")), "'3302012001' is not an area code"),
        ("no code", with("/features/1/properties", json!({ "nama": "Desa 1" })), "feature 1 (Desa 1): has no property kode"),
        ("doubled code", with("/features/1/properties/kode", json!("33.02.01.2003")), "already used by feature 0"),
        ("missing village", collection(&[feature(1), feature(2)]).to_string(), "33.02.01.2003 Desa 3 has no boundary"),
        ("no geometry", with("/features/1/geometry", Value::Null), "feature 1 (33.02.01.2001 Desa 1): has no geometry"),
        (
            "a line",
            with("/features/1/geometry", json!({ "type": "LineString", "coordinates": [[109.0, -7.4], [109.1, -7.4]] })),
            "is a LineString",
        ),
        ("text for a number", with(polygon, json!([[["109.0", -7.5]]])), "cannot be read"),
        ("latitude first", with(polygon, json!([[[-7.5, 109.0], [-7.5, 109.1], [-7.4, 109.1], [-7.5, 109.0]]])), "swap them"),
        (
            "metres",
            with(polygon, json!([[[278000, 9170000], [289000, 9170000], [289000, 9181000], [278000, 9170000]]])),
            "EPSG:4326",
        ),
        ("another place", with(polygon, json!([[[95.0, 5.0], [95.1, 5.0], [95.1, 5.1], [95.0, 5.0]]])), "far from this regency"),
        (
            "a bow tie",
            with(polygon, json!([[[109.0, -7.5], [109.1, -7.4], [109.1, -7.5], [109.0, -7.4], [109.0, -7.5]]])),
            "crosses itself near 109.05000, -7.45000",
        ),
        ("a neighbour's ground", with(polygon, square(2)), "33.02.01.2001 Desa 1 overlaps 33.02.01.2002 Desa 2 by 100 %"),
    ] {
        let problems = read(&file).unwrap_err();
        assert!(problems.to_string().contains(words), "{what}: {problems}");
        assert_eq!(problems.total, 1.max(problems.listed.len()), "{what}: {problems}");
    }
}

#[test]
fn an_old_reference_system_is_refused_unless_it_is_wgs_84() {
    let crs = |name: &str| {
        let mut file = good();
        file["crs"] = json!({ "type": "name", "properties": { "name": name } });
        read(&file.to_string())
    };
    assert!(crs("urn:ogc:def:crs:OGC:1.3:CRS84").is_ok());
    assert!(crs("urn:ogc:def:crs:EPSG::4326").is_ok());
    assert!(crs("urn:ogc:def:crs:EPSG::32749").unwrap_err().to_string().contains("EPSG::32749"));
}

#[test]
fn every_problem_is_told_at_once_up_to_twenty() {
    let nameless: Vec<Value> = (0..30).map(|_| json!({ "type": "Feature", "properties": {}, "geometry": null })).collect();
    let problems = read(&collection(&nameless).to_string()).unwrap_err();
    assert_eq!((problems.listed.len(), problems.total), (20, 63), "two a feature, and three villages without boundary");
    assert!(problems.to_string().ends_with("- and 43 more\n"));
}

#[test]
fn a_property_map_names_the_files_own_properties() {
    let file = good().to_string().replace("\"kode\"", "\"KODE_DESA\"");
    let with_map = |map: &str| read_villages(&file, &map.parse().unwrap(), &expected());
    assert!(with_map("code=KODE_DESA,name=nama").is_ok());
    assert!(with_map("").unwrap_err().to_string().contains("no property code or kode"));
    assert_eq!("".parse(), Ok(PropertyMap::default()));
    for text in ["kode", "code=", "color=warna"] {
        assert!(text.parse::<PropertyMap>().is_err(), "{text}");
    }
}

#[test]
fn neighbours_are_other_regencies() {
    let own = "33.02".parse().unwrap();
    let map = PropertyMap::default();
    let with_code = |code: &str| {
        collection(&[json!({ "type": "Feature", "properties": { "code": code, "name": "Kabupaten Cilacap" }, "geometry": { "type": "Polygon", "coordinates": square(1) } })]).to_string()
    };
    assert_eq!(read_neighbours(&with_code("33.01"), &map, &own).unwrap().len(), 1);
    assert!(read_neighbours(&with_code("33.02"), &map, &own).unwrap_err().to_string().contains("this regency itself"));
    assert!(read_neighbours(&with_code("33.01.02"), &map, &own).unwrap_err().to_string().contains("not a regency's"));
}
