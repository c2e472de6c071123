//! The provider: asked where its doors are when somebody first needs them, and again now and then.

use crate::app::App;
use crate::error::AppError;
use chrono::{DateTime, Duration, Utc};
use openidconnect::core::{CoreAuthenticationFlow, CoreClient, CoreIdTokenVerifier, CoreJwsSigningAlgorithm, CoreProviderMetadata};
use openidconnect::{
    AccessTokenHash, AsyncHttpClient, AuthorizationCode, ClientId, ClientSecret, CsrfToken, DiscoveryError, EndpointMaybeSet,
    EndpointNotSet, EndpointSet, HttpRequest, HttpResponse, IssuerUrl, Nonce, OAuth2TokenResponse, PkceCodeChallenge,
    PkceCodeVerifier, RedirectUrl, RequestTokenError, Scope, TokenResponse,
};
use shared::ErrorCode;
use std::io;
use std::pin::Pin;
use std::sync::{Mutex, PoisonError};

/// For so long the provider's addresses and keys are believed.
const KNOWN_FOR: Duration = Duration::minutes(10);
/// How long it may take to answer.
const PATIENCE: std::time::Duration = std::time::Duration::from_secs(10);
/// Far more than keys and tokens need.
const MAX_ANSWER: usize = 1 << 20;
/// Signed with a key of the provider's own: a secret that both sides know proves nothing to a third.
const ALGORITHMS: [CoreJwsSigningAlgorithm; 10] = [
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha256,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha384,
    CoreJwsSigningAlgorithm::RsaSsaPkcs1V15Sha512,
    CoreJwsSigningAlgorithm::RsaSsaPssSha256,
    CoreJwsSigningAlgorithm::RsaSsaPssSha384,
    CoreJwsSigningAlgorithm::RsaSsaPssSha512,
    CoreJwsSigningAlgorithm::EcdsaP256Sha256,
    CoreJwsSigningAlgorithm::EcdsaP384Sha384,
    CoreJwsSigningAlgorithm::EcdsaP521Sha512,
    CoreJwsSigningAlgorithm::EdDsa,
];

/// Where the provider is, and as whom Rembug comes to it.
#[derive(Clone, Debug)]
pub struct ProviderSettings {
    pub issuer: IssuerUrl,
    pub client_id: ClientId,
    pub client_secret: ClientSecret,
    /// Where it sends people back to.
    pub redirect: RedirectUrl,
    /// What people call it.
    pub name: String,
}

/// What travels with one visit, all of it from one secret.
pub struct Proofs {
    pub state: String,
    pub nonce: String,
    pub verifier: String,
}

/// Whom the provider vouches for.
#[derive(Clone, Debug, PartialEq)]
pub struct Identity {
    pub subject: String,
    /// Only an address that the provider has verified.
    pub email: Option<String>,
    pub name: Option<String>,
}

/// The provider, as far as it is known.
pub struct Provider {
    pub settings: ProviderSettings,
    http: Http,
    known: Mutex<Option<(DateTime<Utc>, CoreProviderMetadata)>>,
}

impl Provider {
    /// # Errors
    /// `INTERNAL` when no HTTP client can be made.
    pub fn new(settings: ProviderSettings) -> Result<Self, AppError> {
        // Following redirects would let the provider's answers lead anywhere.
        let redirect = reqwest_tls::redirect::Policy::none();
        let http = reqwest_tls::Client::builder().redirect(redirect).timeout(PATIENCE).build().map_err(AppError::internal)?;
        Ok(Self { settings, http: Http(http), known: Mutex::default() })
    }

    /// Where to send the browser.
    ///
    /// # Errors
    /// `PROVIDER_UNREACHABLE`.
    pub async fn door(&self, app: &App, proofs: &Proofs) -> Result<String, AppError> {
        let client = self.client(app).await?;
        let (state, nonce) = (proofs.state.clone(), proofs.nonce.clone());
        let verifier = PkceCodeVerifier::new(proofs.verifier.clone());
        let request = client
            .authorize_url(CoreAuthenticationFlow::AuthorizationCode, || CsrfToken::new(state), || Nonce::new(nonce))
            .add_scope(Scope::new("email".into()))
            .add_scope(Scope::new("profile".into()))
            .set_pkce_challenge(PkceCodeChallenge::from_code_verifier_sha256(&verifier));
        Ok(request.url().0.into())
    }

    /// Changes the code for whom it stands for.
    ///
    /// # Errors
    /// `PROVIDER_UNREACHABLE`; `PROVIDER_REFUSED` for a code or an identity that does not stand every test.
    pub async fn redeem(&self, app: &App, code: String, proofs: Proofs) -> Result<Identity, AppError> {
        let client = self.client(app).await?;
        let request = client.exchange_code(AuthorizationCode::new(code)).map_err(refused)?;
        let answer = request.set_pkce_verifier(PkceCodeVerifier::new(proofs.verifier)).request_async(&self.http).await;
        let answer = answer.map_err(|error| match error {
            RequestTokenError::Request(error) => unreachable(error),
            error => refused(error),
        })?;
        let now = app.clock.now();
        let verifier: CoreIdTokenVerifier<'_> = client.id_token_verifier().set_allowed_algs(ALGORITHMS).set_time_fn(move || now);
        let token = answer.id_token().ok_or_else(|| refused("no identity in the answer"))?;
        let claims = token.claims(&verifier, &Nonce::new(proofs.nonce)).map_err(|error| {
            // Its keys may have changed: the next attempt asks for them anew.
            self.forget();
            refused(error)
        })?;
        if let Some(expected) = claims.access_token_hash() {
            let key = token.signing_key(&verifier).map_err(refused)?;
            let algorithm = token.signing_alg().map_err(refused)?;
            let actual = AccessTokenHash::from_token(answer.access_token(), algorithm, key).map_err(refused)?;
            if actual != *expected {
                return Err(refused("the access token is another's"));
            }
        }
        let email = claims.email().filter(|_| claims.email_verified() == Some(true)).map(|email| email.to_string());
        let name = claims.name().and_then(|names| names.get(None)).map(|name| name.to_string());
        Ok(Identity { subject: claims.subject().to_string(), email, name })
    }

    async fn client(&self, app: &App) -> Result<Client, AppError> {
        let ProviderSettings { client_id, client_secret, redirect, .. } = self.settings.clone();
        let client = CoreClient::from_provider_metadata(self.metadata(app).await?, client_id, Some(client_secret));
        Ok(client.set_redirect_uri(redirect))
    }

    async fn metadata(&self, app: &App) -> Result<CoreProviderMetadata, AppError> {
        let now = app.clock.now();
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some((_, metadata)) = known.filter(|(since, _)| now - *since < KNOWN_FOR) {
            return Ok(metadata);
        }
        let found = CoreProviderMetadata::discover_async(self.settings.issuer.clone(), &self.http).await;
        let metadata = found.map_err(|error| match error {
            DiscoveryError::Validation(_) => refused(error),
            error => unreachable(error),
        })?;
        *self.known.lock().unwrap_or_else(PoisonError::into_inner) = Some((now, metadata.clone()));
        Ok(metadata)
    }

    fn forget(&self) {
        *self.known.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }
}

/// Knows where to ask for tokens once the provider said so.
type Client = CoreClient<EndpointSet, EndpointNotSet, EndpointNotSet, EndpointNotSet, EndpointMaybeSet, EndpointMaybeSet>;

/// How the provider is asked: patiently, but not for ever.
struct Http(reqwest_tls::Client);

impl<'c> AsyncHttpClient<'c> for Http {
    type Error = io::Error;
    type Future = Pin<Box<dyn Future<Output = io::Result<HttpResponse>> + Send + 'c>>;

    fn call(&'c self, request: HttpRequest) -> Self::Future {
        Box::pin(async move {
            let request = reqwest_tls::Request::try_from(request).map_err(io::Error::other)?;
            let mut answer = self.0.execute(request).await.map_err(io::Error::other)?;
            let mut body = Vec::new();
            while let Some(chunk) = answer.chunk().await.map_err(io::Error::other)? {
                body.extend_from_slice(&chunk);
                if body.len() > MAX_ANSWER {
                    return Err(io::Error::other("the answer is too long"));
                }
            }
            let mut response = HttpResponse::new(body);
            *response.status_mut() = answer.status();
            *response.headers_mut() = std::mem::take(answer.headers_mut());
            Ok(response)
        })
    }
}

fn unreachable(error: impl std::fmt::Display) -> AppError {
    tracing::warn!(%error, "the identity provider cannot be reached");
    ErrorCode::ProviderUnreachable.into()
}

fn refused(error: impl std::fmt::Display) -> AppError {
    tracing::warn!(%error, "the identity provider's answer is not accepted");
    ErrorCode::ProviderRefused.into()
}
