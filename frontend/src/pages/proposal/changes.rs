//! What each decision changed: the volume and the amount before and after it.

use shared::operations::proposal::DecisionItem;
use shared::value::{Quantity, Rupiah};

/// What one decision changed; none where it left things as they were.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Change {
    pub quantity: Option<(Quantity, Quantity)>,
    pub cost: Option<(Rupiah, Rupiah)>,
}

/// One change for each decision, from what was asked onwards.
pub fn changes(decisions: &[DecisionItem], mut quantity: Quantity, mut cost: Rupiah) -> Vec<Change> {
    let mut found = Vec::with_capacity(decisions.len());
    for decision in decisions {
        let change = Change {
            quantity: decision.quantity.filter(|new| *new != quantity).map(|new| (quantity, new)),
            cost: decision.cost.filter(|new| *new != cost).map(|new| (cost, new)),
        };
        quantity = change.quantity.map_or(quantity, |(_, new)| new);
        cost = change.cost.map_or(cost, |(_, new)| new);
        found.push(change);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::example;
    use super::*;

    #[test]
    fn each_change_starts_from_the_one_before() {
        let rupiah = |amount| Rupiah::new(amount).unwrap();
        let metres = Quantity::from_thousandths(420_000).unwrap();
        let cut = |amount| DecisionItem { cost: Some(rupiah(amount)), ..example::accepted("DESA") };
        let found = changes(&[cut(180), example::accepted("KECAMATAN"), cut(150)], metres, rupiah(200));
        assert_eq!(found[0].cost, Some((rupiah(200), rupiah(180))));
        assert_eq!(found[1], Change::default());
        assert_eq!(found[2].cost, Some((rupiah(180), rupiah(150))));
        assert_eq!(found[2].quantity, None);
    }
}
