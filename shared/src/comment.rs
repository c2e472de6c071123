//! Comments: what may be written, and how deep a conversation goes.

use crate::error::FieldError;
use crate::value::text;

/// The longest comment, in characters.
pub const MAX_BODY: usize = 2_000;
/// The longest reason for hiding one, in characters.
pub const MAX_REASON: usize = 500;
/// How many answers deep a thread is indented; on a phone, a fourth level would leave no room to read.
pub const MAX_DEPTH: usize = 2;

/// A comment as typed.
///
/// # Errors
/// `REQUIRED`, `TOO_LONG` or `INVALID_TEXT`, for the field `body`.
pub fn parse_body(raw: &str) -> Result<String, FieldError> {
    text::block("body", Some(raw), MAX_BODY)
}

/// Why a comment is hidden, for everyone to read.
///
/// # Errors
/// `REQUIRED`, `TOO_LONG` or `INVALID_TEXT`, for the field `reason`.
pub fn parse_reason(raw: &str) -> Result<String, FieldError> {
    text::block("reason", Some(raw), MAX_REASON)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::ErrorCode;

    #[test]
    fn a_comment_is_trimmed_and_bounded() {
        assert_eq!(parse_body("  Setuju.\n"), Ok("Setuju.".into()));
        assert_eq!(parse_body(" \n "), Err(FieldError::new("body", ErrorCode::Required)));
        assert!(parse_body(&"é".repeat(MAX_BODY)).is_ok());
        assert_eq!(parse_body(&"é".repeat(MAX_BODY + 1)), Err(FieldError::with_limit("body", ErrorCode::TooLong, 2_000)));
        assert_eq!(parse_reason(""), Err(FieldError::new("reason", ErrorCode::Required)));
    }
}
