//! What each request carries.

use crate::access::session::SecretHash;
use crate::access::{Caller, Credential, Tier};
use crate::app::SharedApp;
use async_graphql::{Context, Result};
use shared::access::Actor;
use shared::i18n::Lang;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};

/// Who asks, from where and in which language; and the cookie to send back.
pub struct RequestContext {
    pub actor: Actor,
    pub credential: Option<Credential>,
    pub tier: Tier,
    pub from: IpAddr,
    pub lang: Lang,
    pub request_id: String,
    cookie: Mutex<Option<String>>,
}

impl RequestContext {
    pub fn new(caller: Caller, from: IpAddr, lang: Lang, request_id: String) -> Self {
        let tier = caller.tier();
        Self { actor: caller.actor, credential: caller.credential, tier, from, lang, request_id, cookie: Mutex::new(None) }
    }

    /// The session that the request came with, if it came with one.
    pub fn session(&self) -> Option<SecretHash> {
        match self.credential {
            Some(Credential::Session(hash)) => Some(hash),
            _ => None,
        }
    }

    pub fn set_cookie(&self, value: String) {
        *self.cookie.lock().unwrap_or_else(PoisonError::into_inner) = Some(value);
    }

    pub fn take_cookie(&self) -> Option<String> {
        self.cookie.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

/// # Errors
/// Never in a request that came through the door.
pub fn app<'a>(ctx: &Context<'a>) -> Result<&'a SharedApp> {
    ctx.data()
}

/// # Errors
/// Never in a request that came through the door.
pub fn request<'a>(ctx: &Context<'a>) -> Result<&'a RequestContext> {
    ctx.data::<std::sync::Arc<RequestContext>>().map(AsRef::as_ref)
}
