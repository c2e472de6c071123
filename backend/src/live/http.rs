//! The door of live editing: `/live/plans/{id}`, a WebSocket that speaks y-sync.

use super::outbox;
use super::presence::ConnectionId;
use super::room::{Message, Newcomer};
use crate::access::{self, Caller, Credential, authorize, deed};
use crate::api::budget::{Due, Payer};
use crate::api::headers::lang;
use crate::api::http::{no_place, opens, refusal};
use crate::api::places::Places;
use crate::api::trace::request_id;
use crate::app::SharedApp;
use crate::error::AppError;
use axum::Router;
use axum::body::Bytes;
use axum::extract::ws::{CloseFrame, Message as Said, WebSocket, WebSocketUpgrade};
use axum::extract::{ConnectInfo, Path, State};
use axum::response::Response;
use axum::routing::get;
use futures_util::{SinkExt, Stream, StreamExt};
use http::{HeaderMap, StatusCode};
use shared::ErrorCode;
use shared::access::{Actor, Resource};
use shared::plan::scan::MAX_UPDATE;
use shared::plan::wire::Frame;
use shared::value::PlanId;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::time::Duration;
use tokio::sync::{Semaphore, mpsc};
use tokio::time::{MissedTickBehavior, interval, timeout};

/// Points of the purse for a frame, with one more for each kilobyte: hundreds a second go on for ever, thousands at once after
/// a day without a signal.
const FRAME: u64 = 20;
/// And for one that is answered with all that there is.
const QUESTION: u64 = 500;
/// The kilobytes of one connection that its room has not dealt with yet, each frame counting as [`LEAST`] at least: nobody's
/// flood fills a room's queue.
const AT_ONCE: u32 = 1_024;
const LEAST: u32 = 32;
/// A frame around the largest update.
const MAX_MESSAGE: usize = MAX_UPDATE + 64;
/// What each connection keeps for reading: a key press is small, and many plans are open.
const BUFFER: usize = 4 << 10;
/// How often the session is looked at again, and the client asked whether it is still there.
const BEAT: Duration = Duration::from_secs(10);
/// Beats after which a client that has said nothing, not even that it is there, is gone: a slow phone takes its time.
const SILENT: u32 = 3;
/// How long a client may take to receive one message.
const SEND_WITHIN: Duration = Duration::from_secs(20);

pub fn routes() -> Router<SharedApp> {
    let places = Places::default();
    Router::new().route(
        "/live/plans/{id}",
        get(move |app, peer, plan, headers, upgrade| open(places.clone(), app, peer, plan, headers, upgrade)),
    )
}

async fn open(
    places: Places,
    State(app): State<SharedApp>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    Path(plan): Path<String>,
    headers: HeaderMap,
    upgrade: WebSocketUpgrade,
) -> Response {
    let (lang, request_id) = (lang(&headers), request_id(&headers));
    let refuse = |status, code| refusal(status, code, lang, &request_id);
    let (caller, from) = match opens(&app, peer, &headers, &request_id).await {
        Ok(known) => known,
        Err(refusal) => return refusal.answer(lang, &request_id),
    };
    let payer = Payer::who(caller.credential, caller.actor.account, from);
    let place = match places.take(payer) {
        Ok(place) => place,
        Err(full) => return no_place(full.status(), lang, &request_id),
    };
    let visitor = match admit(&app, &plan, caller, payer).await {
        Ok(visitor) => visitor,
        Err(error) if error.code() == ErrorCode::NotFound => return refuse(StatusCode::NOT_FOUND, ErrorCode::NotFound),
        Err(error) => {
            tracing::error!(request_id, %error, "cannot open a plan for writing");
            return refuse(StatusCode::INTERNAL_SERVER_ERROR, ErrorCode::Internal);
        }
    };
    upgrade.read_buffer_size(BUFFER).max_message_size(MAX_MESSAGE).max_frame_size(MAX_MESSAGE).on_upgrade(move |socket| {
        app.lifecycle.track(async move {
            converse(SharedApp::clone(&visitor.app), socket, visitor).await;
            drop(place);
        })
    })
}

struct Visitor {
    app: SharedApp,
    plan: PlanId,
    actor: Actor,
    credential: Option<Credential>,
    payer: Payer,
    name: String,
}

/// Whoever may read the plan may watch it being written.
async fn admit(app: &SharedApp, plan: &str, caller: Caller, payer: Payer) -> Result<Visitor, AppError> {
    let plan: PlanId = plan.parse().map_err(|_| ErrorCode::NotFound)?;
    let Caller { actor, credential } = caller;
    let facts = crate::plan::store::facts(app.db.reader(), plan).await?.ok_or(ErrorCode::NotFound)?;
    authorize::<deed::ReadPlan>(&actor, Resource::Plan(&facts))?;
    let name = match actor.account {
        Some(account) => crate::access::store::persons(&app.db, &[account.0]).await?.pop().map(|person| person.display_name),
        None => None,
    };
    Ok(Visitor { app: SharedApp::clone(app), plan, actor, credential, payer, name: name.unwrap_or_default() })
}

/// Carries frames between the socket and the room until one side has enough.
async fn converse(app: SharedApp, socket: WebSocket, visitor: Visitor) {
    let id = app.rooms.number();
    let (out, mut outgoing) = mpsc::channel(outbox::WAITING);
    let room = app.rooms.open(&app, visitor.plan).await;
    let newcomer = Newcomer { id, actor: visitor.actor.clone(), credential: visitor.credential, name: visitor.name.clone(), out };
    if room.send(Message::Join(newcomer)).await.is_err() {
        return;
    }
    let (mut sink, mut incoming) = socket.split();
    let silence = Silence::default();
    let pay = |points| app.budget.settle(visitor.payer, points, Due::Asked, app.clock.as_ref());
    let listening = listen(&mut incoming, &silence, pay, (id, room.clone()));
    let talking = async {
        let mut beat = interval(BEAT);
        beat.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            let message = tokio::select! {
                message = outgoing.recv() => match message {
                    Some(message) => Said::Binary(message),
                    None => return (sink, Some((1012, "come in again"))),
                },
                _ = beat.tick() => {
                    if silence.is_final() {
                        return (sink, None);
                    }
                    if !is_unchanged(&app, &visitor).await {
                        return (sink, Some((4403, "come in again")));
                    }
                    Said::Ping(Bytes::new())
                }
                () = app.lifecycle.stopping() => return (sink, Some((1001, "the server stops"))),
            };
            if !matches!(timeout(SEND_WITHIN, sink.send(message)).await, Ok(Ok(()))) {
                return (sink, None);
            }
        }
    };
    tokio::select! {
        () = listening => {}
        (mut sink, farewell) = talking => {
            if let Some((code, reason)) = farewell {
                let close = Said::Close(Some(CloseFrame { code, reason: reason.into() }));
                let _ = timeout(SEND_WITHIN, sink.send(close)).await;
            }
        }
    }
    let _ = room.send(Message::Leave(id)).await;
}

/// Passes on what a client says until it has enough, or speaks another language: who does so is not talked to. Whoever says more
/// than there is to pay with is not listened to for a while: it waits on their side, and nothing is lost.
async fn listen<E, P: Future>(
    mut incoming: impl Stream<Item = Result<Said, E>> + Unpin,
    silence: &Silence,
    pay: impl Fn(u64) -> P,
    (id, room): (ConnectionId, mpsc::Sender<Message>),
) {
    let places = Arc::new(Semaphore::new(AT_ONCE as usize));
    while let Some(Ok(said)) = silence.until(incoming.next()).await {
        let bytes = match said {
            Said::Binary(bytes) => bytes,
            Said::Ping(_) | Said::Pong(_) => {
                pay(FRAME).await;
                continue;
            }
            Said::Close(_) | Said::Text(_) => return,
        };
        let Ok(frame) = Frame::decode(&bytes) else { return };
        pay(price(&frame, bytes.len())).await;
        let weight = u32::try_from(bytes.len() / 1_024).unwrap_or(AT_ONCE).clamp(LEAST, AT_ONCE);
        let Ok(place) = Arc::clone(&places).acquire_many_owned(weight).await else { return };
        if room.send(Message::Said(id, frame, place)).await.is_err() {
            return;
        }
    }
}

fn price(frame: &Frame, bytes: usize) -> u64 {
    match frame {
        Frame::Step1(_) | Frame::AwarenessQuery => QUESTION,
        _ => FRAME + bytes as u64 / 1_024,
    }
}

/// How many beats a client has been silent for while somebody listened.
#[derive(Default)]
struct Silence {
    beats: AtomicU32,
    is_heard: AtomicBool,
}

impl Silence {
    /// Listens until something is said. Until then alone it can be silent: what it says afterwards waits until somebody listens
    /// again, its signs of life too.
    async fn until<T>(&self, said: impl Future<Output = T>) -> T {
        self.beats.store(0, Ordering::Relaxed);
        self.is_heard.store(true, Ordering::Relaxed);
        let said = said.await;
        self.is_heard.store(false, Ordering::Relaxed);
        said
    }

    /// With each beat: whether it has lasted too long.
    fn is_final(&self) -> bool {
        self.is_heard.load(Ordering::Relaxed) && self.beats.fetch_add(1, Ordering::Relaxed) >= SILENT
    }
}

async fn is_unchanged(app: &SharedApp, visitor: &Visitor) -> bool {
    if visitor.credential.is_none() {
        return true;
    }
    match access::caller::actor(app, visitor.credential).await {
        Ok(actor) => actor == visitor.actor,
        Err(error) => {
            tracing::warn!(%error, "cannot read the session");
            true
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures_util::future::{pending, ready};
    use futures_util::{FutureExt, stream};

    fn quiet(silence: &Silence, beats: u32) -> bool {
        (0..beats).all(|_| !silence.is_final())
    }

    fn says(said: Vec<Said>) -> impl Stream<Item = Result<Said, AppError>> + Unpin {
        stream::iter(said.into_iter().map(Ok)).chain(stream::pending())
    }

    #[test]
    fn who_gives_no_sign_of_life_is_gone_after_a_while() {
        let silence = Silence::default();
        let (room, _mailbox) = mpsc::channel(1);
        let pong = vec![Said::Pong(Bytes::new())];
        let mut listening = Box::pin(listen(says(pong), &silence, |_| ready(()), (1, room)));
        assert!((&mut listening).now_or_never().is_none());
        assert!(quiet(&silence, SILENT) && silence.is_final());
        assert!((&mut listening).now_or_never().is_none());
        assert!(silence.is_final());
    }

    #[test]
    fn who_waits_is_not_silent() {
        let silence = Silence::default();
        let word = || Said::Binary(Frame::AwarenessQuery.encode().into());
        // For points, and for a room that has much to do.
        let (room, mut mailbox) = mpsc::channel(1);
        for pong in [Said::Pong(Bytes::new()), word()] {
            let mut listening = Box::pin(listen(says(vec![pong]), &silence, |_| pending::<()>(), (1, room.clone())));
            assert!((&mut listening).now_or_never().is_none());
            assert!(quiet(&silence, 10 * SILENT));
        }
        let mut listening = Box::pin(listen(says(vec![word(), word()]), &silence, |_| ready(()), (1, room)));
        assert!((&mut listening).now_or_never().is_none());
        assert!(quiet(&silence, 10 * SILENT));
        // From then on it is listened to again.
        assert!(mailbox.try_recv().is_ok());
        assert!((&mut listening).now_or_never().is_none());
        assert!(quiet(&silence, SILENT) && silence.is_final());
    }

    #[test]
    fn what_is_answered_with_everything_costs_more_than_a_key_press() {
        assert_eq!(price(&Frame::Update(vec![0; 40]), 44), FRAME);
        assert_eq!(price(&Frame::Update(vec![0; MAX_UPDATE]), MAX_UPDATE), FRAME + 1_024);
        assert!(price(&Frame::Step1(vec![0]), 3) >= 20 * FRAME && price(&Frame::AwarenessQuery, 1) >= 20 * FRAME);
    }
}
