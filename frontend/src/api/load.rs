//! What a screen reads: asked for when its variables change, kept while it is asked for again.

use super::{ApiError, send};
use crate::session::Session;
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::operations::Operation;

/// An answer that may be on its way.
pub struct Load<D: Send + Sync + 'static> {
    /// The newest answer; the one before stays until it is replaced.
    pub data: RwSignal<Option<D>>,
    pub error: RwSignal<Option<ApiError>>,
    pub busy: RwSignal<bool>,
    again: Trigger,
}

impl<D: Send + Sync + 'static> Clone for Load<D> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<D: Send + Sync + 'static> Copy for Load<D> {}

impl<D: Send + Sync + 'static> Load<D> {
    /// Asks again with the same variables.
    pub fn reload(self) {
        self.again.notify();
    }

    /// Nothing has come yet, and nothing has gone wrong.
    pub fn is_first(self) -> bool {
        self.data.with(Option::is_none) && self.error.with(Option::is_none)
    }
}

/// Asks whenever `variables` change; `None` asks for nothing. Only the newest question's answer counts.
pub fn load<O>(variables: impl Fn() -> Option<O::Variables> + 'static) -> Load<O::Data>
where
    O: Operation,
    O::Data: Send + Sync,
{
    let load = Load { data: RwSignal::new(None), error: RwSignal::new(None), busy: RwSignal::new(false), again: Trigger::new() };
    let session = Session::get();
    let newest = StoredValue::new(0_u32);
    Effect::new(move |_| {
        load.again.track();
        let Some(variables) = variables() else { return };
        let turn = newest.get_value().wrapping_add(1);
        newest.set_value(turn);
        load.busy.set(true);
        spawn_local(async move {
            let answer = send::<O>(&variables).await;
            // The screen may have gone, or asked something newer.
            if newest.try_get_value() != Some(turn) {
                return;
            }
            load.busy.set(false);
            load.error.set(answer.as_ref().err().cloned());
            match answer {
                Ok(data) => load.data.set(Some(data)),
                Err(error) => session.notice(&error),
            }
        });
    });
    load
}
