//! The catalogue for other portals.

use super::harness::Server;
use super::lists::LISTS;
use super::{bytes, get, readers, rows, text};
use chrono::{DateTime, Duration, Utc};
use serde_json::{Value, json};
use std::collections::BTreeSet;

pub async fn the_catalogue_leads_to_every_file(server: Server) {
    server.person("siti", None).await.propose(json!({})).await;
    let response = get(&server, "/open-data/catalog.jsonld").await;
    assert_eq!(response.headers()["content-type"], "application/ld+json");
    assert_eq!(response.headers()["access-control-allow-origin"], "*", "pages of other sites may read it");
    let catalog: Value = serde_json::from_slice(&response.bytes().await.unwrap()).unwrap();
    assert_eq!((&catalog["@type"], &catalog["dct:publisher"]["foaf:name"]), (&json!("dcat:Catalog"), &json!("Kabupaten Banyumas")));
    let datasets = catalog["dcat:dataset"].as_array().unwrap();
    assert_eq!(datasets.len(), LISTS.len());
    let mut files = 0;
    for dataset in datasets {
        assert_eq!(dataset["@type"], "dcat:Dataset");
        for part in ["dct:title", "dct:description"] {
            let languages: Vec<_> =
                dataset[part].as_array().unwrap().iter().map(|text| text["@language"].as_str().unwrap()).collect();
            assert_eq!(languages, ["id", "en"]);
        }
        // What says how things are has no period; comments and plans have not begun.
        let name = dataset["dct:identifier"].as_str().unwrap();
        let begun = dataset["dct:temporal"]["dcat:startDate"]["@value"].as_str().is_some_and(|day| day.starts_with("20"));
        assert_eq!(begun, ["proposals", "participation", "journal"].contains(&name), "{name}");
        assert!(dataset["dct:accrualPeriodicity"]["@id"].is_string());
        // What others made, we cannot give away; the credit is told in its place.
        for thing in dataset["dcat:distribution"].as_array().unwrap().iter().chain([dataset]) {
            let (licence, rights) = (&thing["dct:license"], &thing["dct:rights"]);
            let told = (licence["@id"].is_string(), rights["rdfs:label"].is_string());
            assert_eq!(told, if name == "areas" { (false, true) } else { (true, false) }, "{name}");
        }
        columns_are_told(&server, name, dataset).await;
        let links = dataset["dcat:distribution"].as_array().unwrap().iter().map(|file| &file["dcat:downloadURL"]["@id"]);
        for link in links.chain([&dataset["dcat:landingPage"]["@id"]]) {
            let link = link.as_str().unwrap();
            assert!(link.starts_with(&server.url), "{link}");
            assert_eq!(reqwest::get(link).await.unwrap().status(), 200, "{link}");
            files += 1;
        }
    }
    assert_eq!(files, LISTS.len() * 5 + 3);
}

/// The catalogue says of every column of the file what its page says.
async fn columns_are_told(server: &Server, name: &str, dataset: &Value) {
    let files = dataset["dcat:distribution"].as_array().unwrap();
    let csv = files.iter().find(|file| file["dct:title"] == "CSV").unwrap();
    let page = text(server, &format!("/open-data/{name}?lang=en")).await;
    assert!(page.contains(csv["csvw:tableSchema"]["dct:description"][1]["@value"].as_str().unwrap()), "{name}: what a row is");
    let columns = csv["csvw:tableSchema"]["csvw:column"]["@list"].as_array().unwrap();
    let names: Vec<_> = columns.iter().map(|column| column["csvw:name"].as_str().unwrap()).collect();
    assert_eq!(readers::csv(&bytes(server, &format!("/open-data/{name}.csv")).await)[0], names);
    let file = rows(server, &format!("{name}.json")).await;
    for column in columns {
        let (called, datatype) = (column["csvw:name"].as_str().unwrap(), column["csvw:datatype"]["@id"].as_str().unwrap());
        for value in file.iter().map(|row| &row[called]).filter(|value| !value.is_null()) {
            let fits = match datatype {
                "xsd:integer" => value.is_i64(),
                "xsd:decimal" => value.is_number(),
                "xsd:boolean" => value.is_boolean(),
                "xsd:dateTime" => value.as_str().is_some_and(|text| text.parse::<DateTime<Utc>>().is_ok()),
                _ => value.is_string(),
            };
            assert!(fits, "{name}.{called}: {value} is no {datatype}");
        }
        let told = ["csvw:title", "dct:description", "schema:unitText"].map(|part| &column[part][1]["@value"]);
        for words in told.into_iter().filter_map(Value::as_str) {
            let escaped = words.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;");
            assert!(page.contains(&escaped), "{name}.{}: {words}", column["csvw:name"]);
        }
        for code in column["qb:codeList"]["skos:hasTopConcept"].as_array().into_iter().flatten() {
            let code = code["skos:notation"].as_str().unwrap();
            assert!(page.contains(&format!("<code>{code}</code>")), "{name}.{}: {code}", column["csvw:name"]);
        }
    }
}

pub async fn a_period_begins_with_the_oldest_row(server: Server) {
    backend::demo::load(&server.app, 7, 60).await.unwrap();
    let catalog: Value = serde_json::from_slice(&bytes(&server, "/open-data/catalog.jsonld").await).unwrap();
    // It ends with whatever happened last, by the clocks of western Indonesia.
    let changed: DateTime<Utc> = catalog["dct:modified"]["@value"].as_str().unwrap().parse().unwrap();
    let until = (changed + Duration::hours(7)).date_naive().to_string();
    for (name, column) in [("proposals", "submitted_at"), ("decisions", "decided_at"), ("comments", "created_at")] {
        let file = rows(&server, &format!("{name}.json")).await;
        let days: BTreeSet<&str> = file.iter().map(|row| &row[column].as_str().unwrap()[..10]).collect();
        assert!(days.len() > 1, "{name}: it would not show");
        let mut datasets = catalog["dcat:dataset"].as_array().unwrap().iter();
        let told = datasets.find(|dataset| dataset["dct:identifier"] == name).unwrap();
        let [from, to] = ["dcat:startDate", "dcat:endDate"].map(|end| told["dct:temporal"][end]["@value"].as_str());
        assert_eq!((from, to), (days.first().copied(), Some(until.as_str())), "{name}");
    }
}
