//! A conversation, whatever it is about: its comments, its forms, and the order in which it is read.

mod hide;
mod item;
mod thread;
mod write;

pub use item::CommentView;
pub use thread::place;
pub use write::WriteComment;

use crate::api::Mutation;
use crate::ui::FormErrors;
use leptos::prelude::*;
use shared::value::CommentId;

/// Words on their way, and who is told what becomes of them.
#[derive(Clone)]
pub struct Sent {
    /// The comment that is answered or hidden.
    pub id: Option<CommentId>,
    pub text: String,
    pub sending: Mutation,
    pub errors: FormErrors,
    /// To be run once they are there: closes the form.
    pub done: Callback<()>,
}

/// The forms of a conversation: which of them are open, and what sends them.
#[derive(Clone, Copy)]
pub struct Forms {
    /// What it is about: half-typed words are kept on the device under this name.
    pub about: StoredValue<String>,
    /// Tells the controls apart where two conversations are on one page; empty for the page's own.
    pub place: &'static str,
    /// Whether the reader may write.
    pub may: Signal<bool>,
    /// The comment being answered.
    pub answering: RwSignal<Option<CommentId>>,
    /// The comment about to be hidden.
    pub hiding: RwSignal<Option<CommentId>>,
    say: Callback<Sent>,
    hide: Callback<Sent>,
}

impl Forms {
    pub fn new(about: String, place: &'static str, may: Signal<bool>, say: Callback<Sent>, hide: Callback<Sent>) -> Self {
        Self { about: StoredValue::new(about), place, may, answering: RwSignal::new(None), hiding: RwSignal::new(None), say, hide }
    }
}
