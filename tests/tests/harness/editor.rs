//! Somebody who writes a plan: the app's own copy of it, over a real socket.

use futures_util::{SinkExt, StreamExt};
use shared::plan::Content;
use shared::plan::edit::Edit;
use shared::plan::replica::{Event, Kept, Now, Replica, Status};
use shared::plan::wire::Frame;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::{Error, Message};
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};

/// Far more than any machine needs.
const PATIENCE: Duration = Duration::from_secs(30);

pub type Stream = WebSocketStream<MaybeTlsStream<TcpStream>>;

/// Opens the plan's socket as a page of `origin` would; gives the status when the door stays shut.
pub async fn knock(url: &str, cookie: Option<&str>, plan: &str, origin: Option<&str>) -> Result<Stream, u16> {
    let mut request = format!("{}/live/plans/{plan}", url.replacen("http", "ws", 1)).into_client_request().unwrap();
    for (name, value) in [("origin", origin), ("cookie", cookie)] {
        if let Some(value) = value {
            request.headers_mut().insert(name, value.parse().unwrap());
        }
    }
    match connect_async(request).await {
        Ok((socket, _)) => Ok(socket),
        Err(Error::Http(response)) => Err(response.status().as_u16()),
        // The server went away in the middle.
        Err(_) => Err(0),
    }
}

pub struct Editor {
    pub replica: Replica,
    pub plan: String,
    pub url: String,
    cookie: Option<String>,
    socket: Option<Stream>,
    /// What the page would have shown.
    pub events: Vec<Event>,
}

fn now() -> Now {
    let start = Instant::now();
    Arc::new(move || start.elapsed().as_millis() as u64)
}

impl Editor {
    /// Opens the plan and waits until it is here. `client` names the device: each may be used once.
    pub async fn open(url: &str, cookie: Option<&str>, plan: &str, client: u64) -> Self {
        let mut editor = Self::away(url, cookie, plan, client);
        editor.connect().await;
        editor.until(|editor| editor.replica.is_here()).await;
        editor
    }

    /// With the page open, and no connection yet.
    pub fn away(url: &str, cookie: Option<&str>, plan: &str, client: u64) -> Self {
        Self {
            replica: Replica::new(client, now()),
            plan: plan.to_owned(),
            url: url.to_owned(),
            cookie: cookie.map(str::to_owned),
            socket: None,
            events: Vec::new(),
        }
    }

    /// The page is loaded again, with what the device had kept.
    pub fn reload(&mut self, client: u64) {
        self.disconnect();
        let kept: Option<Kept> = self.replica.keep();
        self.replica = kept.map_or_else(|| Replica::new(client, now()), |kept| Replica::restore(client, now(), &kept));
    }

    /// Whether the server let it in.
    pub async fn connect(&mut self) -> bool {
        match knock(&self.url, self.cookie.as_deref(), &self.plan, None).await {
            Ok(socket) => {
                self.socket = Some(socket);
                let greeting = self.replica.connect();
                self.send(greeting).await;
                true
            }
            Err(_) => false,
        }
    }

    /// The signal is gone, without a word.
    pub fn disconnect(&mut self) {
        self.socket = None;
        self.replica.disconnect();
    }

    pub fn is_connected(&self) -> bool {
        self.socket.is_some()
    }

    pub async fn send(&mut self, frame: Frame) {
        self.send_raw(frame.encode()).await;
    }

    pub async fn send_raw(&mut self, bytes: Vec<u8>) {
        if let Some(socket) = &mut self.socket
            && socket.send(Message::binary(bytes)).await.is_err()
        {
            self.disconnect();
        }
    }

    /// Makes changes, and sends them when there is a connection.
    pub async fn edit(&mut self, edits: &[Edit]) {
        self.replica.edit(edits);
        self.flush().await;
    }

    pub async fn flush(&mut self) {
        for frame in self.replica.to_send() {
            self.send(frame).await;
        }
    }

    /// Takes the next frame, if one comes within this time.
    pub async fn hear(&mut self, within: Duration) -> bool {
        let Some(socket) = &mut self.socket else { return false };
        match tokio::time::timeout(within, socket.next()).await {
            Err(_) => false,
            Ok(Some(Ok(Message::Binary(bytes)))) => {
                let (answers, events) = self.replica.receive(Frame::decode(&bytes).unwrap()).unwrap();
                self.events.extend(events);
                for answer in answers {
                    self.send(answer).await;
                }
                true
            }
            Ok(Some(Ok(Message::Close(_)) | Err(_)) | None) => {
                self.disconnect();
                false
            }
            Ok(Some(Ok(_))) => true,
        }
    }

    /// Listens until this is true.
    pub async fn until(&mut self, mut is_true: impl FnMut(&mut Self) -> bool) {
        let deadline = Instant::now() + PATIENCE;
        while !is_true(self) {
            assert!(Instant::now() < deadline, "{:?}: {:?}", self.replica.status(), self.events.last());
            self.hear(Duration::from_millis(50)).await;
        }
    }

    /// Listens until everything that was changed here is safe.
    pub async fn until_saved(&mut self) {
        self.until(|editor| editor.replica.status() == Status::Saved).await;
    }

    pub fn content(&self) -> Content {
        self.replica.content()
    }
}
