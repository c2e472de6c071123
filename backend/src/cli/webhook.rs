//! Webhooks on the command line: for whoever runs the machine.

use super::token::account;
use crate::app::App;
use crate::error::AppError;
use crate::webhook::form::Form;
use crate::webhook::{self, service, store};
use clap::Subcommand;
use shared::webhook::WebhookState;

#[derive(Subcommand)]
pub enum Webhook {
    /// Make a webhook for a person; its secret is printed this once
    Create {
        contact: String,
        /// Where to post to, such as https://data.example.go.id/rembug
        url: String,
        /// What to call it, such as the system that is told
        #[arg(long)]
        name: String,
        /// Which kind of event, as in proposal.decided or proposal.*; once for each, every kind when left out
        #[arg(long = "kind")]
        kinds: Vec<String>,
        /// Code of an area of any level, with what lies in it; once for each, everywhere when left out
        #[arg(long = "area")]
        areas: Vec<String>,
    },
    /// Stop a webhook until an admin or `resume` lets it go on
    Pause { id: String },
    /// Let a webhook go on where it stood
    Resume { id: String },
    /// End a webhook at once
    Delete { id: String },
    /// The webhooks of a person, or of everybody: id, state, cursor, what went wrong last, host, name
    List { contact: Option<String> },
}

pub async fn manage(app: &App, command: Webhook) -> Result<(), AppError> {
    let id = |text: String| text.parse().map_err(|code| AppError::setting("id", code));
    match command {
        Webhook::Create { contact, url, name, kinds, areas } => {
            let account = account(app, &contact).await?;
            let (webhook, secret) = service::create_as_operator(app, account, Form { name, url, kinds, areas }).await?;
            eprintln!("{} begins after event {}; its secret is not shown again:", webhook.id, webhook.cursor);
            println!("{secret}");
        }
        Webhook::Pause { id: text } => print(&service::set_state_as_operator(app, id(text)?, WebhookState::Stopped).await?),
        Webhook::Resume { id: text } => print(&service::set_state_as_operator(app, id(text)?, WebhookState::Active).await?),
        Webhook::Delete { id: text } => {
            service::delete_as_operator(app, id(text)?).await?;
        }
        Webhook::List { contact: Some(contact) } => {
            store::of_person(&app.db, account(app, &contact).await?).await?.iter().for_each(print);
        }
        Webhook::List { contact: None } => store::all(&app.db, None, u64::MAX >> 1).await?.iter().for_each(print),
    }
    Ok(())
}

fn print(webhook: &webhook::Webhook) {
    let problem = webhook.last_failure.map_or("-".to_owned(), |failure| match failure.status {
        Some(status) => format!("{} {status}", failure.problem),
        None => failure.problem.to_string(),
    });
    println!("{}\t{}\tafter {}\t{problem}\t{}\t{}", webhook.id, webhook.state, webhook.cursor, webhook.host(), webhook.name);
}
