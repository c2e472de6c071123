//! What goes over the wire between a plan's editors and its server: the y-sync protocol, and a few frames of our own.
//!
//! A frame is one binary message. Clients that speak y-sync alone ignore ours (numbers from 100) and still work.

use super::bytes::{Malformed, Reader, Writer};
use crate::ErrorCode;
use serde::{Deserialize, Serialize};

const SYNC: u64 = 0;
const AWARENESS: u64 = 1;
const AWARENESS_QUERY: u64 = 3;
const WELCOME: u64 = 100;
const ACK: u64 = 101;
const REFUSED: u64 = 102;

/// The most bytes that one person may say of themselves.
pub const MAX_PRESENCE: usize = 2_048;
/// The most devices that a frame may speak of.
const MAX_CLIENTS: usize = 1_000;

/// One message.
#[derive(Clone, Debug, PartialEq)]
pub enum Frame {
    /// What the sender has; the other side answers with what is missing. A state vector.
    Step1(Vec<u8>),
    /// What the other side lacked.
    Step2(Vec<u8>),
    Update(Vec<u8>),
    Awareness(Vec<Presence>),
    AwarenessQuery,
    /// The first frame from the server, and again whenever the reader's rights change.
    Welcome(Welcome),
    /// So many of this connection's updates are safe, counted from its beginning; they are in the log up to `seq`.
    Ack {
        count: u64,
        seq: u64,
    },
    /// This connection's update number `count` was not taken, nor is anything after it.
    Refused {
        count: u64,
        code: ErrorCode,
    },
}

/// What one device says of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Presence {
    pub client: u64,
    /// Grows with each change.
    pub clock: u32,
    /// JSON; `null` when it is gone.
    pub state: String,
}

/// How the server receives somebody.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Welcome {
    /// Whether updates are taken.
    pub may_edit: bool,
    /// Another epoch is another document under the same name: what was kept of the old one must not be merged.
    pub epoch: i64,
    /// The last entry of the log that the server has.
    pub seq: u64,
}

impl Frame {
    pub fn encode(&self) -> Vec<u8> {
        let writer = Writer::default();
        match self {
            Self::Step1(state) => writer.number(SYNC).number(0).buffer(state),
            Self::Step2(update) => writer.number(SYNC).number(1).buffer(update),
            Self::Update(update) => writer.number(SYNC).number(2).buffer(update),
            Self::Awareness(present) => writer.number(AWARENESS).buffer(&encode_presences(present)),
            Self::AwarenessQuery => writer.number(AWARENESS_QUERY),
            Self::Welcome(welcome) => writer.number(WELCOME).text(&serde_json::to_string(welcome).unwrap_or_default()),
            Self::Ack { count, seq } => writer.number(ACK).buffer(&Writer::default().number(*count).number(*seq).finish()),
            Self::Refused { count, code } => {
                writer.number(REFUSED).buffer(&Writer::default().number(*count).text(code.as_str()).finish())
            }
        }
        .finish()
    }

    /// # Errors
    /// [`Malformed`] when it is no frame, or there is something behind it.
    pub fn decode(bytes: &[u8]) -> Result<Self, Malformed> {
        let mut reader = Reader::new(bytes);
        let frame = match reader.number()? {
            SYNC => match reader.number()? {
                0 => Self::Step1(reader.buffer()?.to_vec()),
                1 => Self::Step2(reader.buffer()?.to_vec()),
                2 => Self::Update(reader.buffer()?.to_vec()),
                _ => return Err(Malformed),
            },
            AWARENESS => Self::Awareness(decode_presences(reader.buffer()?)?),
            AWARENESS_QUERY => Self::AwarenessQuery,
            WELCOME => Self::Welcome(serde_json::from_str(reader.text()?).map_err(|_| Malformed)?),
            ACK => {
                let mut inner = Reader::new(reader.buffer()?);
                Self::Ack { count: inner.number()?, seq: inner.number()? }
            }
            REFUSED => {
                let mut inner = Reader::new(reader.buffer()?);
                Self::Refused { count: inner.number()?, code: inner.text()?.parse().unwrap_or(ErrorCode::Internal) }
            }
            _ => return Err(Malformed),
        };
        if reader.is_at_end() { Ok(frame) } else { Err(Malformed) }
    }
}

fn encode_presences(present: &[Presence]) -> Vec<u8> {
    let begun = Writer::default().number(present.len() as u64);
    let write = |writer: Writer, it: &Presence| writer.number(it.client).number(it.clock.into()).text(&it.state);
    present.iter().fold(begun, write).finish()
}

fn decode_presences(bytes: &[u8]) -> Result<Vec<Presence>, Malformed> {
    let mut reader = Reader::new(bytes);
    let count = reader.count()?;
    if count > MAX_CLIENTS {
        return Err(Malformed);
    }
    let mut read = || Ok(Presence { client: reader.number()?, clock: reader.number32()?, state: reader.text()?.to_owned() });
    (0..count).map(|_| read()).collect()
}

/// Whether these bytes can be a state vector: of how many devices it speaks is what is there.
pub fn is_state_vector(bytes: &[u8]) -> bool {
    let mut reader = Reader::new(bytes);
    let mut read = || -> Result<(), Malformed> {
        for _ in 0..reader.count()? {
            reader.number()?;
            reader.number32()?;
        }
        if reader.is_at_end() { Ok(()) } else { Err(Malformed) }
    };
    read().is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use yrs::sync::{Awareness, AwarenessUpdate, Message, SyncMessage};
    use yrs::updates::decoder::Decode;
    use yrs::updates::encoder::Encode;

    #[test]
    fn every_frame_survives_the_wire() {
        for frame in [
            Frame::Step1(vec![0]),
            Frame::Step2(vec![1, 2]),
            Frame::Update(vec![]),
            Frame::Awareness(vec![Presence { client: 9, clock: 3, state: "null".into() }]),
            Frame::AwarenessQuery,
            Frame::Welcome(Welcome { may_edit: true, epoch: 1, seq: 7 }),
            Frame::Ack { count: 300, seq: 70_000 },
            Frame::Refused { count: 1, code: ErrorCode::PlanFull },
        ] {
            let bytes = frame.encode();
            assert_eq!(Frame::decode(&bytes), Ok(frame));
            assert_eq!(Frame::decode(&[&bytes[..], &[0]].concat()), Err(Malformed));
            assert!(Frame::decode(&bytes[..bytes.len() - 1]).is_err(), "{bytes:?}");
        }
    }

    #[test]
    fn the_frames_are_those_of_y_sync() {
        let sync = |message| Message::Sync(message).encode_v1();
        assert_eq!(Frame::Update(vec![1, 2]).encode(), sync(SyncMessage::Update(vec![1, 2])));
        assert_eq!(Frame::Step2(vec![1]).encode(), sync(SyncMessage::SyncStep2(vec![1])));
        assert_eq!(Frame::Step1(vec![0]).encode(), sync(SyncMessage::SyncStep1(yrs::StateVector::default())));
        assert_eq!(Frame::AwarenessQuery.encode(), Message::AwarenessQuery.encode_v1());
        let mut awareness = Awareness::new(super::super::document::new(5));
        awareness.set_local_state_raw("{}");
        let update: AwarenessUpdate = awareness.update().unwrap();
        let Ok(Frame::Awareness(read)) = Frame::decode(&Message::Awareness(update).encode_v1()) else { panic!("not read") };
        assert_eq!((read[0].client, read[0].state.as_str()), (5, "{}"));
        assert!(AwarenessUpdate::decode_v1(&encode_presences(&read)).is_ok());
    }
}
