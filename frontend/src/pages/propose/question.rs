//! Every question of the form in one table: where it is asked, how its answer is typed, what it is called.

use super::step::Step;

/// How an answer is typed, and what it becomes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Entry {
    Text,
    Whole,
    Year,
    Quantity,
    Money,
    Kind,
    Sector,
    Unit,
    Proposer,
    Village,
    Agency,
    /// An item of the catalogue.
    Catalog,
    Urgency,
    Damage,
    /// A GeoJSON geometry.
    Shape,
}

/// One question; `name` is the input field of GraphQL in camelCase, and the control's id.
#[derive(Debug, PartialEq, Eq)]
pub struct Question {
    pub name: &'static str,
    pub step: Step,
    pub entry: Entry,
    /// The key of its short name, for the summary.
    pub label: &'static str,
    /// The key of what to say when it stays empty; none where it may.
    pub missing: Option<&'static str>,
}

const fn must(name: &'static str, step: Step, entry: Entry, label: &'static str, missing: &'static str) -> Question {
    Question { name, step, entry, label, missing: Some(missing) }
}

const fn may(name: &'static str, step: Step, entry: Entry, label: &'static str) -> Question {
    Question { name, step, entry, label, missing: None }
}

use Entry::{Agency, Catalog, Damage, Kind, Money, Proposer, Quantity, Sector, Shape, Text, Unit, Urgency, Village, Whole, Year};
use Step::{ForWhom, HowMuch, What, Where};

/// In the order of the screens.
pub const QUESTIONS: [Question; 33] = [
    may("geometry", Where, Shape, "answer.place"),
    must("villageCode", Where, Village, "area.village", "missing.village"),
    must("address", Where, Text, "propose.address", "missing.address"),
    may("rt", Where, Text, "propose.rt"),
    may("rw", Where, Text, "propose.rw"),
    may("hamlet", Where, Text, "propose.hamlet"),
    must("title", What, Text, "answer.title", "missing.title"),
    must("problem", What, Text, "answer.problem", "missing.problem"),
    must("sector", What, Sector, "filter.sector", "missing.sector"),
    must("kind", What, Kind, "answer.kind", "missing.kind"),
    may("catalogCode", What, Catalog, "answer.catalog"),
    may("objective", What, Text, "answer.objective"),
    must("quantity", HowMuch, Quantity, "proposal.quantity", "missing.quantity"),
    must("unit", HowMuch, Unit, "propose.unit", "missing.unit"),
    may("lengthMeters", HowMuch, Quantity, "propose.length"),
    may("widthMeters", HowMuch, Quantity, "propose.width"),
    may("heightMeters", HowMuch, Quantity, "propose.height"),
    may("unitPrice", HowMuch, Money, "propose.unit_price"),
    must("estimatedCost", HowMuch, Money, "propose.cost", "missing.cost"),
    may("selfHelpAmount", HowMuch, Money, "propose.self_help"),
    may("selfHelpNote", HowMuch, Text, "propose.self_help_note"),
    must("fiscalYear", HowMuch, Year, "filter.year", "missing.year"),
    must("beneficiaries", ForWhom, Whole, "proposal.beneficiaries", "missing.beneficiaries"),
    may("women", ForWhom, Whole, "propose.women"),
    may("men", ForWhom, Whole, "propose.men"),
    may("poorHouseholds", ForWhom, Whole, "propose.poor_households"),
    may("disabled", ForWhom, Whole, "propose.disabled"),
    may("elderly", ForWhom, Whole, "propose.elderly"),
    may("children", ForWhom, Whole, "propose.children"),
    must("urgency", ForWhom, Urgency, "answer.urgency", "missing.urgency"),
    may("damageLevel", ForWhom, Damage, "answer.damage"),
    must("proposerType", ForWhom, Proposer, "propose.proposer", "missing.proposer"),
    may("initialAgency", ForWhom, Agency, "answer.agency"),
];

/// The step on which a field of the input is asked; what belongs to none is for the last.
pub fn step_of(field: Option<&str>) -> Step {
    match field {
        Some("photos" | "documents") => What,
        Some(field) => QUESTIONS.iter().find(|question| question.name == field).map_or(Step::Check, |question| question.step),
        None => Step::Check,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::proposal::ProposalForm;

    /// What an official or another system may fill in; the form keeps it as it came.
    const NOT_ASKED: [&str; 4] = ["spendingType", "subactivityCode", "regionalPriority", "note"];

    #[test]
    fn every_field_of_the_form_is_asked_on_one_step() {
        let form = serde_json::to_value(ProposalForm::default()).unwrap();
        let mut fields: Vec<_> = form.as_object().unwrap().keys().map(String::as_str).collect();
        fields.retain(|field| !NOT_ASKED.contains(field));
        fields.sort_unstable();
        let mut asked: Vec<_> = QUESTIONS.iter().map(|question| question.name).collect();
        asked.sort_unstable();
        assert_eq!(asked, fields);
    }

    #[test]
    fn a_field_leads_to_its_step() {
        assert_eq!(step_of(Some("villageCode")), Where);
        assert_eq!(step_of(Some("photos")), What);
        assert_eq!(step_of(Some("documents")), What);
        assert_eq!(step_of(Some("estimatedCost")), HowMuch);
        assert_eq!(step_of(Some("proposerType")), ForWhom);
        assert_eq!(step_of(Some("clientKey")), Step::Check);
        assert_eq!(step_of(None), Step::Check);
    }

    #[test]
    fn every_question_has_a_name_to_show() {
        for question in &QUESTIONS {
            for key in [Some(question.label), question.missing].into_iter().flatten() {
                assert_ne!(crate::i18n::t(key), key);
            }
        }
    }
}
