//! Going to the provider and coming back from it.

use super::Provider;
use super::provider::{Identity, Proofs};
use super::store;
use crate::access::session::{self, SecretHash};
use crate::access::store::{self as people, NewAccount};
use crate::access::token::service::revoke_all;
use crate::app::App;
use crate::error::AppError;
use crate::journal::{self, Event, EventKind};
use crate::platform::database::Transaction;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::Duration;
use serde_json::json;
use sha2::{Digest, Sha256};
use shared::ErrorCode;
use shared::i18n::Lang;
use shared::value::{AccountId, Contact, text};

/// How long a visit to the provider may take.
pub const MINUTES: i64 = 10;
const MAX_NAME: usize = 80;

/// Sends somebody on their way: the address of the provider, and the secret that they bring back.
///
/// # Errors
/// `PROVIDER_UNREACHABLE`; `INTERNAL`.
pub async fn begin(app: &App, provider: &Provider, next: &str) -> Result<(String, [u8; 32]), AppError> {
    let secret = app.ids.secret();
    let door = provider.door(app, &proofs(&secret)).await?;
    let now = app.clock.now();
    let tx = app.db.begin().await?;
    store::begin_visit(&tx, hash(&secret), next, now, now + Duration::minutes(MINUTES)).await?;
    tx.commit_unrecorded().await?;
    Ok((door, secret))
}

/// Signs in who comes back: gives the page to go to, and the session's `Set-Cookie` value.
///
/// # Errors
/// `PROVIDER_UNREACHABLE`, `PROVIDER_REFUSED`, `EMAIL_UNVERIFIED`; `INTERNAL`.
pub async fn finish(
    app: &App,
    provider: &Provider,
    secret: [u8; 32],
    state: &str,
    code: String,
) -> Result<(String, String), AppError> {
    // Whoever makes one up keeps nobody from writing.
    if !store::is_visiting(app.db.reader(), hash(&secret)).await? {
        return Err(ErrorCode::ProviderRefused.into());
    }
    let tx = app.db.begin().await?;
    let next = store::end_visit(&tx, hash(&secret), app.clock.now()).await?;
    tx.commit_unrecorded().await?;
    let (Some(next), proofs) = (next, proofs(&secret)) else { return Err(ErrorCode::ProviderRefused.into()) };
    // Compared as hashes: how long it takes tells nothing.
    if Sha256::digest(state) != Sha256::digest(&proofs.state) {
        return Err(ErrorCode::ProviderRefused.into());
    }
    let identity = provider.redeem(app, code, proofs).await?;
    let account = account_of(app, provider.settings.issuer.as_str(), identity).await?;
    Ok((next, session::begin(app, account).await?))
}

/// The account that the identity signs in to: the one it is linked with, else the one with its address, else a new one.
async fn account_of(app: &App, issuer: &str, identity: Identity) -> Result<AccountId, AppError> {
    if let Some(account) = store::account_of(app.db.reader(), issuer, &identity.subject).await? {
        return Ok(account);
    }
    let address = identity.email.as_deref().map(Contact::parse);
    let Some(Ok(Contact::Email(email))) = address else { return Err(ErrorCode::EmailUnverified.into()) };
    // Nobody knows it: whoever comes this way has no password here. Hashing takes its time, outside the transaction.
    let nobodys = app.passwords.hash(URL_SAFE_NO_PAD.encode(app.ids.secret()), app.ids.as_ref()).await?;
    let mut tx = app.db.begin().await?;
    if let Some(account) = store::account_of(tx.connection(), issuer, &identity.subject).await? {
        return Ok(account);
    }
    let account = match store::account_at(&tx, &email).await? {
        Some(account) => {
            // Whoever typed this address at sign-up never proved that it is theirs. The provider did.
            people::set_password(&tx, account, nobodys).await?;
            people::delete_sessions_of(&tx, account, None).await?;
            revoke_all(app, &mut tx, account).await?;
            account
        }
        None => make(app, &mut tx, identity.name.as_deref(), email, nobodys).await?,
    };
    store::link(&tx, (issuer, &identity.subject), account, app.clock.now()).await?;
    let event = Event::new(EventKind::AccountLinked, account).actor(Some(account)).details(json!({ "issuer": issuer }));
    journal::append(app, &mut tx, event).await?;
    tx.commit().await?;
    Ok(account)
}

async fn make(
    app: &App,
    tx: &mut Transaction,
    name: Option<&str>,
    email: String,
    password_hash: String,
) -> Result<AccountId, AppError> {
    let id = AccountId(app.ids.uuid(app.clock.as_ref()));
    let short = name.map(|name| name.chars().take(MAX_NAME).collect::<String>());
    let given = text::line("name", short.as_deref(), MAX_NAME).ok();
    let display_name = given.unwrap_or_else(|| email.split('@').next().unwrap_or_default().to_owned());
    let account = NewAccount {
        id,
        display_name,
        contact: Contact::Email(email),
        password_hash,
        language: Lang::Id,
        home_area: None,
        created_at: app.clock.now(),
        sample: false,
    };
    people::insert_account(tx, account).await?;
    journal::append(app, tx, Event::new(EventKind::AccountCreated, id).actor(Some(id))).await?;
    Ok(id)
}

fn hash(secret: &[u8; 32]) -> SecretHash {
    Sha256::digest(secret).into()
}

/// From the one secret of the cookie: what the provider sees of it tells nothing of the rest.
fn proofs(secret: &[u8; 32]) -> Proofs {
    let derived = |purpose: &str| URL_SAFE_NO_PAD.encode(Sha256::new().chain_update(purpose).chain_update(secret).finalize());
    Proofs { state: derived("state"), nonce: derived("nonce"), verifier: derived("verifier") }
}
