//! A text with what came and what went.

use crate::i18n::t;
use leptos::prelude::*;
use shared::plan::compare::{Fate, Hunk};

/// Of what stayed the same, so many characters are shown on each side of a change.
const AROUND: usize = 160;

/// What differs, marked by line and colour, and in words for who does not see them.
pub fn diff(hunks: Vec<Hunk>) -> impl IntoView {
    let last = hunks.len().saturating_sub(1);
    let piece = move |(at, Hunk { fate, text }): (usize, Hunk)| match fate {
        Fate::Equal => shorten(&text, at > 0, at < last).into_any(),
        Fate::Added => view! { <ins><Aside key="history.ins"/>{text}<Aside key="history.ins_end"/></ins> }.into_any(),
        Fate::Removed => view! { <del><Aside key="history.del"/>{text}<Aside key="history.del_end"/></del> }.into_any(),
    };
    view! { <p class="diff">{hunks.into_iter().enumerate().map(piece).collect_view()}</p> }
}

/// A value that took another's place; either may be missing.
pub fn instead(before: Option<String>, after: Option<String>) -> impl IntoView {
    view! {
        <p class="change">
            {before.map(|text| view! { <del><Aside key="history.was"/>{text}</del> })}
            {after.map(|text| view! { <ins><Aside key="history.is"/>{text}</ins> })}
        </p>
    }
}

/// Said, not shown.
#[component]
fn Aside(key: &'static str) -> impl IntoView {
    view! { <span class="visually-hidden">" "{move || t(key)}" "</span> }
}

/// What stayed the same, without what lies far from the changes before and behind it.
fn shorten(text: &str, after_change: bool, before_change: bool) -> String {
    let letters: Vec<char> = text.chars().collect();
    let (head, tail) = (if after_change { AROUND } else { 0 }, if before_change { AROUND } else { 0 });
    if letters.len() <= head + tail + AROUND {
        return text.to_owned();
    }
    let (start, end) = (letters[..head].iter().collect::<String>(), letters[letters.len() - tail..].iter().collect::<String>());
    format!("{start} … {end}").trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_lies_near_a_change_is_shown() {
        let long = format!("{}{}{}", "a".repeat(AROUND), "b".repeat(900), "c".repeat(AROUND));
        assert_eq!(shorten(&long, true, true), format!("{} … {}", "a".repeat(AROUND), "c".repeat(AROUND)));
        assert_eq!(shorten(&long, false, true), format!("… {}", "c".repeat(AROUND)));
        assert_eq!(shorten(&long, true, false), format!("{} …", "a".repeat(AROUND)));
        assert_eq!(shorten("pendek\n", true, true), "pendek\n");
    }
}
