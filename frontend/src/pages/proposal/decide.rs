use crate::api::{Load, Mutation};
use crate::i18n::name_of;
use crate::ui::{
    Button, Choice, Choices, ErrorSummary, Failure, Field, FieldSet, FormErrors, MoneyInput, Select, TextArea, TextInput, choices,
};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use shared::error::ErrorCode;
use shared::operations::proposal::{AvailableAction, ProposalDetail};
use shared::operations::review::{DecideInput, DecideProposal};
use shared::operations::{Answer, Input};
use shared::proposal::{FundingSource, ReasonCode};
use shared::value::{ProposalId, Rupiah};
use shared::{FieldError, FieldErrors};

fn filled(text: RwSignal<String>) -> Option<String> {
    Some(text.get_untracked().trim().to_owned()).filter(|text| !text.is_empty())
}

/// The office's decision: which one, why, on what evidence and with whose money.
#[component]
pub fn DecideForm(
    id: ProposalId,
    version: i64,
    decisions: Vec<AvailableAction>,
    page: Load<Answer<Option<ProposalDetail>>>,
) -> impl IntoView {
    let errors = FormErrors::new();
    let sending = Mutation::new();
    let [chosen, reason, text, minutes, cost, funding] = std::array::from_fn(|_| RwSignal::new(String::new()));
    let options = decisions
        .iter()
        .enumerate()
        .filter_map(|(at, available)| {
            let (decision, to) = (available.decision?, available.to);
            Some(Choice::new(at.to_string(), move || match to {
                Some(to) => format!("{} → {}", name_of(decision), name_of(to)),
                None => name_of(decision).to_owned(),
            }))
        })
        .collect::<Vec<_>>();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let available = chosen.get_untracked().parse::<usize>().ok().and_then(|at| decisions.get(at).cloned());
        let Some((decision, to)) = available.and_then(|available| Some((available.decision?, available.to))) else {
            errors.show(&FieldErrors::from(FieldError::new("decision", ErrorCode::Required)));
            return;
        };
        let cost = match filled(cost).map(|text| Rupiah::parse(&text)).transpose() {
            Ok(cost) => cost,
            Err(code) => return errors.show(&FieldErrors::from(FieldError::new("cost", code))),
        };
        let input = DecideInput {
            id,
            version,
            decision,
            to,
            reason_code: reason.get_untracked().parse().ok(),
            reason_text: filled(text),
            quantity: None,
            cost,
            funding_sources: funding.get_untracked().parse::<FundingSource>().ok().map(|source| vec![source]),
            minutes_number: filled(minutes),
        };
        sending.send_form::<DecideProposal, _>(Input { input }, errors, move |_: ProposalDetail| page.reload());
    };
    view! {
        <form class="form" novalidate on:submit=submit>
            <h2>{t!("decide.heading")}</h2>
            <ErrorSummary errors/>
            <Failure error=sending.failure/>
            <FieldSet name="decision" label=t!("decide.decision") errors><Choices value=chosen options/></FieldSet>
            <Field name="reasonCode" label=t!("decide.reason_code") optional=true errors><Select value=reason options=choices(ReasonCode::ALL) placeholder="–"/></Field>
            <Field name="reasonText" label=t!("decide.reason_text") optional=true errors><TextArea value=text/></Field>
            <Field name="cost" label=t!("decide.cost") optional=true errors><MoneyInput value=cost/></Field>
            <Field name="fundingSources" label=t!("decide.funding") optional=true errors><Select value=funding options=choices(FundingSource::ALL) placeholder="–"/></Field>
            <Field name="minutesNumber" label=t!("decide.minutes") optional=true errors><TextInput value=minutes/></Field>
            <div class="form-actions"><Button class="primary" submit=true label=t!("decide.submit") busy=sending.busy/></div>
        </form>
    }
}
