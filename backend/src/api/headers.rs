//! What the headers of a request say: in which language, from where, and from whose page.

use crate::app::App;
use http::HeaderMap;
use http::header::{ACCEPT_LANGUAGE, HOST, HeaderName, ORIGIN};
use shared::i18n::Lang;
use std::net::{IpAddr, SocketAddr};

const FORWARDED: HeaderName = HeaderName::from_static("x-forwarded-for");

/// Nothing when it is not there, or is no text.
pub fn text(headers: &HeaderMap, name: HeaderName) -> &str {
    headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
}

pub fn lang(headers: &HeaderMap) -> Lang {
    Lang::from_tag(text(headers, ACCEPT_LANGUAGE))
}

/// A browser names the page that asks; a program names none.
pub fn comes_from_us(app: &App, headers: &HeaderMap) -> bool {
    let (origin, own) = (text(headers, ORIGIN), app.config.public_url.as_deref());
    let host = text(headers, HOST);
    origin.is_empty() || own == Some(origin) || origin.split_once("://").is_some_and(|(_, rest)| rest == host && own.is_none())
}

/// Of whoever asks; behind a proxy that is trusted, as the proxy says. It adds its word at the end, some in a line of its own:
/// whatever stands before that may be the caller's.
pub fn address(app: &App, peer: SocketAddr, headers: &HeaderMap) -> IpAddr {
    let said = headers.get_all(FORWARDED).iter().next_back().and_then(|line| line.to_str().ok()).unwrap_or_default();
    let last = said.rsplit(',').next().and_then(|text| text.trim().parse().ok());
    last.filter(|_| app.config.trust_proxy).unwrap_or_else(|| peer.ip())
}
