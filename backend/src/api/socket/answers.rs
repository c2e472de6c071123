//! How long the answers of a subscription may take. Between them it waits for what happens, however long; once something has,
//! the answer's end stands, however often the work on it is looked at.

use crate::api::http::QUERY_WITHIN;
use crate::platform::clock::Clock;
use crate::platform::database;
use futures_util::stream::{self, Stream, StreamExt};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::Poll;
use std::time::Instant;

/// When what each field of a subscription answers began. Cloning shares it.
#[derive(Clone, Default)]
pub struct Answers(Arc<Mutex<Vec<Option<Instant>>>>);

impl Answers {
    fn began<T>(&self, look: impl FnOnce(&mut Vec<Option<Instant>>) -> T) -> T {
        look(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// What a field follows: with each event its answer begins, and while the next is awaited nothing is being answered.
    pub fn to<T, S>(&self, clock: Arc<dyn Clock>, events: S) -> impl Stream<Item = T> + use<T, S>
    where
        S: Stream<Item = T> + Send + 'static,
    {
        let (answers, mut events) = (self.clone(), events.boxed());
        let field = self.began(|began| {
            began.push(None);
            began.len() - 1
        });
        stream::poll_fn(move |cx| {
            answers.began(|began| began[field] = None);
            let event = events.poll_next_unpin(cx);
            if matches!(event, Poll::Ready(Some(_))) {
                answers.began(|began| began[field] = Some(clock.monotonic()));
            }
            event
        })
    }

    /// Lets the work on each answer keep the database as long as that on a query.
    pub fn hurry<T, S>(&self, clock: Arc<dyn Clock>, mut told: S) -> impl Stream<Item = T> + use<T, S>
    where
        S: Stream<Item = T> + Unpin,
    {
        let answers = self.clone();
        stream::poll_fn(move |cx| {
            let began = answers.began(|began| began.iter().flatten().min().copied());
            let deadline = began.unwrap_or_else(|| clock.monotonic()) + QUERY_WITHIN;
            let answer = database::step_until(deadline, || told.poll_next_unpin(cx));
            if answer.is_ready() {
                answers.began(|began| began.fill(None));
            }
            answer
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::platform::clock::SystemClock;
    use chrono::{DateTime, Utc};
    use futures_util::{FutureExt, future};
    use std::time::Duration;

    /// An hour is over whenever somebody looks.
    struct Racing(Mutex<Instant>);

    impl Clock for Racing {
        fn now(&self) -> DateTime<Utc> {
            SystemClock.now()
        }

        fn monotonic(&self) -> Instant {
            let mut now = self.0.lock().unwrap();
            *now += Duration::from_secs(3_600);
            *now
        }
    }

    #[test]
    fn an_answer_ends_when_its_beginning_says_and_the_next_has_an_end_of_its_own() {
        let (clock, answers): (Arc<dyn Clock>, _) = (Arc::new(Racing(Mutex::new(SystemClock.monotonic()))), Answers::default());
        let (tell, mut heard) = tokio::sync::mpsc::unbounded_channel();
        let events = answers.to(Arc::clone(&clock), stream::poll_fn(move |cx| heard.poll_recv(cx)));
        let ends = Arc::new(Mutex::new(Vec::new()));
        let noted = Arc::clone(&ends);
        // Each answer is looked at three times before it is there.
        let told = events.then(move |()| {
            let (noted, mut looks) = (Arc::clone(&noted), 0);
            future::poll_fn(move |_| {
                noted.lock().unwrap().push(database::deadline().unwrap());
                looks += 1;
                if looks < 3 { Poll::Pending } else { Poll::Ready(()) }
            })
        });
        let mut hurried = answers.hurry(clock, Box::pin(told));
        let mut look = || hurried.next().now_or_never().is_some();
        for _ in 0..2 {
            assert!(!look());
            tell.send(()).unwrap();
            assert_eq!([look(), look(), look()], [false, false, true]);
        }
        let ends = ends.lock().unwrap();
        assert_eq!((ends[1], ends[4]), (ends[2], ends[5]));
        assert!(ends[3] > ends[2]);
    }
}
