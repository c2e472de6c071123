//! `rembug query`: asks a server over HTTP and prints the list in its answer as CSV, for spreadsheets.

mod table;

pub use table::{Table, rows};

use crate::error::AppError;
use async_graphql_value::ConstValue as Json;
use clap::Args;
use serde::Deserialize;
use serde_json::{Map, Value, json};
use std::io::Write;
use std::path::PathBuf;
use std::time::Duration;

/// What a server that is just out of budget may ask one to wait, and how often for one page.
const LONGEST_WAIT: Duration = Duration::from_secs(120);
const MOST_WAITS: u32 = 10;

#[derive(Args)]
pub struct Query {
    /// A file with one GraphQL query; docs/examples has some
    pub file: PathBuf,
    /// Values for its variables, as a JSON object
    #[arg(long, default_value = "{}")]
    pub variables: String,
    /// Which list of the answer, where it holds several, such as answer.groups
    #[arg(long)]
    pub list: Option<String>,
    /// Seconds after which an answer is waited for no longer
    #[arg(long, default_value_t = 60)]
    pub timeout: u64,
    /// The address of Rembug
    #[arg(long, env = "REMBUG_SERVER", default_value = "http://127.0.0.1:8080")]
    pub server: String,
    /// A token, for what is not public
    #[arg(long, env = "REMBUG_TOKEN", hide_env_values = true)]
    pub token: Option<String>,
}

/// Asks, follows the pages of a query that takes `$after`, and writes CSV.
///
/// # Errors
/// What the operator must mend, or what the server answered in its place.
pub async fn run(query: Query, out: impl Write) -> Result<(), AppError> {
    let text =
        std::fs::read_to_string(&query.file).map_err(|problem| AppError::setting(&query.file.display().to_string(), problem))?;
    let variables = serde_json::from_str(&query.variables).map_err(|problem| AppError::setting("--variables", problem))?;
    let http = reqwest_tls::Client::builder().timeout(Duration::from_secs(query.timeout)).build();
    let server = Server {
        url: format!("{}/graphql", query.server.trim_end_matches('/')),
        token: query.token,
        http: http.map_err(AppError::internal)?,
    };
    let table = ask(&server, &text, variables, query.list.as_deref()).await?;
    table.write(out).map_err(|problem| AppError::setting("output", problem))
}

struct Server {
    url: String,
    token: Option<String>,
    http: reqwest_tls::Client,
}

async fn ask(server: &Server, text: &str, mut variables: Map<String, Value>, list: Option<&str>) -> Result<Table, AppError> {
    // A word of its own: `$afterwards` is another variable.
    let is_paged = text.split("$after").skip(1).any(|rest| !rest.starts_with(|next: char| next.is_alphanumeric() || next == '_'));
    let mut table = Table::default();
    loop {
        let data = send(server, &json!({ "query": text, "variables": variables })).await?;
        let found = rows(&data, list).map_err(|problem| AppError::setting("query", problem))?;
        found.items.iter().for_each(|row| table.add(row));
        let Some(cursor) = found.next.filter(|_| is_paged) else { return Ok(table) };
        if variables.insert("after".to_owned(), json!(cursor)) == Some(json!(cursor)) {
            return Err(AppError::setting("query", "the next page is the same one: does it pass $after on?"));
        }
    }
}

#[derive(Deserialize)]
struct Answer {
    #[serde(default)]
    data: Json,
    #[serde(default)]
    errors: Vec<Value>,
}

/// The data of an answer. A server that is asked too often says when to come again.
async fn send(server: &Server, question: &Value) -> Result<Json, AppError> {
    let broken = |problem: reqwest_tls::Error| {
        let problem = if problem.is_timeout() { "no answer in time (--timeout)".to_owned() } else { problem.to_string() };
        AppError::setting("--server", format!("{}: {problem}", server.url))
    };
    let mut waits = 0;
    loop {
        let mut request = server.http.post(&server.url).header("content-type", "application/json").body(question.to_string());
        if let Some(token) = &server.token {
            request = request.bearer_auth(token);
        }
        let response = request.send().await.map_err(broken)?;
        let status = response.status();
        let asked_to_wait = (status == 429 && waits < MOST_WAITS).then(|| retry_after(response.headers())).flatten();
        if let Some(wait) = asked_to_wait {
            waits += 1;
            tokio::time::sleep(wait).await;
            continue;
        }
        let text = response.text().await.map_err(broken)?;
        let answer: Answer = serde_json::from_str(&text)
            .map_err(|_| AppError::setting("--server", format!("{} answered {status} and no JSON", server.url)))?;
        if !answer.errors.is_empty() {
            return Err(AppError::setting("query", answer.errors.iter().map(explain).collect::<Vec<_>>().join("\n")));
        }
        return Ok(answer.data);
    }
}

fn retry_after(headers: &http::HeaderMap) -> Option<Duration> {
    let seconds = headers.get("retry-after")?.to_str().ok()?.parse().ok()?;
    Some(Duration::from_secs(seconds)).filter(|wait| *wait <= LONGEST_WAIT)
}

/// An error as a line: code, message, and the place in the text that it is about.
fn explain(error: &Value) -> String {
    let word = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let place = error["locations"].get(0).map(|at| format!(" (line {}, column {})", at["line"], at["column"]));
    format!("{} {}{}", word(&error["extensions"]["code"]), word(&error["message"]), place.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_may_ask_for_two_minutes_and_no_more() {
        let asked = |seconds: &str| {
            let mut headers = http::HeaderMap::new();
            headers.insert("retry-after", seconds.parse().unwrap());
            retry_after(&headers)
        };
        assert_eq!(asked("120"), Some(LONGEST_WAIT));
        for other in ["121", "86400", "-1", "later"] {
            assert_eq!(asked(other), None, "{other}");
        }
    }
}
