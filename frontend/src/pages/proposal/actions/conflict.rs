use super::send::Way;
use crate::api::{ApiError, Mutation};
use crate::i18n::{language, name_of, t};
use crate::pages::proposal::case::Case;
use crate::ui::{Button, Failure, Notice, Tone};
use leptos::prelude::*;
use shared::operations::ById;
use shared::operations::proposal::{ProposalDetail, ProposalPage};

/// What stopped the last try: a change by somebody else, or anything else.
#[component]
pub fn Outcome(case: Case, way: Way) -> impl IntoView {
    let failure = way.sending.failure;
    let is_conflict = move || failure.with(|failure| matches!(failure, Some(ApiError::Conflict(_))));
    let other = Signal::derive(move || failure.get().filter(|failure| !matches!(failure, ApiError::Conflict(_))));
    view! {
        <Failure error=other/>
        {move || is_conflict().then(|| view! { <Conflict case way/> })}
    }
    .into_any()
}

/// Somebody was faster: what is there now beside what was on the screen, and another try with what was typed.
#[component]
fn Conflict(case: Case, way: Way) -> impl IntoView {
    let now = RwSignal::new(None::<ProposalDetail>);
    let asking = Mutation::new();
    asking.send::<ProposalPage>(ById { id: case.id }, move |data| now.set(data.answer));
    let go_on = Callback::new(move |_| {
        if let Some(newest) = now.get_untracked() {
            way.sending.failure.set(None);
            case.show(newest);
        }
    });
    let rows = move || {
        now.get().map(|newest| {
            let rows = case.proposal.with(|seen| differences(seen, &newest));
            if rows.is_empty() {
                return view! { <p>{t!("conflict.nothing_visible")}</p> }.into_any();
            }
            view! {
                <div class="table-wrap" tabindex="0" role="region" aria-label=t!("conflict.title")>
                    <table class="table cards">
                        <thead><tr><th scope="col">{t!("conflict.field")}</th><th scope="col">{t!("conflict.seen")}</th><th scope="col">{t!("conflict.now")}</th></tr></thead>
                        <tbody>{rows.into_iter().map(|[field, seen, now]| view! { <tr><th scope="row">{field}</th><td data-label=t("conflict.seen")>{seen}</td><td data-label=t("conflict.now")><strong>{now}</strong></td></tr> }).collect_view()}</tbody>
                    </table>
                </div>
            }.into_any()
        })
    };
    view! {
        <Notice tone=Tone::Warning title=t!("conflict.title")>
            <p>{t!("conflict.text")}</p>
            <Failure error=asking.failure/>
            {rows}
            <div><Button label=t!("conflict.go_on") busy=asking.busy on_press=go_on/></div>
        </Notice>
    }
}

/// What changed between two versions, as label, before, after.
fn differences(seen: &ProposalDetail, now: &ProposalDetail) -> Vec<[String; 3]> {
    let volume = |proposal: &ProposalDetail| {
        format!("{} {}", proposal.accepted_quantity.unwrap_or(proposal.quantity).format(language()), name_of(proposal.unit))
    };
    let cost = |proposal: &ProposalDetail| proposal.accepted_cost.unwrap_or(proposal.estimated_cost).format();
    let rows = [
        [t("conflict.status").to_owned(), name_of(seen.status).to_owned(), name_of(now.status).to_owned()],
        [t("conflict.title_field").to_owned(), seen.title.clone(), now.title.clone()],
        [t("proposal.quantity").to_owned(), volume(seen), volume(now)],
        [t("proposal.cost").to_owned(), cost(seen), cost(now)],
        [t("proposal.problem").to_owned(), seen.problem.clone(), now.problem.clone()],
    ];
    rows.into_iter().filter(|[_, seen, now]| seen != now).collect()
}
