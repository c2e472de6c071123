//! Signing in through a provider: who it vouches for comes in, and whatever else is tried does not.

use super::provider::{CLIENT, Provider, SECRET, Says};
use crate::harness::{Person, Server};
use backend::platform::clock::{Clock, ManualClock};
use reqwest::header::{COOKIE, LOCATION, SET_COOKIE};
use reqwest::{Client, Response, redirect};
use serde_json::{Value, json};
use std::sync::Arc;
use std::time::Duration;

on_both_databases! {
    the_first_visit_makes_an_account_and_the_next_one_finds_it,
    an_account_with_the_address_becomes_its_owners,
    a_subject_is_its_own_providers_alone,
    a_lie_of_any_kind_signs_nobody_in,
    a_new_key_of_the_providers_is_soon_known,
    where_the_provider_leads_on_nobody_follows,
    where_the_providers_doors_are_is_asked_again_after_ten_minutes,
    a_visit_is_good_once_in_its_own_browser_and_for_ten_minutes,
    who_makes_a_return_up_keeps_nobody_from_writing_and_is_slowed_down,
    who_goes_again_and_again_is_slowed_down,
    over_https_what_a_browser_keeps_goes_no_other_way,
    afterwards_one_is_within_the_app,
    without_the_provider_everything_else_goes_on,
}

const ADDRESS: &str = "http://rembug.test";
const ME: &str = "{ viewer { account { id displayName email grants { id } } } }";

/// A server that knows the provider at this address.
async fn with(server: &Server, issuer: &str, clock: Arc<dyn Clock>) -> Server {
    with_address(server, ADDRESS, issuer, clock).await
}

/// The same, reached at an address of its own.
async fn with_address(server: &Server, address: &str, issuer: &str, clock: Arc<dyn Clock>) -> Server {
    let (address, issuer) = (address.to_owned(), issuer.to_owned());
    let change = move |settings: &mut backend::config::Settings| {
        settings.public_url = Some(address);
        settings.oidc_issuer = Some(issuer);
        settings.oidc_client_id = Some(CLIENT.into());
        settings.oidc_client_secret = Some(SECRET.into());
        settings.oidc_name = Some("Akun Pemda".into());
    };
    server.second_with(change, clock).await
}

/// A browser, as far as this needs one: it follows nothing by itself.
struct Browser {
    http: Client,
    url: String,
}

impl Browser {
    fn at(server: &Server) -> Self {
        let http = Client::builder().redirect(redirect::Policy::none()).build().unwrap();
        Self { http, url: server.url.clone() }
    }

    async fn open(&self, path: &str, cookie: &str) -> Response {
        self.http.get(format!("{}{path}", self.url)).header(COOKIE, cookie).send().await.unwrap()
    }

    /// To the provider and up to the way back: the address within the app, and the cookie.
    async fn go(&self, path: &str) -> (String, String) {
        let sent = self.open(path, "").await;
        assert_eq!(sent.status(), 303);
        let cookie = cookie(&sent, "rembug_visit");
        let back = self.http.get(location(&sent)).send().await.unwrap();
        let back = location(&back);
        (back.strip_prefix(ADDRESS).unwrap().to_owned(), cookie)
    }

    /// The whole way: where it ends, and the session.
    async fn sign_in(&self, path: &str) -> (String, String) {
        let (back, cookie_of_visit) = self.go(path).await;
        let came = self.open(&back, &cookie_of_visit).await;
        (location(&came), cookie(&came, "rembug_session"))
    }

    async fn viewer(&self, session: &str) -> Value {
        let body = json!({ "query": ME }).to_string();
        let request = self.http.post(format!("{}/graphql", self.url)).header("content-type", "application/json");
        let answer = request.header(COOKIE, session).body(body).send().await.unwrap();
        serde_json::from_str::<Value>(&answer.text().await.unwrap()).unwrap()["data"]["viewer"]["account"].clone()
    }
}

fn location(answer: &Response) -> String {
    answer.headers()[LOCATION].to_str().unwrap().to_owned()
}

/// The cookie of this name that the answer sets; empty when it sets none or takes it away.
fn cookie(answer: &Response, name: &str) -> String {
    let set = answer.headers().get_all(SET_COOKIE).iter().filter_map(|value| value.to_str().ok());
    let own = set.filter(|value| value.starts_with(&format!("{name}="))).find(|value| !value.contains("Max-Age=0"));
    own.inspect(|value| assert!(value.contains("HttpOnly") && value.contains("SameSite=Lax"), "{value}"))
        .and_then(|value| value.split(';').next())
        .unwrap_or_default()
        .to_owned()
}

async fn the_first_visit_makes_an_account_and_the_next_one_finds_it(server: Server) {
    let provider = Provider::start().await;
    let server = with(&server, &provider.url, Arc::clone(&server.app.clock)).await;
    let browser = Browser::at(&server);
    let shown = server.anonymous().get("{ identityProvider { name signInPath } }", json!({})).await;
    assert_eq!(shown["identityProvider"], json!({ "name": "Akun Pemda", "signInPath": "/masuk/oidc" }));
    let (to, session) = browser.sign_in("/masuk/oidc?ke=%2Fmeja").await;
    assert_eq!(to, "/meja");
    let first = browser.viewer(&session).await;
    assert_eq!((&first["displayName"], &first["email"]), (&json!("Tarno"), &json!("tarno@dinas.example.id")));
    // What one may do follows from roles that are granted here.
    assert_eq!(first["grants"], json!([]));
    // Known by the subject, whatever became of the address.
    provider.say(Says { email: Some("lain@dinas.example.id"), verified: Some(false), ..Says::default() });
    let (_, session) = browser.sign_in("/masuk/oidc").await;
    assert_eq!(browser.viewer(&session).await["id"], first["id"]);
    provider.say(Says { subject: "peg-2", email: Some("wati@dinas.example.id"), name: None, ..Says::default() });
    let (_, session) = browser.sign_in("/masuk/oidc").await;
    let second = browser.viewer(&session).await;
    assert_eq!(second["displayName"], "wati");
    assert_ne!(second["id"], first["id"]);
}

async fn an_account_with_the_address_becomes_its_owners(server: Server) {
    let provider = Provider::start().await;
    // Somebody signed up with an address that may not have been theirs, and left a way in.
    let early: Person = server.person("tarno", None).await;
    let (_, secret) = early.token(&[]).await;
    let id = early.id().await;
    let server = with(&server, &provider.url, Arc::clone(&server.app.clock)).await;
    let browser = Browser::at(&server);
    // A provider that says nothing of the address has not verified it.
    for verified in [Some(false), None] {
        provider.say(Says { email: Some("tarno@contoh.id"), verified, ..Says::default() });
        let came = browser.sign_in("/masuk/oidc").await;
        assert_eq!(came, ("/masuk?gagal=EMAIL_UNVERIFIED".into(), String::new()), "{verified:?}");
    }
    assert_eq!(early.id().await, id);
    provider.say(Says { email: Some("tarno@contoh.id"), ..Says::default() });
    let (_, session) = browser.sign_in("/masuk/oidc").await;
    assert_eq!(browser.viewer(&session).await["id"], id);
    assert_eq!(early.get(ME, json!({})).await["viewer"], Value::Null, "the old session has ended");
    let program = early.program(&secret).ask(ME, json!({})).await;
    assert_eq!(program["errors"][0]["extensions"]["code"], "UNAUTHENTICATED");
    let mut early = server.anonymous();
    let refused = early.sign_in("tarno@contoh.id", "mendoan hangat").await;
    assert_eq!(refused["data"]["signIn"]["errors"][0]["code"], "SIGN_IN_FAILED");
}

async fn a_subject_is_its_own_providers_alone(server: Server) {
    let (one, other) = (Provider::start().await, Provider::start().await);
    let signed_in = async |provider: &Provider, email: &'static str| {
        let server = with(&server, &provider.url, Arc::clone(&server.app.clock)).await;
        provider.say(Says { email: Some(email), ..Says::default() });
        let browser = Browser::at(&server);
        let (_, session) = browser.sign_in("/masuk/oidc").await;
        browser.viewer(&session).await["id"].as_str().unwrap().to_owned()
    };
    let first = signed_in(&one, "tarno@dinas.example.id").await;
    let second = signed_in(&other, "tarno@lain.example.id").await;
    assert_ne!(first, second);
    // Each comes back to their own.
    assert_eq!(signed_in(&one, "tarno@dinas.example.id").await, first);
    assert_eq!(signed_in(&other, "tarno@lain.example.id").await, second);
}

async fn a_lie_of_any_kind_signs_nobody_in(server: Server) {
    let provider = Provider::start().await;
    let server = with(&server, &provider.url, Arc::clone(&server.app.clock)).await;
    let browser = Browser::at(&server);
    let lies = [
        ("nonce", Says { nonce: Some("salah"), ..Says::default() }),
        ("expiry", Says { good_for_seconds: -60, ..Says::default() }),
        ("audience", Says { audience: "portal-lain", ..Says::default() }),
        ("issuer", Says { issuer: Some("https://lain.example.id"), ..Says::default() }),
        ("signature", Says { forged: true, ..Says::default() }),
        ("access token", Says { swapped: true, ..Says::default() }),
    ];
    for (lie, says) in lies {
        provider.say(says);
        assert_eq!(browser.sign_in("/masuk/oidc").await, ("/masuk?gagal=PROVIDER_REFUSED".into(), String::new()), "{lie}");
    }
    provider.say(Says { email: None, ..Says::default() });
    assert_eq!(browser.sign_in("/masuk/oidc").await.0, "/masuk?gagal=EMAIL_UNVERIFIED");
    provider.say(Says::default());
    assert_eq!(browser.sign_in("/masuk/oidc").await.0, "/", "the truth is believed after all of them");
}

async fn a_new_key_of_the_providers_is_soon_known(server: Server) {
    let provider = Provider::start().await;
    let server = with(&server, &provider.url, Arc::clone(&server.app.clock)).await;
    let browser = Browser::at(&server);
    assert_eq!(browser.sign_in("/masuk/oidc").await.0, "/");
    provider.change_key();
    // Whoever comes with it first may be refused, and nobody after them.
    browser.sign_in("/masuk/oidc").await;
    assert_eq!(browser.sign_in("/masuk/oidc").await.0, "/");
}

async fn where_the_provider_leads_on_nobody_follows(server: Server) {
    let provider = Provider::start().await;
    let server = with(&server, &provider.url, Arc::clone(&server.app.clock)).await;
    let browser = Browser::at(&server);
    for moved in ["/.well-known/openid-configuration", "/jwks"] {
        provider.say(Says { moved: Some(moved), ..Says::default() });
        assert_eq!(location(&browser.open("/masuk/oidc", "").await), "/masuk?gagal=PROVIDER_UNREACHABLE", "{moved}");
    }
    provider.say(Says { moved: Some("/token"), ..Says::default() });
    assert_eq!(browser.sign_in("/masuk/oidc").await, ("/masuk?gagal=PROVIDER_REFUSED".into(), String::new()));
    provider.say(Says::default());
    assert_eq!(browser.sign_in("/masuk/oidc").await.0, "/");
}

async fn where_the_providers_doors_are_is_asked_again_after_ten_minutes(server: Server) {
    let provider = Provider::start().await;
    let clock = Arc::new(ManualClock::new(server.app.clock.now()));
    let server = with(&server, &provider.url, Arc::<ManualClock>::clone(&clock)).await;
    let browser = Browser::at(&server);
    let led = async || location(&browser.open("/masuk/oidc", "").await);
    assert!(led().await.starts_with(&provider.url));
    provider.say(Says { moved: Some("/.well-known/openid-configuration"), ..Says::default() });
    clock.advance(Duration::from_secs(599));
    assert!(led().await.starts_with(&provider.url), "until then it is believed");
    clock.advance(Duration::from_secs(1));
    assert_eq!(led().await, "/masuk?gagal=PROVIDER_UNREACHABLE");
}

async fn a_visit_is_good_once_in_its_own_browser_and_for_ten_minutes(server: Server) {
    let provider = Provider::start().await;
    let clock = Arc::new(ManualClock::new(server.app.clock.now()));
    let server = with(&server, &provider.url, Arc::<ManualClock>::clone(&clock)).await;
    let browser = Browser::at(&server);
    let refused = async |path: &str, visit: &str| {
        let came = browser.open(path, visit).await;
        assert_eq!(location(&came), "/masuk?gagal=PROVIDER_REFUSED", "{path}");
        assert_eq!(cookie(&came, "rembug_session"), "");
    };
    let (back, visit) = browser.go("/masuk/oidc").await;
    // Another browser, led here by somebody who wants it to be signed in as them.
    refused(&back, "").await;
    let (_, stranger) = browser.go("/masuk/oidc").await;
    refused(&back, &stranger).await;
    // In its own it is good once.
    assert_eq!(location(&browser.open(&back, &visit).await), "/");
    refused(&back, &visit).await;
    let (back, visit) = browser.go("/masuk/oidc").await;
    refused(&format!("{}x", back), &visit).await;
    refused(&back, &visit).await;
    // Whoever says no at the provider comes back with an error.
    let (_, visit) = browser.go("/masuk/oidc").await;
    refused("/masuk/oidc/kembali?error=access_denied&state=x", &visit).await;
    let (back, visit) = browser.go("/masuk/oidc").await;
    clock.advance(Duration::from_secs(600));
    refused(&back, &visit).await;
}

async fn who_makes_a_return_up_keeps_nobody_from_writing_and_is_slowed_down(server: Server) {
    let provider = Provider::start().await;
    let server = with(&server, &provider.url, Arc::clone(&server.app.clock)).await;
    let browser = Browser::at(&server);
    // Thirty-two bytes, as a visit's own.
    let made_up = format!("rembug_visit={}", "A".repeat(43));
    let come = async || location(&browser.open("/masuk/oidc/kembali?code=x&state=y", &made_up).await);
    // On SQLite one alone writes at a time, and somebody does just now.
    let writing = server.app.db.begin().await.unwrap();
    assert_eq!(come().await, "/masuk?gagal=PROVIDER_REFUSED");
    drop(writing);
    let mut came = String::new();
    for _ in 0..1_000 {
        came = come().await;
        if came != "/masuk?gagal=PROVIDER_REFUSED" {
            break;
        }
    }
    assert_eq!(came, "/masuk?gagal=RATE_LIMITED");
}

async fn who_goes_again_and_again_is_slowed_down(server: Server) {
    let provider = Provider::start().await;
    let server = with(&server, &provider.url, Arc::clone(&server.app.clock)).await;
    let browser = Browser::at(&server);
    let mut led = String::new();
    for _ in 0..1_000 {
        led = location(&browser.open("/masuk/oidc", "").await);
        if !led.starts_with(&provider.url) {
            break;
        }
    }
    assert_eq!(led, "/masuk?gagal=RATE_LIMITED");
}

async fn over_https_what_a_browser_keeps_goes_no_other_way(server: Server) {
    let provider = Provider::start().await;
    for (address, is_secure) in [(ADDRESS, false), ("https://rembug.test", true)] {
        let server = with_address(&server, address, &provider.url, Arc::clone(&server.app.clock)).await;
        let browser = Browser::at(&server);
        let sent = browser.open("/masuk/oidc", "").await;
        let back = location(&browser.http.get(location(&sent)).send().await.unwrap());
        let came = browser.open(back.strip_prefix(address).unwrap(), &cookie(&sent, "rembug_visit")).await;
        for (name, answer) in [("rembug_visit", sent), ("rembug_session", came)] {
            let set: Vec<_> = answer.headers().get_all(SET_COOKIE).iter().map(|value| value.to_str().unwrap()).collect();
            assert!(set.iter().any(|cookie| cookie.starts_with(name)), "{set:?}");
            assert!(set.iter().all(|cookie| cookie.split("; ").any(|said| said == "Secure") == is_secure), "{address}: {set:?}");
        }
    }
}

async fn afterwards_one_is_within_the_app(server: Server) {
    let provider = Provider::start().await;
    let server = with(&server, &provider.url, Arc::clone(&server.app.clock)).await;
    let browser = Browser::at(&server);
    for next in ["https://example.org", "%2F%2Fexample.org", "%2F%5Cexample.org", "%2F%09%2Fexample.org", "javascript:alert(1)", ""]
    {
        assert_eq!(browser.sign_in(&format!("/masuk/oidc?ke={next}")).await.0, "/", "{next}");
    }
    assert_eq!(browser.sign_in("/masuk/oidc?ke=%2Fusulan%2Fbaru%3Fx%3D1").await.0, "/usulan/baru?x=1");
}

async fn without_the_provider_everything_else_goes_on(server: Server) {
    assert_eq!(server.anonymous().get("{ identityProvider { name } }", json!({})).await["identityProvider"], Value::Null);
    for path in ["/masuk/oidc", "/masuk/oidc/kembali?code=x&state=y"] {
        assert_eq!(Browser::at(&server).open(path, "").await.status(), 404);
    }
    // Nobody listens there. The server starts, people sign in with their passwords, and the way there says so.
    let server = with(&server, "http://127.0.0.1:9", Arc::clone(&server.app.clock)).await;
    server.person("siti", None).await;
    let sent = Browser::at(&server).open("/masuk/oidc", "").await;
    assert_eq!((sent.status().as_u16(), location(&sent).as_str()), (303, "/masuk?gagal=PROVIDER_UNREACHABLE"));
    assert_eq!(cookie(&sent, "rembug_visit"), "");
}
