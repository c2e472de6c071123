//! What a plan takes over from the proposals that it answers.

use super::create::MAX_SOURCES;
use crate::app::App;
use crate::error::AppError;
use crate::proposal::{Proposal, store as proposals};
use shared::ErrorCode;
use shared::access::Actor;
use shared::i18n::{self, Lang};
use shared::plan::{BudgetLine, Content, Feature, FeatureKind, RowId, Section, Template};
use shared::value::{ProposalId, Quantity, Rupiah};

/// The longest heading or budget item, the longest label and the longest note of a feature, in characters.
const MAX_LINE: usize = 200;
const MAX_LABEL: usize = 120;
const MAX_NOTE: usize = 500;

/// The proposals, in the order in which they were named, each once.
///
/// # Errors
/// `OUT_OF_RANGE` for more than [`MAX_SOURCES`]; `UNKNOWN_PROPOSAL` for one that is not in the public record; `INTERNAL`.
pub(super) async fn read(app: &App, actor: &Actor, ids: &[ProposalId]) -> Result<Vec<Proposal>, AppError> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    if ids.len() > MAX_SOURCES {
        return Err(AppError::field("proposals", ErrorCode::OutOfRange));
    }
    let mut readable = public(app, actor, ids).await?;
    let place = |id: ProposalId| ids.iter().position(|each| *each == id);
    readable.sort_by_key(|proposal| place(proposal.id));
    if ids.iter().any(|id| readable.iter().all(|proposal| proposal.id != *id)) {
        return Err(AppError::field("proposals", ErrorCode::UnknownProposal));
    }
    Ok(readable)
}

/// Those of the proposals that are in the public record.
///
/// # Errors
/// `INTERNAL` when the database refuses or a row is damaged.
pub(super) async fn public(app: &App, actor: &Actor, ids: &[ProposalId]) -> Result<Vec<Proposal>, AppError> {
    let found = proposals::find_many(&app.db, &ids.iter().map(|id| id.0).collect::<Vec<_>>()).await?;
    let public = found.into_iter().filter(|guarded| guarded.facts().submitted);
    Ok(public.filter_map(|guarded| guarded.read_as(actor).ok()).collect())
}

/// Adds what each proposal brings: its problem, its cost, its place. A blank plan is made of them alone.
pub(super) fn add(content: &mut Content, template: Template, answered: &[Proposal], id: &mut impl FnMut() -> RowId) {
    if template == Template::Blank {
        content.sections.clear();
    }
    for proposal in answered {
        content.sections.push(section(proposal, id()));
        content.budget.push(budget_line(proposal, id()));
        content.features.extend(feature(proposal, id()));
        content.proposals.push(proposal.id.0);
    }
}

fn section(proposal: &Proposal, id: RowId) -> Section {
    let texts = [Some(proposal.fields.problem.as_str()), proposal.fields.objective.as_deref()];
    let body = texts.into_iter().flatten().collect::<Vec<_>>().join("\n\n");
    Section { id, heading: shortened(&proposal.fields.title, MAX_LINE), body }
}

/// Volume times price where that is how the amount was made, otherwise the amount as one package.
fn budget_line(proposal: &Proposal, id: RowId) -> BudgetLine {
    let fields = &proposal.fields;
    let line = |volume: Quantity, unit: shared::proposal::Unit, price: Rupiah| BudgetLine {
        id,
        item: shortened(&fields.title, MAX_LINE),
        volume: Some(volume.thousandths()),
        unit: i18n::text(Lang::Id, unit.message_key()).to_owned(),
        price: Some(price.get()),
        source: proposal.funding_sources.first().copied(),
    };
    let priced = fields.unit_price.map(|price| line(proposal.quantity(), fields.unit, price));
    let whole =
        || BudgetLine { volume: Some(1_000), ..line(proposal.quantity(), shared::proposal::Unit::Package, proposal.cost()) };
    priced.filter(|line| line.total() == proposal.cost().get()).unwrap_or_else(whole)
}

fn feature(proposal: &Proposal, id: RowId) -> Option<Feature> {
    let shape = proposal.fields.shape.as_ref()?;
    Some(Feature {
        id,
        label: shortened(&proposal.fields.title, MAX_LABEL),
        kind: FeatureKind::Planned,
        note: shortened(&proposal.fields.address, MAX_NOTE),
        geometry: shape.to_geojson(),
    })
}

/// At most `max` UTF-16 units, as a document counts: a longer text ends with an ellipsis.
pub(super) fn shortened(text: &str, max: usize) -> String {
    if text.encode_utf16().count() <= max {
        return text.to_owned();
    }
    let mut length = 1;
    let fits = |letter: &char| {
        length += letter.len_utf16();
        length <= max
    };
    text.chars().take_while(fits).chain(['…']).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_title_is_cut_within_the_documents_limit() {
        assert_eq!(shortened("Jalan", 5), "Jalan");
        assert_eq!(shortened("Jalanan", 5), "Jala…");
        assert_eq!(shortened("🏗🏗🏗", 4), "🏗…");
    }
}
