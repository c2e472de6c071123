//! Who is asking: the one door through which every request comes in.

use super::session::{self, SecretHash};
use super::token;
use super::{store, token::store as tokens};
use crate::app::App;
use crate::error::AppError;
use crate::platform::database::Transaction;
use http::HeaderMap;
use shared::access::Actor;
use std::collections::HashSet;

/// By what a caller is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Credential {
    /// The cookie of a browser.
    Session(SecretHash),
    /// A program's token.
    Token(SecretHash),
}

/// Which limits a caller has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Tier {
    Anonymous,
    Session,
    Token,
}

/// Who asks, and by what they are known; anonymous without a credential that is good.
#[derive(Clone, Debug, Default)]
pub struct Caller {
    pub actor: Actor,
    pub credential: Option<Credential>,
}

impl Caller {
    pub fn tier(&self) -> Tier {
        match self.credential {
            None => Tier::Anonymous,
            Some(Credential::Session(_)) => Tier::Session,
            Some(Credential::Token(_)) => Tier::Token,
        }
    }
}

/// Who sent these headers. A token goes before a cookie: a program that names one means it.
///
/// # Errors
/// `UNAUTHENTICATED` for a token that is wrong, expired or revoked: it is never quietly nobody. `INTERNAL`.
pub async fn caller(app: &App, headers: &HeaderMap) -> Result<Caller, AppError> {
    match token::bearer(headers)? {
        Some(secret) => by_token(app, secret).await,
        None => Ok(by_session(app, session::named(headers)).await?.unwrap_or_default()),
    }
}

/// Who has this token, given as `Bearer …`.
///
/// # Errors
/// As [`caller`].
pub async fn bearer(app: &App, authorization: &str) -> Result<Caller, AppError> {
    by_token(app, token::parse(authorization)?).await
}

/// Who is behind the credential now; nobody when it has ended.
///
/// # Errors
/// `INTERNAL` when the database refuses.
pub async fn actor(app: &App, credential: Option<Credential>) -> Result<Actor, AppError> {
    let now = app.clock.now();
    let known = match credential {
        None => None,
        Some(Credential::Session(hash)) => store::session_actor(&app.db, hash, now).await?,
        Some(Credential::Token(hash)) => tokens::holder(&app.db, hash, now).await?.map(|holder| holder.actor),
    };
    Ok(known.unwrap_or_default())
}

/// Which of these have not ended.
///
/// # Errors
/// `INTERNAL` when the database refuses.
pub async fn alive(app: &App, tx: &Transaction, credentials: &[Credential]) -> Result<HashSet<Credential>, AppError> {
    let (mut of_sessions, mut of_tokens) = (Vec::new(), Vec::new());
    for credential in credentials {
        match credential {
            Credential::Session(hash) => of_sessions.push(*hash),
            Credential::Token(hash) => of_tokens.push(*hash),
        }
    }
    let now = app.clock.now();
    let sessions = store::sessions_alive(tx, &of_sessions, now).await?.into_iter().map(Credential::Session);
    let tokens = tokens::alive(tx, &of_tokens, now).await?.into_iter().map(Credential::Token);
    Ok(sessions.chain(tokens).collect())
}

async fn by_session(app: &App, hash: Option<SecretHash>) -> Result<Option<Caller>, AppError> {
    let Some(hash) = hash else { return Ok(None) };
    let actor = store::session_actor(&app.db, hash, app.clock.now()).await?;
    Ok(actor.map(|actor| Caller { actor, credential: Some(Credential::Session(hash)) }))
}

async fn by_token(app: &App, hash: SecretHash) -> Result<Caller, AppError> {
    let holder = tokens::holder(&app.db, hash, app.clock.now()).await?.ok_or(shared::ErrorCode::Unauthenticated)?;
    token::service::note_use(app, &holder);
    Ok(Caller { actor: holder.actor, credential: Some(Credential::Token(hash)) })
}
