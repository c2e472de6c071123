//! Areas: found by where they lie, and drawn as the map draws them, the same on SQLite and on PostgreSQL.

#[macro_use]
mod harness;

use backend::area::boundary::PropertyMap;
use backend::area::service::import_neighbours;
use harness::{Server, refusal};
use serde_json::{Value, json};

on_both_databases! {
    areas_are_found_by_place,
    what_the_map_draws_is_in_the_schema_too,
    a_place_outside_the_village_that_was_chosen_is_told,
}

async fn areas_are_found_by_place(server: Server) {
    let anyone = server.anonymous();
    let find = async |filter: Value| {
        let query = "query($filter: AreaFilter) { areas(first: 100, filter: $filter) { totalCount nodes { code } } }";
        anyone.ask(query, json!({ "filter": filter })).await
    };
    let codes = async |filter: Value| {
        let answer = find(filter).await["data"]["areas"].clone();
        answer["nodes"].as_array().unwrap().iter().map(|node| node["code"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let within = codes(json!({ "areas": ["33.02.17"] })).await;
    assert_eq!((within.len(), within[0].as_str()), (21, "33.02.17"), "it, and what lies in it");
    assert!(within.iter().all(|code| code.starts_with("33.02.17")));
    assert_eq!(codes(json!({ "areas": ["33.02.17"], "level": "DISTRICT" })).await, ["33.02.17"]);
    let all = find(json!({ "areas": ["33.02"] })).await;
    assert_eq!(all["data"]["areas"]["totalCount"], 359, "the regency holds them all");
    assert_eq!(refusal(&find(json!({ "areas": ["33.99"] })).await), "BAD_INPUT");
    let districts = codes(json!({ "parent": "33.02" })).await;
    assert_eq!((districts.len(), districts[0].as_str()), (27, "33.02.01"), "what lies right below it");
    for text in ["cilongok", "CILONGOK", "33.02.17"] {
        assert!(codes(json!({ "text": text })).await.contains(&"33.02.17".to_owned()), "{text}");
    }

    let place = "{ area(code: \"33.02.17.2019\") { boundingBox { west south east north } location { longitude latitude } } }";
    let village = anyone.get(place, json!({})).await["area"].clone();
    let (x, y) = (village["location"]["longitude"].as_f64().unwrap(), village["location"]["latitude"].as_f64().unwrap());
    let point = json!({ "west": x, "south": y, "east": x, "north": y });
    let around = codes(json!({ "boundingBox": point })).await;
    for code in ["33.02", "33.02.17", "33.02.17.2019"] {
        assert!(around.iter().any(|each| each == code), "{code}: {around:?}");
    }
    let own = codes(json!({ "boundingBox": village["boundingBox"], "level": "VILLAGE" })).await;
    assert!(own.len() > 1 && own.len() < 40, "its neighbours, and not all: {own:?}");
    let far = json!({ "west": 100.0, "south": 0.0, "east": 101.0, "north": 1.0 });
    assert_eq!(codes(json!({ "boundingBox": far })).await, Vec::<String>::new());
    let inside_out = json!({ "west": 101.0, "south": 0.0, "east": 100.0, "north": 1.0 });
    assert_eq!(refusal(&find(json!({ "boundingBox": inside_out })).await), "BAD_INPUT");
}

async fn what_the_map_draws_is_in_the_schema_too(server: Server) {
    let anyone = server.anonymous();
    let layer = async |path: &str| {
        let response = anyone.request(reqwest::Method::GET, path).send().await.unwrap();
        serde_json::from_slice::<Value>(&response.bytes().await.unwrap()).unwrap()
    };
    for (file, level) in [("village", "VILLAGE"), ("district", "DISTRICT")] {
        let query = format!(
            "{{ areas(first: 100, filter: {{ level: {level} }}) {{ nodes {{ code name kind boundaryApproximate geometry }} }}
                region {{ boundaryAttribution }} }}"
        );
        let told = anyone.get(&query, json!({})).await;
        let drawn = layer(&format!("/map/areas/{file}.geojson")).await;
        assert_eq!(drawn["attribution"], told["region"]["boundaryAttribution"]);
        for (node, feature) in told["areas"]["nodes"].as_array().unwrap().iter().zip(drawn["features"].as_array().unwrap()) {
            let properties = &feature["properties"];
            assert_eq!(
                (&node["code"], &node["name"], &node["kind"]),
                (&properties["code"], &properties["name"], &properties["kind"])
            );
            assert_eq!(node["boundaryApproximate"], properties["approximate"]);
            assert_eq!(node["geometry"], feature["geometry"], "{}", node["code"]);
        }
    }
    let regency = anyone.get("{ area(code: \"33.02\") { geometry } }", json!({})).await;
    assert!(regency["area"]["geometry"]["coordinates"].is_array(), "{regency}");

    let around = "{ region { neighbours { code name geometry } } }";
    assert_eq!(anyone.get(around, json!({})).await["region"]["neighbours"], json!([]));
    let square = json!([[[108.8, -7.6], [108.9, -7.6], [108.9, -7.5], [108.8, -7.6]]]);
    let cilacap = json!({ "type": "Feature", "properties": { "kode": "33.01", "nama": "Kabupaten Cilacap" },
        "geometry": { "type": "Polygon", "coordinates": square } });
    let file = server.app.config.data_dir.join("tetangga.geojson");
    std::fs::write(&file, json!({ "type": "FeatureCollection", "features": [cilacap] }).to_string()).unwrap();
    import_neighbours(&server.app, &file, &PropertyMap::default(), None).await.unwrap();
    let told = anyone.get(around, json!({})).await["region"]["neighbours"][0].clone();
    let drawn = layer("/map/neighbours.geojson").await["features"][0].clone();
    assert_eq!((&told["code"], &told["name"]), (&json!("33.01"), &json!("Kabupaten Cilacap")));
    assert_eq!((&told["code"], &told["geometry"]), (&drawn["properties"]["code"], &drawn["geometry"]));
}

async fn a_place_outside_the_village_that_was_chosen_is_told(server: Server) {
    let (siti, anyone) = (server.person("siti", None).await, server.anonymous());
    let far = anyone.get("{ area(code: \"33.02.01\") { children { code } } }", json!({})).await;
    let far = json!({ "villageCode": far["area"]["children"][0]["code"] });
    for (changes, outside) in [(json!({}), false), (far, true)] {
        let proposal = siti.propose(changes).await;
        let query = "query($id: ID!) { proposal(id: $id) { outsideVillage village { code } } }";
        let shown = anyone.get(query, json!({ "id": proposal["id"] })).await["proposal"].clone();
        assert_eq!(shown["outsideVillage"], outside, "{shown}");
    }
}
