use crate::i18n::{fill, name_of, t};
use crate::plan::{Live, Lost, lost_texts};
use crate::ui::{Button, Notice, Toasts, Tone};
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen_futures::JsFuture;

/// What the server would not take: nothing that somebody wrote is lost in silence.
#[component]
pub fn LostDraft(live: Live) -> impl IntoView {
    let lost = Memo::new(move |_| {
        live.draft.with(|draft| draft.as_ref().map(|draft| live.content.with(|content| lost_texts(&draft.content, content))))
    });
    let code = Memo::new(move |_| live.draft.with(|draft| draft.as_ref().map(crate::plan::Draft::code)));
    let body = move || {
        code.get().map(|code| {
            let title = move || fill(t("plan.rejected"), &[("reason", name_of(code).to_owned())]);
            view! {
                <Notice tone=Tone::Bad title=title>
                    <p>{t!("plan.rejected_text")}</p>
                    <details class="more">
                        <summary>{t!("plan.see_yours")}</summary>
                        <ul class="stack plain">{move || lost.get().unwrap_or_default().into_iter().map(text).collect_view()}</ul>
                        <Show when=move || lost.with(|lost| lost.as_ref().is_some_and(Vec::is_empty))><p>{t!("plan.nothing_lost")}</p></Show>
                    </details>
                    <Button class="small" label=t!("plan.drop_draft") on_press=Callback::new(move |_| live.drop_draft())/>
                </Notice>
            }
        })
    };
    view! { {body} }
}

fn text(lost: Lost) -> impl IntoView {
    let toasts = Toasts::get();
    let Lost { kind, row, text } = lost;
    let copied = text.clone();
    let copy = Callback::new(move |_| {
        let text = copied.clone();
        spawn_local(async move {
            let Some(window) = web_sys::window() else { return };
            let done = JsFuture::from(window.navigator().clipboard().write_text(&text)).await.is_ok();
            toasts.say(t(if done { "plan.copied" } else { "plan.copy_failed" }));
        });
    });
    let name = move || if row.is_empty() { t(kind).to_owned() } else { format!("{}: {row}", t(kind)) };
    view! {
        <li class="card">
            <strong>{name}</strong>
            <p class="prose">{text}</p>
            <div class="btn-row"><Button class="small" label=t!("plan.copy") on_press=copy/></div>
        </li>
    }
}
