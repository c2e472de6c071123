//! Sums of a plan.

use crate::i18n::{name_of, t};
use leptos::prelude::*;
use shared::proposal::FundingSource;
use shared::value::Rupiah;
use std::collections::BTreeMap;

pub fn money(amount: i64) -> String {
    Rupiah::new(amount).map(Rupiah::format).unwrap_or_default()
}

/// What each source of funds gives; nothing while there is no money.
pub fn by_source(shares: BTreeMap<Option<FundingSource>, i64>) -> impl IntoView {
    let line = |(source, total): (Option<FundingSource>, i64)| {
        let name = move || source.map_or_else(|| t("plan.no_source"), name_of);
        view! { <div><dt>{name}</dt><dd class="num">{money(total)}</dd></div> }
    };
    let shares: Vec<_> = shares.into_iter().filter(|(_, total)| *total > 0).collect();
    (!shares.is_empty()).then(|| {
        view! { <div class="stack tight"><h3>{t!("plan.by_source")}</h3><dl class="facts card">{shares.into_iter().map(line).collect_view()}</dl></div> }
    })
}
