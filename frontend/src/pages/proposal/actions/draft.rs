use crate::kept::kept_text;
use leptos::prelude::*;
use shared::proposal::{DecisionForm, FundingSource};
use shared::value::{ProposalId, Quantity, Rupiah};
use shared::{FieldError, FieldErrors};

/// What an official has filled in for one proposal, kept on the device until it is sent. Changing the
/// kind of decision keeps what it has in common with the one before.
#[derive(Clone, Copy)]
pub struct Draft {
    /// The action whose form is open; empty when none is.
    pub action: RwSignal<String>,
    /// Which of the action's options.
    pub option: RwSignal<String>,
    pub reason_code: RwSignal<String>,
    pub reason_text: RwSignal<String>,
    pub quantity: RwSignal<String>,
    pub cost: RwSignal<String>,
    /// Chosen sources, apart by commas.
    pub funding: RwSignal<String>,
    pub document: RwSignal<String>,
    pub agency: RwSignal<String>,
    /// The proposal that goes on after a merger.
    pub target: RwSignal<String>,
}

impl Draft {
    pub fn of(id: ProposalId) -> Self {
        let kept = |field: &str| kept_text(format!("rembug.action.{id}.{field}"));
        Self {
            action: kept("action"),
            option: kept("option"),
            reason_code: kept("reasonCode"),
            reason_text: kept("reasonText"),
            quantity: kept("quantity"),
            cost: kept("cost"),
            funding: kept("funding"),
            document: kept("document"),
            agency: kept("agency"),
            target: kept("target"),
        }
    }

    /// Forgets everything, once it is sent.
    pub fn clear(self) {
        let Self { action, option, reason_code, reason_text, quantity, cost, funding, document, agency, target } = self;
        for field in [action, option, reason_code, reason_text, quantity, cost, funding, document, agency, target] {
            field.set(String::new());
        }
    }

    /// The form as the domain reads it.
    ///
    /// # Errors
    /// Numbers that are none.
    pub fn read(self) -> Result<DecisionForm, FieldErrors> {
        let mut errors = FieldErrors::default();
        let quantity = filled(self.quantity)
            .and_then(|text| errors.keep(Quantity::parse(&text).map_err(|code| FieldError::new("quantity", code))));
        let cost =
            filled(self.cost).and_then(|text| errors.keep(Rupiah::parse(&text).map_err(|code| FieldError::new("cost", code))));
        if !errors.is_empty() {
            return Err(errors);
        }
        Ok(DecisionForm {
            reason_code: filled(self.reason_code).and_then(|code| code.parse().ok()),
            reason_text: filled(self.reason_text),
            quantity: quantity.map(Quantity::as_f64),
            cost: cost.map(Rupiah::get),
            funding_sources: read_sources(&self.funding.get_untracked()),
            minutes_number: filled(self.document),
        })
    }
}

/// What was typed, without the space around it; none when nothing was.
pub fn filled(text: RwSignal<String>) -> Option<String> {
    Some(text.get_untracked().trim().to_owned()).filter(|text| !text.is_empty())
}

/// The sources of a list that commas divide.
pub fn read_sources(text: &str) -> Vec<FundingSource> {
    text.split(',').filter_map(|source| source.parse().ok()).collect()
}

/// The list with the source put in, or taken out when it was there.
pub fn toggle_source(text: &str, source: FundingSource) -> String {
    let mut sources = read_sources(text);
    match sources.iter().position(|own| *own == source) {
        Some(at) => drop(sources.remove(at)),
        None => sources.push(source),
    }
    sources.iter().map(|source| source.as_str()).collect::<Vec<_>>().join(",")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_source_is_put_in_and_taken_out() {
        let one = toggle_source("", FundingSource::Dak);
        let two = toggle_source(&one, FundingSource::ApbdKab);
        assert_eq!(read_sources(&two), [FundingSource::Dak, FundingSource::ApbdKab]);
        assert_eq!(toggle_source(&two, FundingSource::Dak), "APBD_KAB");
    }
}
