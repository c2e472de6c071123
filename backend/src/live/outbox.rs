//! What goes out to one connection. It never holds much: who is too slow for it is told later what they missed, all at once.

use axum::body::Bytes;
use shared::plan::wire::Frame;
use tokio::sync::mpsc;
use tokio::sync::mpsc::error::TrySendError;

/// The most messages that wait for one connection.
pub const WAITING: usize = 128;

/// The room's end of it.
pub struct Outbox {
    out: mpsc::Sender<Bytes>,
    /// Up to which entry of the log the connection has been told; only while it is behind.
    behind: Option<i64>,
    /// The latest acknowledgement that did not fit.
    ack: Option<Frame>,
    presence_due: bool,
}

impl Outbox {
    pub fn new(out: mpsc::Sender<Bytes>) -> Self {
        Self { out, behind: None, ack: None, presence_due: false }
    }

    /// Sends what has to arrive. `false` when it cannot: the connection is of no use any more.
    pub fn must_send(&mut self, frame: &Frame) -> bool {
        self.out.try_send(frame.encode().into()).is_ok()
    }

    /// Sends the entries after `told`, unless the connection is behind already.
    pub fn send_update(&mut self, message: &Bytes, told: i64) {
        if self.behind.is_none() && matches!(self.out.try_send(message.clone()), Err(TrySendError::Full(_))) {
            self.behind = Some(told);
        }
    }

    pub fn send_ack(&mut self, frame: Frame) {
        if self.behind.is_some() || self.out.try_send(frame.encode().into()).is_err() {
            self.ack = Some(frame);
        }
    }

    pub fn send_presence(&mut self, message: &Bytes) {
        if self.behind.is_some() || self.out.try_send(message.clone()).is_err() {
            self.presence_due = true;
        }
    }

    /// Whether nothing has been held back.
    pub fn is_even(&self) -> bool {
        self.behind.is_none() && self.ack.is_none() && !self.presence_due
    }

    /// Once there is room again: what was missed. `missed` gives the entries after the one it is told.
    pub fn catch_up(&mut self, missed: impl FnOnce(i64) -> Bytes, presence: impl FnOnce() -> Bytes) {
        if self.out.capacity() < WAITING / 2 {
            return;
        }
        if let Some(told) = self.behind.take() {
            // There is room for all three.
            let _ = self.out.try_send(missed(told));
        }
        if let Some(ack) = self.ack.take() {
            self.send_ack(ack);
        }
        if std::mem::take(&mut self.presence_due) {
            self.send_presence(&presence());
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn who_is_slow_gets_what_was_missed_at_once_and_loses_no_acknowledgement() {
        let (out, mut socket) = mpsc::channel(WAITING);
        let mut outbox = Outbox::new(out);
        for told in 0..1_000 {
            outbox.send_update(&Bytes::from_static(b"u"), told);
            outbox.send_ack(Frame::Ack { count: told as u64 + 1, seq: told as u64 });
            outbox.send_presence(&Bytes::from_static(b"p"));
        }
        outbox.catch_up(|_| unreachable!("there is no room"), || unreachable!("there is no room"));
        let mut received = Vec::new();
        while let Ok(message) = socket.try_recv() {
            received.push(message);
        }
        assert_eq!(received.len(), WAITING);
        let updates = received.iter().filter(|message| &message[..] == b"u").count() as i64;
        outbox.catch_up(
            |told| {
                assert_eq!(told, updates);
                Bytes::from_static(b"missed")
            },
            || Bytes::from_static(b"all present"),
        );
        assert_eq!(socket.try_recv().unwrap(), "missed");
        let ack = Frame::decode(&socket.try_recv().unwrap()).unwrap();
        assert_eq!(ack, Frame::Ack { count: 1_000, seq: 999 });
        assert_eq!(socket.try_recv().unwrap(), "all present");
        outbox.send_update(&Bytes::from_static(b"again"), 1_000);
        assert_eq!(socket.try_recv().unwrap(), "again");
    }
}
