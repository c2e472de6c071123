//! Tokens of one's programs, and the provider through which one may sign in.

use super::{Answer, Input, Nothing, Payload, UserError};
use crate::access::TokenScope;
use crate::value::TokenId;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// A token, without its secret.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Token {
    pub id: TokenId,
    pub name: String,
    pub scopes: Vec<TokenScope>,
    pub expires_at: DateTime<Utc>,
    pub last_used_at: Option<DateTime<Utc>>,
    pub revoked_at: Option<DateTime<Utc>>,
    pub is_valid: bool,
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct TokensOfAccount {
    pub tokens: Vec<Token>,
}

#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct TokensOfViewer {
    pub account: TokensOfAccount,
}

operation! {
    /// One's own tokens, the newest first; none when nobody is signed in.
    Tokens(Nothing) -> Answer<Option<TokensOfViewer>> {
        "query Tokens { answer: viewer { account { tokens { ...TokenParts } } } }", "token"
    }
}

#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct CreateTokenInput {
    pub name: String,
    pub scopes: Vec<TokenScope>,
    pub days: Option<i32>,
}

/// The new token with its secret, which is told this once, or what the person has to mend.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub struct TokenMade {
    pub object: Option<Token>,
    pub secret: Option<String>,
    pub errors: Vec<UserError>,
}

operation! {
    CreateToken(Input<CreateTokenInput>) -> Answer<TokenMade> {
        "mutation CreateToken($input: CreateTokenInput!) {
  answer: createToken(input: $input) { object: token { ...TokenParts } secret errors { code field message } }
}", "token"
    }
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RevokeTokenInput {
    pub id: TokenId,
}

operation! {
    RevokeToken(Input<RevokeTokenInput>) -> Answer<Payload<Token>> {
        "mutation RevokeToken($input: RevokeTokenInput!) {
  answer: revokeToken(input: $input) { object: token { ...TokenParts } errors { code field message } }
}", "token"
    }
}

/// Where an agency's people have their accounts.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct IdentityProvider {
    pub name: String,
    pub sign_in_path: String,
}

operation! {
    /// The provider through which one may sign in; none where there is none.
    SignInProvider(Nothing) -> Answer<Option<IdentityProvider>> {
        "query SignInProvider { answer: identityProvider { name signInPath } }"
    }
}
