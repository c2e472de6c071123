//! Which areas a list is narrowed to.

use super::AreaLevel;
use crate::api::filter::known_areas;
use crate::area::catalogue::{self, Catalogue};
use crate::error::AppError;
use crate::proposal::graphql::BoundingBoxInput;
use async_graphql::InputObject;
use shared::area as domain;
use shared::value;

/// Which areas (wilayah); all conditions together.
#[derive(InputObject, Default)]
pub struct AreaFilter {
    /// Only those of this level (tingkat).
    pub level: Option<AreaLevel>,
    /// The code of the area directly above (wilayah di atasnya).
    pub parent: Option<String>,
    /// Part of a name, or the beginning of a code (pencarian).
    pub text: Option<String>,
    /// Codes of any level, with what lies in them (wilayah).
    pub areas: Option<Vec<String>>,
    /// What reaches into the box (kotak batas): the box around its outline, or its point while none is known.
    pub bounding_box: Option<BoundingBoxInput>,
}

/// The filter, read once for all areas.
pub(super) struct Wanted {
    level: Option<domain::AreaLevel>,
    parent: Option<String>,
    text: Option<String>,
    areas: Vec<domain::AreaCode>,
    bounds: Option<value::BoundingBox>,
}

impl Wanted {
    /// # Errors
    /// `UNKNOWN_AREA` at `filter.areas`, `INVALID_GEOMETRY` at `filter.boundingBox`.
    pub(super) fn parse(catalogue: &Catalogue, filter: AreaFilter) -> Result<Self, AppError> {
        Ok(Self {
            level: filter.level.map(Into::into),
            parent: filter.parent.map(|parent| parent.trim().to_owned()),
            text: filter.text.map(|text| text.trim().to_lowercase()),
            areas: known_areas(catalogue, filter.areas)?,
            bounds: filter.bounding_box.map(BoundingBoxInput::parse).transpose()?,
        })
    }

    pub(super) fn admits(&self, area: &catalogue::Area) -> bool {
        let own = || area.bounds.unwrap_or(value::BoundingBox::of(area.location));
        self.level.is_none_or(|level| level == area.level)
            && self.parent.as_deref().is_none_or(|parent| area.code.parent().is_some_and(|own| own.as_str() == parent))
            && self
                .text
                .as_deref()
                .is_none_or(|text| area.full_name().to_lowercase().contains(text) || area.code.as_str().starts_with(text))
            && (self.areas.is_empty() || self.areas.iter().any(|wanted| wanted.contains(&area.code)))
            && self.bounds.is_none_or(|bounds| bounds.meets(&own()))
    }
}
