use super::page::Past;
use crate::api::load;
use crate::i18n::{fill, language, t};
use crate::session::Session;
use crate::ui::{Day, Failure, PersonLine};
use leptos::prelude::*;
use shared::operations::ById;
use shared::operations::plan_history::{PlanContributor, PlanContributors};
use shared::value::number::group_thousands;

/// Everyone who wrote in the plan.
#[component]
pub fn Contributors(past: Past) -> impl IntoView {
    let session = Session::get();
    let people = load::<PlanContributors>(move || {
        session.viewer.track();
        Some(ById { id: past.id })
    });
    let item = |one: PlanContributor| {
        let PlanContributor { person, count, last, .. } = one;
        let words = move || fill(t("history.changes"), &[("count", group_thousands(count, language()))]);
        view! { <li class="stack tight"><PersonLine person/><span class="small muted">{words}" · "<Day at=last/></span></li> }
    };
    let list = move || people.data.get().and_then(|data| data.answer).unwrap_or_default().into_iter().map(item).collect_view();
    view! {
        <section class="card stack" aria-labelledby="contributors">
            <h2 id="contributors">{t!("history.contributors")}</h2>
            <Failure error=people.error retry=Callback::new(move |()| people.reload())/>
            <ul class="stack plain">{list}</ul>
        </section>
    }
}
