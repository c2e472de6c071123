//! A provider of identities, as strict as a real one, that can be told to lie.

use axum::extract::{Query, Request, State};
use axum::http::header::{CONTENT_TYPE, LOCATION};
use axum::http::{HeaderMap, StatusCode};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use chrono::{Duration, Utc};
use openidconnect::core::{CoreIdToken, CoreIdTokenClaims, CoreJsonWebKeySet, CoreJwsSigningAlgorithm, CoreRsaPrivateSigningKey};
use openidconnect::{
    AccessToken, Audience, EmptyAdditionalClaims, EndUserEmail, EndUserName, IssuerUrl, JsonWebKeyId, Nonce, PkceCodeChallenge,
    PkceCodeVerifier, PrivateSigningKey, StandardClaims, SubjectIdentifier,
};
use serde_json::{Value, json};
use std::collections::HashMap;
use std::sync::{Arc, Mutex};

/// Made for these tests, and used nowhere else.
const KEY: &str = include_str!("provider.pem");
pub const CLIENT: &str = "rembug";
pub const SECRET: &str = "rahasia-uji";

/// What the provider says of the next person.
#[derive(Clone)]
pub struct Says {
    pub subject: &'static str,
    pub email: Option<&'static str>,
    /// None says nothing about it.
    pub verified: Option<bool>,
    pub name: Option<&'static str>,
    pub issuer: Option<&'static str>,
    pub audience: &'static str,
    pub nonce: Option<&'static str>,
    pub good_for_seconds: i64,
    /// Another's signature.
    pub forged: bool,
    /// Of another access token than the one that comes with it.
    pub swapped: bool,
    /// What is there no longer, and leads on to where it is.
    pub moved: Option<&'static str>,
}

impl Default for Says {
    fn default() -> Self {
        Self {
            subject: "peg-1",
            email: Some("Tarno@Dinas.example.id"),
            verified: Some(true),
            name: Some("Tarno"),
            issuer: None,
            audience: CLIENT,
            nonce: None,
            good_for_seconds: 300,
            forged: false,
            swapped: false,
            moved: None,
        }
    }
}

pub struct Provider {
    pub url: String,
    pub says: Mutex<Says>,
    /// By what name its key is looked for.
    key: Mutex<&'static str>,
    /// The nonce and the challenge for each code that has not been changed for a token.
    codes: Mutex<HashMap<String, (String, String)>>,
}

impl Provider {
    pub async fn start() -> Arc<Self> {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let provider = Arc::new(Self { url, says: Mutex::default(), key: Mutex::new("uji"), codes: Mutex::default() });
        let routes = Router::new()
            .route("/.well-known/openid-configuration", get(discover))
            .route("/jwks", get(keys))
            .route("/authorize", get(authorize))
            .route("/token", post(token));
        let routes = routes.clone().nest("/elsewhere", routes).layer(from_fn_with_state(Arc::clone(&provider), lead));
        let routes = routes.with_state(Arc::clone(&provider));
        tokio::spawn(async move { axum::serve(listener, routes).await });
        provider
    }

    pub fn say(&self, says: Says) {
        *self.says.lock().unwrap() = says;
    }

    /// From now on it signs with another key and shows that one alone: whoever knows the old one finds no key of that name.
    pub fn change_key(&self) {
        *self.key.lock().unwrap() = "uji-2";
    }

    fn key(&self) -> CoreRsaPrivateSigningKey {
        let name = *self.key.lock().unwrap();
        CoreRsaPrivateSigningKey::from_pem(KEY, Some(JsonWebKeyId::new(name.into()))).unwrap()
    }
}

/// Everything is elsewhere too, for whoever follows.
async fn lead(State(provider): State<Arc<Provider>>, request: Request, next: Next) -> Response {
    let path = request.uri().path();
    if provider.says.lock().unwrap().moved == Some(path) {
        return (StatusCode::TEMPORARY_REDIRECT, [(LOCATION, format!("/elsewhere{path}"))]).into_response();
    }
    next.run(request).await
}

async fn discover(State(provider): State<Arc<Provider>>) -> Json<Value> {
    let url = &provider.url;
    Json(json!({
        "issuer": url, "authorization_endpoint": format!("{url}/authorize"), "token_endpoint": format!("{url}/token"),
        "jwks_uri": format!("{url}/jwks"), "response_types_supported": ["code"], "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["RS256"],
    }))
}

async fn keys(State(provider): State<Arc<Provider>>) -> Json<CoreJsonWebKeySet> {
    Json(CoreJsonWebKeySet::new(vec![provider.key().as_verification_key()]))
}

/// Everybody says yes here.
async fn authorize(State(provider): State<Arc<Provider>>, Query(asked): Query<HashMap<String, String>>) -> Response {
    assert_eq!((asked["response_type"].as_str(), asked["client_id"].as_str()), ("code", CLIENT));
    assert_eq!(asked["code_challenge_method"], "S256");
    assert!(asked["scope"].split(' ').any(|scope| scope == "openid"));
    let mut codes = provider.codes.lock().unwrap();
    let code = format!("code-{}-{}", codes.len(), asked["state"]);
    codes.insert(code.clone(), (asked["nonce"].clone(), asked["code_challenge"].clone()));
    let back = format!("{}?code={code}&state={}", asked["redirect_uri"], asked["state"]);
    (StatusCode::FOUND, [(LOCATION, back)]).into_response()
}

async fn token(State(provider): State<Arc<Provider>>, headers: HeaderMap, body: String) -> Response {
    let form: HashMap<&str, &str> = body.split('&').filter_map(|pair| pair.split_once('=')).collect();
    assert!(headers["authorization"].to_str().unwrap().starts_with("Basic "), "the client shows who it is");
    let Some((nonce, challenge)) = provider.codes.lock().unwrap().remove(form["code"]) else {
        return (StatusCode::BAD_REQUEST, [(CONTENT_TYPE, "application/json")], r#"{"error":"invalid_grant"}"#).into_response();
    };
    let shown = PkceCodeChallenge::from_code_verifier_sha256(&PkceCodeVerifier::new(form["code_verifier"].to_owned()));
    assert_eq!(shown.as_str(), challenge);
    let says = provider.says.lock().unwrap().clone();
    let person = StandardClaims::new(SubjectIdentifier::new(says.subject.into()))
        .set_email(says.email.map(|email| EndUserEmail::new(email.into())))
        .set_email_verified(says.verified)
        .set_name(says.name.map(|name| EndUserName::new(name.into()).into()));
    let claims = CoreIdTokenClaims::new(
        IssuerUrl::new(says.issuer.unwrap_or(&provider.url).into()).unwrap(),
        vec![Audience::new(says.audience.into())],
        Utc::now() + Duration::seconds(says.good_for_seconds),
        Utc::now(),
        person,
        EmptyAdditionalClaims {},
    )
    .set_nonce(Some(Nonce::new(says.nonce.map_or(nonce, str::to_owned))));
    let access = AccessToken::new(if says.swapped { "lain" } else { "akses" }.into());
    let signed =
        CoreIdToken::new(claims, &provider.key(), CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256, Some(&access), None).unwrap();
    let mut signed = signed.to_string();
    if says.forged {
        // The same words, with the first sign of the signature another one.
        let at = signed.rfind('.').unwrap() + 1;
        let other = if &signed[at..=at] == "A" { "B" } else { "A" };
        signed.replace_range(at..=at, other);
    }
    Json(json!({ "access_token": "akses", "token_type": "Bearer", "id_token": signed })).into_response()
}
