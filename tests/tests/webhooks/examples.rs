//! What docs/api.md tells receivers to do, done by the languages themselves.

use crate::World;
use crate::harness::Server;
use serde_json::json;
use std::io::Write;
use std::process::{Command, Stdio};

on_both_databases! { the_examples_know_a_message_from_a_forgery }

async fn the_examples_know_a_message_from_a_forgery(server: Server) {
    let world = World::of(server).await;
    let (_, secret) = world.webhook(json!({ "kinds": ["proposal.*"] })).await;
    world.happen(1).await;
    world.round().await;
    let heard = &world.receiver.heard()[0];
    let names = ["webhook-id", "webhook-timestamp", "webhook-signature"];
    let headers: serde_json::Map<_, _> = names.iter().map(|name| ((*name).to_owned(), json!(heard.header(name)))).collect();
    let python = "\nimport json, sys\ngiven = json.load(sys.stdin)\n\
        print(str(verify(given['secret'], given['headers'], given['body'].encode())).lower())\n";
    let javascript = "\nconst given = JSON.parse(require('node:fs').readFileSync(0, 'utf8'));\n\
        console.log(String(verify(given.secret, given.headers, Buffer.from(given.body))));\n";
    let body = String::from_utf8(heard.body.clone()).unwrap();
    let other = format!("whsec_{}", "A".repeat(43) + "=");
    for (program, flag, start, asks) in
        [("python3", "-c", "import base64", python), ("node", "-e", "const { createHmac", javascript)]
    {
        let code = example(start) + asks;
        let says = |secret: &str, body: &str| {
            let given = json!({ "secret": secret, "headers": headers, "body": body }).to_string();
            let mut run = Command::new(program).args([flag, &code]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
            run.stdin.take().unwrap().write_all(given.as_bytes()).unwrap();
            String::from_utf8(run.wait_with_output().unwrap().stdout).unwrap().trim().to_owned()
        };
        assert_eq!(says(&secret, &body), "true", "{program}");
        assert_eq!(says(&other, &body), "false", "{program}: another's secret");
        assert_eq!(says(&secret, &body.replace("title", "judul")), "false", "{program}: other words");
    }
}

/// The indented lines of docs/api.md from the one that begins so.
fn example(start: &str) -> String {
    let docs = include_str!("../../../docs/api.md");
    let lines = docs.lines().skip_while(|line| !line.starts_with(&format!("    {start}")));
    lines
        .take_while(|line| line.is_empty() || line.starts_with("    "))
        .map(|line| line.get(4..).unwrap_or("").to_owned() + "\n")
        .collect()
}
