//! Where a comment stands in its thread.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use shared::comment::MAX_DEPTH;
use shared::value::CommentId;

/// Hexadecimal digits of one id.
const WIDTH: usize = 32;

/// The ids from the first comment of the thread down to this one, each in hexadecimal of the same width. Digits and
/// lower-case letters sort alike by byte and in every collation; a comment sorts before its answers, and the earlier
/// before the later, since ids begin with the clock.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Path(String);

impl Path {
    /// How much of every path is that of the comment that begins the thread.
    pub const FIRST: usize = WIDTH;

    /// Of a comment that begins a thread.
    pub fn first(id: CommentId) -> Self {
        Self(id.0.simple().to_string())
    }

    /// Of an answer. Below the deepest level it stands beside what it answers.
    #[must_use]
    pub fn answer(&self, id: CommentId) -> Self {
        let above = &self.0[..self.0.len().min(WIDTH * MAX_DEPTH)];
        Self(format!("{above}{}", id.0.simple()))
    }

    /// `None` when the text is no path.
    pub fn read(text: String) -> Option<Self> {
        let whole = text.len().is_multiple_of(WIDTH) && (1..=MAX_DEPTH + 1).contains(&(text.len() / WIDTH));
        let digits = text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
        (whole && digits).then_some(Self(text))
    }

    /// From 0 for the first of a thread to [`MAX_DEPTH`].
    pub fn depth(&self) -> i32 {
        (self.0.len() / WIDTH) as i32 - 1
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The opaque text by which a client asks for what follows.
    pub fn to_cursor(&self) -> String {
        URL_SAFE_NO_PAD.encode(&self.0)
    }

    /// `None` when the text is no cursor of a thread.
    pub fn from_cursor(text: &str) -> Option<Self> {
        String::from_utf8(URL_SAFE_NO_PAD.decode(text).ok()?).ok().and_then(Self::read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn id(number: u128) -> CommentId {
        CommentId(Uuid::from_u128(number))
    }

    #[test]
    fn answers_follow_what_they_answer_and_precede_the_next_thread() {
        let first = Path::first(id(1));
        let (early, late) = (first.answer(id(3)), first.answer(id(10)));
        let sorted = [first.clone(), early.clone(), early.answer(id(11)), late, Path::first(id(2))];
        assert!(sorted.is_sorted());
        assert_eq!(sorted.each_ref().map(|path| path.depth()), [0, 1, 2, 1, 0]);
        assert!(sorted[..4].iter().all(|path| path.as_str()[..Path::FIRST] == *first.as_str()));
    }

    #[test]
    fn the_deepest_answers_stand_side_by_side() {
        let third = Path::first(id(1)).answer(id(2)).answer(id(3));
        let fourth = third.answer(id(4));
        assert_eq!((third.depth(), fourth.depth()), (2, 2));
        assert_eq!(fourth, Path::first(id(1)).answer(id(2)).answer(id(4)));
    }

    #[test]
    fn a_cursor_is_a_path_and_nothing_else() {
        let path = Path::first(id(7)).answer(id(8));
        assert_eq!(Path::from_cursor(&path.to_cursor()), Some(path));
        for text in ["", "nonsense", &URL_SAFE_NO_PAD.encode("x".repeat(WIDTH)), &URL_SAFE_NO_PAD.encode("a".repeat(WIDTH * 4))] {
            assert_eq!(Path::from_cursor(text), None, "{text}");
        }
    }
}
