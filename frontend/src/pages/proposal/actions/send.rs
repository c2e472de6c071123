use super::draft::{Draft, filled};
use super::needs::{Needs, step_of};
use crate::api::Mutation;
use crate::ui::FormErrors;
use shared::error::ErrorCode;
use shared::operations::draft::{SubmitProposal, Versioned, WithdrawInput, WithdrawProposal};
use shared::operations::proposal::{AvailableAction, ProposalDetail};
use shared::operations::review::{
    AdvanceInput, AdvanceProposal, BeginReview, DecideInput, DecideProposal, ForwardInput, ForwardProposal, MergeInput,
    MergeProposals, ReassignInput, ReassignProposal, ReturnInput, ReturnProposal,
};
use shared::operations::{Answer, Input, Operation, Payload};
use shared::proposal::{Action, Decision};
use shared::value::ProposalId;
use shared::{FieldError, FieldErrors};

/// How a step is sent, and where its answer goes.
#[derive(Clone, Copy)]
pub struct Way {
    pub draft: Draft,
    pub sending: Mutation,
    pub errors: FormErrors,
}

impl Way {
    /// Checks what is filled in by the domain's rules and sends it; `then` gets the proposal as it stands afterwards.
    pub fn send(self, proposal: &ProposalDetail, option: &AvailableAction, then: impl FnOnce(ProposalDetail) + 'static) {
        let Ok(decision) = self.check(proposal, option).map_err(|errors| self.errors.show(&errors)) else { return };
        let (id, version) = (proposal.id, proposal.version);
        let Decision { reason_code, reason_text, quantity, cost, funding_sources, minutes_number } = decision;
        let funding_sources = Needs::of(option).funding.then_some(funding_sources);
        match option.action {
            Action::Submit => self.put::<SubmitProposal, _>(Versioned { id, version }, then),
            Action::BeginReview => self.put::<BeginReview, _>(Versioned { id, version }, then),
            Action::Withdraw => self.put::<WithdrawProposal, _>(WithdrawInput { id, version, reason: reason_text }, then),
            Action::Decide => {
                let Some(decision) = option.decision else { return };
                let input = DecideInput {
                    id,
                    version,
                    decision,
                    to: option.to,
                    reason_code,
                    reason_text,
                    quantity,
                    cost,
                    funding_sources,
                    minutes_number,
                };
                self.put::<DecideProposal, _>(input, then);
            }
            Action::Return => {
                if let (Some(reason_code), Some(reason_text)) = (reason_code, reason_text) {
                    self.put::<ReturnProposal, _>(ReturnInput { id, version, reason_code, reason_text }, then);
                }
            }
            Action::Forward => self.put::<ForwardProposal, _>(ForwardInput { id, version, reason_text, minutes_number }, then),
            Action::Reassign => {
                if let (Some(agency), Some(reason_text)) = (filled(self.draft.agency), reason_text) {
                    self.put::<ReassignProposal, _>(ReassignInput { id, version, agency, reason_text }, then);
                }
            }
            Action::Advance => {
                let Some(to) = option.to else { return };
                let input = AdvanceInput { id, version, to, note: reason_text, document_number: minutes_number, funding_sources };
                self.put::<AdvanceProposal, _>(input, then);
            }
            Action::Merge => {
                if let (Some(into), Some(reason_text)) = (self.target(), reason_text) {
                    self.put::<MergeProposals, _>(MergeInput { id, version, into, reason_text }, then);
                }
            }
            Action::Edit | Action::Support | Action::Unsupport | Action::Comment | Action::Moderate => {}
        }
    }

    fn target(self) -> Option<ProposalId> {
        filled(self.draft.target).and_then(|id| id.parse().ok())
    }

    fn check(self, proposal: &ProposalDetail, option: &AvailableAction) -> Result<Decision, FieldErrors> {
        let needs = Needs::of(option);
        let mut form = self.draft.read()?;
        // What another kind of decision left behind is not part of this one.
        if !needs.changes {
            (form.quantity, form.cost) = (None, None);
        }
        if !needs.reason_code {
            form.reason_code = None;
        }
        if needs.document.is_none() {
            form.minutes_number = None;
        }
        let quantity = proposal.accepted_quantity.unwrap_or(proposal.quantity);
        let cost = proposal.accepted_cost.unwrap_or(proposal.estimated_cost);
        let mut errors = FieldErrors::default();
        if needs.agency && filled(self.draft.agency).is_none() {
            errors.push(FieldError::new("agency", ErrorCode::Required));
        }
        if needs.target && self.target().is_none() {
            errors.push(FieldError::new("into", ErrorCode::Required));
        }
        match form.parse(&step_of(option, proposal.status), quantity, cost) {
            Ok(decision) if errors.is_empty() => return Ok(decision),
            Ok(_) => {}
            Err(more) => more.into_vec().into_iter().for_each(|error| errors.push(error)),
        }
        Err(errors)
    }

    fn put<O, I>(self, input: I, then: impl FnOnce(ProposalDetail) + 'static)
    where
        O: Operation<Variables = Input<I>, Data = Answer<Payload<ProposalDetail>>>,
    {
        self.sending.send_form::<O, ProposalDetail>(Input { input }, self.errors, then);
    }
}
