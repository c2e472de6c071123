//! What nobody fills in by accident: each is refused in words, and the server goes on.

#[macro_use]
mod harness;

use harness::{Person, Server, fields};
use reqwest::Method;
use reqwest::header::{CONTENT_ENCODING, CONTENT_TYPE, RETRY_AFTER};
use serde_json::{Value, json};
use shared::access::Role;

on_both_databases! {
    each_missing_field_is_named,
    treacherous_text_is_refused_by_field,
    impossible_numbers_are_refused,
    a_shape_without_end_is_refused,
    an_id_of_another_kind_is_the_id_of_nothing,
    a_cursor_of_another_list_is_refused,
    hostile_filters_find_nothing_and_break_nothing,
    greedy_queries_are_refused,
    bodies_that_are_no_question_are_refused,
    one_account_cannot_flood_the_journal,
}

async fn create(person: &Person, changes: Value) -> Value {
    let mut form = fields();
    form.as_object_mut().unwrap().extend(changes.as_object().unwrap().clone());
    person.mutate("createProposal", "CreateProposalInput", json!({ "fields": form, "submit": true })).await
}

fn code(answer: &Value) -> &str {
    answer["errors"][0]["extensions"]["code"].as_str().or(answer["errors"][0]["code"].as_str()).unwrap_or_default()
}

/// The server is there, and did not fail on the way.
async fn assert_refused(server: &Server, answer: &Value, codes: &[&str]) {
    assert!(codes.contains(&code(answer)), "{answer}");
    assert!(server.anonymous().get("{ region { code } }", json!({})).await["region"]["code"].is_string());
}

async fn each_missing_field_is_named(server: Server) {
    let siti = server.person("siti", None).await;
    let required = [
        "title",
        "problem",
        "address",
        "villageCode",
        "kind",
        "sector",
        "quantity",
        "unit",
        "estimatedCost",
        "beneficiaries",
        "urgency",
        "fiscalYear",
        "proposerType",
    ];
    for field in required {
        let answer = create(&siti, json!({ field: null })).await;
        let told: Vec<_> = answer["errors"].as_array().unwrap().iter().map(|error| (&error["field"], &error["code"])).collect();
        assert!(told.contains(&(&json!(field), &json!("REQUIRED"))), "{field}: {answer}");
    }
    assert_eq!(create(&siti, json!({ "geometry": null })).await["errors"][0]["field"], "geometry");
    let nothing = siti.mutate("createProposal", "CreateProposalInput", json!({ "fields": {}, "submit": true })).await;
    let told: Vec<_> = nothing["errors"].as_array().unwrap().iter().filter_map(|error| error["field"].as_str()).collect();
    assert!(required.iter().all(|field| told.contains(field)), "{told:?}");
}

async fn treacherous_text_is_refused_by_field(server: Server) {
    let siti = server.person("siti", None).await;
    for (text, refusal) in [
        ("Jalan\u{0}rusak".to_owned(), "INVALID_TEXT"),
        ("Jalan \u{202e}kasur".to_owned(), "INVALID_TEXT"),
        ("Jalan \u{2067}rusak".to_owned(), "INVALID_TEXT"),
        ("Jalan\u{1b}[31m".to_owned(), "INVALID_TEXT"),
        ("panjang ".repeat(4_000), "TOO_LONG"),
        ("🛣".repeat(5_000), "TOO_LONG"),
    ] {
        for field in ["title", "problem", "address", "hamlet", "note"] {
            let answer = create(&siti, json!({ field: text })).await;
            assert_eq!((code(&answer), &answer["errors"][0]["field"]), (refusal, &json!(field)), "{answer}");
        }
        let key = siti.mutate("createProposal", "CreateProposalInput", json!({ "fields": fields(), "clientKey": text })).await;
        assert_eq!((code(&key), &key["errors"][0]["field"]), (refusal, &json!("clientKey")), "{key}");
        for contact in [format!("{text}@contoh.id"), text.clone()] {
            let answer = server.anonymous().sign_in(&contact, &text).await;
            assert_eq!(answer["data"]["signIn"]["viewer"], Value::Null, "{answer}");
        }
    }
    let markup = "<script>alert('x')</script> \"; DROP TABLE proposals; -- {{7*7}} 🏞";
    let proposal = create(&siti, json!({ "title": markup })).await["proposal"].clone();
    let read = siti.get("query($id: ID!) { proposal(id: $id) { title } }", json!({ "id": proposal["id"] })).await;
    assert_eq!(read["proposal"]["title"], markup);
}

async fn impossible_numbers_are_refused(server: Server) {
    let siti = server.person("siti", None).await;
    for changes in [
        json!({ "estimatedCost": i64::MIN }),
        json!({ "estimatedCost": i64::MAX }),
        json!({ "estimatedCost": u64::MAX }),
        json!({ "estimatedCost": 1.5 }),
        json!({ "estimatedCost": "185000000" }),
        json!({ "unitPrice": -1 }),
        json!({ "selfHelpAmount": i64::MAX }),
        json!({ "quantity": 1e308 }),
        json!({ "quantity": -0.5 }),
        json!({ "quantity": 0.0001 }),
        json!({ "quantity": "NaN" }),
        json!({ "lengthMeters": -1 }),
        json!({ "beneficiaries": -1 }),
        json!({ "beneficiaries": i32::MAX }),
        json!({ "beneficiaries": i64::from(i32::MAX) + 1 }),
        json!({ "women": -5 }),
        json!({ "urgency": 0 }),
        json!({ "urgency": 6 }),
        json!({ "damageLevel": 5 }),
        json!({ "fiscalYear": 1 }),
        json!({ "fiscalYear": i32::MIN }),
    ] {
        let answer = create(&siti, changes).await;
        let codes = ["NEGATIVE", "OUT_OF_RANGE", "INVALID_NUMBER", "BAD_INPUT"];
        assert_refused(&server, &answer, &codes).await;
    }
    for number in ["1e999", "NaN", "-Infinity", "1e", "0x10", "--1"] {
        let body = format!(
            r#"{{"query":"query($n: Float!) {{ areaAt(location: {{longitude: $n, latitude: $n}}) {{ code }} }}","variables":{{"n":{number}}}}}"#
        );
        let request = siti.request(Method::POST, "/graphql").header(CONTENT_TYPE, "application/json").body(body);
        assert_eq!(request.send().await.unwrap().status(), 400, "{number}");
    }
    for version in [i32::MIN, -1, 0, i32::MAX] {
        let proposal = siti.propose(json!({})).await;
        let input = json!({ "id": proposal["id"], "version": version });
        assert_eq!(code(&siti.mutate("withdrawProposal", "WithdrawProposalInput", input).await), "CONFLICT");
    }
}

async fn a_shape_without_end_is_refused(server: Server) {
    let siti = server.person("siti", None).await;
    let many = |count: u32| -> Vec<Value> { (0..count).map(|i| json!([109.147 + f64::from(i % 7) * 1e-5, -7.329])).collect() };
    let endless = create(&siti, json!({ "geometry": { "type": "LineString", "coordinates": many(100_000) } })).await;
    assert_refused(&server, &endless, &["TOO_COMPLEX"]).await;
    let mut nested = json!(109.1);
    for _ in 0..100 {
        nested = json!([nested]);
    }
    for geometry in [
        json!({ "type": "LineString", "coordinates": many(2_000) }),
        json!({ "type": "Point", "coordinates": nested }),
        json!({ "type": "Point", "coordinates": [] }),
        json!({ "type": "Point", "coordinates": [1e308, -1e308] }),
        json!({ "type": "Point", "coordinates": ["109", "-7"] }),
        json!({ "type": "LineString", "coordinates": [[109.147, -7.329]] }),
        json!({ "type": "LineString", "coordinates": [[109.147, -7.329], [109.147, -7.329]] }),
        json!({ "type": "Polygon", "coordinates": [[[109.147, -7.329], [109.148, -7.329], [109.149, -7.329], [109.147, -7.329]]] }),
        json!({ "type": "Polygon", "coordinates": [] }),
        json!({ "type": "GeometryCollection", "geometries": [] }),
        json!({ "type": "FeatureCollection", "features": [] }),
        json!({}),
        json!([]),
        json!("POINT(109 -7)"),
    ] {
        let answer = create(&siti, json!({ "geometry": geometry })).await;
        let codes = ["INVALID_GEOMETRY", "TOO_MANY_VERTICES", "OUTSIDE_REGENCY", "SELF_CROSSING", "OUT_OF_RANGE", "BAD_INPUT"];
        assert_refused(&server, &answer, &codes).await;
    }
}

async fn an_id_of_another_kind_is_the_id_of_nothing(server: Server) {
    let siti = server.person("siti", None).await;
    let proposal = siti.propose(json!({})).await["id"].as_str().unwrap().to_owned();
    let hex = proposal.trim_start_matches("prp_");
    let long = "f".repeat(10_000);
    for id in ["", "prp_", hex, &format!("usr_{hex}"), &proposal.to_uppercase(), "prp_'; DROP TABLE x", "\u{0}", &long, "33.02"] {
        let read = siti.get("query($id: ID!) { proposal(id: $id) { id } }", json!({ "id": id })).await;
        assert_eq!(read["proposal"], Value::Null, "{id}");
        for name in ["supportProposal", "withdrawSupport"] {
            assert_eq!(code(&siti.mutate(name, "ProposalIdInput", json!({ "id": id })).await), "NOT_FOUND", "{id}");
        }
        let node = siti.ask("query($id: ID!) { node(id: $id) { id } }", json!({ "id": id })).await;
        assert!(node["data"]["node"].is_null() || id == "33.02", "{node}");
        let photos = create(&siti, json!({ "photos": [id] })).await;
        assert_refused(&server, &photos, &["INVALID_ID", "UNKNOWN_PHOTO"]).await;
        let documents = create(&siti, json!({ "documents": [id] })).await;
        assert_refused(&server, &documents, &["INVALID_ID", "UNKNOWN_DOCUMENT"]).await;
    }
    for path in ["/media/..%2f..%2frembug.db", "/media/%00", "/..%2f..%2fetc%2fpasswd", "/assets/..%5c..%5cx", "/%ff%fe"] {
        let status = siti.request(Method::GET, path).send().await.unwrap().status().as_u16();
        // 503 where no app was built in, as for every page.
        assert!(matches!(status, 200 | 400 | 404 | 503), "{path}: {status}");
    }
}

async fn a_cursor_of_another_list_is_refused(server: Server) {
    let admin = server.person("admin", Some((Role::Admin, Some("33.02"), None))).await;
    for _ in 0..2 {
        admin.propose(json!({})).await;
    }
    let lists = [
        "proposals(first: 1, after: $after, orderBy: NEWEST)",
        "proposals(first: 1, after: $after, orderBy: HIGHEST_COST)",
        "areas(first: 1, after: $after)",
        "people(first: 1, after: $after)",
    ];
    let ask = async |list: &str, after: Value| {
        admin
            .ask(&format!("query($after: String) {{ list: {list} {{ pageInfo {{ endCursor }} }} }}"), json!({ "after": after }))
            .await
    };
    for list in lists {
        let cursor = ask(list, Value::Null).await["data"]["list"]["pageInfo"]["endCursor"].clone();
        assert!(cursor.is_string(), "{list}");
        for other in lists {
            let answer = ask(other, cursor.clone()).await;
            match other == list {
                true => assert!(answer["errors"].is_null(), "{answer}"),
                false => assert_eq!(answer["errors"][0]["extensions"]["errors"][0]["code"], "INVALID_CURSOR", "{list} {other}"),
            }
        }
        for forged in ["", "\u{0}", "====", "TkVXRVNUIDkgOQ", &"A".repeat(20_000)] {
            assert_eq!(code(&ask(list, json!(forged)).await), "BAD_INPUT", "{list} {forged}");
        }
    }
}

async fn hostile_filters_find_nothing_and_break_nothing(server: Server) {
    let admin = server.person("admin", Some((Role::Admin, Some("33.02"), None))).await;
    admin.propose(json!({})).await;
    let proposals = "query($filter: ProposalFilter) { proposals(first: 5, filter: $filter) { totalCount } }";
    let counted = async |filter: Value| admin.ask(proposals, json!({ "filter": filter })).await;
    for text in ["%", "_", "\\", "' OR 1=1 --", "\u{0}", "jalan\u{0}", "\u{202e}", &"zz ".repeat(60)] {
        let answer = counted(json!({ "text": text })).await;
        assert!(answer["data"]["proposals"]["totalCount"] == 0 || code(&answer) == "BAD_INPUT", "{text:?}: {answer}");
    }
    for filter in [
        json!({ "text": "a ".repeat(5_000) }),
        json!({ "areas": (0..5_000).map(|area| format!("33.02.{area}")).collect::<Vec<_>>() }),
        json!({ "areas": ["33.02.17.2019' OR '1'='1", "\u{0}"] }),
        json!({ "agency": "\u{0}" }),
        json!({ "fiscalYears": (0..5_000).collect::<Vec<_>>() }),
        json!({ "boundingBox": { "west": 1e308, "south": -1e308, "east": -1e308, "north": 1e308 } }),
        json!({ "estimatedCostMin": 1.5 }),
        json!({ "submittedFrom": "besok" }),
    ] {
        assert_eq!(code(&counted(filter.clone()).await), "BAD_INPUT", "{}", filter.to_string().get(..60).unwrap_or_default());
    }
    for filter in [
        json!({ "statuses": vec!["SUBMITTED"; 3_000] }),
        json!({ "estimatedCostMin": i64::MIN, "estimatedCostMax": i64::MAX }),
        json!({ "submittedFrom": "-262143-01-01T00:00:00Z" }),
        json!({ "submittedTo": "+262142-12-31T23:59:59Z" }),
    ] {
        let answer = counted(filter).await;
        assert!(answer["data"]["proposals"]["totalCount"].is_number() || code(&answer) == "BAD_INPUT", "{answer}");
    }
    let people = "query($filter: PersonFilter) { people(first: 5, filter: $filter) { totalCount } }";
    let areas = "query($filter: AreaFilter) { areas(first: 5, filter: $filter) { totalCount } }";
    for text in ["%", "\u{0}", "' OR 1=1 --", &"a ".repeat(5_000)] {
        for query in [people, areas] {
            let answer = admin.ask(query, json!({ "filter": { "text": text } })).await;
            assert!(answer["data"].is_object() || code(&answer) == "BAD_INPUT", "{text:?}: {answer}");
        }
    }
    for (size, after) in [("first: 0", ""), ("first: -1", ""), ("first: 101", ""), ("first: 1, last: 1", "")] {
        assert_eq!(code(&admin.ask(&format!("{{ proposals({size}{after}) {{ totalCount }} }}"), json!({})).await), "BAD_INPUT");
    }
    for radius in [i32::MIN, 0, 5_001, i32::MAX] {
        let near =
            "query($r: Int!) { proposalsNear(location: {longitude: 109.1, latitude: -7.3}, radiusMeters: $r) { distanceMeters } }";
        assert_eq!(code(&admin.ask(near, json!({ "r": radius })).await), "BAD_INPUT", "{radius}");
    }
}

async fn greedy_queries_are_refused(server: Server) {
    let anyone = server.anonymous();
    let aliases = |count: usize| (0..count).map(|i| format!("a{i}: region {{ code }} ")).collect::<String>();
    let inside = (0..5_000).map(|i| format!("a{i}: code ")).collect::<String>();
    let deep = format!("{{ area(code: \"33.02\") {{ {} code {} }} }}", "parent { ".repeat(40), "}".repeat(40));
    for query in [
        format!("{{ {} }}", aliases(21)),
        format!("{{ {} }}", aliases(1_000)),
        format!("{{ region {{ {inside} }} }}"),
        deep,
        "{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }".into(),
        "{ ...A } fragment A on Query { region { ...C } ...A } fragment C on Region { code }".into(),
        "{ areas(first: 100) { nodes { children { children { children { name } } } } } }".replace("name", &inside),
        "{ proposals(first: 100) { nodes { history(first: 100) { nodes { actor { displayName } } } } } }".into(),
        format!("{{ region {{ code }} }} # {}", "x".repeat(70_000)),
    ] {
        assert_refused(&server, &anyone.ask(&query, json!({})).await, &["TOO_COMPLEX"]).await;
    }
    for query in [
        "",
        "{",
        "{ region { code } } }",
        "{ region }",
        "{ nothing }",
        "query A { region { code } } query B { region { code } }",
        "{ region { code @nope } }",
        "query($a: Nope!) { region { code } }",
        &"{".repeat(30_000),
        &"[".repeat(30_000),
        &format!("{{ region(a: {}{}) {{ code }} }}", "[".repeat(10_000), "]".repeat(10_000)),
        &format!("{{ region {{ code {} }} }}", "@skip(if: false) ".repeat(3_000)),
    ] {
        let answer = anyone.ask(query, json!({})).await;
        assert_refused(&server, &answer, &["BAD_INPUT", "TOO_COMPLEX"]).await;
    }
}

async fn bodies_that_are_no_question_are_refused(server: Server) {
    let anyone = server.anonymous();
    let question = json!({ "query": "{ region { code } }" }).to_string();
    for kind in ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "application/graphql", ""] {
        let request = anyone.request(Method::POST, "/graphql").header(CONTENT_TYPE, kind).body(question.clone());
        assert_eq!(request.send().await.unwrap().status(), 415, "{kind}");
    }
    let deep = format!(r#"{{"query":"{{ region {{ code }} }}","variables":{}{}}}"#, "[".repeat(20_000), "]".repeat(20_000));
    let bodies: Vec<Vec<u8>> = vec![
        vec![],
        b"null".to_vec(),
        b"[]".to_vec(),
        format!("[{question},{question}]").into_bytes(),
        br#"{"query":1}"#.to_vec(),
        b"{\"query\":\"\xff\xfe\"}".to_vec(),
        vec![0; 1_000],
        deep.into_bytes(),
    ];
    for body in bodies {
        let request = anyone.request(Method::POST, "/graphql").header(CONTENT_TYPE, "application/json").body(body);
        assert_eq!(request.send().await.unwrap().status(), 400);
    }
    // A packed body is not unpacked, however little it weighs.
    let packed = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3];
    for encoding in ["gzip", "br", "deflate", "zstd"] {
        let request = anyone.request(Method::POST, "/graphql").header(CONTENT_TYPE, "application/json");
        let request = request.header(CONTENT_ENCODING, encoding).body(packed.to_vec());
        assert!(request.send().await.unwrap().status().is_client_error(), "{encoding}");
    }
    for size in [65 * 1024, 3 * 1024 * 1024] {
        let request = anyone.request(Method::POST, "/graphql").header(CONTENT_TYPE, "application/json").body(vec![b' '; size]);
        assert_eq!(request.send().await.unwrap().status(), 413);
    }
    assert!(anyone.get("{ region { code } }", json!({})).await["region"]["code"].is_string());
}

async fn one_account_cannot_flood_the_journal(server: Server) {
    let (siti, budi) = (server.person("siti", None).await, server.person("budi", None).await);
    let proposal = create(&budi, json!({})).await["proposal"]["id"].as_str().unwrap().to_owned();
    let both = |i| {
        format!(
            "s{i}: supportProposal(input: {{id: \"{proposal}\"}}) {{ errors {{ code }} }}
             w{i}: withdrawSupport(input: {{id: \"{proposal}\"}}) {{ errors {{ code }} }}"
        )
    };
    // Hidden in a fragment, as many as a request may hold.
    let flood = format!("mutation {{ ...F }} fragment F on Mutation {{ {} }}", (0..10).map(both).collect::<String>());
    let mut passed = 0;
    let refused = loop {
        let answer = siti.ask(&flood, json!({})).await;
        if answer["errors"].is_array() || passed == 100 {
            break answer;
        }
        passed += 1;
    };
    assert_refused(&server, &refused, &["RATE_LIMITED"]).await;
    assert!(refused["errors"][0]["extensions"]["retryAfterSeconds"].as_u64().unwrap() > 0, "{refused}");
    // A program that knows nothing of GraphQL reads it in the header.
    let request = siti.request(Method::POST, "/graphql").header(CONTENT_TYPE, "application/json");
    let again = request.body(json!({ "query": flood }).to_string()).send().await.unwrap();
    let wait = again.headers().get(RETRY_AFTER).map(|value| value.to_str().unwrap().to_owned());
    let again: Value = serde_json::from_str(&again.text().await.unwrap()).unwrap();
    assert_eq!(wait, Some(again["errors"][0]["extensions"]["retryAfterSeconds"].to_string()));
    let read = siti.get("query($id: ID!) { proposal(id: $id) { supportCount } }", json!({ "id": proposal })).await;
    assert_eq!(read["proposal"]["supportCount"], 0);
    // Were it a thief with her session, she could still throw them out.
    let thrown_out = siti.ask("mutation { signOutEverywhere { signedOut } }", json!({})).await;
    assert_eq!(thrown_out["data"]["signOutEverywhere"]["signedOut"], true, "{thrown_out}");
    let support = format!("mutation {{ supportProposal(input: {{id: \"{proposal}\"}}) {{ proposal {{ supportCount }} }} }}");
    let other = server.person("other", None).await;
    assert_eq!(other.ask(&support, json!({})).await["data"]["supportProposal"]["proposal"]["supportCount"], 1);
}
