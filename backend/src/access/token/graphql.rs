//! Tokens in GraphQL.

use super::service::{self, NewToken};
use super::store;
use crate::api::context::{app, request};
use crate::api::enums::TokenScope;
use crate::api::payload::{UserError, split};
use crate::error::AppError;
use async_graphql::{Context, ID, InputObject, Object, Result, SimpleObject};
use chrono::{DateTime, Utc};
use shared::ErrorCode;
use shared::value::AccountId;

/// What a program shows to act for a person (token API). Its secret is told once, when it is made.
#[derive(SimpleObject)]
pub struct Token {
    /// Names the token (nomor token); it is no secret.
    id: ID,
    /// What its owner calls it (nama).
    name: String,
    /// What it may do, never more than its owner may at that moment (izin).
    scopes: Vec<TokenScope>,
    /// When it was made (dibuat).
    created_at: DateTime<Utc>,
    /// From when on it is refused (berlaku sampai).
    expires_at: DateTime<Utc>,
    /// When it was last used, to the minute (terakhir dipakai); null when it never was.
    last_used_at: Option<DateTime<Utc>>,
    /// When it was revoked (dicabut); null when it was not.
    revoked_at: Option<DateTime<Utc>>,
    /// Whether it is still taken: neither revoked nor expired (masih berlaku).
    is_valid: bool,
}

impl Token {
    fn new(token: store::Token, now: DateTime<Utc>) -> Self {
        Self {
            id: ID(token.id.to_string()),
            name: token.name,
            scopes: token.scopes.into_iter().map(Into::into).collect(),
            created_at: token.created_at,
            expires_at: token.expires_at,
            last_used_at: token.last_used_at,
            revoked_at: token.revoked_at,
            is_valid: token.revoked_at.is_none() && token.expires_at > now,
        }
    }
}

/// The tokens of the account, if it is the viewer's own and they are there themselves.
///
/// # Errors
/// `INTERNAL` when the database refuses.
pub async fn own(ctx: &Context<'_>, account: AccountId) -> Result<Vec<Token>> {
    let (app, actor) = (app(ctx)?, &request(ctx)?.actor);
    if !actor.is(account) || service::keep_permit(actor).is_err() {
        return Ok(Vec::new());
    }
    let now = app.clock.now();
    Ok(service::own(app, actor).await?.into_iter().map(|token| Token::new(token, now)).collect())
}

/// What a token is to be (token baru).
#[derive(InputObject)]
pub struct CreateTokenInput {
    /// What you call it, such as the program that uses it (nama); at most 80 characters.
    name: String,
    /// What it may do (izin). Every token may `READ`.
    scopes: Vec<TokenScope>,
    /// For how many days it is good (masa berlaku): 1 to 366, 90 when left out.
    days: Option<i32>,
}

/// The token that was made (token baru).
#[derive(SimpleObject)]
pub struct CreateTokenPayload {
    /// What was made (token); null when there are errors.
    token: Option<Token>,
    /// What the program sends as `Authorization: Bearer …` (rahasia). It is told this once and never again.
    secret: Option<String>,
    /// What can be mended (yang perlu diperbaiki).
    errors: Vec<UserError>,
}

/// Which token to end (pencabutan token).
#[derive(InputObject)]
pub struct RevokeTokenInput {
    /// The token's id (nomor token).
    id: ID,
}

/// The token that was revoked (token).
#[derive(SimpleObject)]
pub struct RevokeTokenPayload {
    /// As it is now (token); null when there are errors.
    token: Option<Token>,
    /// What can be mended (yang perlu diperbaiki).
    errors: Vec<UserError>,
}

#[derive(Default)]
pub struct TokenMutation;

#[Object]
impl TokenMutation {
    /// Makes a token for a program (membuat token). Only the person themselves may, never a token; at most 20 that are good.
    async fn create_token(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What the token is to be (token baru).")] input: CreateTokenInput,
    ) -> Result<CreateTokenPayload> {
        let (app, request) = (app(ctx)?, request(ctx)?);
        let scopes = input.scopes.into_iter().map(Into::into).collect();
        let form = NewToken { name: input.name, scopes, days: input.days.map(Into::into) };
        let (made, errors) = split(service::create(app, &request.actor, form).await, request.lang)?;
        let (token, secret) = made.unzip();
        Ok(CreateTokenPayload { token: token.map(|token| Token::new(token, app.clock.now())), secret, errors })
    }

    /// Ends a token at once (mencabut token). Only the person themselves may, never a token.
    async fn revoke_token(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which token to end (pencabutan token).")] input: RevokeTokenInput,
    ) -> Result<RevokeTokenPayload> {
        let (app, request) = (app(ctx)?, request(ctx)?);
        let id = input.id.parse().map_err(|_| AppError::Refused(ErrorCode::NotFound))?;
        let (token, errors) = split(service::revoke(app, &request.actor, id).await, request.lang)?;
        Ok(RevokeTokenPayload { token: token.map(|token| Token::new(token, app.clock.now())), errors })
    }
}
