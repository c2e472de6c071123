//! The catalogue of proposals. It is answered from memory: no query reaches the database.

use crate::api::context::app;
use crate::api::enums::{ProposalKind, Sector, Unit};
use crate::api::scalars::Rupiah;
use crate::area::catalogue::Catalogue;
use crate::area::graphql::Agency;
use crate::error::AppError;
use async_graphql::{Context, Object, Result, SimpleObject};
use shared::proposal::catalog::CatalogItem as Model;
use shared::value::text;

const MAX_TEXT: usize = 200;

/// What a proposal may be a case of (an item of the kamus usulan): it fixes kind and unit.
#[derive(SimpleObject)]
pub struct CatalogItem {
    /// As the catalogue numbers it (kode).
    code: String,
    /// What the catalogue calls it (nama).
    name: String,
    /// What it belongs to (bidang).
    sector: Sector,
    /// Built or done (klasifikasi); a proposal of it must have the same.
    kind: ProposalKind,
    /// What its volume is measured in (satuan); a proposal of it must have the same.
    unit: Unit,
    /// The one that usually carries it out (perangkat daerah).
    agency: Option<Agency>,
    /// What one such proposal should cost at most (batas biaya); more is a warning.
    cost_cap: Option<Rupiah>,
}

impl CatalogItem {
    pub fn new(areas: &Catalogue, item: &Model) -> Self {
        Self {
            code: item.code.clone(),
            name: item.name.clone(),
            sector: item.sector.into(),
            kind: item.kind.into(),
            unit: item.unit.into(),
            agency: Agency::of(areas, item.agency.as_deref()),
            cost_cap: item.cost_cap.map(Into::into),
        }
    }
}

#[derive(Default)]
pub struct CatalogQuery;

#[Object]
impl CatalogQuery {
    /// The regency's catalogue of proposals (kamus usulan), in its order; `text` is part of a name or the beginning of a code.
    async fn proposal_catalog(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only items of this (bidang).")] sector: Option<Sector>,
        #[graphql(desc = "Part of a name, or the beginning of a code (pencarian).")] text: Option<String>,
    ) -> Result<Vec<CatalogItem>> {
        let areas = app(ctx)?.areas.current();
        let text = text::optional_line("text", text.as_deref(), MAX_TEXT).map_err(AppError::from)?.map(|text| text.to_lowercase());
        let sector = sector.map(shared::proposal::Sector::from);
        let fits = |item: &&Model| {
            sector.is_none_or(|sector| item.sector == sector)
                && text
                    .as_ref()
                    .is_none_or(|text| item.name.to_lowercase().contains(text) || item.code.to_lowercase().starts_with(text))
        };
        Ok(areas.proposal_catalog().iter().filter(fits).map(|item| CatalogItem::new(&areas, item)).collect())
    }
}
