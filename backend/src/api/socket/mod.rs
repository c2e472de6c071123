//! GraphQL subscriptions over a WebSocket: `/graphql/ws`, in the protocol `graphql-transport-ws`.

mod operation;

use super::context::RequestContext;
use super::http::{address, comes_from_us, refusal, turn_away};
use super::limits::MAX_BYTES;
use super::schema::Schema;
use crate::access::{self, Credential};
use crate::app::SharedApp;
use async_graphql::Data;
use async_graphql::http::{ClientMessage, WebSocket as Protocol, WebSocketProtocols, WsMessage};
use axum::Router;
use axum::extract::ws::{CloseFrame, Message, WebSocket, WebSocketUpgrade};
use axum::extract::{ConnectInfo, State};
use axum::response::Response;
use axum::routing::get;
use futures_util::{Sink, SinkExt, Stream, StreamExt, future};
use http::header::{ACCEPT_LANGUAGE, HOST, HeaderName, ORIGIN};
use http::{HeaderMap, StatusCode};
pub use operation::follow;

use operation::Visitor;
use shared::ErrorCode;
use shared::i18n::Lang;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use tokio::sync::Semaphore;
use tokio::time::{MissedTickBehavior, interval, sleep, timeout};

pub const PROTOCOL: &str = "graphql-transport-ws";
/// Open at once, of everyone together.
const MAX_SOCKETS: usize = 5_000;
/// How long a client may take to introduce itself.
const INIT_WITHIN: Duration = Duration::from_secs(5);
/// How often the session is looked at again, and the client asked whether it is still there.
const BEAT: Duration = Duration::from_secs(20);
/// How long a client may take to receive one message.
const SEND_WITHIN: Duration = Duration::from_secs(20);

pub fn routes(schema: Schema) -> Router<SharedApp> {
    let places = Arc::new(Semaphore::new(MAX_SOCKETS));
    Router::new().route(
        "/graphql/ws",
        get(move |app, peer, headers, upgrade| open(schema.clone(), Arc::clone(&places), app, peer, headers, upgrade)),
    )
}

async fn open(
    schema: Schema,
    places: Arc<Semaphore>,
    State(app): State<SharedApp>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    headers: HeaderMap,
    upgrade: WebSocketUpgrade,
) -> Response {
    let text = |name| headers.get(name).and_then(|value: &http::HeaderValue| value.to_str().ok()).unwrap_or_default();
    let lang = Lang::from_tag(text(ACCEPT_LANGUAGE));
    let request_id = app.ids.uuid(app.clock.as_ref()).simple().to_string();
    let refuse = |status, code| refusal(status, code, lang, &request_id);
    let caller = match access::caller(&app, &headers).await {
        Ok(caller) => caller,
        Err(error) => return turn_away(&error, lang, &request_id),
    };
    // A browser sends the cookie along with whatever page opens the socket: a foreign page must not speak in a person's name.
    if matches!(caller.credential, Some(Credential::Session(_))) && !comes_from_us(&app, text(ORIGIN), text(HOST)) {
        return refuse(StatusCode::FORBIDDEN, ErrorCode::Forbidden);
    }
    let upgrade = upgrade.protocols([PROTOCOL]).max_message_size(MAX_BYTES).max_frame_size(MAX_BYTES);
    if upgrade.selected_protocol().is_none() {
        return refuse(StatusCode::BAD_REQUEST, ErrorCode::BadInput);
    }
    let Ok(place) = places.try_acquire_owned() else {
        return refuse(StatusCode::SERVICE_UNAVAILABLE, ErrorCode::RateLimited);
    };
    let from = address(&app, peer, text(HeaderName::from_static("x-forwarded-for")));
    let visitor = Visitor::new(SharedApp::clone(&app), schema, RequestContext::new(caller, from, lang, request_id));
    upgrade.on_upgrade(move |socket| {
        app.lifecycle.track(async move {
            converse(socket, visitor).await;
            drop(place);
        })
    })
}

/// Speaks until one side has enough.
async fn converse(socket: WebSocket, visitor: Visitor) {
    let (mut out, incoming) = socket.split();
    let (heard, introduced) = (Arc::new(AtomicBool::new(true)), Arc::new(AtomicBool::new(false)));
    let (init, newcomer) = (Arc::clone(&introduced), visitor.clone());
    let mut protocol =
        Protocol::from_message_stream(visitor.clone(), messages(incoming, Arc::clone(&heard)), WebSocketProtocols::GraphQLWS)
            .on_connection_init(async move |said| {
                newcomer.introduce(&said).await?;
                init.store(true, Ordering::Relaxed);
                Ok(Data::default())
            });
    let (deadline, mut beat) = (sleep(INIT_WITHIN), interval(BEAT));
    beat.set_missed_tick_behavior(MissedTickBehavior::Delay);
    // The first beat comes at once.
    beat.tick().await;
    tokio::pin!(deadline);
    let mut waiting = true;
    let farewell = loop {
        let message = tokio::select! {
            said = protocol.next() => match said {
                Some(WsMessage::Text(text)) => Message::text(text),
                Some(WsMessage::Close(_, _)) if visitor.is_refused() => break Some((4401, "Unauthorized".to_owned())),
                Some(WsMessage::Close(code, reason)) => break Some((code, reason)),
                None => break None,
            },
            () = &mut deadline, if waiting => {
                waiting = false;
                if introduced.load(Ordering::Relaxed) { continue }
                break Some((4408, "Connection initialisation timeout".to_owned()));
            },
            _ = beat.tick() => {
                if !heard.swap(false, Ordering::Relaxed) { break None }
                if !visitor.is_unchanged().await { continue }
                Message::Ping(Default::default())
            },
            () = visitor.ended() => break Some((4403, "Forbidden".to_owned())),
            () = visitor.stopping() => break Some((1001, "The server stops".to_owned())),
        };
        if !send(&mut out, message).await {
            break None;
        }
    };
    if let Some((code, reason)) = farewell {
        // A close frame holds no more.
        let reason = reason.chars().take(30).collect::<String>().into();
        send(&mut out, Message::Close(Some(CloseFrame { code, reason }))).await;
    }
}

/// What the client says in the protocol; its pongs only show that it is there.
fn messages(
    incoming: impl Stream<Item = Result<Message, axum::Error>> + Send + 'static,
    heard: Arc<AtomicBool>,
) -> impl Stream<Item = serde_json::Result<ClientMessage>> + Send + Unpin {
    let sound = incoming.take_while(|message| future::ready(message.as_ref().is_ok_and(|it| !matches!(it, Message::Close(_)))));
    let messages = sound.filter_map(move |message| {
        heard.store(true, Ordering::Relaxed);
        future::ready(match message {
            Ok(Message::Text(text)) => Some(ClientMessage::from_bytes(text.as_bytes())),
            Ok(Message::Binary(bytes)) => Some(ClientMessage::from_bytes(&bytes)),
            _ => None,
        })
    });
    messages.boxed()
}

/// Whether the client took the message in time.
async fn send(out: &mut (impl Sink<Message> + Unpin), message: Message) -> bool {
    matches!(timeout(SEND_WITHIN, out.send(message)).await, Ok(Ok(())))
}
