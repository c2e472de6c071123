//! Pages of a list: forward with `first` and `after`, backward with `last` and `before`.

use crate::error::{ErrorCode, FieldError};

/// One page asked for: 1 to 100 items on one side of an optional cursor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageRequest {
    pub size: u64,
    /// Items before the cursor instead of after it.
    pub backward: bool,
    pub cursor: Option<String>,
}

impl PageRequest {
    pub const MAX_SIZE: i32 = 100;

    /// # Errors
    /// `PAGE_SIZE_REQUIRED` without `first` or `last` (or with both), `PAGE_SIZE_OUT_OF_RANGE` outside 1 to 100.
    pub fn parse(first: Option<i32>, after: Option<String>, last: Option<i32>, before: Option<String>) -> Result<Self, FieldError> {
        let (field, size, backward, cursor) = match (first, last) {
            (Some(size), None) => ("first", size, false, after),
            (None, Some(size)) => ("last", size, true, before),
            _ => return Err(FieldError::with_limit("first", ErrorCode::PageSizeRequired, Self::MAX_SIZE.into())),
        };
        match u64::try_from(size) {
            Ok(size) if (1..=Self::MAX_SIZE as u64).contains(&size) => Ok(Self { size, backward, cursor }),
            _ => Err(FieldError::with_limit(field, ErrorCode::PageSizeOutOfRange, Self::MAX_SIZE.into())),
        }
    }

    /// The argument that the cursor came in.
    pub const fn cursor_field(&self) -> &'static str {
        if self.backward { "before" } else { "after" }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_needs_exactly_one_size_within_its_range() {
        assert!(PageRequest::parse(Some(50), None, None, None).is_ok_and(|page| page.cursor_field() == "after"));
        assert!(PageRequest::parse(None, None, Some(1), Some("x".into())).is_ok_and(|page| page.cursor_field() == "before"));
        for (first, last, code) in [
            (None, None, ErrorCode::PageSizeRequired),
            (Some(1), Some(1), ErrorCode::PageSizeRequired),
            (Some(0), None, ErrorCode::PageSizeOutOfRange),
            (Some(101), None, ErrorCode::PageSizeOutOfRange),
            (None, Some(-1), ErrorCode::PageSizeOutOfRange),
        ] {
            assert_eq!(PageRequest::parse(first, None, last, None).unwrap_err().code, code);
        }
    }
}
