//! One end of `/graphql/ws`.

use super::Person;
use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use std::io::ErrorKind;
use std::time::Duration;
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::{Error, Message};
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};

/// One end of a socket that must answer within a while.
pub struct Socket(WebSocketStream<MaybeTlsStream<TcpStream>>);

impl Socket {
    /// Opens a socket as a page of `origin` would; gives the status when the door stays shut.
    pub async fn open(person: &Person, origin: Option<&str>, protocol: Option<&str>) -> Result<Self, u16> {
        let mut request = format!("{}/graphql/ws", person.url.replacen("http", "ws", 1)).into_client_request().unwrap();
        let authorization = person.authorization();
        for (name, value) in [
            ("origin", origin),
            ("cookie", person.cookie()),
            ("authorization", authorization.as_deref()),
            ("sec-websocket-protocol", protocol),
        ] {
            if let Some(value) = value {
                request.headers_mut().insert(name, value.parse().unwrap());
            }
        }
        match connect_async(request).await {
            Ok((socket, _)) => Ok(Self(socket)),
            Err(Error::Http(response)) => Err(response.status().as_u16()),
            Err(error) => panic!("{error}"),
        }
    }

    /// Opens a socket and introduces itself.
    pub async fn ready(person: &Person) -> Self {
        let mut socket = Self::open(person, None, Some("graphql-transport-ws")).await.unwrap();
        socket.say(json!({ "type": "connection_init" })).await;
        assert_eq!(socket.hear().await["type"], "connection_ack");
        socket
    }

    pub async fn say(&mut self, message: Value) {
        self.0.send(Message::text(message.to_string())).await.unwrap();
    }

    pub async fn subscribe(&mut self, id: &str, query: &str, variables: Value) {
        self.say(json!({ "id": id, "type": "subscribe", "payload": { "query": query, "variables": variables } })).await;
    }

    /// The next message; `{"closed": code}` when the other end has closed.
    pub async fn hear(&mut self) -> Value {
        loop {
            let message = tokio::time::timeout(Duration::from_secs(20), self.0.next()).await.expect("nothing was said");
            match message {
                Some(Ok(Message::Text(text))) => return serde_json::from_str(&text).unwrap(),
                Some(Ok(Message::Close(frame))) => return json!({ "closed": frame.map(|frame| u16::from(frame.code)) }),
                Some(Ok(_)) => {}
                Some(Err(_)) | None => return json!({ "closed": null }),
            }
        }
    }

    /// Says nothing any more, not even that it is there, until the other end hangs up.
    pub async fn fall_silent(mut self) {
        let MaybeTlsStream::Plain(line) = self.0.get_mut() else { panic!("the server speaks no TLS") };
        let over = async {
            loop {
                line.readable().await.unwrap();
                match line.try_read(&mut [0; 1_024]) {
                    Ok(1..) => {}
                    Err(error) if error.kind() == ErrorKind::WouldBlock => {}
                    Ok(0) | Err(_) => break,
                }
            }
        };
        tokio::time::timeout(Duration::from_secs(20), over).await.expect("the other end goes on");
    }

    /// The data of the next message, which must be one of a subscription.
    pub async fn next(&mut self) -> Value {
        let message = self.hear().await;
        assert!(message["payload"].get("errors").is_none() && message["type"] == "next", "{message}");
        message["payload"]["data"].clone()
    }

    /// The code of the error that comes next.
    pub async fn refusal(&mut self) -> Value {
        self.hear().await["payload"]["errors"][0]["extensions"]["code"].clone()
    }
}
