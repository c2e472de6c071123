//! Where: the regency, its districts (kecamatan) and its villages (desa and kelurahan).

use crate::error::ErrorCode;
use crate::wire::wire_enum;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

wire_enum! {
    /// How far down the tree an area stands.
    AreaLevel, "area_level" { Regency = "REGENCY", District = "DISTRICT", Village = "VILLAGE" }
}

wire_enum! {
    /// What the law calls it. A village is a desa (elected head) or a kelurahan (appointed head).
    AreaKind, "area_kind" { Kabupaten = "KABUPATEN", Kecamatan = "KECAMATAN", Desa = "DESA", Kelurahan = "KELURAHAN" }
}

impl AreaKind {
    pub const fn level(self) -> AreaLevel {
        match self {
            Self::Kabupaten => AreaLevel::Regency,
            Self::Kecamatan => AreaLevel::District,
            Self::Desa | Self::Kelurahan => AreaLevel::Village,
        }
    }
}

/// A Kemendagri area code: `33.02` regency, `33.02.17` district, `33.02.17.2019` village.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct AreaCode(String);

impl AreaCode {
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The level follows from the length.
    pub fn level(&self) -> AreaLevel {
        match self.0.len() {
            5 => AreaLevel::Regency,
            8 => AreaLevel::District,
            _ => AreaLevel::Village,
        }
    }

    /// The area above; `None` for a regency, since a province is outside Rembug.
    pub fn parent(&self) -> Option<Self> {
        match self.level() {
            AreaLevel::Regency => None,
            AreaLevel::District => Some(Self(self.0[..5].to_owned())),
            AreaLevel::Village => Some(Self(self.0[..8].to_owned())),
        }
    }

    /// The regency this area is, or lies in.
    pub fn regency(&self) -> Self {
        Self(self.0[..5].to_owned())
    }

    /// The district this area is, or lies in.
    pub fn district(&self) -> Option<Self> {
        (self.0.len() >= 8).then(|| Self(self.0[..8].to_owned()))
    }

    /// Whether `other` is this area or lies in it.
    pub fn contains(&self, other: &Self) -> bool {
        other.0.strip_prefix(&self.0).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    }
}

impl FromStr for AreaCode {
    type Err = ErrorCode;
    fn from_str(text: &str) -> Result<Self, ErrorCode> {
        let text = text.trim();
        let widths: &[usize] = match text.len() {
            5 => &[2, 2],
            8 => &[2, 2, 2],
            13 => &[2, 2, 2, 4],
            _ => return Err(ErrorCode::UnknownArea),
        };
        let fits = text.split('.').count() == widths.len()
            && text.split('.').zip(widths).all(|(part, width)| part.len() == *width && part.bytes().all(|b| b.is_ascii_digit()));
        if fits { Ok(Self(text.to_owned())) } else { Err(ErrorCode::UnknownArea) }
    }
}

impl TryFrom<String> for AreaCode {
    type Error = String;
    fn try_from(text: String) -> Result<Self, String> {
        text.parse().map_err(|_| format!("'{text}' is not an area code"))
    }
}

impl From<AreaCode> for String {
    fn from(code: AreaCode) -> Self {
        code.0
    }
}

impl fmt::Display for AreaCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(text: &str) -> AreaCode {
        text.parse().unwrap()
    }

    #[test]
    fn a_code_knows_its_level_and_its_parents() {
        let village = code("33.02.17.2019");
        assert_eq!(village.level(), AreaLevel::Village);
        assert_eq!(village.parent(), Some(code("33.02.17")));
        assert_eq!(village.district(), Some(code("33.02.17")));
        assert_eq!(village.regency(), code("33.02"));
        assert_eq!(code("33.02").parent(), None);
    }

    #[test]
    fn an_area_contains_itself_and_what_lies_in_it() {
        assert!(code("33.02.17").contains(&code("33.02.17.2019")));
        assert!(code("33.02.17").contains(&code("33.02.17")));
        assert!(!code("33.02.17").contains(&code("33.02.18.2001")));
        assert!(!code("33.02.17.2019").contains(&code("33.02.17")));
    }

    #[test]
    fn malformed_codes_are_refused() {
        for text in ["", "33", "3302", "33.02.1", "33.02.17.201", "33-02.17", "33.02.17.2019.1", "aa.bb", "33.0２"] {
            assert_eq!(text.parse::<AreaCode>(), Err(ErrorCode::UnknownArea), "{text}");
        }
    }
}
