use super::draft::{self, Intent};
use super::send::{Problem, hand_in};
use super::state::{FormState, describe_answer};
use super::uploads::send_uploads;
use crate::api::{ApiError, Conflict};
use crate::i18n::t;
use crate::routes;
use crate::session::Session;
use crate::ui::{FormError, Toasts};
use leptos::ev;
use leptos::prelude::*;
use leptos::task::spawn_local;
use std::time::Duration;

/// How often a form that waits for a connection is tried again.
const AGAIN: Duration = Duration::from_secs(15);
/// After a reload the session is asked for first.
const SOON: Duration = Duration::from_millis(1500);

/// Sends the form, now or once there is a connection.
#[derive(Clone, Copy)]
pub struct Outbox {
    pub busy: RwSignal<bool>,
    /// What waits for a connection.
    pub waiting: RwSignal<Option<Intent>>,
    /// What stopped it, other than what the person can mend.
    pub failure: RwSignal<Option<ApiError>>,
    pub conflict: RwSignal<Option<Conflict>>,
    last: RwSignal<Intent>,
    state: FormState,
    session: Session,
    toasts: Toasts,
    mend: Callback<Vec<FormError>>,
    go: Callback<String>,
}

impl Outbox {
    /// `mend` gets what is to be mended, `go` the address of the proposal that was made.
    pub fn new(state: FormState, mend: Callback<Vec<FormError>>, go: Callback<String>) -> Self {
        let outbox = Self {
            busy: RwSignal::new(false),
            waiting: RwSignal::new(state.draft().waiting),
            failure: RwSignal::new(None),
            conflict: RwSignal::new(None),
            last: RwSignal::new(Intent::Submit),
            state,
            session: Session::get(),
            toasts: Toasts::get(),
            mend,
            go,
        };
        outbox.watch();
        outbox
    }

    /// Sends what waits when the connection returns, and from time to time: a device does not always notice.
    fn watch(self) {
        let listener = window_event_listener(ev::online, move |_| {
            if self.session.region.with_untracked(Option::is_none) {
                self.session.refresh();
            }
            self.retry();
        });
        let timer = set_interval_with_handle(move || self.retry(), AGAIN).ok();
        let first = set_timeout_with_handle(move || self.retry(), SOON).ok();
        on_cleanup(move || {
            listener.remove();
            if let Some(timer) = timer {
                timer.clear();
            }
            if let Some(first) = first {
                first.clear();
            }
        });
    }

    /// Tries again what waits.
    pub fn retry(self) {
        if let Some(intent) = self.waiting.get_untracked() {
            self.send(intent);
        }
    }

    /// Sends with the intent of the last attempt.
    pub fn again(self) {
        self.send(self.last.get_untracked());
    }

    /// Gives up waiting; everything stays on the device.
    pub fn stop_waiting(self) {
        self.waiting.set(None);
        self.state.set_waiting(None);
    }

    /// Sends the form unless it is on its way; what is incomplete is not sent.
    pub fn send(self, intent: Intent) {
        if self.busy.get_untracked() {
            return;
        }
        let (_, errors) = untrack(|| self.state.examine());
        if !errors.is_empty() {
            self.stop_waiting();
            return self.mend.run(errors);
        }
        self.busy.set(true);
        self.failure.set(None);
        self.last.set(intent);
        let draft = self.state.draft();
        let place = draft.place();
        self.state.note(|draft| draft.attempted = true);
        spawn_local(async move {
            let sent = match send_uploads(self.state).await {
                // The screen has gone: the draft stays, and is sent from there next time.
                _ if self.busy.is_disposed() => return,
                Ok(()) => {
                    let (form, _) = untrack(|| self.state.examine());
                    hand_in(draft, form, intent, |target| self.state.note(|draft| draft.target = Some(target))).await
                }
                Err(problem) => Err(problem),
            };
            if sent.is_ok() {
                draft::forget(place);
            }
            if self.busy.try_set(false).is_some() {
                return;
            }
            match sent {
                Ok(id) => {
                    let said = if intent == Intent::Submit { "propose.sent" } else { "propose.draft_saved" };
                    self.waiting.set(None);
                    self.state.finish();
                    self.toasts.say(untrack(|| t(said)));
                    self.go.run(routes::proposal(id));
                }
                Err(problem) => self.stopped(problem, intent),
            }
        });
    }

    fn stopped(self, problem: Problem, intent: Intent) {
        let waiting = matches!(problem, Problem::Failed(ApiError::Offline)).then_some(intent);
        self.waiting.set(waiting);
        self.state.set_waiting(waiting);
        match problem {
            Problem::Mend(errors) => self.mend.run(untrack(|| errors.into_iter().map(describe_answer).collect())),
            Problem::Failed(ApiError::Offline) => {}
            Problem::Failed(ApiError::Conflict(conflict)) => self.conflict.set(Some(*conflict)),
            Problem::Failed(error) => {
                self.session.notice(&error);
                self.failure.set(Some(error));
            }
        }
    }
}
