//! A plan as files to take away: the whole as JSON, its map as GeoJSON, its budget as a spreadsheet, and all of it as a
//! document to work on in an office program.

mod document;
pub mod http;
mod json;
mod sheet;
mod word;

use super::{Plan, Version, store};
use crate::access::{PlanScope, store as access};
use crate::app::App;
use crate::error::AppError;
use crate::proposal::store as proposals;
use shared::ErrorCode;
use shared::access::Actor;
use shared::i18n::{self, Lang};
use shared::plan::Content;
use shared::value::{AccountId, PlanId, ProposalId};
use std::collections::{HashMap, HashSet};

/// Far more named versions than anybody makes.
const MAX_VERSIONS: u64 = 1_000;

/// What every file is made of. Nothing of it depends on who asks: where a plan may be read, everybody gets the same. A file is
/// passed on, so once a plan is open its participants too get what everybody may have.
pub struct Export {
    pub plan: Plan,
    pub content: Content,
    /// Its area's name, as people say it.
    pub area: String,
    /// Where its page is.
    pub address: String,
    /// Those of the public record.
    pub proposals: Vec<(ProposalId, String)>,
    pub versions: Vec<Version>,
    names: HashMap<AccountId, String>,
}

impl Export {
    pub fn name(&self, account: AccountId) -> &str {
        self.names.get(&account).map(String::as_str).unwrap_or_default()
    }

    /// The title; words in its place while there is none.
    pub fn title(&self, lang: Lang) -> &str {
        Some(self.content.title.trim()).filter(|title| !title.is_empty()).unwrap_or_else(|| i18n::text(lang, "plan.untitled"))
    }
}

/// Reads a plan with all that belongs to it.
///
/// # Errors
/// `NOT_FOUND` when there is none, or it is a draft in which `actor` takes no part; `INTERNAL`.
pub async fn read(app: &App, actor: &Actor, id: PlanId) -> Result<Export, AppError> {
    let mut plan = store::find(&app.db, id).await?.ok_or(ErrorCode::NotFound)?.read_as(actor)?;
    let content = plan.content.take().unwrap_or_default();
    let scope = if plan.stage.is_public() { PlanScope::PUBLIC } else { PlanScope::of(actor) };
    let versions = store::versions(&app.db, scope, id, None, MAX_VERSIONS).await?;
    let accounts: HashSet<_> =
        plan.participants.iter().map(|each| each.account.0).chain(versions.iter().map(|version| version.account.0)).collect();
    let people = access::persons(&app.db, &accounts.into_iter().collect::<Vec<_>>()).await?;
    let found = proposals::find_many(&app.db, &content.proposals).await?;
    let public = found.into_iter().filter(|guarded| guarded.facts().submitted);
    let titles: HashMap<_, _> =
        public.filter_map(|guarded| guarded.read_as(actor).ok()).map(|proposal| (proposal.id.0, proposal.fields.title)).collect();
    let named = content.proposals.iter().filter_map(|id| Some((ProposalId(*id), titles.get(id)?.clone())));
    Ok(Export {
        area: app.areas.current().area(&plan.area).map_or_else(|| plan.area.to_string(), |area| area.full_name()),
        address: format!("{}/rencana/{id}", app.config.public_url.as_deref().unwrap_or_default()),
        proposals: named.collect(),
        versions,
        names: people.into_iter().map(|person| (person.id, person.display_name)).collect(),
        plan,
        content,
    })
}
