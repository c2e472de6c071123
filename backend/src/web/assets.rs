//! The app in the browser: its files, embedded, under addresses that may be kept for good.

use super::preview;
use crate::api::http::etag;
use crate::app::SharedApp;
use axum::body::Body;
use axum::extract::State;
use axum::response::{Html, IntoResponse, Response};
use http::header::{
    ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_SECURITY_POLICY, CONTENT_TYPE, ETAG, IF_NONE_MATCH, VARY,
};
use http::{HeaderMap, HeaderValue, Method, StatusCode, Uri};
use rust_embed::{EmbeddedFile, RustEmbed};
use sha2::{Digest, Sha256};

/// What `cargo xtask app` built. A debug build reads the folder at run time, a release holds it in the binary.
#[derive(RustEmbed)]
#[folder = "../frontend/dist"]
struct Files;

/// The name of a file under /assets changes with its content.
const FOR_GOOD: &str = "public, max-age=31536000, immutable";
/// The editor writes its styles into the page and carries its fonts within them. No other host has a part in it.
/// (docs/decisions/0017)
const EXPLORER_POLICY: &str = "default-src 'self'; style-src 'self' 'unsafe-inline'; font-src 'self' data:; img-src 'self' data:; \
    object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
/// Everything else must be asked for again, and costs a 304 when nothing changed.
const ASK_AGAIN: &str = "no-cache";

/// Answers what no other route does: a file of the app, or the app's page, which finds its way from the address.
pub async fn answer(State(app): State<SharedApp>, method: Method, uri: Uri, headers: HeaderMap) -> Response {
    if method != Method::GET && method != Method::HEAD {
        return StatusCode::NOT_FOUND.into_response();
    }
    let path = uri.path();
    let preview = preview::of(&app, path).await.unwrap_or_else(|error| {
        tracing::warn!(%error, path, "cannot say what a page is about");
        None
    });
    match preview.zip(Files::get("index.html")) {
        Some((preview, page)) => {
            let base = app.config.public_url.as_deref().unwrap_or_default();
            introduced(preview.put_into(&String::from_utf8_lossy(&page.data), base, path), &headers)
        }
        None => find(path, &headers, Files::get),
    }
}

/// The app's page with words of its own.
fn introduced(page: String, headers: &HeaderMap) -> Response {
    let etag = etag(&Sha256::digest(&page));
    let common = [(CACHE_CONTROL, ASK_AGAIN.to_owned()), (VARY, "accept-encoding".to_owned()), (ETAG, etag.clone())];
    if headers.get(IF_NONE_MATCH).is_some_and(|known| known.as_bytes() == etag.as_bytes()) {
        return (StatusCode::NOT_MODIFIED, common).into_response();
    }
    (common, Html(page)).into_response()
}

/// GraphiQL's page, with a policy of its own.
pub async fn explorer(headers: HeaderMap) -> Response {
    let mut response = find("/explorer.html", &headers, Files::get);
    response.headers_mut().insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static(EXPLORER_POLICY));
    response
}

/// Where the style sheet is, for pages that the server writes itself; `None` without the app.
pub fn style_sheet() -> Option<String> {
    let page = Files::get("index.html")?;
    let page = String::from_utf8_lossy(&page.data);
    let (_, rest) = page.split_once("<link rel=\"stylesheet\" href=\"")?;
    rest.split_once('"').map(|(address, _)| address.to_owned())
}

fn find(path: &str, headers: &HeaderMap, read: impl Fn(&str) -> Option<EmbeddedFile>) -> Response {
    let name = match path.trim_start_matches('/') {
        name if is_page(name) => "index.html",
        name => name,
    };
    let Some(plain) = read(name).filter(|_| !is_private(name)) else {
        return match name {
            // A page, for whoever looks for one here.
            "index.html" => (StatusCode::SERVICE_UNAVAILABLE, Html("This server was built without the app.\n")).into_response(),
            _ => StatusCode::NOT_FOUND.into_response(),
        };
    };
    let (file, encoding) = twins(headers)
        .find_map(|(end, encoding)| Some((read(&format!("{name}.{end}"))?, Some(encoding))))
        .unwrap_or_else(|| (read(name).unwrap_or(plain), None));
    let etag = etag(&file.metadata.sha256_hash());
    let hashed = name.starts_with("assets/") && !name.ends_with("/precache.json");
    let mut response = if headers.get(IF_NONE_MATCH).is_some_and(|known| known.as_bytes() == etag.as_bytes()) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        let mime = mime_guess::from_path(name).first_or_octet_stream();
        let kind = if mime.type_() == "text" { format!("{mime}; charset=utf-8") } else { mime.to_string() };
        ([(CONTENT_TYPE, kind)], Body::from(file.data)).into_response()
    };
    let answered = response.headers_mut();
    answered.insert(CACHE_CONTROL, HeaderValue::from_static(if hashed { FOR_GOOD } else { ASK_AGAIN }));
    answered.insert(VARY, HeaderValue::from_static("accept-encoding"));
    if let Ok(etag) = HeaderValue::from_str(&etag) {
        answered.insert(ETAG, etag);
    }
    if let Some(encoding) = encoding {
        answered.insert(CONTENT_ENCODING, HeaderValue::from_static(encoding));
    }
    response
}

/// An address without an extension is one of the app's own; area codes hold points, files do not begin with a figure.
fn is_page(name: &str) -> bool {
    let last = name.rsplit('/').next().unwrap_or_default();
    let ending = last.rsplit_once('.').map(|(_, ending)| ending);
    !name.starts_with("assets/") && ending.is_none_or(|ending| ending.starts_with(|first: char| first.is_ascii_digit()))
}

/// The build's own notes, and the twins, which go out under the name of what they encode.
fn is_private(name: &str) -> bool {
    name.starts_with('.') || name.ends_with(".br") || name.ends_with(".gz")
}

/// The compressed twins that the caller can read, the smallest first.
fn twins(headers: &HeaderMap) -> impl Iterator<Item = (&'static str, &'static str)> {
    let accepted: Vec<String> = headers
        .get_all(ACCEPT_ENCODING)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|list| list.split(','))
        .map(|coding| coding.replace(' ', "").to_ascii_lowercase())
        .filter(|coding| !coding.ends_with(";q=0"))
        .map(|coding| coding.split(';').next().unwrap_or_default().to_owned())
        .collect();
    [("br", "br"), ("gz", "gzip")].into_iter().filter(move |(_, coding)| accepted.iter().any(|one| one == coding))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(RustEmbed)]
    #[folder = "tests/app"]
    struct Fixture;

    fn ask(path: &str, headers: &[(http::HeaderName, &str)]) -> Response {
        let headers = headers.iter().map(|(name, value)| (name.clone(), value.parse().unwrap())).collect();
        find(path, &headers, Fixture::get)
    }

    #[test]
    fn every_address_of_the_app_is_answered_by_its_page() {
        for path in ["/", "/usulan", "/usulan/prp_1", "/wilayah/33.02.17.2019", "/masuk"] {
            let response = ask(path, &[]);
            assert_eq!(response.status(), StatusCode::OK, "{path}");
            assert_eq!(response.headers()[CONTENT_TYPE], "text/html; charset=utf-8", "{path}");
            assert_eq!(response.headers()[CACHE_CONTROL], ASK_AGAIN, "{path}");
        }
    }

    #[test]
    fn a_file_that_is_not_there_is_not_the_page() {
        for path in [
            "/assets/app-OLD.js",
            "/assets/none",
            "/favicon.ico",
            "/wp-login.php",
            "/.stamp",
            "/assets/app-1A.js.br",
            "/../Cargo.toml",
        ] {
            assert_eq!(ask(path, &[]).status(), StatusCode::NOT_FOUND, "{path}");
        }
    }

    #[test]
    fn hashed_files_are_kept_for_good_and_the_list_of_them_is_not() {
        assert_eq!(ask("/assets/app-1A.js", &[]).headers()[CACHE_CONTROL], FOR_GOOD);
        for path in ["/assets/precache.json", "/sw.js"] {
            assert_eq!(ask(path, &[]).headers()[CACHE_CONTROL], ASK_AGAIN, "{path}");
        }
    }

    #[test]
    fn the_smallest_form_that_the_caller_reads_is_sent() {
        for (accepts, encoding) in
            [("gzip, deflate, br", Some("br")), ("gzip", Some("gzip")), ("br;q=0, gzip;q=0.5", Some("gzip")), ("identity", None)]
        {
            let response = ask("/assets/app-1A.js", &[(ACCEPT_ENCODING, accepts)]);
            let sent = response.headers().get(CONTENT_ENCODING).map(|value| value.to_str().unwrap());
            assert_eq!(sent, encoding, "{accepts}");
            assert_eq!(response.headers()[CONTENT_TYPE], "text/javascript; charset=utf-8");
        }
    }

    #[test]
    fn a_page_that_did_not_change_is_not_sent_again() {
        let etag = ask("/", &[]).headers()[ETAG].to_str().unwrap().to_owned();
        assert_eq!(ask("/", &[(IF_NONE_MATCH, &etag)]).status(), StatusCode::NOT_MODIFIED);
        assert_eq!(ask("/", &[(IF_NONE_MATCH, "\"old\"")]).status(), StatusCode::OK);
    }

    #[test]
    fn without_the_app_the_server_says_so() {
        assert_eq!(find("/", &HeaderMap::new(), |_| None).status(), StatusCode::SERVICE_UNAVAILABLE);
    }
}
