use leptos::prelude::*;

/// Rows of a list that is on its way.
#[component]
pub fn SkeletonRows(#[prop(default = 6)] count: usize) -> impl IntoView {
    let row = |_| {
        view! {
            <li>
                <div class="list-row">
                    <span class="mark skeleton"></span>
                    <span class="skeleton title"></span>
                    <span class="skeleton line"></span>
                    <span class="skeleton line short"></span>
                </div>
            </li>
        }
    };
    view! {
        <p class="visually-hidden" role="status">{t!("state.loading")}</p>
        <ul class="list" aria-busy="true" aria-hidden="true">{(0..count).map(row).collect_view()}</ul>
    }
}

/// A page that is on its way.
#[component]
pub fn SkeletonPage() -> impl IntoView {
    view! {
        <p class="visually-hidden" role="status">{t!("state.loading")}</p>
        <div class="stack" aria-busy="true" aria-hidden="true">
            <span class="skeleton title"></span>
            <span class="skeleton line"></span>
            <span class="skeleton line"></span>
            <span class="skeleton line short"></span>
            <span class="skeleton block"></span>
        </div>
    }
}
