//! Tokens: what a program shows instead of a cookie. The database keeps only the hash of the secret.

mod entity;
pub mod graphql;
pub mod service;
pub mod store;

use super::session::SecretHash;
use crate::error::AppError;
use crate::platform::ids::IdSource;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use http::HeaderMap;
use http::header::AUTHORIZATION;
use sha2::{Digest, Sha256};
use shared::ErrorCode;

/// So that people and programs that look for leaked secrets know one when they see it.
const PREFIX: &str = "rbg_";
/// At the end, of the secret's own hash: a slip of the pen is seen without asking the database.
const CHECK: usize = 3;

/// A new secret, and the hash under which it is kept.
pub fn mint(ids: &dyn IdSource) -> (String, SecretHash) {
    let secret = ids.secret();
    let check = &Sha256::digest(secret)[..CHECK];
    let text = PREFIX.to_owned() + &URL_SAFE_NO_PAD.encode([&secret[..], check].concat());
    let hash = Sha256::digest(&text).into();
    (text, hash)
}

/// The token that the headers name, if they name any.
///
/// # Errors
/// `UNAUTHENTICATED` for what cannot be one of ours.
pub fn bearer(headers: &HeaderMap) -> Result<Option<SecretHash>, AppError> {
    let mut found = None;
    for value in headers.get_all(AUTHORIZATION) {
        let value = value.to_str().unwrap_or_default();
        // Another scheme is between the caller and a proxy.
        if value.get(..6).is_some_and(|scheme| scheme.eq_ignore_ascii_case("bearer")) {
            if found.is_some() {
                return Err(ErrorCode::Unauthenticated.into());
            }
            found = Some(parse(value)?);
        }
    }
    Ok(found)
}

/// Reads `Bearer rbg_…`.
///
/// # Errors
/// `UNAUTHENTICATED` for what cannot be one of ours.
pub fn parse(authorization: &str) -> Result<SecretHash, AppError> {
    let secret = |text: &str| URL_SAFE_NO_PAD.decode(text.strip_prefix(PREFIX)?).ok();
    let fits = |bytes: &[u8]| bytes.len() == 32 + CHECK && Sha256::digest(&bytes[..32])[..CHECK] == bytes[32..];
    authorization
        .split_once(' ')
        .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"))
        .map(|(_, text)| text.trim())
        .filter(|text| secret(text).is_some_and(|bytes| fits(&bytes)))
        .map(|text| Sha256::digest(text).into())
        .ok_or_else(|| ErrorCode::Unauthenticated.into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::platform::ids::SeededIds;

    #[test]
    fn a_token_is_known_again_and_a_slip_of_the_pen_is_seen() {
        let (text, hash) = mint(&SeededIds::new(1));
        assert!(text.starts_with("rbg_") && text.len() == 51, "{text}");
        assert_eq!(parse(&format!("Bearer {text}")).unwrap(), hash);
        assert_eq!(parse(&format!("bearer  {text} ")).unwrap(), hash);
        for place in 0..text.len() {
            let mut slip = text.clone();
            let other = if text.as_bytes()[place] == b'A' { "B" } else { "A" };
            slip.replace_range(place..=place, other);
            assert!(parse(&format!("Bearer {slip}")).is_err(), "{place}");
        }
        for text in ["", "Bearer", "Bearer ", "Basic cmJn", &text, &format!("Bearer {text}{text}"), "Bearer rbg_ä"] {
            assert!(parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn one_token_a_request_and_no_other_scheme() {
        let (text, hash) = mint(&SeededIds::new(1));
        let mut headers = HeaderMap::new();
        assert_eq!(bearer(&headers).unwrap(), None);
        headers.append(AUTHORIZATION, "Basic cmJn".parse().unwrap());
        assert_eq!(bearer(&headers).unwrap(), None);
        headers.append(AUTHORIZATION, format!("Bearer {text}").parse().unwrap());
        assert_eq!(bearer(&headers).unwrap(), Some(hash));
        headers.append(AUTHORIZATION, format!("Bearer {text}").parse().unwrap());
        assert!(bearer(&headers).is_err());
    }
}
