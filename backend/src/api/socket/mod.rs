//! GraphQL subscriptions over a WebSocket: `/graphql/ws`, in the protocol `graphql-transport-ws`.

mod answers;
mod listener;
mod operation;

use super::budget::Payer;
use super::context::RequestContext;
use super::headers::lang;
use super::http::{no_place, opens, refusal};
use super::limits::MAX_BYTES;
use super::places::Places;
use super::schema::Schema;
use super::trace::request_id;
use crate::app::SharedApp;
use async_graphql::Data;
use async_graphql::http::{WebSocket as Protocol, WebSocketProtocols, WsMessage};
use axum::Router;
use axum::extract::ws::{CloseFrame, Message, WebSocket, WebSocketUpgrade};
use axum::extract::{ConnectInfo, State};
use axum::response::Response;
use axum::routing::get;
use futures_util::{Sink, SinkExt, StreamExt};
use http::{HeaderMap, StatusCode};
pub use operation::follow;

use listener::{INVALID, Listener, UNAUTHORIZED};
use operation::Visitor;
use shared::ErrorCode;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use tokio::time::{MissedTickBehavior, interval, sleep, timeout};

pub const PROTOCOL: &str = "graphql-transport-ws";
/// How long a client may take to introduce itself.
const INIT_WITHIN: Duration = Duration::from_secs(5);
/// How often the session is usually looked at again, and the client asked whether it is still there.
pub const BEAT: Duration = Duration::from_secs(20);
/// How long a client may take to receive one message.
const SEND_WITHIN: Duration = Duration::from_secs(20);

pub fn routes(schema: Schema) -> Router<SharedApp> {
    let places = Places::default();
    Router::new().route(
        "/graphql/ws",
        get(move |app, peer, headers, upgrade| open(schema.clone(), places.clone(), app, peer, headers, upgrade)),
    )
}

async fn open(
    schema: Schema,
    places: Places,
    State(app): State<SharedApp>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    upgrade: WebSocketUpgrade,
) -> Response {
    let (lang, request_id) = (lang(&headers), request_id(&headers));
    let refuse = |status, code| refusal(status, code, lang, &request_id);
    let (caller, from) = match opens(&app, peer, &headers, &request_id).await {
        Ok(known) => known,
        Err(refusal) => return refusal.answer(lang, &request_id),
    };
    let upgrade = upgrade.protocols([PROTOCOL]).max_message_size(MAX_BYTES).max_frame_size(MAX_BYTES);
    if upgrade.selected_protocol().is_none() {
        return refuse(StatusCode::BAD_REQUEST, ErrorCode::BadInput);
    }
    let context = RequestContext::new(caller, from, lang, request_id.clone());
    let place = match places.take(Payer::of(&context)) {
        Ok(place) => place,
        Err(full) => return no_place(full.status(), lang, &request_id),
    };
    let visitor = Visitor::new(SharedApp::clone(&app), schema, context, place);
    upgrade.on_upgrade(move |socket| app.lifecycle.track(converse(socket, visitor, app.beat)))
}

/// Speaks until one side has enough.
async fn converse(socket: WebSocket, visitor: Visitor, beat: Duration) {
    let (mut out, incoming) = socket.split();
    let (listener, introduced) = (Listener::default(), Arc::new(AtomicBool::new(false)));
    let (init, newcomer) = (Arc::clone(&introduced), visitor.clone());
    let mut protocol = Protocol::from_message_stream(visitor.clone(), listener.listen(incoming), WebSocketProtocols::GraphQLWS)
        .on_connection_init(async move |said| {
            newcomer.introduce(&said).await?;
            init.store(true, Ordering::Relaxed);
            Ok(Data::default())
        });
    let (deadline, mut beat) = (sleep(INIT_WITHIN), interval(beat));
    beat.set_missed_tick_behavior(MissedTickBehavior::Delay);
    // The first beat comes at once.
    beat.tick().await;
    tokio::pin!(deadline);
    let mut waiting = true;
    let farewell = loop {
        let message = tokio::select! {
            said = protocol.next() => match said {
                Some(WsMessage::Text(text)) => {
                    listener.tell(&text);
                    Message::text(text)
                }
                Some(WsMessage::Close(..)) if visitor.refused().is_some() => break visitor.refused(),
                // The library's own number for asking before the introduction.
                Some(WsMessage::Close(1011, _)) => break Some(UNAUTHORIZED),
                Some(WsMessage::Close(4429, _)) => break Some((4429, "Too many initialisation requests")),
                Some(WsMessage::Close(..)) => break Some(INVALID),
                None => break listener.farewell(),
            },
            () = &mut deadline, if waiting => {
                waiting = false;
                if introduced.load(Ordering::Relaxed) { continue }
                break Some((4408, "Connection initialisation timeout"));
            },
            _ = beat.tick() => {
                if !listener.was_heard() { break None }
                if !visitor.is_unchanged().await { continue }
                Message::Ping(Default::default())
            },
            () = visitor.ended() => break Some((4403, "Forbidden")),
            () = visitor.stopping() => break Some((1001, "The server stops")),
        };
        if !send(&mut out, message).await {
            break None;
        }
    };
    if let Some((code, reason)) = farewell {
        send(&mut out, Message::Close(Some(CloseFrame { code, reason: reason.into() }))).await;
    }
}

/// Whether the client took the message in time.
async fn send(out: &mut (impl Sink<Message> + Unpin), message: Message) -> bool {
    matches!(timeout(SEND_WITHIN, out.send(message)).await, Ok(Ok(())))
}
