use super::field::FieldScope;
use crate::i18n::language;
use leptos::prelude::*;
use shared::i18n::Lang;
use shared::value::Rupiah;
use shared::value::number::group_thousands;
use wasm_bindgen::JsCast;

/// An amount in rupiah, inside a [`super::Field`]: grouped while it is typed, and said in words below.
#[component]
pub fn MoneyInput(value: RwSignal<String>) -> impl IntoView {
    let scope = FieldScope::get();
    let take = move |event: leptos::ev::Event| {
        let Some(input) = event.target().and_then(|target| target.dyn_into::<web_sys::HtmlInputElement>().ok()) else { return };
        let caret = input.selection_start().ok().flatten().unwrap_or_default() as usize;
        let (text, caret) = regroup(&input.value(), caret);
        if input.value() != text {
            input.set_value(&text);
            // Fails only for a control without a caret.
            let _ = input.set_selection_range(caret as u32, caret as u32);
        }
        value.set(text);
    };
    let words = Memo::new(move |_| {
        let amount = value.with(|text| Rupiah::parse(text).ok());
        amount.and_then(|amount| money_in_words(amount, language())).unwrap_or_default()
    });
    view! {
        <div class="affix">
            <span aria-hidden="true">"Rp"</span>
            <input
                id=scope.id()
                name=scope.id()
                class="num"
                inputmode="numeric"
                autocomplete="off"
                aria-describedby=move || scope.described_by.get()
                aria-invalid=move || scope.aria_invalid()
                prop:value=move || value.get()
                on:input=take
            />
        </div>
        <p class="hint money-words" aria-live="polite">{move || words.get()}</p>
    }
}

/// What was typed with its thousands grouped, and the caret behind the same digit. What is no amount stays as it is.
fn regroup(text: &str, caret: usize) -> (String, usize) {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let is_amount = text.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ' '));
    let number = digits.parse::<i64>().ok().filter(|_| is_amount && !digits.starts_with('0'));
    let Some(number) = number else { return (text.to_owned(), caret) };
    let grouped = group_thousands(number, Lang::Id);
    let digits_before = text.chars().take(caret).filter(char::is_ascii_digit).count();
    let mut seen = 0;
    let behind = grouped.chars().position(|c| {
        let is_here = seen == digits_before;
        seen += usize::from(c.is_ascii_digit());
        is_here
    });
    let caret = behind.unwrap_or(grouped.len());
    (grouped, caret)
}

/// `185 juta rupiah`, `1,25 miliar rupiah`: what a row of zeros hides. Nothing below a thousand.
fn money_in_words(amount: Rupiah, lang: Lang) -> Option<String> {
    const STEPS: [(i64, [&str; 2]); 4] = [
        (1_000_000_000_000, ["triliun", "trillion"]),
        (1_000_000_000, ["miliar", "billion"]),
        (1_000_000, ["juta", "million"]),
        (1_000, ["ribu", "thousand"]),
    ];
    let (divisor, names) = STEPS.iter().find(|(divisor, _)| amount.get() >= *divisor)?;
    let thousandths = amount.get() / (divisor / 1000);
    let (whole, rest) = (group_thousands(thousandths / 1000, lang), thousandths % 1000);
    let (comma, name) = if lang == Lang::Id { (',', names[0]) } else { ('.', names[1]) };
    let rest = format!("{rest:03}");
    let rest = rest.trim_end_matches('0');
    Some(if rest.is_empty() { format!("{whole} {name} rupiah") } else { format!("{whole}{comma}{rest} {name} rupiah") })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_grouped_and_the_caret_stays_behind_its_digit() {
        for (typed, caret, text, after) in [
            ("1250", 4, "1.250", 5),
            ("1.2504", 6, "12.504", 6),
            ("12.50", 5, "1.250", 5),
            ("91.250", 1, "91.250", 1),
            ("1.250.0000", 2, "12.500.000", 1),
            ("", 0, "", 0),
            ("12,5 juta", 3, "12,5 juta", 3),
            ("007", 3, "007", 3),
        ] {
            assert_eq!(regroup(typed, caret), (text.to_owned(), after), "{typed}");
        }
    }

    #[test]
    fn amounts_are_said_in_words() {
        let say = |amount, lang| money_in_words(Rupiah::new(amount).unwrap(), lang).unwrap_or_default();
        assert_eq!(say(185_000_000, Lang::Id), "185 juta rupiah");
        assert_eq!(say(185_500_000, Lang::En), "185.5 million rupiah");
        assert_eq!(say(1_250_000_000, Lang::Id), "1,25 miliar rupiah");
        assert_eq!(say(450_000, Lang::Id), "450 ribu rupiah");
        assert_eq!(say(999, Lang::Id), "");
    }
}
