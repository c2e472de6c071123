//! Queries that nobody asks for an honest reason: each is refused in words, most of them before the database hears of them,
//! and nothing of the inside is told. `cargo xtask bench hostile` holds the table that this prints to its budgets: how long each
//! takes, and what it leaves in memory.

#[macro_use]
mod harness;

use harness::socket::Socket;
use harness::{Person, Server};
use reqwest::Method;
use reqwest::header::{CONTENT_TYPE, ORIGIN};
use serde_json::{Value, json};
use std::fmt::Write;
use std::time::{Duration, Instant};

on_both_databases! { what_is_meant_to_hurt_is_refused_before_it_costs_anything }

/// How often each is repeated for its figures.
const ROUNDS: usize = 20;
/// What an answer never names: the inside of the program and of the database.
const INSIDE: [&str; 10] =
    ["Did you mean", "sqlx", "sea_orm", "SELECT ", "sqlite", "postgres", ".rs:", "panicked", "async_graphql", "serde"];

#[derive(Clone, Copy, PartialEq)]
enum Way {
    Anybody,
    Token,
    Socket,
}

struct Attack {
    name: &'static str,
    body: Vec<u8>,
    kind: &'static str,
    origin: Option<&'static str>,
    way: Way,
    /// The codes that it may be refused with.
    codes: &'static [&'static str],
}

const TOO_COMPLEX: &[&str] = &["TOO_COMPLEX"];
const BAD_INPUT: &[&str] = &["BAD_INPUT"];
const EITHER: &[&str] = &["BAD_INPUT", "TOO_COMPLEX"];

fn raw(name: &'static str, body: impl Into<Vec<u8>>, codes: &'static [&'static str]) -> Attack {
    Attack { name, body: body.into(), kind: "application/json", origin: None, way: Way::Anybody, codes }
}

fn query(name: &'static str, text: impl Into<String>, codes: &'static [&'static str]) -> Attack {
    raw(name, json!({ "query": text.into() }).to_string(), codes)
}

fn with(name: &'static str, text: &str, variables: Value, codes: &'static [&'static str]) -> Attack {
    raw(name, json!({ "query": text, "variables": variables }).to_string(), codes)
}

impl Attack {
    /// What is wrong with this answer, for which the database was asked so many times.
    fn problems(&self, answer: &str, asked: u64) -> Vec<String> {
        let Ok(told) = serde_json::from_str::<Value>(answer) else { return vec![format!("no JSON: {answer}")] };
        let error = &told["errors"][0];
        let code = error["extensions"]["code"].as_str().unwrap_or("none");
        let telling: Vec<_> = INSIDE.iter().filter(|word| answer.contains(**word)).collect();
        let checks = [
            (self.codes.contains(&code), format!("{code} instead of {:?}: {:.300}", self.codes, answer)),
            (error["extensions"]["requestId"].as_str().map(str::len) == Some(32), "no number of the request".into()),
            (error["message"].as_str().is_some_and(|message| !message.is_empty()), "no words".into()),
            (telling.is_empty(), format!("tells {telling:?}: {:.300}", answer)),
            (answer.len() < 4_000, format!("is told {} bytes", answer.len())),
            (asked == 0, format!("asks the database {asked} times")),
        ];
        checks.into_iter().filter(|(right, _)| !right).map(|(_, problem)| problem).collect()
    }
}

fn times(count: usize, piece: impl Fn(usize) -> String) -> String {
    (0..count).map(piece).collect()
}

/// That a comment's proposal has comments, again and again.
fn conversations(depth: usize, page: &str) -> String {
    let open = format!("comments({page}) {{ nodes {{ proposal {{ ").repeat(depth);
    format!("{open} id {}", "} } }".repeat(depth))
}

fn fragments(count: usize) -> String {
    let mut text = String::from("{ ...F0 }");
    for at in 0..count {
        write!(text, " fragment F{at} on Query {{ ...F{} ...F{} }}", at + 1, at + 1).unwrap();
    }
    write!(text, " fragment F{count} on Query {{ region {{ code }} }}").unwrap();
    text
}

const PROPOSALS: &str = "query($f: ProposalFilter) { proposals(filter: $f, first: 1) { nodes { id } } }";
const STATS: &str =
    "query($f: ProposalFilter, $g: [ProposalDimension!]) { proposalStats(filter: $f, groupBy: $g) { total { count } } }";

/// Of wide, deep and endless shape.
fn of_shape() -> Vec<Attack> {
    let nested = |count: usize, field: &str| format!("{}code{}", format!("{field} {{ ").repeat(count), " }".repeat(count));
    vec![
        query(
            "a thousand aliases at the top",
            format!("{{ {} }}", times(1_000, |at| format!("a{at}: region {{ code }} "))),
            TOO_COMPLEX,
        ),
        query(
            "three thousand aliases inside",
            format!("{{ region {{ {} }} }}", times(3_000, |at| format!("a{at}: code "))),
            TOO_COMPLEX,
        ),
        query("a flood of __typename", format!("{{ {} }}", times(3_000, |at| format!("a{at}: __typename "))), TOO_COMPLEX),
        query("forty levels", format!("{{ area(code: \"33.02\") {{ {} }} }}", nested(40, "parent")), TOO_COMPLEX),
        query("five thousand levels", format!("{{ {} }}", nested(5_000, "a")), TOO_COMPLEX),
        query("thirty thousand braces", "{".repeat(30_000), TOO_COMPLEX),
        query(
            "brackets in an argument",
            format!("{{ region(a: {}{}) {{ code }} }}", "[".repeat(10_000), "]".repeat(10_000)),
            EITHER,
        ),
        query("a fragment within itself", "{ ...A } fragment A on Query { ...A }", TOO_COMPLEX),
        query("fragments in a ring", "{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }", TOO_COMPLEX),
        query("fragments that double forty times", fragments(40), TOO_COMPLEX),
        query(
            "fragments that nobody uses",
            format!("{{ region {{ code }} }} {}", times(1_200, |at| format!("fragment U{at} on Region {{ code name }} "))),
            EITHER,
        ),
        query(
            "a thousand directives on a field",
            format!("{{ region {{ code {} }} }}", "@skip(if: false) ".repeat(1_000)),
            TOO_COMPLEX,
        ),
        query("directives of another server", "{ region { code @defer @stream(initialCount: 9) } }", EITHER),
        query("fifty operations", times(50, |at| format!("query Q{at} {{ region {{ code }} }} ")), EITHER),
        query("two operations and no name", "query A { region { code } } query B { region { code } }", BAD_INPUT),
        query(
            "a name of sixty thousand letters in a list of lists",
            format!("{{ areas(first: 100) {{ nodes {{ children {{ {}: code }} }} }} }}", "a".repeat(60_000)),
            TOO_COMPLEX,
        ),
        query(
            "texts compared three times in each suggestion",
            "{ planSuggestions(first: 100) { nodes { a: hunks { fate } b: hunks { fate } c: hunks { fate } } } }",
            TOO_COMPLEX,
        ),
        query(
            "a list in a list",
            "{ proposals(first: 100) { nodes { comments(first: 100) { nodes { id body author { displayName } } } } } }",
            TOO_COMPLEX,
        ),
        query("a list in a list by default", format!("query($n: Int = 100) {{ {} }}", conversations(3, "first: $n")), TOO_COMPLEX),
        query("a list in a list beside nothing", format!("{{ {} }}", conversations(3, "last: null, first: 100")), TOO_COMPLEX),
        query(
            "a hundred things twenty times",
            format!("{{ {} }}", times(20, |at| format!("n{at}: nodes(ids: [{}]) {{ id __typename }} ", "\"prp_x\" ".repeat(100)))),
            TOO_COMPLEX,
        ),
        query(
            "lists of lists without a number",
            "{ areas(first: 100) { nodes { children { children { children { name code postalCode } } } } } }",
            TOO_COMPLEX,
        ),
        query(
            "a hundred counts",
            format!("{{ {} }}", times(100, |at| format!("c{at}: proposals(first: 1) {{ totalCount }} "))),
            TOO_COMPLEX,
        ),
        query(
            "statistics twenty times",
            format!(
                "{{ {} }}",
                times(20, |at| format!(
                    "s{at}: proposalStats(groupBy: [VILLAGE, MONTH]) {{ groups {{ count estimatedCost {{ median }} }} }} "
                ))
            ),
            EITHER,
        ),
    ]
}

/// About the schema itself, and about what no schema has.
fn of_the_schema() -> Vec<Attack> {
    let reflexive = "type { ofType { fields { type { fields { type { fields { type { name } } } } } } } }";
    vec![
        query("the schema within the schema", format!("{{ __schema {{ types {{ fields {{ {reflexive} }} }} }} }}"), TOO_COMPLEX),
        query(
            "the schema fifteen times",
            format!(
                "{{ {} }}",
                times(15, |at| format!("s{at}: __schema {{ types {{ fields {{ args {{ type {{ name }} }} }} }} }} "))
            ),
            TOO_COMPLEX,
        ),
        query("a field that is not there", "{ passwords { hash } }", BAD_INPUT),
        query("an argument of a directive that is not there", "{ region { code @skip(iff: true) } }", BAD_INPUT),
        query("a type that is not there", "{ ...A } fragment A on Secrets { hash }", BAD_INPUT),
        query("an argument that is not there", "{ region(sql: \"x\") { code } }", BAD_INPUT),
        query(
            "a value of an enum that is not there",
            "{ proposals(first: 1, filter: { statuses: [DROP] }) { nodes { id } } }",
            BAD_INPUT,
        ),
        query("a subscription where questions go", "subscription { journal { seq } }", BAD_INPUT),
        query(
            "two hundred sign-ins at once",
            format!(
                "mutation {{ {} }}",
                times(200, |at| format!(
                    "a{at}: signIn(input: {{ contact: \"a@b.id\", password: \"{at}\" }}) {{ errors {{ code }} }} "
                ))
            ),
            TOO_COMPLEX,
        ),
    ]
}

/// Numbers, texts, places, ids and cursors that no form sends.
fn of_values() -> Vec<Attack> {
    let ring: Vec<Value> = (0..30_000).map(|at| json!([f64::from(at) / 1e5, 0])).collect();
    let spiral: Vec<Value> = (0..400).map(|at| json!([109.0 + f64::from(at % 7) / 10.0, -7.5 + f64::from(at) / 1e4])).collect();
    vec![
        query("a page of two milliards", "{ proposals(first: 2147483647) { nodes { id } } }", EITHER),
        query("a page of less than nothing", "{ proposals(first: -1) { nodes { id } } }", BAD_INPUT),
        query("a page of 1e308", "{ proposals(first: 1e308) { nodes { id } } }", BAD_INPUT),
        query("a number of forty digits", format!("{{ proposals(first: {}) {{ nodes {{ id }} }} }}", "9".repeat(40)), EITHER),
        query("a cursor of one's own", "{ proposals(first: 1, after: \"TkVXRVNUIDEgMQ\") { nodes { id } } }", BAD_INPUT),
        query("a cursor of the journal that is a word", "{ journal(first: 1, after: \"1 OR 1=1\") { nodes { seq } } }", BAD_INPUT),
        query("a hundred and one ids", format!("{{ nodes(ids: [{}]) {{ id }} }}", "\"prp_x\" ".repeat(101)), BAD_INPUT),
        with("a text of sixty thousand letters", PROPOSALS, json!({ "f": { "text": "x".repeat(60_000) } }), BAD_INPUT),
        with("ten thousand words", PROPOSALS, json!({ "f": { "text": "%_ ".repeat(15_000) } }), BAD_INPUT),
        with(
            "five thousand areas",
            PROPOSALS,
            json!({ "f": { "areas": (0..5_000).map(|area| format!("33.02.{area}")).collect::<Vec<_>>() } }),
            EITHER,
        ),
        with("an area that is a command", PROPOSALS, json!({ "f": { "areas": ["33.02'; DROP TABLE proposals; --"] } }), BAD_INPUT),
        with(
            "an outline of thirty thousand corners",
            PROPOSALS,
            json!({ "f": { "within": { "type": "Polygon", "coordinates": [ring] } } }),
            EITHER,
        ),
        with(
            "an outline of four hundred corners",
            PROPOSALS,
            json!({ "f": { "within": { "type": "Polygon", "coordinates": [spiral] } } }),
            BAD_INPUT,
        ),
        with(
            "a box turned inside out",
            PROPOSALS,
            json!({ "f": { "boundingBox": { "west": 1e300, "south": 0, "east": -1, "north": 1 } } }),
            BAD_INPUT,
        ),
        with("four dimensions", STATS, json!({ "g": ["VILLAGE", "MONTH", "STATUS", "SECTOR"] }), BAD_INPUT),
        with("a variable of another type", PROPOSALS, json!({ "f": [[[[["x"]]]]] }), BAD_INPUT),
        with("four thousand variables that nobody asked for", "{ passwords }", times_as_object(4_000), EITHER),
    ]
}

fn times_as_object(count: usize) -> Value {
    Value::Object((0..count).map(|at| (format!("v{at}"), json!(at))).collect())
}

/// Bodies that are no question, or come from where none should.
fn of_bodies() -> Vec<Attack> {
    let question = json!({ "query": "{ region { code } }" }).to_string();
    let deep = format!(r#"{{"query":"{{ region {{ code }} }}","variables":{}{}}}"#, "[".repeat(20_000), "]".repeat(20_000));
    let kind = |name, kind| Attack { kind, ..raw(name, question.clone(), BAD_INPUT) };
    vec![
        raw("a batch", format!("[{question},{question}]"), BAD_INPUT),
        raw("nothing", "", BAD_INPUT),
        raw("bytes that are no text", b"{\"query\":\"\xff\xfe\"}".to_vec(), BAD_INPUT),
        raw("half a surrogate", r#"{"query":"{ region { code } } # \ud800"}"#, BAD_INPUT),
        raw("a zero in the question", r#"{"query":"{ region { co\u0000de } }"}"#, BAD_INPUT),
        raw("a thousand zeros", vec![0; 1_000], BAD_INPUT),
        raw("variables twenty thousand deep", deep, BAD_INPUT),
        raw(
            "more than fits",
            json!({ "query": format!("{{ region {{ code }} }} # {}", "x".repeat(70_000)) }).to_string(),
            TOO_COMPLEX,
        ),
        raw(
            "a text without its end",
            json!({ "query": format!("{{ area(code: \"\"\"{}", "\\\"".repeat(10_000)) }).to_string(),
            BAD_INPUT,
        ),
        raw("a document that the app does not have", json!({ "documentId": "../../etc/passwd" }).to_string(), BAD_INPUT),
        raw(
            "a hash of another server",
            json!({ "extensions": { "persistedQuery": { "version": 1, "sha256Hash": "00" } } }).to_string(),
            BAD_INPUT,
        ),
        kind("a form of another page", "application/x-www-form-urlencoded"),
        kind("plain text of another page", "text/plain"),
        kind("a file", "multipart/form-data; boundary=x"),
        Attack { origin: Some("https://jahat.id"), ..raw("another page's script", question.clone(), &["FORBIDDEN"]) },
    ]
}

/// By a program, and over the socket of subscriptions.
fn of_other_ways() -> Vec<Attack> {
    let by = |way, attack| Attack { way, ..attack };
    let told = |name, text: String, codes| by(Way::Socket, query(name, text, codes));
    let wide = times(3_000, |at| format!("a{at}: seq "));
    let nested = conversations(3, "first: $n");
    vec![
        by(
            Way::Token,
            query("a program's flood of __typename", format!("{{ {} }}", times(3_000, |_| "__typename ".into())), TOO_COMPLEX),
        ),
        by(Way::Token, query("a program's fragments that double forty times", fragments(40), TOO_COMPLEX)),
        by(Way::Token, query("a program's list in a list by default", format!("query($n: Int = 100) {{ {nested} }}"), TOO_COMPLEX)),
        told("three thousand aliases on a socket", format!("subscription {{ journal {{ {wide} }} }}"), TOO_COMPLEX),
        told("thirty thousand braces on a socket", "{".repeat(30_000), TOO_COMPLEX),
        told("fragments that double forty times on a socket", fragments(40), TOO_COMPLEX),
        told(
            "a list in a list by default on a socket",
            format!("subscription($n: Int = 100) {{ journal {{ touched {{ node {{ ... on Proposal {{ {nested} }} }} }} }} }}"),
            TOO_COMPLEX,
        ),
        told("a change on a socket", "mutation { signOut { signedOut } }".into(), BAD_INPUT),
        told("half a question on a socket", "subscription { journal ".into(), BAD_INPUT),
    ]
}

async fn strike_on_socket(socket: &mut Socket, attack: &Attack) -> (String, Duration) {
    let payload: Value = serde_json::from_slice(&attack.body).unwrap();
    let start = Instant::now();
    socket.say(json!({ "id": "a", "type": "subscribe", "payload": payload })).await;
    let told = socket.hear().await;
    let took = start.elapsed();
    assert_eq!(socket.hear().await["type"], "complete");
    (told["payload"].to_string(), took)
}

async fn strike(person: &Person, attack: &Attack) -> (String, Duration) {
    let mut request = person.request(Method::POST, "/graphql").header(CONTENT_TYPE, attack.kind);
    if let Some(origin) = attack.origin {
        request = request.header(ORIGIN, origin);
    }
    let start = Instant::now();
    let answer = request.body(attack.body.clone()).send().await.unwrap().text().await.unwrap();
    (answer, start.elapsed())
}

/// Megabytes that the process has for itself.
fn resident() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("RssAnon:")).unwrap();
    line.trim().trim_end_matches(" kB").parse::<f64>().unwrap() / 1_000.0
}

async fn what_is_meant_to_hurt_is_refused_before_it_costs_anything(server: Server) {
    let (anyone, siti) = (server.anonymous(), server.person("siti", None).await);
    let program = siti.program(&siti.token(&["READ"]).await.1);
    let attacks: Vec<Attack> =
        [of_shape(), of_the_schema(), of_values(), of_bodies(), of_other_ways()].into_iter().flatten().collect();
    assert!(attacks.len() >= 50, "only {} attacks", attacks.len());
    println!("| attack | slowest, ms | memory left behind, MB |\n| --- | ---: | ---: |");
    let mut problems = Vec::new();
    for attack in &attacks {
        let mut socket = Socket::ready(&anyone).await;
        let mut strike = async || match attack.way {
            Way::Anybody => strike(&anyone, attack).await,
            Way::Token => strike(&program, attack).await,
            Way::Socket => strike_on_socket(&mut socket, attack).await,
        };
        let before = server.app.db.queries().count();
        let (answer, _) = strike().await;
        let asked = server.app.db.queries().count() - before;
        problems.extend(attack.problems(&answer, asked).into_iter().map(|problem| format!("{}: {problem}", attack.name)));
        let memory = resident();
        let mut slowest = Duration::ZERO;
        for _ in 0..ROUNDS {
            slowest = slowest.max(strike().await.1);
        }
        println!("| {} | {:.2} | {:.1} |", attack.name, slowest.as_secs_f64() * 1e3, resident() - memory);
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
    assert!(anyone.get("{ region { code } }", json!({})).await["region"]["code"].is_string());
}
