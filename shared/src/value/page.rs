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

    /// Where the page begins, as `read` understands its cursor; `None` at the end of the list that it starts from.
    ///
    /// # Errors
    /// `INVALID_CURSOR` on the argument that the cursor came in.
    pub fn place<T>(&self, read: impl FnOnce(&str) -> Option<T>) -> Result<Option<T>, FieldError> {
        let unknown = || FieldError::new(self.cursor_field(), ErrorCode::InvalidCursor);
        self.cursor.as_deref().map(|cursor| read(cursor).ok_or_else(unknown)).transpose()
    }

    /// Takes off what was read beyond the page, and says whether there was anything.
    pub fn cut<T>(&self, found: &mut Vec<T>) -> bool {
        let more = found.len() as u64 > self.size;
        found.truncate(usize::try_from(self.size).unwrap_or(usize::MAX));
        more
    }

    const fn cursor_field(&self) -> &'static str {
        if self.backward { "before" } else { "after" }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_needs_exactly_one_size_within_its_range() {
        assert!(PageRequest::parse(Some(50), None, None, None).is_ok_and(|page| !page.backward));
        assert!(PageRequest::parse(None, None, Some(1), Some("x".into())).is_ok_and(|page| page.backward));
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

    #[test]
    fn a_cursor_that_says_nothing_is_refused_where_it_came_in() {
        let number = |text: &str| text.parse::<i32>().ok();
        let after = |cursor: Option<&str>| PageRequest::parse(Some(2), cursor.map(Into::into), None, None).unwrap().place(number);
        assert_eq!((after(None), after(Some("7"))), (Ok(None), Ok(Some(7))));
        assert_eq!(after(Some("x")), Err(FieldError::new("after", ErrorCode::InvalidCursor)));
        let before = PageRequest::parse(None, None, Some(2), Some("x".into())).unwrap().place(number);
        assert_eq!(before, Err(FieldError::new("before", ErrorCode::InvalidCursor)));
    }

    #[test]
    fn what_was_read_beyond_a_page_says_that_there_is_more() {
        let page = PageRequest::parse(Some(2), None, None, None).unwrap();
        let (mut whole, mut too_long) = (vec![1, 2], vec![1, 2, 3]);
        assert_eq!((page.cut(&mut whole), page.cut(&mut too_long)), (false, true));
        assert_eq!((whole, too_long), (vec![1, 2], vec![1, 2]));
    }
}
