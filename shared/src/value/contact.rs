//! How a person signs in: an e-mail address or an Indonesian phone number. Never public.

use crate::error::ErrorCode;

/// A sign-in name in its one canonical form, so that `0812-3456-7890` and `+6281234567890` are one person.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Contact {
    /// Lower case; at most 254 characters.
    Email(String),
    /// `+62` and 8 to 13 digits.
    Phone(String),
}

impl Contact {
    /// # Errors
    /// `REQUIRED` when empty, `INVALID_CONTACT` when it is neither.
    pub fn parse(text: &str) -> Result<Self, ErrorCode> {
        let text = text.trim();
        if text.is_empty() {
            return Err(ErrorCode::Required);
        }
        if text.contains('@') { parse_email(text) } else { parse_phone(text) }
    }

    pub fn as_str(&self) -> &str {
        match self {
            Self::Email(text) | Self::Phone(text) => text,
        }
    }
}

fn parse_email(text: &str) -> Result<Contact, ErrorCode> {
    let lower = text.to_lowercase();
    let plausible = lower.len() <= 254
        && !lower.chars().any(|c| c.is_whitespace() || c.is_control())
        && lower.split_once('@').is_some_and(|(local, domain)| {
            !local.is_empty()
                && local.len() <= 64
                && domain.contains('.')
                && !domain.contains('@')
                && domain.split('.').all(|label| !label.is_empty())
        });
    if plausible { Ok(Contact::Email(lower)) } else { Err(ErrorCode::InvalidContact) }
}

fn parse_phone(text: &str) -> Result<Contact, ErrorCode> {
    let compact: String = text.chars().filter(|c| !matches!(c, ' ' | '-' | '.' | '(' | ')')).collect();
    let national = compact
        .strip_prefix("+62")
        .or_else(|| compact.strip_prefix("62"))
        .or_else(|| compact.strip_prefix('0'))
        .ok_or(ErrorCode::InvalidContact)?;
    let digits = national.bytes().all(|b| b.is_ascii_digit()) && !national.starts_with('0');
    if digits && (8..=13).contains(&national.len()) {
        Ok(Contact::Phone(format!("+62{national}")))
    } else {
        Err(ErrorCode::InvalidContact)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_person_has_one_sign_in_name() {
        for text in ["0812-3456-7890", "+62 812 3456 7890", "6281234567890"] {
            assert_eq!(Contact::parse(text), Ok(Contact::Phone("+6281234567890".into())), "{text}");
        }
        assert_eq!(Contact::parse(" Siti@Demo.Rembug "), Ok(Contact::Email("siti@demo.rembug".into())));
    }

    #[test]
    fn what_is_neither_is_refused() {
        for text in [
            "siti",
            "siti@",
            "@demo.id",
            "siti@demo",
            "a b@demo.id",
            "12345",
            "+1 202 555 0100",
            "0812",
            "siti@@demo.id",
            "siti@demo..id",
        ] {
            assert_eq!(Contact::parse(text), Err(ErrorCode::InvalidContact), "{text}");
        }
        assert_eq!(Contact::parse("  "), Err(ErrorCode::Required));
    }
}
