//! Words in Indonesian and English. Indonesian is the first language; English is complete too.
//!
//! `shared/locales` holds the words of the domain (statuses, roles, errors), which server and app
//! both speak; the app adds the words of its screens from `frontend/locales`.

use crate::wire::wire_enum;
use std::collections::HashMap;
use std::sync::OnceLock;

wire_enum! {
    /// A language of the screen and of error messages.
    Lang, "language" { Id = "ID", En = "EN" }
}

impl Lang {
    /// The BCP 47 tag.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Id => "id",
            Self::En => "en",
        }
    }

    /// Chooses from an `Accept-Language` header or a browser's language: English when English is
    /// named first, otherwise Indonesian.
    pub fn from_tag(tag: &str) -> Self {
        if tag.trim_start().get(..2).is_some_and(|two| two.eq_ignore_ascii_case("en")) { Self::En } else { Self::Id }
    }
}

/// The words of both languages, looked up by key.
pub struct Catalogue {
    words: [HashMap<String, String>; 2],
}

impl Catalogue {
    /// Reads the two flat JSON objects. An unreadable file gives an empty language, which the
    /// completeness test refuses.
    pub fn new(id: &str, en: &str) -> Self {
        let read = |json: &str| serde_json::from_str(json).unwrap_or_default();
        Self { words: [read(id), read(en)] }
    }

    pub fn get(&self, lang: Lang, key: &str) -> Option<&str> {
        self.words[lang as usize].get(key).map(String::as_str)
    }

    /// The keys of one language, for the tests that compare the two.
    pub fn keys(&self, lang: Lang) -> impl Iterator<Item = &str> {
        self.words[lang as usize].keys().map(String::as_str)
    }
}

/// The words of the domain.
pub fn domain() -> &'static Catalogue {
    static DOMAIN: OnceLock<Catalogue> = OnceLock::new();
    DOMAIN.get_or_init(|| Catalogue::new(include_str!("../locales/id.json"), include_str!("../locales/en.json")))
}

/// A word of the domain; the key itself when it is missing, so that a gap is seen and not hidden.
pub fn text(lang: Lang, key: &'static str) -> &'static str {
    domain().get(lang, key).unwrap_or(key)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{ErrorCode, access, area, plan, proposal, stats, value};
    use std::collections::BTreeSet;

    #[test]
    fn both_languages_have_the_same_keys_and_no_empty_text() {
        let keys = |lang| domain().keys(lang).map(str::to_owned).collect::<BTreeSet<_>>();
        assert!(!keys(Lang::Id).is_empty());
        assert_eq!(keys(Lang::Id), keys(Lang::En));
        for lang in [Lang::Id, Lang::En] {
            for key in keys(lang) {
                assert!(domain().get(lang, &key).is_some_and(|text| !text.trim().is_empty()), "{key}");
            }
        }
    }

    #[test]
    fn every_value_of_the_domain_has_a_name_in_both_languages() {
        let mut wanted: Vec<&str> = vec!["limit.range"];
        wanted.extend(ErrorCode::ALL.iter().map(|v| v.message_key()));
        wanted.extend(access::Role::ALL.iter().map(|v| v.message_key()));
        wanted.extend(area::AreaKind::ALL.iter().map(|v| v.message_key()));
        wanted.extend(area::AreaLevel::ALL.iter().map(|v| v.message_key()));
        wanted.extend(proposal::Status::ALL.iter().map(|v| v.message_key()));
        wanted.extend(proposal::Sector::ALL.iter().map(|v| v.message_key()));
        wanted.extend(proposal::Unit::ALL.iter().map(|v| v.message_key()));
        wanted.extend(proposal::DocumentKind::ALL.iter().map(|v| v.message_key()));
        wanted.extend(proposal::Kind::ALL.iter().map(|v| v.message_key()));
        wanted.extend(proposal::ProposerType::ALL.iter().map(|v| v.message_key()));
        wanted.extend(proposal::FundingSource::ALL.iter().map(|v| v.message_key()));
        wanted.extend(proposal::SpendingType::ALL.iter().map(|v| v.message_key()));
        wanted.extend(proposal::BeneficiaryBand::ALL.iter().map(|v| v.message_key()));
        wanted.extend(proposal::DecisionKind::ALL.iter().map(|v| v.message_key()));
        wanted.extend(proposal::ReasonCode::ALL.iter().map(|v| v.message_key()));
        wanted.extend(proposal::Action::ALL.iter().map(|v| v.message_key()));
        wanted.extend(plan::Stage::ALL.iter().map(|v| v.message_key()));
        wanted.extend(plan::PlanRole::ALL.iter().map(|v| v.message_key()));
        wanted.extend(plan::PlanSide::ALL.iter().map(|v| v.message_key()));
        wanted.extend(plan::PlanOrder::ALL.iter().map(|v| v.message_key()));
        wanted.extend(plan::Template::ALL.iter().map(|v| v.message_key()));
        wanted.extend(plan::FeatureKind::ALL.iter().map(|v| v.message_key()));
        wanted.extend(plan::compare::Fate::ALL.iter().map(|v| v.message_key()));
        wanted.extend(plan::compare::RowFate::ALL.iter().map(|v| v.message_key()));
        wanted.extend(proposal::Order::ALL.iter().map(|v| v.message_key()));
        wanted.extend(value::time::Chronology::ALL.iter().map(|v| v.message_key()));
        wanted.extend(stats::ProposalDimension::ALL.iter().map(|v| v.message_key()));
        wanted.extend(stats::ReviewDimension::ALL.iter().map(|v| v.message_key()));
        wanted.extend(stats::PlanDimension::ALL.iter().map(|v| v.message_key()));
        wanted.extend(stats::ParticipationDimension::ALL.iter().map(|v| v.message_key()));
        let missing: Vec<_> = wanted
            .into_iter()
            .filter(|key| domain().get(Lang::Id, key).is_none() || domain().get(Lang::En, key).is_none())
            .collect();
        assert!(missing.is_empty(), "missing: {missing:?}");
    }
}
