use super::{Button, Notice, Tone};
use crate::api::ApiError;
use crate::routes;
use leptos::prelude::*;

/// What went wrong with a request, and the way on: sign in, or try again.
#[component]
pub fn Failure(
    #[prop(into)] error: Signal<Option<ApiError>>,
    #[prop(optional, into)] retry: Option<Callback<()>>,
) -> impl IntoView {
    move || {
        error.get().map(|error| {
            let tone = if error == ApiError::Offline { Tone::Warning } else { Tone::Bad };
            let way_on = match (&error, retry) {
                (ApiError::Unauthenticated, _) => {
                    view! { <p><a href=routes::sign_in_and_return>{t!("session.sign_in_again")}</a></p> }.into_any()
                }
                (_, Some(retry)) => {
                    view! { <Button class="small" label=t!("action.retry") on_press=Callback::new(move |_| retry.run(()))/> }
                        .into_any()
                }
                _ => ().into_any(),
            };
            view! { <Notice tone title=move || error.message()>{way_on}</Notice> }
        })
    }
}
