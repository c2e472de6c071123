use super::Button;
use crate::i18n::language;
use leptos::prelude::*;
use shared::value::number::group_thousands;

/// Shows how much of a list is there, and fetches the rest page by page.
#[component]
pub fn More(
    #[prop(into)] shown: Signal<usize>,
    #[prop(into)] total: Signal<i64>,
    #[prop(into)] has_more: Signal<bool>,
    #[prop(into)] busy: Signal<bool>,
    on_more: Callback<()>,
) -> impl IntoView {
    let count = move || {
        let number = |n: i64| group_thousands(n, language());
        t!("list.shown", shown = number(shown.get() as i64), total = number(total.get()))()
    };
    view! {
        <div class="pager" hidden=move || shown.get() == 0>
            <Show when=move || has_more.get()>
                <Button label=t!("list.more") busy=busy on_press=Callback::new(move |_| on_more.run(()))/>
            </Show>
            <span role="status">{count}</span>
        </div>
    }
}
