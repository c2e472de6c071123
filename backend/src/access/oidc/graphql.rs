//! What the app has to know of the provider.

use crate::api::context::app;
use async_graphql::{Context, Object, Result, SimpleObject};

/// Where an agency's people have their accounts (penyedia akun dinas).
#[derive(SimpleObject)]
pub struct IdentityProvider {
    /// What people call it (nama).
    name: String,
    /// The address that leads there, and afterwards back into the app; `?ke=` names the page (alamat masuk).
    sign_in_path: &'static str,
}

#[derive(Default)]
pub struct OidcQuery;

#[Object]
impl OidcQuery {
    /// The provider through which one may sign in instead of with a password (masuk dengan akun dinas); null when there is none.
    async fn identity_provider(&self, ctx: &Context<'_>) -> Result<Option<IdentityProvider>> {
        let provider = app(ctx)?.oidc.as_deref();
        Ok(provider.map(|provider| IdentityProvider { name: provider.settings.name.clone(), sign_in_path: "/masuk/oidc" }))
    }
}
