//! A plan to take away: as JSON, as a map, as a spreadsheet, as a document; the same on SQLite and PostgreSQL.

#[macro_use]
mod harness;

use backend::api::budget::{Budget, Due, Payer};
use backend::app::App;
use calamine::{Data, Reader, Xlsx};
use harness::clock::{Late, Stopped};
use harness::{Person, Server};
use quick_xml::events::Event;
use reqwest::{Method, Response};
use sea_orm::ConnectionTrait;
use serde_json::{Value, json};
use shared::access::Role;
use shared::operations::Operation;
use shared::operations::plan_step::*;
use shared::plan::edit::{Edit, TextOf};
use shared::plan::schema::{Table, Value as Field};
use std::io::{Cursor, Read};
use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;
use std::time::Duration;
use uuid::Uuid;

on_both_databases! {
    the_whole_comes_as_json,
    what_is_drawn_comes_as_geojson,
    the_budget_comes_as_a_spreadsheet_that_calculates,
    the_text_comes_as_a_document,
    a_draft_is_its_participants_own,
    files_say_what_they_are_and_are_sent_again_only_when_changed,
    nothing_filled_in_is_a_file_too,
    files_are_paid_for_and_have_an_end,
    a_link_shows_what_it_leads_to,
}

const VILLAGE: &str = "33.02.17.2019";
const BODY: &str =
    "## Keadaan\nJalan **rusak *berat*** & licin.\n\n1. gali\n2. padatkan\n\n[Peta desa](https://contoh.id/?a=1&b=2)";
/// What a spreadsheet would run if it took it for a formula.
const HOSTILE: &str = "=HYPERLINK(\"https://jahat.id\";\"x\")";

struct Plan {
    id: String,
    seq: i64,
    desa: Person,
    siti: Person,
}

impl Plan {
    /// A draft that says something in every part.
    async fn make(server: &Server) -> Self {
        let mut plan = Self::empty(server).await;
        let row = Uuid::from_u128;
        let add =
            |table, n, fields: &[(&'static str, Field)]| Edit::Add { table, row: row(n), after: None, fields: fields.to_vec() };
        let text = |text, insert: &str| Edit::Splice { text, at: 0, delete: 0, insert: insert.into() };
        let number = Field::Number;
        let line = r#"{"type":"LineString","coordinates":[[109.14,-7.33],[109.15,-7.34]]}"#;
        let edits = vec![
            text(TextOf::Summary, "Jalan ke sawah."),
            add(Table::Sections, 1, &[("heading", "Latar belakang".into())]),
            text(TextOf::Section(row(1)), BODY),
            add(Table::Objectives, 2, &[("text", "Panen terangkut".into())]),
            add(Table::Indicators, 3, &[("name", "Waktu".into()), ("unit", "menit".into()), ("target", "15".into())]),
            add(
                Table::Budget,
                5,
                &[("item", HOSTILE.into()), ("unit", "@m3".into()), ("volume", number(1_000)), ("price", number(7))],
            ),
            add(
                Table::Budget,
                4,
                &[
                    ("item", "Batu".into()),
                    ("unit", "m³".into()),
                    ("volume", number(12_500)),
                    ("price", number(250_000)),
                    ("source", "APBDES_DD".into()),
                ],
            ),
            add(Table::Activities, 7, &[("name", "Cor".into()), ("after", Field::Rows(vec![row(6)]))]),
            add(Table::Activities, 6, &[("name", "Gali".into()), ("start", "2028-03-01".into()), ("end", "2028-03-09".into())]),
            add(Table::Features, 8, &[("label", "Ruas".into()), ("kind", "PLANNED".into()), ("geometry", line.into())]),
        ];
        plan.write(server, edits).await;
        plan
    }

    async fn empty(server: &Server) -> Self {
        let desa = server.person("desa", Some((Role::VillageOperator, Some(VILLAGE), None))).await;
        let siti = server.person("siti", None).await;
        let input = json!({ "area": VILLAGE, "title": "Jalan usaha tani: tahap 1/2", "template": "BLANK" });
        let answer = desa.get(CreatePlan::DOCUMENT, json!({ "input": input })).await["answer"].clone();
        let id = answer["object"]["id"].as_str().unwrap_or_else(|| panic!("{answer}")).to_owned();
        Self { id, seq: 1, desa, siti }
    }

    async fn write(&mut self, server: &Server, edits: Vec<Edit>) {
        self.seq = self.desa.write(server, &json!(self.id), edits).await;
        let until = std::time::Instant::now() + Duration::from_secs(20);
        while self.json().await["seq"] != self.seq {
            assert!(std::time::Instant::now() < until, "what was written is never exported");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    async fn step(&self, to: &str) {
        let input = json!({ "input": { "id": self.id, "to": to } });
        assert_eq!(self.desa.get(MovePlan::DOCUMENT, input).await["answer"]["errors"], json!([]));
    }

    async fn ask(&self, person: &Person, file: &str) -> Response {
        person.request(Method::GET, &format!("/plans/{}/{file}", self.id)).send().await.unwrap()
    }

    /// As who takes part in it gets it.
    async fn file(&self, file: &str) -> Vec<u8> {
        let response = self.ask(&self.desa, file).await;
        assert_eq!(response.status(), 200, "{file}");
        response.bytes().await.unwrap().to_vec()
    }

    async fn json(&self) -> Value {
        serde_json::from_slice(&self.file("export.json").await).unwrap()
    }
}

async fn the_whole_comes_as_json(server: Server) {
    let plan = Plan::make(&server).await;
    plan.step("OPEN").await;
    let whole = plan.json().await;
    assert_eq!((&whole["format"], &whole["id"], &whole["stage"]), (&json!(1), &json!(plan.id), &json!("OPEN")));
    assert_eq!(whole["address"], format!("/rencana/{}", plan.id));
    assert_eq!(whole["area"], json!({ "code": VILLAGE, "name": "Desa Gununglurah" }));
    assert_eq!((&whole["title"], &whole["summary"]), (&json!("Jalan usaha tani: tahap 1/2"), &json!("Jalan ke sawah.")));
    assert_eq!(whole["sections"][0]["body"], BODY);
    let line = &whole["budget"][0];
    assert_eq!((&line["volume"], &line["price"], &line["total"]), (&json!(12.5), &json!(250_000), &json!(3_125_000)));
    assert_eq!(whole["budgetTotal"], 3_125_007);
    assert_eq!(whole["budgetBySource"][1], json!({ "source": "APBDES_DD", "total": 3_125_000 }));
    assert_eq!(whole["activities"][1]["after"][0], whole["activities"][0]["id"]);
    let owner = &whole["participants"][0];
    assert_eq!((&owner["name"], &owner["role"], &owner["signed"]), (&json!("desa"), &json!("OWNER"), &json!(false)));
    let opened = whole["versions"].as_array().unwrap().iter().find(|version| version["stage"] == "OPEN").unwrap();
    assert_eq!((&opened["person"], &opened["seq"]), (&json!("desa"), &json!(plan.seq)));
    assert!(!whole.to_string().contains("contoh.id\""), "nobody's contact address: {whole}");
}

async fn what_is_drawn_comes_as_geojson(server: Server) {
    let plan = Plan::make(&server).await;
    let text = String::from_utf8(plan.file("export.geojson").await).unwrap();
    let map: Value = serde_json::from_str(&text).unwrap();
    assert_eq!((&map["type"], map["features"].as_array().unwrap().len()), (&json!("FeatureCollection"), 1));
    let drawn = &map["features"][0];
    assert_eq!((&drawn["type"], &drawn["id"]), (&json!("Feature"), &json!(Uuid::from_u128(8))));
    assert_eq!(drawn["properties"], json!({ "label": "Ruas", "kind": "PLANNED", "note": "" }));
    assert_eq!(drawn["geometry"]["coordinates"][1], json!([109.15, -7.34]));
}

async fn the_budget_comes_as_a_spreadsheet_that_calculates(server: Server) {
    let plan = Plan::make(&server).await;
    let mut book = Xlsx::new(Cursor::new(plan.file("export.xlsx?lang=en").await)).unwrap();
    let (values, formulas) = (book.worksheet_range("Budget").unwrap(), book.worksheet_formula("Budget").unwrap());
    let value = |row, column| values.get_value((row, column)).cloned().unwrap_or_default();
    let text = |row, column| value(row, column).to_string();
    let formula = |row, column| formulas.get_value((row, column)).cloned().unwrap_or_default();
    assert_eq!(text(0, 0), "Jalan usaha tani: tahap 1/2");
    assert_eq!([text(4, 1), text(4, 5)], ["Item", "Amount"]);
    assert_eq!((text(5, 1), value(5, 2), value(5, 4)), ("Batu".into(), Data::Float(12.5), Data::Float(250_000.0)));
    assert_eq!((formula(5, 5).as_str(), value(5, 5)), ("ROUND(C6*E6,0)", Data::Float(3_125_000.0)));
    // A string, whatever it begins with.
    assert_eq!((value(6, 1), formula(6, 1).as_str()), (Data::String(HOSTILE.into()), ""));
    assert_eq!(value(6, 3), Data::String("@m3".into()));
    assert_eq!((formula(7, 5).as_str(), value(7, 5)), ("SUM(F6:F7)", Data::Float(3_125_007.0)));
    assert_eq!((text(10, 1), value(10, 5)), ("Not decided yet".into(), Data::Float(7.0)));
    assert_eq!((text(11, 1), value(11, 5)), ("Village budget: village fund".into(), Data::Float(3_125_000.0)));
    assert_eq!(formula(11, 5), "SUMIF($G$6:$G$7,B12,$F$6:$F$7)");
    assert!(Xlsx::new(Cursor::new(plan.file("export.xlsx").await)).unwrap().worksheet_range("RAB").is_ok());
}

/// The parts of a document by their names; each must be XML that can be read to its end.
fn parts(file: Vec<u8>) -> Vec<(String, String)> {
    let mut archive = zip::ZipArchive::new(Cursor::new(file)).unwrap();
    let mut parts = Vec::new();
    for at in 0..archive.len() {
        let mut part = archive.by_index(at).unwrap();
        let (name, mut text) = (part.name().unwrap().into_owned(), String::new());
        part.read_to_string(&mut text).unwrap();
        let mut reader = quick_xml::Reader::from_str(&text);
        while reader.read_event().unwrap_or_else(|error| panic!("{name}: {error}\n{text}")) != Event::Eof {}
        parts.push((name, text));
    }
    parts
}

async fn the_text_comes_as_a_document(server: Server) {
    let plan = Plan::make(&server).await;
    let parts = parts(plan.file("export.docx?lang=id").await);
    let part = |name: &str| &parts.iter().find(|(own, _)| own == name).unwrap_or_else(|| panic!("no {name}")).1;
    assert!(part("[Content_Types].xml").contains("/word/document.xml"));
    let document = part("word/document.xml");
    let mut rest = document.as_str();
    for words in [
        "Jalan usaha tani: tahap 1/2",
        "Draf · Desa Gununglurah",
        "Draf: belum terbuka untuk umum.",
        "Jalan ke sawah.",
        "Latar belakang",
        "Keadaan",
        "<w:rPr><w:b/><w:i/></w:rPr><w:t xml:space=\"preserve\">berat",
        " &amp; licin.",
        "padatkan",
        "Peta desa",
        "Panen terangkut",
        "15 menit",
        "Batu",
        "12,5 m³",
        "Rp3.125.000",
        "=HYPERLINK(&quot;",
        "Rp3.125.007",
        "1 Maret 2028 – 9 Maret 2028",
        "Cor",
        "Ruas",
        "Garis, 2 titik",
        "Peserta",
        "desa",
        "Sumber: Rembug, /rencana/pln_",
    ] {
        let at = rest.find(words).unwrap_or_else(|| panic!("'{words}' is not where it should be:\n{document}"));
        rest = &rest[at + words.len()..];
    }
    assert!(part("word/_rels/document.xml.rels").contains("Target=\"https://contoh.id/?a=1&amp;b=2\" TargetMode=\"External\""));
    assert!(part("docProps/core.xml").contains("<dc:title>Jalan usaha tani: tahap 1/2</dc:title>"));
}

async fn a_draft_is_its_participants_own(server: Server) {
    let plan = Plan::make(&server).await;
    for file in ["export.json", "export.geojson", "export.xlsx", "export.docx"] {
        for stranger in [&plan.siti, &server.anonymous()] {
            let response = plan.ask(stranger, file).await;
            assert_eq!(response.status(), 404, "{file}");
            assert_eq!(response.headers()["cache-control"], "private, no-store");
            let answer = response.text().await.unwrap();
            assert!(answer.contains("NOT_FOUND") && !answer.contains("Jalan"), "{answer}");
        }
        assert_eq!(plan.ask(&plan.desa, file).await.headers()["cache-control"], "private, no-store");
    }
    plan.step("OPEN").await;
    for file in ["export.json", "export.geojson", "export.xlsx", "export.docx"] {
        assert_eq!(plan.ask(&server.anonymous(), file).await.status(), 200, "{file}");
    }
    for path in [format!("/plans/{}/export.pdf", plan.id), "/plans/pln_1/export.json".into(), format!("/plans/{}/json", plan.id)] {
        assert_eq!(server.anonymous().request(Method::GET, &path).send().await.unwrap().status(), 404, "{path}");
    }
}

async fn files_say_what_they_are_and_are_sent_again_only_when_changed(server: Server) {
    let mut plan = Plan::make(&server).await;
    plan.step("OPEN").await;
    for (file, kind) in [
        ("export.json", "application/json"),
        ("export.geojson", "application/geo+json"),
        ("export.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ("export.docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    ] {
        let response = plan.ask(&plan.siti, file).await;
        let header = |name: &str| response.headers()[name].to_str().unwrap().to_owned();
        assert_eq!(header("content-type"), kind);
        assert_eq!(header("cache-control"), "public, no-cache");
        let ending = file.trim_start_matches("export.");
        assert!(
            header("content-disposition").starts_with(&format!("attachment; filename=\"Jalan usaha tani tahap 1 2.{ending}\";"))
        );
        assert!(header("content-security-policy").contains("sandbox"));
        let again = plan.siti.request(Method::GET, &format!("/plans/{}/{file}", plan.id)).header("if-none-match", header("etag"));
        assert_eq!(again.send().await.unwrap().status(), 304, "{file}");
    }
    let tag = async |plan: &Plan, file| plan.ask(&plan.siti, file).await.headers()["etag"].clone();
    let before = tag(&plan, "export.docx?lang=id").await;
    assert_ne!(tag(&plan, "export.docx?lang=en").await, before);
    plan.write(&server, vec![Edit::Splice { text: TextOf::Title, at: 0, delete: 0, insert: "A ".into() }]).await;
    assert_ne!(tag(&plan, "export.docx?lang=id").await, before);
}

async fn nothing_filled_in_is_a_file_too(server: Server) {
    let plan = Plan::empty(&server).await;
    let mut book = Xlsx::new(Cursor::new(plan.file("export.xlsx").await)).unwrap();
    let formulas = book.worksheet_formula("RAB").unwrap();
    assert_eq!(formulas.get_value((6, 5)).unwrap(), "SUM(F6:F6)");
    assert!(!parts(plan.file("export.docx").await).is_empty());
    assert_eq!(serde_json::from_slice::<Value>(&plan.file("export.geojson").await).unwrap()["features"], json!([]));
}

async fn files_are_paid_for_and_have_an_end(server: Server) {
    let plan = Plan::empty(&server).await;
    // Purses as they are delivered, which no time fills.
    let strict = App { budget: Arc::new(Budget::new(1)), clock: Arc::new(Stopped::ahead()), ..App::clone(&server.app) };
    let strict = server.with(|_| strict).await;
    let desa = plan.desa.at(&strict);
    for file in ["export.json", "export.geojson", "export.xlsx", "export.docx"] {
        assert_eq!(plan.ask(&desa, file).await.status(), 200, "{file}");
    }
    let payer = Payer::address(IpAddr::V4(Ipv4Addr::LOCALHOST));
    let pay = |points| strict.app.budget.pay(payer, points, Due::Asked, strict.app.clock.monotonic());
    assert_eq!(pay(0).0.remaining, 300_000 - 4 * 1_000);
    // What there is not is found out for nothing.
    assert_eq!(plan.ask(&desa, "export.pdf").await.status(), 404);
    assert!(pay(pay(0).0.remaining).1.is_ok());
    let refused = plan.ask(&desa, "export.json").await;
    assert_eq!((refused.status().as_u16(), refused.headers()["retry-after"].to_str().unwrap()), (429, "1"));
    let told: Value = serde_json::from_str(&refused.text().await.unwrap()).unwrap();
    assert_eq!(told["errors"][0]["extensions"]["code"], "RATE_LIMITED", "{told}");

    let hasty = server.with(|app| App { clock: Arc::new(Late(Duration::from_millis(9_700))), ..App::clone(app) }).await;
    let endless = "CREATE VIEW plans AS SELECT kept.* FROM kept_plans AS kept WHERE (SELECT count(*) FROM \
        (WITH RECURSIVE n(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 100000000000) SELECT x FROM n) AS numbers) > 0";
    for statement in ["ALTER TABLE plans RENAME TO kept_plans", endless] {
        server.app.db.writer().execute_unprepared(statement).await.unwrap();
    }
    let over = plan.ask(&plan.desa.at(&hasty), "export.json").await;
    assert_eq!(over.status(), 503);
    let told: Value = serde_json::from_str(&over.text().await.unwrap()).unwrap();
    assert_eq!(told["errors"][0]["extensions"]["limit"], json!({ "name": "seconds", "most": 10 }), "{told}");
}

async fn a_link_shows_what_it_leads_to(server: Server) {
    let plan = Plan::make(&server).await;
    let path = format!("/rencana/{}", plan.id);
    let preview = async |path: &str| backend::web::preview::of(&server.app, path).await.unwrap();
    assert_eq!(preview(&path).await, None, "a draft is not spoken of");
    plan.step("OPEN").await;
    let shown = preview(&path).await.unwrap();
    assert_eq!(shown.title, "Jalan usaha tani: tahap 1/2");
    assert_eq!(shown.text, "Desa Gununglurah · Terbuka untuk saran. Jalan ke sawah.");
    let proposal = plan.siti.propose(json!({ "title": "Talud" })).await;
    let shown = preview(&format!("/usulan/{}", proposal["id"].as_str().unwrap())).await.unwrap();
    assert_eq!(shown.title, "Talud");
    for path in ["/rencana", "/rencana/baru", "/rencana/pln_00000000000070008000000000000009", "/usulan/baru", "/"] {
        assert_eq!(preview(path).await, None, "{path}");
    }
}
