//! Addresses within the app.

const MAX_LENGTH: usize = 500;

/// The address, if it is a page of this app and of no other site, however a browser may read it.
pub fn within_app(path: &str) -> Option<&str> {
    let odd = |c: char| c.is_control() || c.is_whitespace() || c == '\\';
    let fits = path.starts_with('/') && !path.starts_with("//") && path.len() <= MAX_LENGTH && !path.contains(odd);
    fits.then_some(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_address_leads_to_another_site() {
        assert_eq!(within_app("/usulan/baru?x=1"), Some("/usulan/baru?x=1"));
        for path in [
            "",
            "usulan",
            "https://example.org",
            "//example.org",
            "/\\example.org",
            "/\t/example.org",
            "/\n/example.org",
            "\\\\example.org",
            "javascript:alert(1)",
            " //example.org",
            &format!("/{}", "x".repeat(500)),
        ] {
            assert_eq!(within_app(path), None, "{path:?}");
        }
    }
}
