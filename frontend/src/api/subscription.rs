//! What the server tells unasked, by the protocol `graphql-transport-ws`. The socket comes back by itself.

use super::Asked;
use futures_util::future::{AbortHandle, abortable};
use futures_util::{SinkExt, StreamExt};
use gloo_net::websocket::Message;
use gloo_net::websocket::futures::WebSocket;
use gloo_timers::future::TimeoutFuture;
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde::{Deserialize, Serialize};
use shared::operations::Operation;

const FIRST_WAIT_MS: u32 = 1_000;
const LONGEST_WAIT_MS: u32 = 60_000;

/// What a subscriber hears.
pub enum Heard<D> {
    News(D),
    /// The line was lost and is back: something may have been missed.
    Back,
}

#[derive(Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
enum Said<'a, V> {
    ConnectionInit,
    Pong,
    Subscribe { id: &'static str, payload: Asked<'a, V> },
}

#[derive(Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
enum Told<D> {
    ConnectionAck,
    Ping,
    Next { payload: NextPayload<D> },
    #[serde(other)]
    Other,
}

#[derive(Deserialize)]
struct NextPayload<D> {
    data: Option<D>,
}

/// Listens until the reactive owner (the screen) goes.
pub fn subscribe<O: Operation>(variables: O::Variables, hear: impl Fn(Heard<O::Data>) + 'static) {
    let (listening, handle) = abortable(listen::<O>(variables, hear));
    on_cleanup(move || AbortHandle::abort(&handle));
    spawn_local(async move {
        // Ends only by being aborted.
        let _ = listening.await;
    });
}

async fn listen<O: Operation>(variables: O::Variables, hear: impl Fn(Heard<O::Data>)) {
    let mut wait = FIRST_WAIT_MS;
    let mut lost = false;
    loop {
        if converse::<O>(&variables, &hear, lost).await {
            wait = FIRST_WAIT_MS;
        }
        lost = true;
        TimeoutFuture::new(wait).await;
        wait = (wait * 2).min(LONGEST_WAIT_MS);
    }
}

/// One connection from its beginning to its loss; whether the server accepted it.
async fn converse<O: Operation>(variables: &O::Variables, hear: &impl Fn(Heard<O::Data>), was_lost: bool) -> bool {
    let Some(mut socket) = address().and_then(|address| WebSocket::open_with_protocol(&address, "graphql-transport-ws").ok()) else { return false };
    let mut accepted = false;
    if !say::<O>(&mut socket, &Said::ConnectionInit).await {
        return false;
    }
    while let Some(Ok(Message::Text(text))) = socket.next().await {
        match serde_json::from_str::<Told<O::Data>>(&text) {
            Ok(Told::ConnectionAck) => {
                accepted = true;
                if !say::<O>(&mut socket, &Said::Subscribe { id: "1", payload: Asked::new::<O>(variables) }).await {
                    break;
                }
                if was_lost {
                    hear(Heard::Back);
                }
            }
            Ok(Told::Ping) => {
                if !say::<O>(&mut socket, &Said::Pong).await {
                    break;
                }
            }
            Ok(Told::Next { payload: NextPayload { data: Some(data) } }) => hear(Heard::News(data)),
            // An error or the end of the subscription: begin anew.
            Ok(Told::Other) => break,
            Ok(Told::Next { .. }) | Err(_) => {}
        }
    }
    accepted
}

async fn say<O: Operation>(socket: &mut WebSocket, said: &Said<'_, O::Variables>) -> bool {
    match serde_json::to_string(said) {
        Ok(text) => socket.send(Message::Text(text)).await.is_ok(),
        Err(_) => false,
    }
}

fn address() -> Option<String> {
    let location = web_sys::window()?.location();
    let scheme = if location.protocol().ok()? == "https:" { "wss" } else { "ws" };
    Some(format!("{scheme}://{}/graphql/ws", location.host().ok()?))
}
