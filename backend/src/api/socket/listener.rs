//! What a client says in the protocol, as far as it keeps to it.

use async_graphql::http::ClientMessage;
use axum::extract::ws::Message;
use futures_util::stream::BoxStream;
use futures_util::{Stream, StreamExt, future};
use governor::{DefaultDirectRateLimiter, Quota, RateLimiter};
use std::collections::HashSet;
use std::num::NonZeroU32;
use std::sync::{Arc, Mutex, PoisonError};

/// Messages a second that a client may go on sending, and at once; a page that comes back sends all of its questions.
const MESSAGES: NonZeroU32 = NonZeroU32::new(20).unwrap();
const AT_ONCE: NonZeroU32 = NonZeroU32::new(100).unwrap();

/// Why the socket ends, as the protocol numbers it.
pub type Farewell = (u16, &'static str);

pub const INVALID: Farewell = (4400, "Invalid message received");
pub const UNAUTHORIZED: Farewell = (4401, "Unauthorized");
const TAKEN: Farewell = (4409, "Subscriber already exists");
const FLOOD: Farewell = (4429, "Too many messages");
pub const CROWD: Farewell = (4429, "Too many sockets");

/// What is known of the client. Cloning shares it.
#[derive(Clone)]
pub struct Listener(Arc<Inner>);

struct Inner {
    pace: DefaultDirectRateLimiter,
    known: Mutex<Known>,
}

#[derive(Default)]
struct Known {
    is_heard: bool,
    subscriptions: HashSet<String>,
    farewell: Option<Farewell>,
}

impl Default for Listener {
    fn default() -> Self {
        let pace = RateLimiter::direct(Quota::per_second(MESSAGES).allow_burst(AT_ONCE));
        Self(Arc::new(Inner { pace, known: Mutex::new(Known { is_heard: true, ..Known::default() }) }))
    }
}

impl Listener {
    fn known<T>(&self, look: impl FnOnce(&mut Known) -> T) -> T {
        look(&mut self.0.known.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Whether it has said anything since this was asked last.
    pub fn was_heard(&self) -> bool {
        self.known(|known| std::mem::take(&mut known.is_heard))
    }

    /// Why no more is listened to.
    pub fn farewell(&self) -> Option<Farewell> {
        self.known(|known| known.farewell)
    }

    /// A subscription that the server has brought to its end may begin anew.
    pub fn tell(&self, said: &str) {
        if let Some(id) =
            said.strip_prefix(r#"{"type":"complete","id":"#).and_then(|rest| serde_json::from_str(rest.strip_suffix('}')?).ok())
        {
            self.known(|known| known.subscriptions.remove::<String>(&id));
        }
    }

    /// What the client says, until it breaks the rules.
    pub fn listen(
        &self,
        incoming: impl Stream<Item = Result<Message, axum::Error>> + Send + 'static,
    ) -> BoxStream<'static, serde_json::Result<ClientMessage>> {
        let sound = incoming.take_while(|message| future::ready(message.as_ref().is_ok_and(|it| !matches!(it, Message::Close(_)))));
        let (listener, judge) = (self.clone(), self.clone());
        let paced = sound.take_while(move |_| {
            let fits = listener.0.pace.check().is_ok();
            listener.known(|known| {
                known.is_heard = true;
                known.farewell = known.farewell.or((!fits).then_some(FLOOD));
            });
            future::ready(fits)
        });
        // Pongs only show that it is there.
        let messages = paced.filter_map(|message| {
            future::ready(match message {
                Ok(Message::Text(text)) => Some(ClientMessage::from_bytes(text.as_bytes())),
                Ok(Message::Binary(bytes)) => Some(ClientMessage::from_bytes(&bytes)),
                _ => None,
            })
        });
        messages.take_while(move |message| future::ready(judge.is_fair(message))).boxed()
    }

    fn is_fair(&self, message: &serde_json::Result<ClientMessage>) -> bool {
        self.known(|known| {
            let broken = match message {
                Err(_) => Some(INVALID),
                Ok(ClientMessage::Start { id, .. }) => (!known.subscriptions.insert(id.clone())).then_some(TAKEN),
                Ok(ClientMessage::Stop { id }) => {
                    known.subscriptions.remove(id);
                    None
                }
                Ok(_) => None,
            };
            known.farewell = known.farewell.or(broken);
            broken.is_none()
        })
    }
}
