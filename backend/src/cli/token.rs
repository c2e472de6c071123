//! Tokens on the command line: for whoever runs the machine.

use crate::access::store;
use crate::access::token::service::{self, NewToken};
use crate::app::App;
use crate::error::AppError;
use clap::Subcommand;
use shared::ErrorCode;
use shared::access::TokenScope;
use shared::value::{AccountId, Contact};

#[derive(Subcommand)]
pub enum Token {
    /// Make a token for a person's program; its secret is printed this once
    Create {
        contact: String,
        /// What to call it, such as the program that uses it
        #[arg(long)]
        name: String,
        /// What it may do: read, write:proposals, write:plans, write:comments, decide; once for each
        #[arg(long = "scope")]
        scopes: Vec<String>,
        /// For how many days, 1 to 366; 90 when left out
        #[arg(long)]
        days: Option<i64>,
    },
    /// End a token at once
    Revoke { id: String },
    /// A person's tokens: id, scopes, until when, last use, name
    List { contact: String },
}

pub async fn manage(app: &App, command: Token) -> Result<(), AppError> {
    match command {
        Token::Create { contact, name, scopes, days } => {
            let one_of = || TokenScope::ALL.iter().map(|scope| scope.name()).collect::<Vec<_>>().join(", ");
            let scope = |name: &String| TokenScope::of_name(name);
            let scopes = scopes.iter().map(scope).collect::<Result<_, _>>();
            let scopes = scopes.map_err(|_| AppError::setting("--scope", format!("one of {}", one_of())))?;
            let account = account(app, &contact).await?;
            let (token, secret) = service::create_as_operator(app, account, NewToken { name, scopes, days }).await?;
            eprintln!("{} is good until {}; its secret is not shown again:", token.id, token.expires_at.to_rfc3339());
            println!("{secret}");
        }
        Token::Revoke { id } => {
            let id = id.parse().map_err(|code| AppError::setting("id", code))?;
            service::revoke_as_operator(app, id).await?;
        }
        Token::List { contact } => {
            for token in service::list_as_operator(app, account(app, &contact).await?).await? {
                let scopes = token.scopes.iter().map(|scope| scope.name()).collect::<Vec<_>>().join(",");
                let end = match token.revoked_at {
                    Some(at) => format!("revoked {}", at.to_rfc3339()),
                    None => format!("until {}", token.expires_at.to_rfc3339()),
                };
                let used = token.last_used_at.map_or("never used".to_owned(), |at| format!("last used {}", at.to_rfc3339()));
                println!("{}\t{scopes}\t{end}\t{used}\t{}", token.id, token.name);
            }
        }
    }
    Ok(())
}

pub(super) async fn account(app: &App, contact: &str) -> Result<AccountId, AppError> {
    let contact = Contact::parse(contact).map_err(|code| AppError::setting("contact", code))?;
    let known = store::credentials(&app.db, &contact).await?.ok_or(AppError::Refused(ErrorCode::NotFound))?;
    Ok(known.0)
}
