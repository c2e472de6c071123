//! The one client of the server: GraphQL over HTTP.

mod error;
mod live;
mod load;
mod mutation;
pub mod share;
mod upload;

pub use error::{ApiError, Conflict};
pub use live::{watch_plan, watch_proposal};
pub use load::{Load, load};
pub use mutation::Mutation;
pub use upload::{upload_document, upload_photo};

use crate::i18n::language_now;
use error::GraphError;
use gloo_net::http::Request;
use serde::{Deserialize, Serialize};
use shared::operations::Operation;
use web_sys::{AbortSignal, RequestCredentials};

/// A phone on the edge of a village's network needs patience; past this, it says so and offers to try again.
const TIMEOUT_MS: u32 = 20_000;

/// A question by the name of its document, or with its text for a server of another version.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Asked<'a, V> {
    #[serde(flatten)]
    document: Document,
    operation_name: &'static str,
    variables: &'a V,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
enum Document {
    DocumentId(String),
    Query(&'static str),
}

#[derive(Deserialize)]
struct Answered<D> {
    data: Option<D>,
    #[serde(default)]
    errors: Vec<GraphError>,
}

impl<D> Answered<D> {
    fn into_result(self) -> Result<D, ApiError> {
        match (self.errors.into_iter().next(), self.data) {
            (Some(error), _) => Err(error.into()),
            (None, Some(data)) => Ok(data),
            (None, None) => Err(ApiError::Unreadable),
        }
    }
}

/// Asks the server.
///
/// # Errors
/// When there is no network, no answer in time, or the server refuses; see [`ApiError`].
pub async fn send<O: Operation>(variables: &O::Variables) -> Result<O::Data, ApiError> {
    match ask::<O>(Document::DocumentId(O::id()), variables).await {
        Err(ApiError::UnknownDocument) => ask::<O>(Document::Query(O::DOCUMENT), variables).await,
        answer => answer,
    }
}

async fn ask<O: Operation>(document: Document, variables: &O::Variables) -> Result<O::Data, ApiError> {
    let asked = Asked { document, operation_name: O::NAME, variables };
    let text = post(serde_json::to_string(&asked).map_err(|_| ApiError::Unreadable)?).await?;
    // An answer with errors may lack what its type demands, so the errors are read on their own.
    match serde_json::from_str::<Answered<O::Data>>(&text) {
        Ok(answered) => answered.into_result(),
        Err(_) => match serde_json::from_str::<Answered<serde::de::IgnoredAny>>(&text) {
            Ok(answered) => answered.into_result().and(Err(ApiError::Unreadable)),
            Err(_) => Err(ApiError::Unreadable),
        },
    }
}

async fn post(body: String) -> Result<String, ApiError> {
    let request = Request::post("/graphql")
        .credentials(RequestCredentials::SameOrigin)
        .header("content-type", "application/json")
        .header("accept-language", language_now().tag())
        .abort_signal(Some(&AbortSignal::timeout_with_u32(TIMEOUT_MS)))
        .body(body)
        .map_err(|_| ApiError::Unreadable)?;
    let response = request.send().await.map_err(|_| ApiError::Offline)?;
    // A proxy without a server behind it is, for the person, the same as no network.
    if matches!(response.status(), 502..=504) {
        return Err(ApiError::Offline);
    }
    response.text().await.map_err(|_| ApiError::Offline)
}
