//! Kamus usulan: the regency's catalogue of what is usually proposed, and what an item of it fixes.

use super::fields::{Kind, Sector, Unit};
use crate::error::{ErrorCode, FieldError};
use crate::value::Rupiah;

/// What a proposal may be a case of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CatalogItem {
    pub code: String,
    pub name: String,
    pub sector: Sector,
    pub kind: Kind,
    pub unit: Unit,
    /// The code of the agency that usually carries it out.
    pub agency: Option<String>,
    /// What one such proposal should cost at most.
    pub cost_cap: Option<Rupiah>,
}

impl CatalogItem {
    /// What of a proposal contradicts the item that it names; an answer still missing contradicts nothing.
    pub fn contradictions(&self, kind: Option<Kind>, unit: Option<Unit>) -> Vec<FieldError> {
        let kind = kind.filter(|kind| *kind != self.kind);
        let unit = unit.filter(|unit| *unit != self.unit);
        let kind = kind.map(|_| FieldError::with_name("kind", ErrorCode::CatalogKind, self.kind.message_key()));
        let unit = unit.map(|_| FieldError::with_name("unit", ErrorCode::CatalogUnit, self.unit.message_key()));
        kind.into_iter().chain(unit).collect()
    }

    /// Whether it would cost more than such an item should: worth a look, not an error.
    pub fn is_exceeded_by(&self, cost: Rupiah) -> bool {
        self.cost_cap.is_some_and(|cap| cost > cap)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::Lang;

    fn item() -> CatalogItem {
        CatalogItem {
            code: "INF-01".into(),
            name: "Rabat beton".into(),
            sector: Sector::Infrastructure,
            kind: Kind::Physical,
            unit: Unit::Meter,
            agency: None,
            cost_cap: Rupiah::new(1_000).ok(),
        }
    }

    #[test]
    fn what_contradicts_is_told_what_the_item_says() {
        assert_eq!(item().contradictions(None, None), []);
        assert_eq!(item().contradictions(Some(Kind::Physical), Some(Unit::Meter)), []);
        let found = item().contradictions(Some(Kind::NonPhysical), Some(Unit::Package));
        let fields: Vec<_> = found.iter().map(|error| error.field.as_deref().unwrap()).collect();
        assert_eq!(fields, ["kind", "unit"]);
        for (error, words) in found.iter().zip(["Physical", "metre"]) {
            assert!(error.message(Lang::En).contains(words), "{}", error.message(Lang::En));
        }
    }

    #[test]
    fn the_cap_itself_is_not_too_much() {
        let cost = |amount| Rupiah::new(amount).unwrap();
        assert!(!item().is_exceeded_by(cost(1_000)));
        assert!(item().is_exceeded_by(cost(1_001)));
        assert!(!CatalogItem { cost_cap: None, ..item() }.is_exceeded_by(cost(i64::from(i32::MAX))));
    }
}
