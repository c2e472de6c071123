use super::draft::Draft;
use crate::api::load;
use crate::i18n::name_of;
use crate::ui::{Failure, FieldSet, FormErrors, Icon};
use leptos::prelude::*;
use shared::operations::proposal::{ProposalCard, ProposalDetail, ProposalFilter, Proposals, ProposalsVariables};
use shared::proposal::{Order, Status};
use std::time::Duration;

/// As many as one looks through.
const MOST: i32 = 8;
/// A pause in typing.
const PAUSE: Duration = Duration::from_millis(350);

/// The proposal that goes on: those of the village first, others by searching.
#[component]
pub fn TargetPicker(draft: Draft, errors: FormErrors, proposal: ProposalDetail) -> impl IntoView {
    let text = RwSignal::new(String::new());
    let (own, village) = (proposal.id, proposal.village.code);
    let found = load::<Proposals>(move || {
        let text = text.get();
        let filter = ProposalFilter {
            areas: if text.is_empty() { vec![village.clone()] } else { Vec::new() },
            statuses: Status::ALL.iter().copied().filter(|status| status.is_open()).collect(),
            text: Some(text).filter(|text| !text.is_empty()),
            ..ProposalFilter::default()
        };
        Some(ProposalsVariables { filter, order_by: Order::Newest, first: MOST, after: None })
    });
    let pending = StoredValue::new(None::<TimeoutHandle>);
    let search = move |event| {
        let typed = event_target_value(&event).trim().to_owned();
        if let Some(earlier) = pending.get_value() {
            earlier.clear();
        }
        pending.set_value(set_timeout_with_handle(move || drop(text.try_set(typed)), PAUSE).ok());
    };
    let candidates = move || {
        let all = found.data.get().map(|data| data.answer.nodes).unwrap_or_default();
        let others: Vec<_> = all.into_iter().filter(|other| other.id != own).collect();
        if others.is_empty() && !found.busy.get() {
            return view! { <p class="muted">{t!("merge.none")}</p> }.into_any();
        }
        others.into_iter().map(|other| candidate(other, draft.target)).collect_view().into_any()
    };
    view! {
        <FieldSet name="into" label=t!("merge.target") hint=t!("merge.target_hint") errors>
            <div class="search">
                <Icon name="search"/>
                <input type="search" name="mergeSearch" aria-label=t!("merge.search") placeholder=t!("merge.search") on:input=search/>
            </div>
            <Failure error=found.error retry=Callback::new(move |()| found.reload())/>
            <div class="choices" aria-live="polite" aria-busy=move || found.busy.get().then_some("true")>{candidates}</div>
        </FieldSet>
    }
}

fn candidate(other: ProposalCard, target: RwSignal<String>) -> impl IntoView {
    let id = other.id.to_string();
    let status = other.status;
    let chosen = {
        let id = id.clone();
        move || target.with(|target| *target == id)
    };
    view! {
        <label class="choice">
            <input type="radio" name="into" value=id.clone() prop:checked=chosen on:change=move |_| target.set(id.clone())/>
            <span>
                {other.title}
                <span class="hint">{format!("{}, {} · ", other.village.name, other.district.name)}{move || name_of(status)}</span>
            </span>
        </label>
    }
}
