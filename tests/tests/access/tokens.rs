//! A token opens what its scopes name, while it is good, and never more than its owner may.

use crate::harness::socket::Socket;
use crate::harness::{Person, Server};
use backend::access::service::reset_password;
use backend::journal::{entries_after, latest_seq};
use backend::platform::clock::{Clock, ManualClock};
use chrono::{DateTime, Utc};
use futures_util::StreamExt;
use reqwest::Method;
use reqwest::header::{AUTHORIZATION, COOKIE, WWW_AUTHENTICATE};
use serde_json::{Value, json};
use shared::access::Role;
use shared::value::Contact;
use std::sync::Arc;
use std::time::Duration;
use tokio_tungstenite::connect_async;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::{Error, Message};

on_both_databases! {
    a_token_does_what_its_scopes_name_and_nothing_else,
    a_token_that_is_not_good_is_refused_and_never_quietly_nobody,
    what_is_asked_for_is_checked_and_the_secret_is_told_once,
    a_token_loses_what_its_owner_loses,
    a_token_ends_by_its_day_by_its_owner_and_by_the_operator,
    what_has_ended_leaves_room_for_another,
    its_last_use_is_seen_to_the_minute,
    subscriptions_know_a_token_by_header_and_by_introduction,
    a_token_that_ends_by_its_day_ends_its_socket,
    a_plan_is_written_live_with_a_token_of_that_scope_alone,
}

const ME: &str = "{ viewer { account { id tokens { id } } } }";
const MINE: &str = "{ viewer { account { tokens { id name scopes lastUsedAt revokedAt isValid } } } }";

fn code(answer: &Value) -> &str {
    answer["errors"][0]["extensions"]["code"].as_str().unwrap_or("none")
}

async fn propose(program: &Person) -> Value {
    let mutation = "mutation($input: CreateProposalInput!) { createProposal(input: $input) { proposal { id } errors { code } } }";
    program.ask(mutation, json!({ "input": { "fields": crate::harness::fields() } })).await
}

async fn a_token_does_what_its_scopes_name_and_nothing_else(server: Server) {
    let person = server.person("siti", None).await;
    let reader = person.program(&person.token(&[]).await.1);
    let writer = person.program(&person.token(&["WRITE_PROPOSALS"]).await.1);
    assert_eq!(code(&propose(&reader).await), "FORBIDDEN");
    let made = propose(&writer).await;
    let id = made["data"]["createProposal"]["proposal"]["id"].clone();
    assert!(id.is_string(), "{made}");
    // A draft is its author's alone: who reads it is the author.
    for program in [&reader, &writer] {
        let read = program.get("query($id: ID!) { proposal(id: $id) { id } }", json!({ "id": id })).await;
        assert_eq!(read["proposal"]["id"], id);
    }
    let comment = "mutation($input: AddCommentInput!) { addComment(input: $input) { comment { id } } }";
    let public = person.propose(json!({})).await["id"].clone();
    let input = json!({ "input": { "proposalId": public, "body": "Setuju." } });
    assert_eq!(code(&writer.ask(comment, input).await), "FORBIDDEN");
    let photo = |program: &Person| {
        program.request(Method::POST, "/media").header("content-type", "image/png").body(crate::harness::photo()).send()
    };
    assert_eq!(photo(&reader).await.unwrap().status(), 403);
    assert_eq!(photo(&writer).await.unwrap().status(), 201);
    // It shows who it is, but not what else its owner has given out.
    assert_eq!(reader.get(ME, json!({})).await["viewer"]["account"]["tokens"], json!([]));
}

async fn a_token_that_is_not_good_is_refused_and_never_quietly_nobody(server: Server) {
    let person = server.person("siti", None).await;
    let (_, secret) = person.token(&[]).await;
    // In the first letter every bit counts; in the last one some are filling.
    let (first, rest) = secret.strip_prefix("rbg_").unwrap().split_at(1);
    let slip = format!("rbg_{}{rest}", if first == "A" { "B" } else { "A" });
    // Of the right form, and nobody's.
    let strange = backend::access::token::mint(server.app.ids.as_ref()).0;
    let body = json!({ "query": ME }).to_string();
    for bad in [&slip, &strange, "", "rbg_", &"x".repeat(4_000), &secret.to_uppercase(), &format!("{secret} {secret}")] {
        for path in ["/graphql", "/media"] {
            // The cookie is good, and does not help.
            let request = person.http.post(format!("{}{path}", server.url)).header(COOKIE, person.cookie().unwrap());
            let request = request.header(AUTHORIZATION, format!("Bearer {bad}"));
            let answer = request.header("content-type", "application/json").body(body.clone()).send().await.unwrap();
            assert_eq!(answer.status(), 401, "{path} {bad}");
            assert_eq!(answer.headers()[WWW_AUTHENTICATE], "Bearer");
            assert!(answer.text().await.unwrap().contains("UNAUTHENTICATED"));
        }
        let stranger = person.program(bad);
        let plan = "/plans/pln_00000000000070008000000000000009/export.json";
        assert_eq!(stranger.request(Method::GET, plan).send().await.unwrap().status(), 401, "{bad}");
    }
    // A header beyond all measure does not come in at all.
    let huge = person.program(&"x".repeat(1 << 20)).request(Method::POST, "/graphql").body("{}").send().await;
    assert!(huge.is_err() || huge.unwrap().status().is_client_error());
    // In the address it is nothing: addresses stand in logs.
    for name in ["token", "access_token", "authorization"] {
        let request = server.anonymous().request(Method::POST, &format!("/graphql?{name}={secret}"));
        let answer = request.header("content-type", "application/json").body(body.clone()).send().await.unwrap();
        assert_eq!(serde_json::from_str::<Value>(&answer.text().await.unwrap()).unwrap()["data"]["viewer"], Value::Null);
    }
    // Another scheme is a proxy's business.
    let request = person.request(Method::POST, "/graphql").header(AUTHORIZATION, "Basic cmJn");
    let answer = request.header("content-type", "application/json").body(body).send().await.unwrap();
    assert!(answer.text().await.unwrap().contains("usr_"));
}

async fn what_is_asked_for_is_checked_and_the_secret_is_told_once(server: Server) {
    let person = server.person("siti", None).await;
    let mutation = "mutation($input: CreateTokenInput!) { answer: createToken(input: $input) { token { id scopes } secret errors { code field } } }";
    let make = |name: &str, days: i64| {
        let input = json!({ "input": { "name": name, "scopes": ["WRITE_PLANS"], "days": days } });
        async { person.get(mutation, input).await["answer"].clone() }
    };
    for (name, days, field, code) in [
        ("", 90, "name", "REQUIRED"),
        (&*"x".repeat(81), 90, "name", "TOO_LONG"),
        ("a", 0, "days", "TOKEN_DAYS"),
        ("a", 367, "days", "TOKEN_DAYS"),
    ] {
        let refused = make(name, days).await;
        assert_eq!(refused["errors"], json!([{ "code": code, "field": field }]));
        assert_eq!(refused["secret"], Value::Null);
    }
    let made = make("Portal data", 366).await;
    assert_eq!(made["token"]["scopes"], json!(["READ", "WRITE_PLANS"]), "every token reads");
    let secret = made["secret"].as_str().unwrap();
    assert!(secret.starts_with("rbg_"));
    for _ in 1..20 {
        make("Portal data", 1).await;
    }
    assert_eq!(make("Portal data", 1).await["errors"][0]["code"], "TOO_MANY_TOKENS");
    assert!(!person.get(MINE, json!({})).await.to_string().contains(secret));
    // The journal knows of it, the public record does not, and neither knows the secret.
    let kinds = async |public| {
        let entries = entries_after(&server.app.db, 0, 1_000, public).await.unwrap();
        assert!(entries.iter().all(|entry| !entry.details.contains("rbg_")));
        entries.iter().filter(|entry| entry.kind.as_str() == "token.created").count()
    };
    assert_eq!((kinds(false).await, kinds(true).await), (20, 0));
    // A program makes no tokens and ends none, of its own as little as of others.
    let program = person.program(secret);
    let input = json!({ "input": { "name": "Lagi", "scopes": [] } });
    assert_eq!(code(&program.ask(mutation, input.clone()).await), "FORBIDDEN");
    assert_eq!(code(&server.anonymous().ask(mutation, input).await), "UNAUTHENTICATED");
}

async fn a_token_loses_what_its_owner_loses(server: Server) {
    let admin = server.person("admin", Some((Role::Admin, Some("33.02"), None))).await;
    let official = server.person("desa", Some((Role::VillageOperator, Some("33.02.17.2019"), None))).await;
    let program = official.program(&official.token(&["DECIDE"]).await.1);
    let proposal = server.person("siti", None).await.propose(json!({})).await;
    let id = proposal["id"].clone();
    let begin = "mutation($input: ProposalVersionInput!) { beginReview(input: $input) { proposal { version } errors { code } } }";
    let begun = program.ask(begin, json!({ "input": { "id": id, "version": proposal["version"] } })).await;
    let version = begun["data"]["beginReview"]["proposal"]["version"].clone();
    assert!(version.is_number(), "{begun}");
    let grants = official.get("{ viewer { account { grants { id } } } }", json!({})).await;
    let grant = grants["viewer"]["account"]["grants"][0]["id"].clone();
    let revoke = "mutation($input: RevokeRoleInput!) { revokeRole(input: $input) { errors { code } } }";
    admin.get(revoke, json!({ "input": { "grantId": grant } })).await;
    assert_eq!(code(&program.ask("{ desk { __typename } }", json!({})).await), "FORBIDDEN");
    let decide = "mutation($input: DecideProposalInput!) { decideProposal(input: $input) { errors { code } } }";
    let input = json!({ "id": id, "version": version, "decision": "ACCEPTED", "to": "FORWARDED_KEC", "minutesNumber": "BA-1" });
    assert_eq!(code(&program.ask(decide, json!({ "input": input })).await), "FORBIDDEN");
    // What every admin may read of people, no token of theirs does.
    let program = admin.program(&admin.token(&["DECIDE"]).await.1);
    assert_eq!(code(&program.ask("{ people(first: 1) { nodes { id } } }", json!({})).await), "FORBIDDEN");
}

async fn a_token_ends_by_its_day_by_its_owner_and_by_the_operator(server: Server) {
    let clock = Arc::new(ManualClock::new(server.app.clock.now()));
    let server = server.second_with(|_| {}, Arc::<ManualClock>::clone(&clock)).await;
    let (person, other) = (server.person("siti", None).await, server.person("budi", None).await);
    let revoke = "mutation($input: RevokeTokenInput!) { revokeToken(input: $input) { token { isValid } errors { code } } }";
    let (id, secret) = person.token(&[]).await;
    let program = person.program(&secret);
    assert_eq!(code(&other.ask(revoke, json!({ "input": { "id": id } })).await), "NOT_FOUND");
    assert_eq!(code(&program.ask(revoke, json!({ "input": { "id": id } })).await), "FORBIDDEN");
    // Signing out everywhere is about devices.
    person.get("mutation { signOutEverywhere { signedOut } }", json!({})).await;
    assert!(program.get(ME, json!({})).await["viewer"].is_object());
    let mut person = person;
    person.sign_in("siti@contoh.id", "mendoan hangat").await;
    for _ in 0..2 {
        let ended = person.get(revoke, json!({ "input": { "id": id } })).await;
        assert_eq!(ended["revokeToken"]["token"]["isValid"], false);
    }
    assert_eq!(code(&program.ask(ME, json!({})).await), "UNAUTHENTICATED");
    let (id, secret) = person.token(&[]).await;
    let program = person.program(&secret);
    let shown = async |person: &Person, id: &str| {
        let own = person.get(MINE, json!({})).await["viewer"]["account"]["tokens"].clone();
        own.as_array().unwrap().iter().find(|token| token["id"] == id).unwrap().clone()
    };
    assert_eq!(shown(&person, &id).await["isValid"], true);
    clock.advance(Duration::from_secs(90 * 86_400 - 1));
    assert!(program.get(ME, json!({})).await["viewer"].is_object());
    clock.advance(Duration::from_secs(1));
    assert_eq!(code(&program.ask(ME, json!({})).await), "UNAUTHENTICATED");
    person.sign_in("siti@contoh.id", "mendoan hangat").await;
    let ended = shown(&person, &id).await;
    assert_eq!((&ended["isValid"], &ended["revokedAt"]), (&json!(false), &Value::Null));
    // The operator's reset is for an account that may be in the wrong hands.
    let program = person.program(&person.token(&[]).await.1);
    let contact = Contact::parse("siti@contoh.id").unwrap();
    reset_password(&server.app, &contact, "kopi pagi hari".into()).await.unwrap();
    assert_eq!(code(&program.ask(ME, json!({})).await), "UNAUTHENTICATED");
}

async fn what_has_ended_leaves_room_for_another(server: Server) {
    let clock = Arc::new(ManualClock::new(server.app.clock.now()));
    let server = server.second_with(|_| {}, Arc::<ManualClock>::clone(&clock)).await;
    let person = server.person("siti", None).await;
    let create = "mutation { createToken(input: { name: \"Program\", scopes: [], days: 1 }) { token { id } errors { code } } }";
    let make = async || person.get(create, json!({})).await["createToken"].clone();
    let too_many = async || assert_eq!(make().await["errors"][0]["code"], "TOO_MANY_TOKENS");
    let mut id = Value::Null;
    for _ in 0..20 {
        id = make().await["token"]["id"].clone();
        assert!(id.is_string());
    }
    too_many().await;
    let revoke = "mutation($input: RevokeTokenInput!) { revokeToken(input: $input) { errors { code } } }";
    person.get(revoke, json!({ "input": { "id": id } })).await;
    assert!(make().await["token"]["id"].is_string());
    too_many().await;
    clock.advance(Duration::from_secs(86_400));
    assert!(make().await["token"]["id"].is_string());
}

async fn its_last_use_is_seen_to_the_minute(server: Server) {
    let person = server.person("siti", None).await;
    let program = person.program(&person.token(&[]).await.1);
    let used = async || person.get(MINE, json!({})).await["viewer"]["account"]["tokens"][0]["lastUsedAt"].clone();
    assert_eq!(used().await, Value::Null);
    let clock = Arc::new(ManualClock::new(server.app.clock.now()));
    // Each time by another process, which does not remember what the one before has noted.
    let call = async || {
        let process = server.second_with(|_| {}, Arc::<ManualClock>::clone(&clock)).await;
        program.at(&process).get(ME, json!({})).await;
    };
    // It is noted beside the request, not within it.
    let noted = async |before: &Value| {
        let seen = async {
            loop {
                let seen = used().await;
                if seen != *before {
                    break seen;
                }
                tokio::task::yield_now().await;
            }
        };
        tokio::time::timeout(Duration::from_secs(30), seen).await.unwrap()
    };
    call().await;
    let first = noted(&Value::Null).await;
    clock.advance(Duration::from_secs(59));
    call().await;
    clock.advance(Duration::from_secs(1));
    call().await;
    let again: DateTime<Utc> = noted(&first).await.as_str().unwrap().parse().unwrap();
    assert_eq!(again, clock.now());
}

async fn subscriptions_know_a_token_by_header_and_by_introduction(server: Server) {
    let person = server.person("siti", None).await;
    let (id, secret) = person.token(&[]).await;
    let open = async |payload: Value| {
        let mut socket = Socket::open(&server.anonymous(), None, Some("graphql-transport-ws")).await.unwrap();
        socket.say(json!({ "type": "connection_init", "payload": payload })).await;
        let heard = socket.hear().await;
        (socket, heard)
    };
    for bad in [json!({ "authorization": "Bearer rbg_x" }), json!({ "Authorization": 7 }), json!({ "authorization": secret })] {
        assert_eq!(open(bad.clone()).await.1, json!({ "closed": 4401 }), "{bad}");
    }
    let (mut socket, heard) = open(json!({ "authorization": format!("Bearer {secret}") })).await;
    assert_eq!(heard["type"], "connection_ack");
    let changes = "subscription { proposalChanged { proposal { id } } }";
    socket.subscribe("a", changes, json!({})).await;
    // The token ends, and with the next event the socket that came in by it.
    person
        .get(
            "mutation($input: RevokeTokenInput!) { revokeToken(input: $input) { errors { code } } }",
            json!({ "input": { "id": id } }),
        )
        .await;
    let ended = async {
        loop {
            person.propose(json!({})).await;
            if let Ok(heard) = tokio::time::timeout(Duration::from_millis(200), socket.hear()).await
                && heard == json!({ "closed": 4403 })
            {
                break;
            }
        }
    };
    tokio::time::timeout(Duration::from_secs(30), ended).await.unwrap();
    let mut request = format!("{}/graphql/ws", server.url.replacen("http", "ws", 1)).into_client_request().unwrap();
    request.headers_mut().insert("sec-websocket-protocol", "graphql-transport-ws".parse().unwrap());
    request.headers_mut().insert("authorization", format!("Bearer {secret}").parse().unwrap());
    assert!(matches!(connect_async(request).await, Err(Error::Http(answer)) if answer.status() == 401));
}

async fn a_token_that_ends_by_its_day_ends_its_socket(server: Server) {
    let clock = Arc::new(ManualClock::new(server.app.clock.now()));
    let server = server.second_with(|_| {}, Arc::<ManualClock>::clone(&clock)).await;
    let siti = server.person("siti", None).await;
    let program = siti.program(&siti.token(&[]).await.1);
    let mut socket = Socket::ready(&program).await;
    let last = latest_seq(&server.app.db).await.unwrap();
    let journal = "subscription($after: String) { journal(after: $after) { kind } }";
    socket.subscribe("a", journal, json!({ "after": last.to_string() })).await;
    clock.advance(Duration::from_secs(90 * 86_400 - 1));
    // Nobody's session lasts so long: this one is new.
    let budi = server.person("budi", None).await;
    budi.propose(json!({})).await;
    assert_eq!(socket.next().await["journal"]["kind"], "proposal.submitted");
    clock.advance(Duration::from_secs(1));
    budi.propose(json!({})).await;
    loop {
        let told = socket.hear().await;
        assert!(told["payload"]["data"].is_null(), "told after the token's last day: {told}");
        if let Some(code) = told.get("closed") {
            assert_eq!(code, 4403);
            break;
        }
    }
}

async fn a_plan_is_written_live_with_a_token_of_that_scope_alone(server: Server) {
    let official = server.person("desa", Some((Role::VillageOperator, Some("33.02.17.2019"), None))).await;
    let create = "mutation($input: CreatePlanInput!) { createPlan(input: $input) { plan { id } } }";
    let plan = official.get(create, json!({ "input": { "area": "33.02.17.2019", "title": "Jalan" } })).await;
    let plan = plan["createPlan"]["plan"]["id"].as_str().unwrap().to_owned();
    // The first frame is the welcome: 100, then its JSON.
    let welcome = async |secret: Option<&str>| {
        let mut request = format!("{}/live/plans/{plan}", server.url.replacen("http", "ws", 1)).into_client_request().unwrap();
        if let Some(secret) = secret {
            request.headers_mut().insert("authorization", format!("Bearer {secret}").parse().unwrap());
        }
        match connect_async(request).await {
            Err(Error::Http(answer)) => Err(answer.status().as_u16()),
            Err(error) => panic!("{error}"),
            Ok((mut socket, _)) => loop {
                match socket.next().await {
                    Some(Ok(Message::Binary(frame))) => break Ok(String::from_utf8_lossy(&frame).contains(r#""mayEdit":true"#)),
                    Some(Ok(Message::Ping(_))) => {}
                    other => panic!("{other:?}"),
                }
            },
        }
    };
    let (reads, writes) = (official.token(&["WRITE_PROPOSALS"]).await.1, official.token(&["WRITE_PLANS"]).await.1);
    assert_eq!(welcome(Some(&reads)).await, Ok(false));
    assert_eq!(welcome(Some(&writes)).await, Ok(true));
    assert_eq!(welcome(None).await, Err(404), "a draft is its participants' own");
    assert_eq!(welcome(Some("rbg_x")).await, Err(401));
}
