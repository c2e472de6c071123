//! Brackets within brackets, counted on the bare text: whoever parses them goes down as deep as they do.

const MAX_NESTING: usize = 64;

/// Whether the text nests further than any question does. Brackets within strings and comments do not count.
pub fn is_too_deep(text: &str) -> bool {
    let mut rest = text.as_bytes();
    let mut depth = 0_usize;
    while let [first, after @ ..] = rest {
        rest = match first {
            b'"' if after.starts_with(b"\"\"") => after_block(&after[2..]),
            b'"' => after_string(after),
            b'#' => after.iter().position(|byte| matches!(byte, b'\n' | b'\r')).map_or(&[], |end| &after[end..]),
            _ => after,
        };
        match first {
            b'{' | b'[' | b'(' => depth += 1,
            b'}' | b']' | b')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > MAX_NESTING {
            return true;
        }
    }
    false
}

fn after_string(text: &[u8]) -> &[u8] {
    let mut escaped = false;
    for (at, byte) in text.iter().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            // A string ends with its line; what comes then is an error of its own.
            b'"' | b'\n' | b'\r' => return &text[at + 1..],
            _ => {}
        }
    }
    &[]
}

fn after_block(text: &[u8]) -> &[u8] {
    let mut rest = text;
    loop {
        match rest {
            [b'\\', b'"', b'"', b'"', after @ ..] | [_, after @ ..] if !rest.starts_with(b"\"\"\"") => rest = after,
            [_, _, _, after @ ..] => return after,
            _ => return &[],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brackets_count_where_they_are_brackets() {
        let (open, close) = ("[".repeat(65), "]".repeat(65));
        assert!(is_too_deep(&format!("{{ a(b: {open}{close}) }}")));
        assert!(is_too_deep(&"{".repeat(65)) && is_too_deep(&"(".repeat(60_000)));
        for harmless in [
            format!("{{ a(b: \"{open}\") }}"),
            format!("{{ a(b: \"\\\"{open}\") }}"),
            format!("{{ a(b: \"\"\" \\\"\"\" {open} \"\"\") }}"),
            format!("{{ a }} # {open}"),
            "[]".repeat(1_000),
            String::new(),
        ] {
            assert!(!is_too_deep(&harmless), "{harmless}");
        }
        assert!(is_too_deep(&format!("{{ a(b: \"x\") # {open}\n {open}")));
        assert!(is_too_deep(&format!("{{ a(b: \"\"\"x\"\"\") {open}")));
    }
}
