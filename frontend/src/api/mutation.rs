//! What a screen changes: one thing at a time, with its busy state, and what went wrong.

use super::{ApiError, send};
use crate::session::Session;
use crate::ui::FormErrors;
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::operations::{Answer, Operation, Payload};

/// A change that may be on its way.
#[derive(Clone, Copy)]
pub struct Mutation {
    pub busy: RwSignal<bool>,
    /// What stopped the last one, other than what the person can mend in the form.
    pub failure: RwSignal<Option<ApiError>>,
    session: Session,
}

impl Mutation {
    pub fn new() -> Self {
        Self { busy: RwSignal::new(false), failure: RwSignal::new(None), session: Session::get() }
    }

    /// Sends it unless one is on its way; `then` gets the answer if the screen is still there.
    pub fn send<O: Operation>(self, variables: O::Variables, then: impl FnOnce(O::Data) + 'static) {
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        self.failure.set(None);
        spawn_local(async move {
            let answer = send::<O>(&variables).await;
            if self.busy.try_set(false).is_some() {
                return;
            }
            match answer {
                Ok(data) => then(data),
                Err(error) => {
                    self.session.notice(&error);
                    self.failure.set(Some(error));
                }
            }
        });
    }

    /// Sends a form: what the person has to mend goes to `errors`, the object to `then`.
    pub fn send_form<O, T>(self, variables: O::Variables, errors: FormErrors, then: impl FnOnce(T) + 'static)
    where
        O: Operation<Data = Answer<Payload<T>>>,
        T: 'static,
    {
        errors.clear();
        self.send::<O>(variables, move |data| match data.answer.into_result() {
            Ok(object) => then(object),
            Err(mend) => errors.show_answer(mend),
        });
    }
}
