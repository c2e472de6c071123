//! A real server on a database of its own, and people who talk to it.

// Each file of tests uses a part of it.
#![allow(dead_code, unused_macros)]

pub mod clock;
pub mod editor;
pub mod routes;
pub mod socket;

use backend::access::service::{RoleGrant, SignUp, create_account, grant_as_operator};
use backend::app::{App, SharedApp};
use backend::config::Settings;
use backend::journal::entries_after;
use backend::journal::tail::{Pace, Tail};
use backend::live::{Author, Deed, Ordered};
use backend::platform::clock::{Clock, SystemClock};
use backend::platform::ids::{IdSource, SystemIds};
use backend::webhook::store::insert_delivery;
use backend::webhook::{Delivery, Failure};
use reqwest::header::{CONTENT_TYPE, COOKIE, SET_COOKIE};
use reqwest::{Method, RequestBuilder};
use sea_orm::{ConnectionTrait, Database};
use serde_json::{Value, json};
use shared::access::Role;
use shared::operations::Operation;
use shared::plan::document::Roots;
use shared::plan::edit::{Edit, apply};
use shared::value::WebhookDeliveryId;
use shared::webhook::{WebhookDeliveryState, WebhookProblem};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;

/// Each test once a database.
macro_rules! on_both_databases {
    ($($name:ident),+ $(,)?) => {
        on_both_databases! { @on sqlite Sqlite $($name),+ }
        on_both_databases! { @on postgres Postgres $($name),+ }
    };
    (@on $module:ident $kind:ident $($name:ident),+) => {
        mod $module {
            use crate::harness::{Kind, Server};
            $(#[tokio::test] async fn $name() { super::$name(Server::start(Kind::$kind).await).await; })+
        }
    };
}

#[derive(Clone, Copy, Debug)]
pub enum Kind {
    Sqlite,
    Postgres,
}

pub struct Server {
    pub app: SharedApp,
    pub url: String,
    folder: PathBuf,
}

impl Server {
    pub async fn start(kind: Kind) -> Self {
        Self::start_at(kind, Arc::new(SystemClock)).await
    }

    /// A server that lives by another clock.
    pub async fn start_at(kind: Kind, clock: Arc<dyn Clock>) -> Self {
        // Not the process id: it comes back, and PostgreSQL keeps what an earlier run made.
        let name = format!("rembug_{}", SystemIds.uuid(&SystemClock).simple());
        let folder = std::env::temp_dir().join(&name);
        std::fs::create_dir_all(&folder).unwrap();
        let database_url = match kind {
            Kind::Sqlite => None,
            Kind::Postgres => Some(create_postgres(&name).await),
        };
        let settings = Settings {
            data_dir: Some(folder.clone()),
            database_url,
            // Everybody in a test comes from one address.
            budget_times: Some(100),
            // Whoever is told of anything is on this machine.
            webhook_private: Some(true),
            ..Default::default()
        };
        let app = App::start_with(settings.check().unwrap(), clock, Arc::new(SystemIds)).await.unwrap();
        Self::serve(app, folder).await
    }

    /// The same application behind another door, with something of it exchanged.
    pub async fn with(&self, exchange: impl FnOnce(&App) -> App) -> Self {
        Self::serve(Arc::new(exchange(&self.app)), self.folder.join("exchanged")).await
    }

    /// Another process on the same database.
    pub async fn second(&self) -> Self {
        let app = App::start(self.app.config.clone()).await.unwrap();
        Self::serve(app, self.folder.join("second")).await
    }

    /// Another process on the same database, which looks for the journal's new events at this pace.
    pub async fn second_at(&self, pace: Pace) -> Self {
        let app = App::start(self.app.config.clone()).await.unwrap();
        let app = App { tail: Arc::new(Tail::at_pace(pace)), ..App::clone(&app) };
        Self::serve(Arc::new(app), self.folder.join("patient")).await
    }

    /// Another process on the same database, set up otherwise, which lives by another clock.
    pub async fn second_with(&self, change: impl FnOnce(&mut Settings), clock: Arc<dyn Clock>) -> Self {
        let mut settings = Settings {
            data_dir: Some(self.folder.clone()),
            database_url: Some(self.app.config.database_url.clone()),
            ..Default::default()
        };
        change(&mut settings);
        let app = App::start_with(settings.check().unwrap(), clock, Arc::new(SystemIds)).await.unwrap();
        Self::serve(app, self.folder.join("other")).await
    }

    async fn serve(app: SharedApp, folder: PathBuf) -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let service = backend::web::router(SharedApp::clone(&app)).into_make_service_with_connect_info::<SocketAddr>();
        tokio::spawn(async move { axum::serve(listener, service).await });
        Self { app, url, folder }
    }

    pub fn anonymous(&self) -> Person {
        Person { url: self.url.clone(), cookie: None, token: None, http: reqwest::Client::new() }
    }

    /// An event that this webhook's receiver did not take, however often it was tried.
    pub async fn give_up(&self, webhook: &str) -> WebhookDeliveryId {
        let delivery = Delivery {
            id: WebhookDeliveryId(self.app.ids.uuid(self.app.clock.as_ref())),
            webhook: webhook.parse().unwrap(),
            seq: entries_after(&self.app.db, 0, 1, true).await.unwrap()[0].seq,
            state: WebhookDeliveryState::Dead,
            failure: Failure { problem: WebhookProblem::Status, status: Some(500) },
            at: self.app.clock.now(),
        };
        let tx = self.app.db.begin().await.unwrap();
        insert_delivery(&tx, &delivery).await.unwrap();
        tx.commit_unrecorded().await.unwrap();
        delivery.id
    }

    /// Someone signed in through the API, with a role granted by the operator.
    pub async fn person(&self, name: &str, role: Option<(Role, Option<&str>, Option<&str>)>) -> Person {
        let contact = format!("{name}@contoh.id");
        let form =
            SignUp { contact: contact.clone(), password: "mendoan hangat".into(), display_name: name.into(), ..Default::default() };
        let account = create_account(&self.app, form, false).await.unwrap().unwrap();
        if let Some((role, area, agency)) = role {
            let grant = RoleGrant { account, role, area: area.map(Into::into), agency: agency.map(Into::into), office_title: None };
            grant_as_operator(&self.app, grant).await.unwrap();
        }
        let mut person = self.anonymous();
        person.sign_in(&contact, "mendoan hangat").await;
        person
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

async fn create_postgres(name: &str) -> String {
    let base = std::env::var("REMBUG_TEST_POSTGRES").expect("REMBUG_TEST_POSTGRES names a PostgreSQL: cargo xtask test starts one");
    let connection = Database::connect(&base).await.unwrap();
    connection.execute_unprepared(&format!("CREATE DATABASE {name}")).await.unwrap();
    let (server, query) = base.split_once('?').map_or((base.as_str(), ""), |(server, query)| (server, query));
    let root = server.rsplit_once('/').unwrap().0;
    if query.is_empty() { format!("{root}/{name}") } else { format!("{root}/{name}?{query}") }
}

pub struct Person {
    pub url: String,
    cookie: Option<String>,
    token: Option<String>,
    pub http: reqwest::Client,
}

impl Person {
    /// A request to `path` with the person's session.
    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let request = self.http.request(method, format!("{}{path}", self.url));
        match (&self.token, &self.cookie) {
            (Some(token), _) => request.bearer_auth(token),
            (None, Some(cookie)) => request.header(COOKIE, cookie),
            (None, None) => request,
        }
    }

    /// The same person at another door of the same application.
    pub fn at(&self, server: &Server) -> Self {
        Self { url: server.url.clone(), cookie: self.cookie.clone(), token: self.token.clone(), http: self.http.clone() }
    }

    /// A program that has this token.
    pub fn program(&self, token: &str) -> Self {
        Self { url: self.url.clone(), cookie: None, token: Some(token.to_owned()), http: self.http.clone() }
    }

    /// A new token of the person's, with these scopes: its id and its secret.
    pub async fn token(&self, scopes: &[&str]) -> (String, String) {
        let mutation = "mutation($input: CreateTokenInput!) { createToken(input: $input) { token { id } secret } }";
        let made = self.get(mutation, json!({ "input": { "name": "Program", "scopes": scopes } })).await["createToken"].clone();
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        (text(&made["token"]["id"]), text(&made["secret"]))
    }

    /// What names the person's session.
    pub fn cookie(&self) -> Option<&str> {
        self.cookie.as_deref()
    }

    /// What names the program.
    pub fn authorization(&self) -> Option<String> {
        self.token.as_ref().map(|token| format!("Bearer {token}"))
    }

    /// What the app's own document answers, in the app's own types.
    pub async fn run<O: Operation>(&self, variables: O::Variables) -> O::Data {
        let answer = self.post(&json!({ "documentId": O::id(), "operationName": O::NAME, "variables": variables })).await;
        assert!(answer.get("errors").is_none(), "{}: {answer}", O::NAME);
        serde_json::from_value(answer["data"].clone()).unwrap_or_else(|error| panic!("{}: {error}", O::NAME))
    }

    /// The person's own account id.
    pub async fn id(&self) -> Value {
        self.get("{ viewer { account { id } } }", json!({})).await["viewer"]["account"]["id"].clone()
    }

    /// Writes into a plan in the person's name, as their device would; gives the entry of its log.
    pub async fn write(&self, server: &Server, plan: &Value, edits: Vec<Edit>) -> i64 {
        let author = Author { account: self.id().await.as_str().unwrap().parse().unwrap(), office: None, token: None };
        let plan = plan.as_str().unwrap().parse().unwrap();
        let change = Box::new(move |roots: &Roots, txn: &mut yrs::TransactionMut| {
            edits.iter().for_each(|edit| apply(roots, txn, edit));
            Ok(())
        });
        let deed: Deed = Arc::new(|_, _, _, _| Box::pin(async { Ok(()) }));
        server.app.rooms.change(&server.app, plan, Ordered { author, change, deed }).await.unwrap()
    }

    /// Hands in a complete proposal, with these fields changed.
    pub async fn propose(&self, changes: Value) -> Value {
        let mut form = fields();
        form.as_object_mut().unwrap().extend(changes.as_object().unwrap().clone());
        let answer = self.mutate("createProposal", "CreateProposalInput", json!({ "fields": form, "submit": true })).await;
        assert_eq!(answer["errors"], json!([]), "{answer}");
        answer["proposal"].clone()
    }

    /// The whole answer, errors included.
    pub async fn ask(&self, query: &str, variables: Value) -> Value {
        self.post(&json!({ "query": query, "variables": variables })).await
    }

    async fn post(&self, body: &Value) -> Value {
        let request = self.request(Method::POST, "/graphql").header(CONTENT_TYPE, "application/json");
        serde_json::from_str(&request.body(body.to_string()).send().await.unwrap().text().await.unwrap()).unwrap()
    }

    /// The data of an answer without errors.
    pub async fn get(&self, query: &str, variables: Value) -> Value {
        let answer = self.ask(query, variables).await;
        assert!(answer.get("errors").is_none(), "{answer}");
        answer["data"].clone()
    }

    /// The payload of one of the app's own mutations, or the whole answer when the request was refused.
    pub async fn send<O: Operation>(&self, input: Value) -> Value {
        let answer = self.ask(O::DOCUMENT, json!({ "input": input })).await;
        if answer.get("errors").is_some() { answer } else { answer["data"]["answer"].clone() }
    }

    /// The object that one of the app's own mutations gives; it must succeed.
    pub async fn make<O: Operation>(&self, input: Value) -> Value {
        let answer = self.send::<O>(input).await;
        assert_eq!(answer["errors"], json!([]), "{}: {answer}", O::NAME);
        answer["object"].clone()
    }

    /// What a mutation of one input answers: its payload.
    pub async fn mutate(&self, name: &str, input_type: &str, input: Value) -> Value {
        let query = format!(
            "mutation($input: {input_type}!) {{ answer: {name}(input: $input) {{ proposal {{ id version status acceptedCost supportCount }} errors {{ code field message }} }} }}"
        );
        let answer = self.ask(&query, json!({ "input": input })).await;
        if answer.get("errors").is_some() { answer } else { answer["data"]["answer"].clone() }
    }

    pub async fn sign_in(&mut self, contact: &str, password: &str) -> Value {
        let body = json!({
            "query": "mutation($input: SignInInput!) { signIn(input: $input) { viewer { account { displayName } } errors { code message } } }",
            "variables": { "input": { "contact": contact, "password": password } },
        });
        let request =
            self.http.post(format!("{}/graphql", self.url)).header(CONTENT_TYPE, "application/json").body(body.to_string());
        let response = request.send().await.unwrap();
        let cookie = response.headers().get(SET_COOKIE).map(|value| value.to_str().unwrap().to_owned());
        if let Some(cookie) = cookie {
            assert!(cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"), "{cookie}");
            self.cookie = cookie.split(';').next().map(str::to_owned);
        }
        serde_json::from_str(&response.text().await.unwrap()).unwrap()
    }
}

/// Why the whole request was refused.
pub fn refusal(answer: &Value) -> &str {
    answer["errors"][0]["extensions"]["code"].as_str().unwrap_or("none")
}

/// What the first mistake in the form is, and where.
pub fn mistake(answer: &Value) -> (&str, Option<&str>) {
    (answer["errors"][0]["code"].as_str().unwrap_or("none"), answer["errors"][0]["field"].as_str())
}

/// The smallest file that passes as a document.
pub const PDF: &[u8] = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\nstartxref\n9\n%%EOF\n";

/// A small PNG.
pub fn photo() -> Vec<u8> {
    let mut file = std::io::Cursor::new(Vec::new());
    image::DynamicImage::new_rgb8(8, 8).write_to(&mut file, image::ImageFormat::Png).unwrap();
    file.into_inner()
}

/// Half of a box around the place of [`fields`], which lies in that with the corner 109.1, -7.3 and not in that with 109.2, -7.4.
pub fn triangle(corner: [f64; 2]) -> Value {
    json!({ "type": "Polygon", "coordinates": [[[109.1, -7.4], [109.2, -7.3], corner, [109.1, -7.4]]] })
}

/// A form that is complete.
pub fn fields() -> Value {
    json!({
        "title": "Rabat beton jalan Grumbul Karanggude", "problem": "Licin saat hujan.", "address": "Dari mushala ke balai RT 03",
        "villageCode": "33.02.17.2019", "kind": "PHYSICAL", "sector": "INFRASTRUCTURE", "quantity": 120.5, "unit": "METER",
        "estimatedCost": 185_000_000, "beneficiaries": 240, "urgency": 4, "fiscalYear": 2028, "proposerType": "RESIDENT",
        "initialAgency": "dpu", "geometry": {"type": "Point", "coordinates": [109.14727, -7.32942]}
    })
}
