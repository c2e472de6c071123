//! Handing a form in, so that a lost answer costs nothing: whatever arrived before is found again, never made twice.

use super::draft::{Draft, Intent, Target};
use super::edit::form_of;
use crate::api::{ApiError, Conflict, send};
use serde_json::{Map, Value};
use shared::operations::draft::{CreateInput, CreateProposal, SubmitProposal, UpdateInput, UpdateProposal, Versioned};
use shared::operations::proposal::ProposalDetail;
use shared::operations::{Answer, Input, Operation, Payload, UserError};
use shared::proposal::{Action, ProposalForm, Status};
use shared::value::ProposalId;

/// Why it was not handed in.
pub enum Problem {
    /// The person has to mend something.
    Mend(Vec<UserError>),
    Failed(ApiError),
}

/// Creates or changes the proposal, and submits it if that is the intent. `note` hears of every step that the server took.
///
/// # Errors
/// See [`Problem`].
pub async fn hand_in(draft: Draft, form: ProposalForm, intent: Intent, note: impl Fn(Target)) -> Result<ProposalId, Problem> {
    let target = match draft.target {
        Some(target) => target,
        None => {
            let at_once = intent == Intent::Submit && !draft.attempted;
            let input = CreateInput { client_key: Some(draft.client_key), fields: form.clone(), submit: at_once };
            let made = ask::<CreateProposal>(Input { input }).await?;
            let target = Target { id: made.id, version: made.version };
            note(target);
            if !made.status.is_editable() || (intent == Intent::KeepAsDraft && is_same(&form_of(made.clone()), &form)) {
                return Ok(target.id);
            }
            target
        }
    };
    let Some(target) = update(target, form, &note).await? else { return Ok(target.id) };
    if intent == Intent::Submit {
        ask::<SubmitProposal>(Input { input: Versioned { id: target.id, version: target.version } }).await?;
    }
    Ok(target.id)
}

/// The proposal after the change; none when it is handed in already.
async fn update(target: Target, fields: ProposalForm, note: impl Fn(Target)) -> Result<Option<Target>, Problem> {
    let Target { id, version } = target;
    match ask::<UpdateProposal>(Input { input: UpdateInput { id, version, fields: fields.clone() } }).await {
        Ok(changed) => {
            let target = Target { id, version: changed.version };
            note(target);
            let may_submit = changed.available_actions.iter().any(|available| available.action == Action::Submit);
            Ok(may_submit.then_some(target))
        }
        Err(Problem::Failed(ApiError::Conflict(conflict))) if is_ours(&conflict, &fields) => {
            Ok(is_editable(&conflict.current).then_some(Target { id, version: conflict.current_version }))
        }
        Err(problem) => Err(problem),
    }
}

async fn ask<O>(variables: O::Variables) -> Result<ProposalDetail, Problem>
where
    O: Operation<Data = Answer<Payload<ProposalDetail>>>,
{
    let answer = send::<O>(&variables).await.map_err(Problem::Failed)?;
    answer.answer.into_result().map_err(Problem::Mend)
}

/// The version that stands in the way is the one we sent: its answer was lost.
fn is_ours(conflict: &Conflict, form: &ProposalForm) -> bool {
    serde_json::from_value::<ProposalForm>(Value::Object(conflict.current.clone())).is_ok_and(|current| is_same(&current, form))
}

/// Whether two forms make the same proposal.
fn is_same(one: &ProposalForm, other: &ProposalForm) -> bool {
    let any_year = i32::MIN..=i32::MAX;
    match (one.parse(&any_year), other.parse(&any_year)) {
        (Ok(one), Ok(other)) => one == other,
        _ => false,
    }
}

/// A version without its status may still be changed, as far as is known.
fn is_editable(current: &Map<String, Value>) -> bool {
    let status = current.get("status").and_then(Value::as_str).and_then(|status| status.parse::<Status>().ok());
    status.is_none_or(Status::is_editable)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn form() -> ProposalForm {
        let form = json!({
            "title": "Rabat beton", "problem": "Licin.", "address": "RT 1", "villageCode": "33.02.17.2019", "kind": "NON_PHYSICAL",
            "sector": "SOCIAL", "quantity": 1, "unit": "PACKAGE", "estimatedCost": 5, "beneficiaries": 3, "urgency": 2,
            "fiscalYear": 2028, "proposerType": "RESIDENT"
        });
        serde_json::from_value(form).unwrap()
    }

    fn conflict(current: &ProposalForm, status: &str) -> Conflict {
        let Value::Object(mut fields) = serde_json::to_value(current).unwrap() else { panic!("not an object") };
        fields.insert("status".into(), status.into());
        Conflict { current: fields, current_version: 2, your_version: 1, ..Conflict::default() }
    }

    #[test]
    fn our_own_change_whose_answer_was_lost_is_no_conflict() {
        let typed = ProposalForm { title: Some("  Rabat   beton ".into()), ..form() };
        assert!(is_ours(&conflict(&form(), "DRAFT"), &typed));
        let other = ProposalForm { estimated_cost: Some(6), ..form() };
        assert!(!is_ours(&conflict(&other, "DRAFT"), &form()));
    }

    #[test]
    fn what_was_handed_in_is_not_handed_in_again() {
        assert!(is_editable(&conflict(&form(), "DRAFT").current));
        assert!(is_editable(&conflict(&form(), "RETURNED").current));
        assert!(!is_editable(&conflict(&form(), "SUBMITTED").current));
    }
}
