//! Who has a file already: it is sent again when something happened, and only then.

use super::harness::{Server, fields};
use super::lists::LISTS;
use super::{MAPS, get, text};
use backend::area::service::{import_population, refresh};
use reqwest::Method;
use serde_json::json;

const KINDS: [(&str, &str); 5] = [
    ("csv", "text/csv; charset=utf-8; header=present"),
    ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ("json", "application/json; charset=utf-8"),
    ("jsonl", "application/jsonl; charset=utf-8"),
    ("geojson", "application/geo+json"),
];

/// What somebody is answered who has what this tag names; read to its end, so that a place is free again.
async fn again(server: &Server, path: &str, tag: &str) -> (u16, String) {
    let request = server.anonymous().request(Method::GET, path).header("if-none-match", tag);
    let answer = request.send().await.unwrap();
    (answer.status().as_u16(), String::from_utf8_lossy(&answer.bytes().await.unwrap()).into_owned())
}

pub async fn files_are_sent_again_only_when_something_happened(server: Server) {
    let siti = server.person("siti", None).await;
    siti.propose(json!({})).await;
    let mut tags = Vec::new();
    for dataset in LISTS.iter().map(|list| list.dataset) {
        for (ending, kind) in KINDS.into_iter().filter(|(ending, _)| *ending != "geojson" || MAPS.contains(&dataset)) {
            let (file, path) = (format!("{dataset}.{ending}"), format!("/open-data/{dataset}.{ending}"));
            let response = get(&server, &path).await;
            let header = |name: &str| response.headers()[name].to_str().unwrap().to_owned();
            assert_eq!((header("content-type"), header("cache-control")), (kind.into(), "public, no-cache".into()));
            assert!(header("content-disposition").starts_with(&format!("attachment; filename=\"{file}\"")));
            assert!(header("content-security-policy").contains("sandbox") && header("access-control-allow-origin") == "*");
            assert!(!response.headers().contains_key("set-cookie"));
            let tag = header("etag");
            response.bytes().await.unwrap();
            let own = siti.request(Method::GET, &path).send().await.unwrap();
            assert_eq!(own.headers()["etag"], tag.as_str(), "it is the same for everybody");
            own.bytes().await.unwrap();
            let head = server.anonymous().request(Method::HEAD, &path).send().await.unwrap();
            assert_eq!((head.status().as_u16(), head.headers()["etag"].to_str().unwrap()), (200, tag.as_str()));
            assert!(head.bytes().await.unwrap().is_empty());
            assert_eq!(again(&server, &path, &tag).await, (304, String::new()), "{file}");
            tags.push((path, tag));
        }
    }
    let draft = json!({ "fields": fields(), "submit": false });
    siti.mutate("createProposal", "CreateProposalInput", draft).await;
    for (path, tag) in &tags {
        assert_eq!(again(&server, path, tag).await.0, 304, "{path}: a draft changes nothing in public");
    }
    siti.propose(json!({})).await;
    for (path, tag) in &tags {
        assert_eq!(again(&server, path, tag).await.0, 200, "{path}");
    }
}

/// A process that has not looked yet what another imported gives the old file, and does not call it the new one.
pub async fn what_another_process_imported_is_not_missed(server: Server) {
    let other = server.second().await;
    let file = other.app.config.data_dir.join("penduduk.csv");
    std::fs::write(&file, "code,people,year,source\n33.02.17.2019,4321,2026,Dukcapil\n").unwrap();
    import_population(&other.app, &file, None).await.unwrap();
    let path = "/open-data/areas.csv";
    let old = get(&server, path).await;
    let tag = old.headers()["etag"].to_str().unwrap().to_owned();
    assert!(!old.text().await.unwrap().contains(",4321,"), "nobody has told this process to look");
    refresh(&server.app).await.unwrap();
    let (status, new) = again(&server, path, &tag).await;
    assert!(status == 200 && new.contains(",4321,"), "{status}");
    // Whoever is sent to another process next has the same file.
    let tag = get(&server, path).await.headers()["etag"].to_str().unwrap().to_owned();
    assert_eq!(again(&other, path, &tag).await.0, 304);
    assert_eq!(text(&other, path).await, new);
}
