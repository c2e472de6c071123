use super::filters::Filters;
use super::question::{Question, Wanted};
use super::{areas, funnel, money, reasons, times};
use crate::i18n::name_of;
use crate::ui::Heading;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_query_map};

/// Questions about the public record, and their answers.
#[component]
pub fn DataPage() -> impl IntoView {
    let query = use_query_map();
    let wanted = Memo::new(move |_| query.with(Wanted::from_query));
    let question = Memo::new(move |_| wanted.with(|wanted| wanted.question));
    let navigate = use_navigate();
    let change = Callback::new(move |wanted: Wanted| {
        navigate(&wanted.to_address(), NavigateOptions { scroll: false, ..NavigateOptions::default() });
    });
    let link = move |own: &Question| {
        let own = *own;
        let address = move || Wanted { question: own, ..wanted.get() }.to_address();
        view! { <a href=address data-noscroll="" aria-current=move || (question.get() == own).then_some("page")>{move || name_of(own)}</a> }
    };
    view! {
        <div class="page data stack loose">
            <header class="page-head">
                <Heading text=t!("data.heading")/>
                <p class="muted">{t!("data.lead")}</p>
            </header>
            <nav class="tabs" aria-label=t!("data.questions")>{Question::ALL.iter().map(link).collect_view()}</nav>
            <Filters wanted on_change=change/>
            {move || match question.get() {
                Question::Funnel => funnel::funnel(wanted),
                Question::Times => times::times(wanted),
                Question::Reasons => reasons::reasons(wanted),
                Question::Money => money::money(wanted),
                Question::Areas => areas::areas(wanted),
            }}
        </div>
    }
    .into_any()
}
