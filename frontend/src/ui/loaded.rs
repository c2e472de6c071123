use super::Failure;
use crate::api::Load;
use leptos::prelude::*;

/// Shows an answer: `waiting` until it comes, what went wrong with a way to try again, then `view` of the data.
pub fn loaded<D, W, V>(load: Load<D>, waiting: W, view: impl Fn(D) -> V + Send + Sync + 'static) -> impl IntoView
where
    D: Clone + Send + Sync + 'static,
    W: Fn() -> AnyView + Send + Sync + 'static,
    V: IntoView + 'static,
{
    view! {
        <Failure error=load.error retry=Callback::new(move |()| load.reload())/>
        {move || load.is_first().then(&waiting)}
        {move || load.data.get().map(&view)}
    }
}
