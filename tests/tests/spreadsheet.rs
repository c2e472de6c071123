//! `rembug query`: a list of the API as a table.

#[macro_use]
mod harness;

use backend::cli::query::{Query, run};
use harness::{Server, fields};
use serde_json::json;

on_both_databases! {
    the_pages_of_a_list_become_one_table,
    what_goes_wrong_is_said_in_words,
}

/// What the command prints, or why it prints nothing.
async fn ask(server: &str, text: &str, variables: &str, token: Option<&str>) -> Result<String, String> {
    let file = std::env::temp_dir().join(format!("rembug-{}.graphql", uuid::Uuid::now_v7()));
    std::fs::write(&file, text).unwrap();
    let query = Query { file: file.clone(), variables: variables.into(), server: server.into(), token: token.map(Into::into) };
    let mut out = Vec::new();
    let done = run(query, &mut out).await;
    std::fs::remove_file(file).unwrap();
    done.map_err(|error| backend::cli::explain(&error))?;
    Ok(String::from_utf8(out).unwrap())
}

async fn the_pages_of_a_list_become_one_table(server: Server) {
    let resident = server.person("siti", None).await;
    for number in 1..=5 {
        let mut fields = fields();
        fields["title"] = json!(format!("=Jembatan, ke-{number}"));
        let made = resident.mutate("createProposal", "CreateProposalInput", json!({ "fields": fields, "submit": true })).await;
        assert_eq!(made["errors"], json!([]), "{made}");
    }
    let list = "query($after: String, $size: Int!) { proposals(first: $size, after: $after, orderBy: OLDEST) {
        nodes { title village { name } sector fundingSources proposer { displayName } }
        pageInfo { hasNextPage endCursor } } }";
    let table = ask(&server.url, list, r#"{ "size": 2 }"#, None).await.unwrap();
    let row = |number| format!("\"'=Jembatan, ke-{number}\",Gununglurah,INFRASTRUCTURE,,siti\n");
    let rows: String = (1..=5).map(row).collect();
    assert_eq!(table, format!("title,village.name,sector,fundingSources,proposer.displayName\n{rows}"));
    // A query that takes no cursor asks for one page.
    let page = "{ proposals(first: 2, orderBy: OLDEST) { nodes { title } pageInfo { hasNextPage endCursor } } }";
    assert_eq!(ask(&server.url, page, "{}", None).await.unwrap().lines().count(), 3);

    let (_, secret) = resident.token(&["READ"]).await;
    let own = "{ viewer { account { displayName } } }";
    let table = ask(&server.url, own, "{}", Some(&secret)).await.unwrap();
    assert_eq!(table, "viewer.account.displayName\nsiti\n");
}

async fn what_goes_wrong_is_said_in_words(server: Server) {
    let refused = ask(&server.url, "{ proposals(first: 1) { nodes { nothing } } }", "{}", None).await.unwrap_err();
    assert!(refused.contains("BAD_INPUT") && refused.contains("nothing") && refused.contains("line 1"), "{refused}");
    let unknown = ask(&server.url, "{ region { name } }", "{}", Some("rbg_wrong")).await.unwrap_err();
    assert!(unknown.contains("UNAUTHENTICATED"), "{unknown}");
    let several = ask(&server.url, "{ agencies { code } reviewLevels { code } }", "{}", None).await.unwrap_err();
    assert!(several.contains("agencies, reviewLevels"), "{several}");
    let variables = ask(&server.url, "{ region { name } }", "[1]", None).await.unwrap_err();
    assert!(variables.contains("--variables"), "{variables}");
    let elsewhere = ask("http://127.0.0.1:1", "{ region { name } }", "{}", None).await.unwrap_err();
    assert!(elsewhere.contains("http://127.0.0.1:1"), "{elsewhere}");
}
