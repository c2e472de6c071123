//! Where Rembug never sends: into the network that it stands in, however the way there is disguised.

use crate::harness::{Server, mistake};
use crate::receiver::{Receiver, Says};
use crate::{World, change, make};
use backend::app::App;
use backend::webhook::address::{Guard, Names};
use backend::webhook::post::Post;
use backend::webhook::sender::round;
use futures_util::future::BoxFuture;
use serde_json::json;
use std::collections::VecDeque;
use std::io;
use std::net::IpAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tokio::net::TcpListener;

on_both_databases! {
    an_address_that_is_not_public_is_refused_when_a_webhook_is_made_and_changed,
    a_name_that_leads_elsewhere_by_then_is_refused_at_the_connection,
    what_was_allowed_before_is_refused_at_the_connection,
    an_address_within_that_was_allowed_before_is_not_connected_to,
    a_redirection_is_never_followed,
}

/// Names that lead to each of these in turn; the last one stays.
struct Turning(Mutex<VecDeque<Vec<&'static str>>>);

impl Names for Turning {
    fn addresses(&self, _: String) -> BoxFuture<'static, io::Result<Vec<IpAddr>>> {
        let mut answers = self.0.lock().unwrap();
        let found = if answers.len() > 1 { answers.pop_front().unwrap() } else { answers[0].clone() };
        let found = found.iter().map(|address| address.parse().unwrap()).collect();
        Box::pin(async move { Ok(found) })
    }
}

/// A server that sends to the public internet alone, where names lead to these in turn.
async fn careful<const N: usize>(world: &World, answers: [&[&'static str]; N]) -> Server {
    let answers = answers.into_iter().map(<[_]>::to_vec).collect();
    let guard = Guard { names: Arc::new(Turning(Mutex::new(answers))), private: false };
    let post = Arc::new(Post::with(guard, Duration::from_secs(10)).unwrap());
    world.server.with(|app| App { post, ..App::clone(app) }).await
}

async fn an_address_that_is_not_public_is_refused_when_a_webhook_is_made_and_changed(server: Server) {
    let world = World::of(server).await;
    let (id, _) = world.webhook(json!({})).await;
    let careful = careful(&world, [&["192.168.10.1", "fd00::1", "::ffff:1.1.1.1"]]).await;
    let mut official = careful.anonymous();
    official.sign_in("opd@contoh.id", "mendoan hangat").await;
    for (url, code) in [
        ("http://data.example.go.id/", "WEBHOOK_ADDRESS"),
        ("https://user:secret@data.example.go.id/", "WEBHOOK_ADDRESS"),
        ("https://localhost.:22/", "WEBHOOK_ADDRESS"),
        ("https://127.0.0.1/", "WEBHOOK_ADDRESS"),
        ("https://0x7f000001/", "WEBHOOK_ADDRESS"),
        ("https://169.254.169.254/latest/meta-data/", "WEBHOOK_ADDRESS"),
        ("https://[::ffff:127.0.0.1]/", "WEBHOOK_ADDRESS"),
        ("https://[fd00::1]/", "WEBHOOK_ADDRESS"),
        // The names of this test lead inwards.
        ("https://data.example.go.id/", "WEBHOOK_HOST"),
        ("https://localhost/", "WEBHOOK_HOST"),
    ] {
        let made = change(&official, "createWebhook", json!({ "name": "Portal", "url": url })).await;
        assert_eq!(mistake(&made), (code, Some("url")), "{url}");
        let changed = change(&official, "updateWebhook", json!({ "id": id, "name": "Portal", "url": url })).await;
        assert_eq!(mistake(&changed), (code, Some("url")), "{url}");
    }
}

async fn a_name_that_leads_elsewhere_by_then_is_refused_at_the_connection(server: Server) {
    let world = World::of(server).await;
    let within = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("https://data.example.go.id:{}/", within.local_addr().unwrap().port());
    // Public while it is looked at, and then the machine itself.
    let careful = careful(&world, [&["1.1.1.1"], &["127.0.0.1", "::1"]]).await;
    let mut official = careful.anonymous();
    official.sign_in("opd@contoh.id", "mendoan hangat").await;
    let (id, _) = make(&official, &url, json!({})).await;
    let tested = change(&official, "testWebhook", json!({ "id": id })).await;
    assert_eq!(tested["problem"], "NOT_PUBLIC", "{tested}");
    world.happen(1).await;
    round(&careful.app).await.unwrap();
    let read = world.read().await;
    assert_eq!((&read["lastProblem"], &read["lastStatus"], &read["attempts"]), (&json!("NOT_PUBLIC"), &json!(null), &json!(1)));
    assert!(nobody_came(within));
}

async fn what_was_allowed_before_is_refused_at_the_connection(server: Server) {
    let world = World::of(server).await;
    world.webhook(json!({})).await;
    world.happen(1).await;
    let careful = careful(&world, [&["1.1.1.1"]]).await;
    round(&careful.app).await.unwrap();
    assert_eq!(world.read().await["lastProblem"], "NOT_PUBLIC");
    assert!(world.receiver.heard().is_empty());
}

async fn an_address_within_that_was_allowed_before_is_not_connected_to(server: Server) {
    let world = World::of(server).await;
    let within = TcpListener::bind("127.0.0.1:0").await.unwrap();
    // By https and without a name: nobody is asked where it leads.
    let url = format!("https://{}/", within.local_addr().unwrap());
    let (id, _) = make(&world.official, &url, json!({})).await;
    world.happen(1).await;
    let careful = careful(&world, [&["1.1.1.1"]]).await;
    let tested = change(&world.official.at(&careful), "testWebhook", json!({ "id": id })).await;
    assert_eq!(tested["problem"], "NOT_PUBLIC", "{tested}");
    round(&careful.app).await.unwrap();
    assert_eq!(world.read().await["lastProblem"], "NOT_PUBLIC");
    assert!(nobody_came(within));
}

async fn a_redirection_is_never_followed(server: Server) {
    let world = World::of(server).await;
    let within = Receiver::start().await;
    world.webhook(json!({})).await;
    world.happen(1).await;
    let wait = [0, 12, 72, 360, 2_160];
    let statuses = [301, 302, 303, 307, 308];
    world.receiver.say(statuses.map(|status| Says::With(status, "location", within.url.clone())));
    for (wait, status) in wait.into_iter().zip(statuses) {
        world.later(wait).await;
        let read = world.read().await;
        assert_eq!((&read["lastProblem"], &read["lastStatus"]), (&json!("REDIRECTED"), &json!(status)));
    }
    assert!(within.heard().is_empty());
}

/// Whether no connection has come to this door.
fn nobody_came(door: TcpListener) -> bool {
    let door = door.into_std().unwrap();
    matches!(door.accept(), Err(error) if error.kind() == io::ErrorKind::WouldBlock)
}
