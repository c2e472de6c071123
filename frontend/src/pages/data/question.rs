//! What is asked, as it stands in the address: a link asks another person the same.

use crate::i18n::Named;
use crate::routes;
use leptos_router::params::ParamsMap;
use shared::area::{AreaCode, AreaLevel};
use shared::operations::proposal::ProposalFilter;
use shared::operations::stats::StatsVariables;
use shared::proposal::Sector;
use shared::stats::ReviewDimension;

/// A closed list: each value by the word in the address and the key of its name.
macro_rules! asked {
    ($(#[$meta:meta])* $name:ident { $($variant:ident = $word:literal, $key:literal);+ $(;)? }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum $name { $($variant),+ }

        impl $name {
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            fn of(word: &str) -> Option<Self> {
                match word { $($word => Some(Self::$variant),)+ _ => None }
            }
        }

        impl Named for $name {
            fn key(self) -> &'static str {
                match self { $(Self::$variant => $key),+ }
            }

            fn wire(self) -> &'static str {
                match self { $(Self::$variant => $word),+ }
            }
        }
    };
}

asked! {
    Question {
        Funnel = "corong", "data.funnel";
        Times = "waktu", "data.times";
        Reasons = "alasan", "data.reasons";
        Money = "uang", "data.money";
        Areas = "wilayah", "data.areas";
    }
}

asked! {
    /// What money is told apart by.
    By {
        Sector = "bidang", "filter.sector";
        Area = "wilayah", "filter.area";
    }
}

asked! {
    /// What the map shows.
    Measure {
        Acceptance = "penerimaan", "data.acceptance";
        Planned = "masuk-per-jiwa", "data.planned_per_head";
        Asked = "diusulkan-per-jiwa", "data.asked_per_head";
    }
}

/// A question and what it is narrowed to.
#[derive(Clone, Debug, PartialEq)]
pub struct Wanted {
    pub question: Question,
    pub area: Option<AreaCode>,
    pub sector: Option<Sector>,
    pub year: Option<i32>,
    pub by: By,
    pub measure: Measure,
}

impl Default for Wanted {
    fn default() -> Self {
        Self { question: Question::Funnel, area: None, sector: None, year: None, by: By::Sector, measure: Measure::Acceptance }
    }
}

impl Wanted {
    /// What cannot be read is left out: an old link still opens.
    pub fn from_query(query: &ParamsMap) -> Self {
        Self::read(|name| query.get(name))
    }

    fn read(get: impl Fn(&str) -> Option<String>) -> Self {
        let usual = Self::default();
        Self {
            question: get("tanya").and_then(|text| Question::of(&text)).unwrap_or(usual.question),
            area: get("wilayah").and_then(|text| text.parse().ok()),
            sector: get("bidang").and_then(|text| text.parse().ok()),
            year: get("tahun").and_then(|text| text.parse().ok()),
            by: get("menurut").and_then(|text| By::of(&text)).unwrap_or(usual.by),
            measure: get("ukuran").and_then(|text| Measure::of(&text)).unwrap_or(usual.measure),
        }
    }

    /// The address that asks this; what is usual goes without saying.
    pub fn to_address(&self) -> String {
        // Codes, numbers and words of our own: nothing of it has to be escaped.
        let mut address = routes::DATA.to_owned();
        let mut put = |name: &str, value: Option<String>| {
            if let Some(value) = value {
                address += if address.contains('?') { "&" } else { "?" };
                address += &format!("{name}={value}");
            }
        };
        let word = |value: &'static str, is_usual: bool| (!is_usual).then(|| value.to_owned());
        let usual = Self::default();
        put("tanya", Some(self.question.wire().to_owned()));
        put("wilayah", self.area.as_ref().map(AreaCode::to_string));
        put("bidang", self.sector.map(|sector| sector.to_string()));
        put("tahun", self.year.map(|year| year.to_string()));
        put("menurut", word(self.by.wire(), self.by == usual.by));
        put("ukuran", word(self.measure.wire(), self.measure == usual.measure));
        address
    }

    /// What the server is asked for.
    pub fn to_filter(&self) -> ProposalFilter {
        ProposalFilter {
            areas: self.area.iter().cloned().collect(),
            sectors: self.sector.into_iter().collect(),
            fiscal_years: self.year.into_iter().collect(),
            ..ProposalFilter::default()
        }
    }

    /// The way through the levels, told apart by area.
    pub fn to_reviews(&self) -> StatsVariables<ReviewDimension> {
        let by = if self.level() == AreaLevel::Village { ReviewDimension::Village } else { ReviewDimension::District };
        StatsVariables { filter: self.to_filter(), group_by: vec![by] }
    }

    /// What a file of one of its tables is called: who has several knows which is which.
    pub fn file_name(&self, table: &str) -> String {
        let narrowed = [
            self.area.as_ref().map(AreaCode::to_string),
            self.sector.map(|sector| sector.to_string().to_lowercase()),
            self.year.map(|year| year.to_string()),
        ];
        let words = ["rembug".to_owned(), self.question.wire().to_owned(), table.to_owned()];
        words.into_iter().chain(narrowed.into_iter().flatten()).collect::<Vec<_>>().join("-") + ".csv"
    }

    /// The district whose villages are told apart; none where the districts are.
    pub fn district(&self) -> Option<AreaCode> {
        self.area.as_ref().and_then(AreaCode::district)
    }

    /// What areas are told apart at.
    pub fn level(&self) -> AreaLevel {
        if self.district().is_some() { AreaLevel::Village } else { AreaLevel::District }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashMap;

    fn read(address: &str) -> Wanted {
        let query = address.split_once('?').map_or("", |(_, query)| query);
        let pairs: HashMap<&str, &str> = query.split('&').filter_map(|pair| pair.split_once('=')).collect();
        Wanted::read(|name| pairs.get(name).map(ToString::to_string))
    }

    #[test]
    fn an_address_asks_what_it_was_made_from() {
        for question in Question::ALL {
            for measure in Measure::ALL {
                let wanted = Wanted {
                    question: *question,
                    area: "33.02.17".parse().ok(),
                    sector: Some(Sector::Health),
                    year: Some(2027),
                    by: By::Area,
                    measure: *measure,
                };
                assert_eq!(read(&wanted.to_address()), wanted);
            }
        }
        assert_eq!(read(&Wanted::default().to_address()), Wanted::default());
        assert_eq!(read("/data?tanya=apa&wilayah=x&tahun=kapan"), Wanted::default(), "an old link still opens");
    }

    #[test]
    fn a_file_is_named_by_what_was_asked() {
        let usual = Wanted::default();
        assert_eq!(usual.file_name("jenjang"), "rembug-corong-jenjang.csv");
        let narrow = Wanted { area: "33.02.17".parse().ok(), sector: Some(Sector::LocalEconomy), year: Some(2027), ..usual };
        assert_eq!(narrow.file_name("wilayah"), "rembug-corong-wilayah-33.02.17-local_economy-2027.csv");
    }

    #[test]
    fn within_a_district_its_villages_are_told_apart() {
        let of = |area: &str| Wanted { area: area.parse().ok(), ..Wanted::default() };
        assert_eq!((of("").level(), of("33.02").level()), (AreaLevel::District, AreaLevel::District));
        assert_eq!((of("33.02.17").level(), of("33.02.17.2019").level()), (AreaLevel::Village, AreaLevel::Village));
        assert_eq!(of("33.02.17.2019").district(), "33.02.17".parse().ok());
    }
}
