//! The program as an operator runs it: one folder, one command at a time.

// All of it is a test, where an unwrap is an assertion.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "cli/process.rs"]
mod process;

use backend::app::App;
use backend::config::Settings;
use process::{Folder, Person, Run};
use sea_orm::ConnectionTrait;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use tokio::sync::{Mutex, Notify};

const PASSWORD: &str = "mendoan hangat\n";
/// Far more than any machine needs.
const PATIENCE: Duration = Duration::from_secs(120);

#[test]
fn the_schema_is_printed_without_touching_anything() {
    let folder = Folder::new();
    let printed = folder.succeed(&["schema"]).stdout;
    assert_eq!(printed.trim_end(), include_str!("../schema.graphql").trim_end());
    assert!(folder.files().is_empty(), "{:?}", folder.files());
}

#[test]
fn migrating_makes_the_database_and_again_changes_nothing() {
    let folder = Folder::new();
    folder.succeed(&["migrate"]);
    assert!(folder.data().join("rembug.db").exists());
    let before = folder.succeed(&["journal", "verify"]).stdout;
    folder.succeed(&["migrate"]);
    assert_eq!(folder.succeed(&["journal", "verify"]).stdout, before);
}

#[test]
fn a_bad_setting_is_named_in_one_line_wherever_it_stands() {
    let folder = Folder::new();
    let file = folder.write("not-a-folder", "");
    for (name, value) in [
        ("REMBUG_LISTEN", "8080"),
        ("REMBUG_PUBLIC_URL", "rembug.example.id"),
        ("REMBUG_DATABASE_URL", "mysql://x/y"),
        ("REMBUG_BOUNDARIES", "/no/such/file"),
        ("REMBUG_LOG", "a=b=c"),
        ("REMBUG_OIDC_ISSUER", "sso.example.id"),
        ("REMBUG_DATA_DIR", file.to_str().unwrap()),
    ] {
        let refused = folder.run_with(&["migrate"], &[(name, value)], "");
        refused.assert_refused(&[name]);
    }
    folder.write("rembug.toml", "lisen = '127.0.0.1:1'\n");
    folder.fail(&["migrate"]).assert_refused(&["rembug.toml", "lisen"]);
    folder.write("rembug.toml", "listen = 'nowhere'\n");
    folder.fail(&["migrate"]).assert_refused(&["REMBUG_LISTEN", "nowhere"]);
    // A flag wins over the environment, and that over the file.
    let settled = folder.run_with(&["migrate", "--listen", "127.0.0.1:1"], &[("REMBUG_LISTEN", "worse")], "");
    assert!(settled.ok, "{}", settled.stderr);
}

#[tokio::test]
async fn people_are_made_given_a_role_and_a_new_password() {
    let folder = Folder::new();
    let create = |contact: &str, password: &str| folder.run(&["user", "create", contact, "Pak Karso"], password);
    create("desa@contoh.id", "pendek\n").assert_refused(&["password"]);
    create("bukan alamat", PASSWORD).assert_refused(&["contact"]);
    let made = create("desa@contoh.id", PASSWORD);
    assert!(made.ok && made.stdout.starts_with("usr_"), "{} {}", made.stdout, made.stderr);
    create("DESA@contoh.id", PASSWORD).assert_refused(&["contact"]);

    let grant = |rest: &[&str]| folder.run(&[&["user", "grant", "desa@contoh.id"], rest].concat(), "");
    grant(&["lurah"]).assert_refused(&["role", "VILLAGE_OPERATOR"]);
    grant(&["village_operator"]).assert_refused(&["area"]);
    grant(&["village_operator", "--area", "33.02.99.2001"]).assert_refused(&["area"]);
    grant(&["agency_officer", "--agency", "tidak-ada"]).assert_refused(&["agency"]);
    assert!(grant(&["village_operator", "--area", "33.02.17.2019"]).ok);
    assert!(!folder.run(&["user", "grant", "tidakada@contoh.id", "admin", "--area", "33.02"], "").ok);

    let server = folder.serve();
    let person = Person::sign_in(&server.url, "desa@contoh.id", "mendoan hangat").await.unwrap();
    let viewer = "{ viewer { isOfficial account { displayName grants { office } } } }";
    let known = person.ask(viewer, json!({})).await.unwrap();
    assert_eq!(
        known["data"]["viewer"],
        json!({ "isOfficial": true, "account": { "displayName": "Pak Karso", "grants": [{ "office": "Pemerintah Desa Gununglurah" }] } })
    );
    // While it is served.
    folder.run(&["user", "reset", "desa@contoh.id"], "pendek\n").assert_refused(&["assword"]);
    assert!(folder.run(&["user", "reset", "desa@contoh.id"], "kopi pagi hari\n").ok);
    assert_eq!(person.ask(viewer, json!({})).await.unwrap()["data"]["viewer"], Value::Null);
    assert!(Person::sign_in(&server.url, "desa@contoh.id", "mendoan hangat").await.is_none());
    assert!(Person::sign_in(&server.url, "desa@contoh.id", "kopi pagi hari").await.is_some());
    assert!(!folder.run(&["user", "reset", "tidakada@contoh.id"], PASSWORD).ok);
}

#[test]
fn webhooks_are_made_listed_stopped_and_deleted() {
    let folder = Folder::new();
    assert!(folder.run(&["user", "create", "desa@contoh.id", "Pak Karso"], PASSWORD).ok);
    let create = |url: &str, rest: &[&str]| {
        folder.run(&[&["webhook", "create", "desa@contoh.id", url, "--name", "Portal"], rest].concat(), "")
    };
    create("https://127.0.0.1/", &[]).assert_refused(&["url", "https"]);
    create("http://1.1.1.1/", &[]).assert_refused(&["url", "https"]);
    create("https://1.1.1.1/", &["--kind", "proposal"]).assert_refused(&["kinds"]);
    let made = create("https://1.1.1.1/rahasia", &["--kind", "proposal.*", "--area", "33.02.17"]);
    assert!(made.ok && made.stdout.starts_with("whsec_"), "{} {}", made.stdout, made.stderr);
    let listed = folder.succeed(&["webhook", "list"]).stdout;
    assert_eq!(folder.succeed(&["webhook", "list", "desa@contoh.id"]).stdout, listed);
    let columns: Vec<_> = listed.trim().split('\t').collect();
    assert_eq!((columns[1], columns[3], columns[4], columns[5]), ("ACTIVE", "-", "1.1.1.1", "Portal"));
    assert!(folder.succeed(&["webhook", "pause", columns[0]]).stdout.contains("STOPPED"));
    assert!(folder.succeed(&["webhook", "resume", columns[0]]).stdout.contains("ACTIVE"));
    folder.succeed(&["webhook", "delete", columns[0]]);
    assert_eq!(folder.succeed(&["webhook", "list"]).stdout, "");
    folder.run(&["webhook", "delete", columns[0]], "").assert_refused(&["NOT_FOUND"]);
}

#[tokio::test]
async fn tokens_are_made_listed_and_revoked() {
    let folder = Folder::new();
    assert!(folder.run(&["user", "create", "desa@contoh.id", "Pak Karso"], PASSWORD).ok);
    let create = |rest: &[&str]| folder.run(&[&["token", "create", "desa@contoh.id", "--name", "Portal"], rest].concat(), "");
    create(&["--scope", "admin"]).assert_refused(&["--scope", "write:proposals"]);
    create(&["--days", "400"]).assert_refused(&["days"]);
    let made = create(&["--scope", "write:proposals", "--scope", "read", "--days", "2"]);
    let secret = made.stdout.trim();
    assert!(made.ok && secret.starts_with("rbg_") && !secret.contains(char::is_whitespace), "{} {}", made.stdout, made.stderr);
    let server = folder.serve();
    let ask = async || {
        let request = reqwest::Client::new().post(format!("{}/graphql", server.url)).bearer_auth(secret);
        let request = request.header("content-type", "application/json").body(r#"{"query":"{ viewer { account { id } } }"}"#);
        request.send().await.unwrap().status().as_u16()
    };
    assert_eq!(ask().await, 200);
    let listed = folder.succeed(&["token", "list", "desa@contoh.id"]).stdout;
    let id = listed.split('\t').next().unwrap();
    assert!(id.starts_with("tkn_") && listed.contains("read,write:proposals") && !listed.contains(secret), "{listed}");
    folder.succeed(&["token", "revoke", id]);
    assert_eq!(ask().await, 401);
    assert!(folder.succeed(&["token", "list", "desa@contoh.id"]).stdout.contains("revoked"));
    assert!(!folder.run(&["token", "revoke", "tkn_00000000000070008000000000000009"], "").ok);
}

#[tokio::test]
async fn boundaries_are_imported_once_and_a_broken_file_not_at_all() {
    let folder = Folder::new();
    let settings = Settings { data_dir: Some(folder.data()), ..Default::default() };
    let app = App::start(settings.check().unwrap()).await.unwrap();
    let drawn: Value = serde_json::from_slice(&app.areas.current().layers().villages.geojson).unwrap();
    drop(app);
    let import = |name: &str, text: &str| {
        let file = folder.write(name, text);
        folder.run(&["areas", "import", file.to_str().unwrap()], "")
    };
    let spoil = |spoil: &dyn Fn(&mut Value)| {
        let mut file = drawn.clone();
        let features = file["features"].as_array_mut().unwrap();
        spoil(features.iter_mut().find(|feature| feature["properties"]["code"] == "33.02.17.2019").unwrap());
        file.to_string()
    };
    let before = folder.succeed(&["journal", "verify"]).stdout;
    import("point.geojson", &spoil(&|feature| feature["geometry"] = json!({ "type": "Point", "coordinates": [109.1, -7.3] })))
        .assert_tells(&["point.geojson", "33.02.17.2019 Gununglurah"]);
    import("code.geojson", &spoil(&|feature| feature["properties"]["code"] = json!("33.02.99.2001")))
        .assert_tells(&["code.geojson", "33.02.99.2001 Gununglurah"]);
    import("text.geojson", "{ \"type\": \"FeatureCollection\", ").assert_tells(&["text.geojson"]);
    assert!(!folder.run(&["areas", "import", "no-such-file.geojson"], "").ok);
    assert_eq!(folder.succeed(&["journal", "verify"]).stdout, before);

    let good = import("good.geojson", &drawn.to_string());
    assert!(good.ok && good.stdout.contains("331 boundaries imported"), "{} {}", good.stdout, good.stderr);
    let again = import("again.geojson", &drawn.to_string());
    assert!(again.ok && again.stdout.contains("nothing changed"), "{}", again.stdout);
}

#[test]
fn sample_data_come_once_and_never_to_a_public_site() {
    let folder = Folder::new();
    let public = [("REMBUG_PUBLIC_URL", "https://rembug.example.go.id")];
    folder.run_with(&["demo"], &public, "").assert_refused(&["REMBUG_PUBLIC_URL"]);
    let loaded = folder.succeed(&["demo", "--if-empty"]).stdout;
    assert!(loaded.contains("60 proposals") && loaded.contains("desa@demo.rembug"), "{loaded}");
    for arguments in [&["demo"][..], &["demo", "--if-empty"]] {
        let again = folder.succeed(arguments).stdout;
        assert!(again.contains("nothing changed") && again.contains("desa@demo.rembug"), "{again}");
    }
    assert!(folder.succeed(&["journal", "verify"]).stdout.starts_with("intact"));

    let used = Folder::new();
    assert!(used.run(&["user", "create", "siti@contoh.id", "Siti"], PASSWORD).ok);
    assert!(used.succeed(&["demo", "--if-empty"]).stdout.contains("no sample data loaded"));
}

#[tokio::test]
async fn a_database_whose_load_was_cut_off_is_not_served() {
    let folder = Folder::new();
    folder.succeed(&["migrate"]);
    let file = format!("sqlite://{}", folder.data().join("rembug.db").display());
    let database = backend::platform::database::Database::connect(&file).await.unwrap();
    database.prepare_load(&["proposals"]).await.unwrap();
    // A door that another has: nobody who starts there serves for ever.
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let door = taken.local_addr().unwrap().to_string();
    for arguments in [&["serve", "--listen", door.as_str()][..], &["migrate"], &["demo"]] {
        folder.fail(arguments).assert_refused(&["REMBUG_DATABASE_URL", "cut off"]);
    }
}

#[tokio::test]
async fn a_journal_that_was_tampered_with_is_told_from_a_whole_one() {
    let folder = Folder::new();
    assert!(folder.run(&["user", "create", "siti@contoh.id", "Siti"], PASSWORD).ok);
    assert!(folder.succeed(&["journal", "verify"]).stdout.starts_with("intact: 2 entries, head "));
    let file = format!("sqlite://{}", folder.data().join("rembug.db").display());
    let database = backend::platform::database::Database::connect(&file).await.unwrap();
    for statement in ["DROP TRIGGER journal_refuses_update", "UPDATE journal SET at = at + 1 WHERE seq = 2"] {
        database.writer().execute_unprepared(statement).await.unwrap();
    }
    folder.fail(&["journal", "verify"]).assert_refused(&["journal", "broken at entry 2"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_acknowledged_survives_a_kill() {
    kill_again_and_again(Folder::new()).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_acknowledged_on_postgres_survives_a_kill() {
    kill_again_and_again(Folder::with_postgres().await).await;
}

/// Kills the server in the middle of writes: what was acknowledged is there, and nothing is there twice.
async fn kill_again_and_again(folder: Folder) {
    const WRITERS: usize = 4;
    const ROUNDS: usize = 3;
    const ENOUGH: usize = 20;
    for writer in 0..WRITERS {
        assert!(folder.run(&["user", "create", &format!("warga{writer}@contoh.id"), "Warga"], PASSWORD).ok);
    }
    let acknowledged: Arc<Mutex<BTreeSet<String>>> = Arc::default();
    let key = Arc::new(AtomicUsize::new(0));
    for round in 1..=ROUNDS {
        let server = folder.serve();
        let enough = Arc::new(Notify::new());
        let mut writers = Vec::new();
        for writer in 0..WRITERS {
            let person = Person::sign_in(&server.url, &format!("warga{writer}@contoh.id"), "mendoan hangat").await.unwrap();
            let (acknowledged, enough, key) = (Arc::clone(&acknowledged), Arc::clone(&enough), Arc::clone(&key));
            writers.push(tokio::spawn(async move {
                // Ends when nobody answers any more.
                while let Some(id) = person.propose(&format!("kunci-{}", key.fetch_add(1, Ordering::Relaxed))).await {
                    let mut acknowledged = acknowledged.lock().await;
                    acknowledged.insert(id);
                    if acknowledged.len() >= round * ENOUGH {
                        enough.notify_one();
                    }
                }
            }));
        }
        tokio::time::timeout(PATIENCE, enough.notified()).await.expect("the writers are answered");
        drop(server);
        for writer in writers {
            writer.await.unwrap();
        }
        assert!(folder.succeed(&["journal", "verify"]).stdout.starts_with("intact"));
    }

    let server = folder.serve();
    let acknowledged = acknowledged.lock().await;
    let mut found = BTreeSet::new();
    for writer in 0..WRITERS {
        let person = Person::sign_in(&server.url, &format!("warga{writer}@contoh.id"), "mendoan hangat").await.unwrap();
        found.extend(person.own_proposals().await);
    }
    assert!(acknowledged.is_subset(&found), "lost: {:?}", acknowledged.difference(&found).collect::<Vec<_>>());
    // At most the one that each writer was waiting for was kept without its answer.
    assert!(found.len() <= acknowledged.len() + ROUNDS * WRITERS, "{} of {}", found.len(), acknowledged.len());
}

impl Run {
    /// It failed, and its last line names each of these.
    fn assert_refused(&self, names: &[&str]) {
        let last = self.stderr.trim_end().lines().last().unwrap_or_default();
        assert!(!self.ok && last.starts_with("rembug: "), "{} {}", self.stdout, self.stderr);
        assert!(names.iter().all(|name| last.contains(name)), "{names:?}: {last}");
    }

    /// It failed, and says each of these on the way.
    fn assert_tells(&self, names: &[&str]) {
        assert!(!self.ok && names.iter().all(|name| self.stderr.contains(name)), "{names:?}: {} {}", self.stdout, self.stderr);
    }
}
