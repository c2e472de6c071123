//! One change of a text, found by comparing before and after. All positions are UTF-16 units, as browsers count.

/// Takes `delete` units away at `at`, and puts `insert` there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Splice {
    pub at: u32,
    pub delete: u32,
    pub insert: String,
}

const fn is_high(unit: u16) -> bool {
    matches!(unit, 0xd800..=0xdbff)
}

const fn is_low(unit: u16) -> bool {
    matches!(unit, 0xdc00..=0xdfff)
}

/// What changed; `None` when nothing did. `caret` is where it stands afterwards: among equal letters it tells which one
/// was typed. A change never begins or ends inside a surrogate pair.
pub fn between(old: &str, new: &str, caret: Option<u32>) -> Option<Splice> {
    if old == new {
        return None;
    }
    let (before, after): (Vec<u16>, Vec<u16>) = (old.encode_utf16().collect(), new.encode_utf16().collect());
    let shorter = before.len().min(after.len());
    let same_end = |from: usize, most: usize| {
        (from..most).find(|n| before[before.len() - 1 - n] != after[after.len() - 1 - n]).unwrap_or(most.max(from))
    };
    let behind_caret = caret.map_or(0, |caret| after.len().saturating_sub(caret as usize));
    let mut end = same_end(0, shorter.min(behind_caret));
    let mut start = before.iter().zip(&after).take(shorter - end).take_while(|(one, other)| one == other).count();
    end = same_end(end, shorter - start);
    if start > 0 && is_high(before[start - 1]) {
        start -= 1;
    }
    if end > 0 && is_low(before[before.len() - end]) {
        end -= 1;
    }
    let insert = String::from_utf16_lossy(&after[start..after.len() - end]);
    Some(Splice { at: start as u32, delete: (before.len() - end - start) as u32, insert })
}

impl Splice {
    fn inserted(&self) -> u32 {
        self.insert.encode_utf16().count() as u32
    }

    /// Where a position of the text before stands afterwards. What is put exactly there comes behind it.
    pub fn shift(&self, position: u32) -> u32 {
        let gone_to = self.at + self.delete;
        if position <= self.at {
            position
        } else if position >= gone_to {
            position - self.delete + self.inserted()
        } else {
            self.at + (position - self.at).min(self.inserted())
        }
    }

    /// The same change of a text that another has changed meanwhile, to be made one after the other: what the other put
    /// in stays, even where it stands before or within what goes away.
    pub fn over(self, other: &Self) -> Vec<Self> {
        let (end, gone_to) = (self.at + self.delete, other.at + other.delete);
        let before = end.min(other.at).saturating_sub(self.at);
        let behind_from = self.at.max(gone_to);
        let behind = end.saturating_sub(behind_from);
        let behind_at = behind_from - other.delete.min(behind_from) + other.inserted();
        match (before, behind) {
            (0, 0) => vec![Self { at: other.shift(self.at), delete: 0, insert: self.insert }],
            (0, delete) => vec![Self { at: behind_at, delete, insert: self.insert }],
            (delete, 0) => vec![Self { at: self.at, delete, insert: self.insert }],
            (delete, rest) => {
                vec![Self { at: behind_at, delete: rest, insert: String::new() }, Self { at: self.at, delete, insert: self.insert }]
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn put(text: &str, splice: &Splice) -> String {
        let units: Vec<u16> = text.encode_utf16().collect();
        let (at, end) = (splice.at as usize, (splice.at + splice.delete) as usize);
        let units: Vec<u16> =
            units[..at].iter().copied().chain(splice.insert.encode_utf16()).chain(units[end..].iter().copied()).collect();
        String::from_utf16(&units).unwrap()
    }

    #[test]
    fn the_caret_says_which_of_equal_letters_was_typed() {
        for (old, new, caret, at, delete, insert) in [
            ("aa", "aaa", 1, 0, 0, "a"),
            ("aa", "aaa", 2, 1, 0, "a"),
            ("aaa", "aa", 1, 1, 1, ""),
            ("sawah", "saawah", 3, 2, 0, "a"),
            ("padi", "", 0, 0, 4, ""),
            ("", "padi", 4, 0, 0, "padi"),
            ("satu dua", "satu tiga dua", 10, 5, 0, "tiga "),
        ] {
            let expected = Splice { at, delete, insert: insert.into() };
            assert_eq!(between(old, new, Some(caret)), Some(expected), "{old} → {new}");
        }
        assert_eq!(between("padi", "padi", Some(2)), None);
    }

    #[test]
    fn a_pair_is_never_torn() {
        // Both begin with the same half.
        let splice = between("a🌾b", "a🌿b", None).unwrap();
        assert_eq!((splice.at, splice.delete, splice.insert.as_str()), (1, 2, "🌿"));
        // Both end with the same half.
        let splice = between("𐀀", "𐐀", None).unwrap();
        assert_eq!((splice.at, splice.delete), (0, 2));
    }

    #[test]
    fn a_selection_moves_with_what_changed_before_it() {
        let insert = Splice { at: 4, delete: 0, insert: "🌾x".into() };
        assert_eq!([3, 4, 5].map(|at| insert.shift(at)), [3, 4, 8]);
        let delete = Splice { at: 2, delete: 3, insert: String::new() };
        assert_eq!([1, 2, 3, 4, 5, 9].map(|at| delete.shift(at)), [1, 2, 2, 2, 2, 6]);
        let replace = Splice { at: 2, delete: 3, insert: "ab".into() };
        assert_eq!([3, 4, 5].map(|at| replace.shift(at)), [3, 4, 4]);
    }

    #[test]
    fn what_is_composed_goes_where_it_belongs_though_others_wrote_meanwhile() {
        let theirs = between("satu dua", "nol satu dua", None).unwrap();
        let mine = between("satu dua", "satu duaかな", Some(10)).unwrap();
        assert_eq!(
            mine.over(&theirs).iter().fold("nol satu dua".to_owned(), |text, splice| put(&text, splice)),
            "nol satu duaかな"
        );
    }

    #[test]
    fn what_others_put_beside_a_word_that_is_being_composed_stays() {
        let mine = Splice { at: 1, delete: 3, insert: "日本".into() };
        for (now, theirs, expected) in [
            ("aXにほんb", (1, 0, "X"), "aX日本b"),
            ("aにほんXb", (4, 0, "X"), "a日本Xb"),
            ("aにXほんb", (2, 0, "X"), "a日本Xb"),
            ("Xaにほんb", (0, 0, "X"), "Xa日本b"),
            ("Xほんb", (0, 2, "X"), "X日本b"),
            ("aにほX", (3, 2, "X"), "a日本X"),
            ("X", (0, 5, "X"), "X日本"),
        ] {
            let theirs = Splice { at: theirs.0, delete: theirs.1, insert: theirs.2.into() };
            assert_eq!(put("aにほんb", &theirs), now);
            let both = mine.clone().over(&theirs).iter().fold(now.to_owned(), |text, splice| put(&text, splice));
            assert_eq!(both, expected, "{theirs:?}");
        }
    }

    proptest! {
        #[test]
        fn a_change_leads_from_one_text_to_the_other(old in "[ab🌾🌿𐀀\n]{0,9}", new in "[ab🌾🌿𐀀\n]{0,9}", caret in prop::option::of(0u32..20)) {
            match between(&old, &new, caret) {
                None => prop_assert_eq!(old, new),
                Some(splice) => prop_assert_eq!(put(&old, &splice), new),
            }
        }
    }
}
