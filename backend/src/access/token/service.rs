//! Use cases of tokens: making, listing and revoking them. A token does none of it: the person must be there.

use super::store::{self, Holder, Token};
use crate::access::permit::{authorize, deed};
use crate::access::{Permit, store as people};
use crate::app::App;
use crate::error::AppError;
use crate::journal::{self, Event, EventKind};
use crate::platform::database::Transaction;
use chrono::Duration;
use serde_json::json;
use shared::access::{Actor, Resource, TokenScope};
use shared::value::{AccountId, TokenId, text};
use shared::{ErrorCode, FieldError, FieldErrors};

const MAX_NAME: usize = 80;
/// A year, and a day to make the next one.
const MAX_DAYS: i64 = 366;
const USUAL_DAYS: i64 = 90;
/// Of one person, that have not ended.
const MAX_ALIVE: u64 = 20;
/// For so long the account page still shows what has ended.
const SHOWN_FOR_DAYS: i64 = 90;

/// What a person fills in to make a token.
#[derive(Clone, Debug, Default)]
pub struct NewToken {
    pub name: String,
    pub scopes: Vec<TokenScope>,
    pub days: Option<i64>,
}

/// Leave to keep one's own account in order.
///
/// # Errors
/// `UNAUTHENTICATED`; `FORBIDDEN` for a token.
pub fn keep_permit(actor: &Actor) -> Result<Permit<deed::KeepOwnAccount>, AppError> {
    let account = actor.account.ok_or(AppError::Refused(ErrorCode::Unauthenticated))?;
    authorize(actor, Resource::Account(account))
}

/// The person's own tokens, the newest first.
///
/// # Errors
/// `UNAUTHENTICATED`; `FORBIDDEN` for a token; `INTERNAL`.
pub async fn own(app: &App, actor: &Actor) -> Result<Vec<Token>, AppError> {
    store::own(&app.db, &keep_permit(actor)?).await
}

/// A person's tokens, for whoever runs the machine.
///
/// # Errors
/// `INTERNAL` when the database refuses.
pub async fn list_as_operator(app: &App, account: AccountId) -> Result<Vec<Token>, AppError> {
    own(app, &Actor::person(account, Vec::new())).await
}

/// Makes a token; its secret is told this once.
///
/// # Errors
/// `UNAUTHENTICATED`; `FORBIDDEN` for a token; invalid fields; `TOO_MANY_TOKENS`; `INTERNAL`.
pub async fn create(app: &App, actor: &Actor, form: NewToken) -> Result<(Token, String), AppError> {
    let permit = keep_permit(actor)?;
    mint(app, permit.person()?, form, actor.account).await
}

/// Makes a token on behalf of whoever runs the machine: the command line.
///
/// # Errors
/// As [`create`], without the question who asks.
pub async fn create_as_operator(app: &App, account: AccountId, form: NewToken) -> Result<(Token, String), AppError> {
    mint(app, account, form, None).await
}

async fn mint(app: &App, account: AccountId, form: NewToken, by: Option<AccountId>) -> Result<(Token, String), AppError> {
    let mut errors = FieldErrors::default();
    let name = errors.keep(text::line("name", Some(&form.name), MAX_NAME));
    let days = form.days.unwrap_or(USUAL_DAYS);
    if !(1..=MAX_DAYS).contains(&days) {
        errors.keep::<()>(Err(FieldError::with_limit("days", ErrorCode::TokenDays, MAX_DAYS)));
    }
    let (Some(name), true) = (name, errors.is_empty()) else { return Err(errors.into()) };
    // Every token may read.
    let scopes =
        TokenScope::ALL.iter().copied().filter(|scope| *scope == TokenScope::Read || form.scopes.contains(scope)).collect();
    let now = app.clock.now();
    let (secret, hash) = super::mint(app.ids.as_ref());
    let token = Token {
        id: TokenId(app.ids.uuid(app.clock.as_ref())),
        account,
        name,
        scopes,
        created_at: now,
        expires_at: now + Duration::days(days),
        last_used_at: None,
        revoked_at: None,
    };
    let mut tx = app.db.begin().await?;
    people::lock_person(&tx, account).await?;
    if store::count_alive(&tx, account, now).await? >= MAX_ALIVE {
        return Err(FieldError { limit: Some(MAX_ALIVE as i64), ..FieldError::whole(ErrorCode::TooManyTokens) }.into());
    }
    store::insert(&tx, &token, hash, now - Duration::days(SHOWN_FOR_DAYS)).await?;
    journal::append(app, &mut tx, event(EventKind::TokenCreated, &token, by)).await?;
    tx.commit().await?;
    Ok((token, secret))
}

/// Ends one of the person's own tokens at once.
///
/// # Errors
/// `UNAUTHENTICATED`; `FORBIDDEN` for a token; `NOT_FOUND`; `INTERNAL`.
pub async fn revoke(app: &App, actor: &Actor, id: TokenId) -> Result<Token, AppError> {
    let person = keep_permit(actor)?.person()?;
    end(app, id, Some(person)).await
}

/// Ends anybody's token: the command line.
///
/// # Errors
/// `NOT_FOUND`; `INTERNAL`.
pub async fn revoke_as_operator(app: &App, id: TokenId) -> Result<Token, AppError> {
    end(app, id, None).await
}

async fn end(app: &App, id: TokenId, by: Option<AccountId>) -> Result<Token, AppError> {
    let mut tx = app.db.begin().await?;
    let found = store::find(&tx, id).await?.filter(|token| by.is_none_or(|by| by == token.account));
    let token = found.ok_or(AppError::Refused(ErrorCode::NotFound))?;
    let now = app.clock.now();
    if store::revoke(&tx, id, now).await? {
        journal::append(app, &mut tx, event(EventKind::TokenRevoked, &token, by)).await?;
        tx.commit().await?;
        return Ok(Token { revoked_at: Some(now), ..token });
    }
    // Twice is as good as once.
    Ok(token)
}

/// Ends every token of the person, with whatever else this transaction does.
///
/// # Errors
/// `INTERNAL` when the database refuses.
pub async fn revoke_all(app: &App, tx: &mut Transaction, account: AccountId) -> Result<(), AppError> {
    for token in store::revoke_all(tx, account, app.clock.now()).await? {
        journal::append(app, tx, event(EventKind::TokenRevoked, &token, None)).await?;
    }
    Ok(())
}

/// Notes that the token is used, at most once a minute, and without letting the request wait for the writer.
pub fn note_use(app: &App, holder: &Holder) {
    let (id, now) = (holder.token.id, app.clock.now());
    let due = holder.token.last_used_at.is_none_or(|used| now - used >= Duration::minutes(1));
    if !due || !app.throttle.note_use(id) {
        return;
    }
    let app = app.clone();
    tokio::spawn(async move {
        let noted = async {
            let tx = app.db.begin().await?;
            store::touch(&tx, id, now).await?;
            tx.commit_unrecorded().await
        };
        if let Err(error) = noted.await {
            tracing::warn!(%error, token = %id, "cannot note that a token was used");
        }
    });
}

fn event(kind: EventKind, token: &Token, by: Option<AccountId>) -> Event {
    let scopes: Vec<_> = token.scopes.iter().map(|scope| scope.as_str()).collect();
    Event::new(kind, token.id).actor(by).details(json!({ "account": token.account, "scopes": scopes }))
}
