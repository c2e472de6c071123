use super::Icon;
use leptos::html;
use leptos::prelude::*;

/// A native dialog: the browser keeps the focus inside, closes on Escape and gives the focus back.
#[component]
pub fn Dialog(
    open: RwSignal<bool>,
    #[prop(into)] title: TextProp,
    /// Words of the style sheet beside `dialog`: `large`, `sheet`.
    #[prop(optional)]
    class: &'static str,
    /// Rendered afresh each time it opens.
    children: ChildrenFn,
) -> impl IntoView {
    let dialog = NodeRef::<html::Dialog>::new();
    Effect::new(move |_| {
        let Some(dialog) = dialog.get() else { return };
        match (open.get(), dialog.open()) {
            // Fails only when it is open already.
            (true, false) => drop(dialog.show_modal()),
            (false, true) => dialog.close(),
            _ => {}
        }
    });
    let label = title.clone();
    view! {
        <dialog class=format!("dialog {class}") node_ref=dialog aria-label=move || label.get() on:close=move |_| open.set(false)>
            <Show when=move || open.get()>
                <div class="dialog-head">
                    <h2>{let title = title.clone(); move || title.get()}</h2>
                    <button type="button" class="btn quiet icon-only" aria-label=t!("action.close") on:click=move |_| open.set(false)><Icon name="x"/></button>
                </div>
                {children()}
            </Show>
        </dialog>
    }
}
