//! The catalogue of proposals (kamus usulan): what is in it, and what it fixes of a proposal.

#[macro_use]
mod harness;

use backend::app::App;
use backend::area::service::refresh;
use harness::{Person, Server, fields};
use serde_json::{Value, json};
use std::path::Path;

on_both_databases! {
    anyone_finds_an_item_by_sector_and_by_name,
    a_proposal_names_an_item_and_is_warned_of_its_cap,
    what_contradicts_its_item_is_refused_with_the_items_own,
    an_item_that_has_gone_leaves_its_code_behind,
}

fn with(changes: Value) -> Value {
    let mut form = fields();
    form.as_object_mut().unwrap().extend(changes.as_object().unwrap().clone());
    form
}

async fn create(person: &Person, changes: Value) -> Value {
    person.mutate("createProposal", "CreateProposalInput", json!({ "fields": with(changes) })).await
}

async fn item_of(person: &Person, proposal: &Value) -> Value {
    let query =
        "query($id: ID!) { proposal(id: $id) { catalogCode overCatalogCap catalogItem { code name agency { code } costCap } } }";
    person.get(query, json!({ "id": proposal["id"] })).await["proposal"].clone()
}

async fn anyone_finds_an_item_by_sector_and_by_name(server: Server) {
    let anyone = server.anonymous();
    let codes = async |arguments: &str| {
        let list = anyone.get(&format!("{{ proposalCatalog{arguments} {{ code sector }} }}"), json!({})).await;
        let items = list["proposalCatalog"].as_array().unwrap().clone();
        items.iter().map(|item| item["code"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let all = codes("").await;
    assert!(all.len() >= 30 && all[0] == "INF-01", "{all:?}");
    assert!(codes("(sector: HEALTH)").await.iter().all(|code| code.starts_with("KES-")));
    assert_eq!(codes(r#"(text: "RABAT beton")"#).await, ["INF-01"]);
    assert_eq!(codes(r#"(text: "inf-03")"#).await, ["INF-03"]);
    assert_eq!(codes(r#"(sector: HEALTH, text: "rabat")"#).await, [] as [&str; 0]);
    let long =
        anyone.ask("query($text: String) { proposalCatalog(text: $text) { code } }", json!({ "text": "x".repeat(300) })).await;
    assert_eq!(long["errors"][0]["extensions"]["code"], "BAD_INPUT", "{long}");
}

async fn a_proposal_names_an_item_and_is_warned_of_its_cap(server: Server) {
    let siti = server.person("siti", None).await;
    let within = siti.propose(json!({ "catalogCode": "INF-01", "estimatedCost": 250_000_000 })).await;
    let item =
        json!({ "code": "INF-01", "name": "Rabat beton jalan lingkungan", "agency": { "code": "dpu" }, "costCap": 250_000_000 });
    assert_eq!(item_of(&siti, &within).await, json!({ "catalogCode": "INF-01", "overCatalogCap": false, "catalogItem": item }));
    let above = siti.propose(json!({ "catalogCode": "INF-01", "estimatedCost": 250_000_001 })).await;
    assert_eq!(item_of(&server.anonymous(), &above).await["overCatalogCap"], true);
    let none = siti.propose(json!({})).await;
    assert_eq!(item_of(&siti, &none).await, json!({ "catalogCode": null, "overCatalogCap": false, "catalogItem": null }));
}

async fn what_contradicts_its_item_is_refused_with_the_items_own(server: Server) {
    let siti = server.person("siti", None).await;
    for (changes, field, code, words) in [
        (json!({ "catalogCode": "INF-99" }), "catalogCode", "UNKNOWN_CATALOG_ITEM", "tidak ada dalam kamus"),
        (json!({ "catalogCode": "' OR 1=1 --" }), "catalogCode", "UNKNOWN_CATALOG_ITEM", "tidak ada dalam kamus"),
        (json!({ "catalogCode": "INF-03" }), "unit", "CATALOG_UNIT", "m³"),
        (json!({ "catalogCode": "INF-01", "kind": "NON_PHYSICAL" }), "kind", "CATALOG_KIND", "Fisik"),
    ] {
        let answer = create(&siti, changes).await;
        let error = &answer["errors"][0];
        assert_eq!((&error["field"], &error["code"]), (&json!(field), &json!(code)), "{answer}");
        assert!(error["message"].as_str().unwrap().contains(words), "{answer}");
    }
    let both = create(&siti, json!({ "catalogCode": "INF-03", "kind": "NON_PHYSICAL" })).await;
    assert_eq!(both["errors"].as_array().unwrap().len(), 2, "all that is wrong at once: {both}");
}

async fn an_item_that_has_gone_leaves_its_code_behind(server: Server) {
    let siti = server.person("siti", None).await;
    let made = create(&siti, json!({ "catalogCode": "INF-01" })).await["proposal"].clone();
    // The regency starts anew with a pack that has no catalogue.
    let pack = server.app.config.data_dir.join("pack");
    std::fs::create_dir_all(&pack).unwrap();
    for file in ["region.toml", "areas.csv", "agencies.csv", "review_levels.csv"] {
        let bundled = Path::new(env!("CARGO_MANIFEST_DIR")).join("../backend/data/3302").join(file);
        std::fs::copy(bundled, pack.join(file)).unwrap();
    }
    let mut config = server.app.config.clone();
    config.region_dir = Some(pack);
    App::start(config).await.unwrap();
    refresh(&server.app).await.unwrap();
    assert_eq!(siti.get("{ proposalCatalog { code } }", json!({})).await["proposalCatalog"], json!([]));
    assert_eq!(item_of(&siti, &made).await, json!({ "catalogCode": "INF-01", "overCatalogCap": false, "catalogItem": null }));
    let input = |fields| json!({ "id": made["id"], "version": made["version"], "fields": fields });
    let kept = siti.mutate("updateProposal", "UpdateProposalInput", input(with(json!({ "catalogCode": "INF-01" })))).await;
    assert_eq!(kept["errors"][0]["code"], "UNKNOWN_CATALOG_ITEM", "{kept}");
    let cleared = siti.mutate("updateProposal", "UpdateProposalInput", input(fields())).await;
    assert_eq!(cleared["errors"], json!([]), "{cleared}");
}
