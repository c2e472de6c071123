//! How a failure looks from outside.

use super::context::RequestContext;
use super::limits::Excess;
use crate::error::AppError;
use async_graphql::{Error, ErrorExtensions, Response, ServerError, Value};
use serde_json::json;
use shared::ErrorCode;
use shared::i18n;
use std::sync::Arc;
use std::time::Duration;

/// Where the library's sentence goes on to name what there is instead: the schema is there for that, and reading it is paid.
const SUGGESTION: &str = " Did you mean ";

/// The answer to what failed as a whole.
pub fn failed(error: AppError) -> Response {
    Response::from_errors(vec![Error::new_with_source(error).into_server_error(Default::default())])
}

/// Gives every error its code, its message and the request's number; the source goes to the log alone. The request had so long.
pub fn translate(error: ServerError, context: &RequestContext, within: Duration, retry_after: &mut Option<u64>) -> ServerError {
    let cause = error.source::<AppError>().or_else(|| error.source::<Arc<AppError>>().map(AsRef::as_ref));
    let code = cause.map_or(ErrorCode::BadInput, AppError::code);
    let known = cause.is_some() || error.source.is_none();
    let code = if known { code } else { ErrorCode::Internal };
    if code == ErrorCode::Internal {
        tracing::error!(request_id = context.request_id, error = %error.message, "request {} failed", context.request_id);
    }
    let over = match cause {
        Some(AppError::TimedOut) => Some(Excess::seconds(within)),
        Some(AppError::TooLarge) => Some(Excess::ANSWER),
        _ => None,
    };
    let message = match (cause, over) {
        (Some(AppError::Invalid(errors)), _) => errors.in_words(context.lang),
        (_, Some(over)) => i18n::text(context.lang, over.sentence()).replace("{most}", &over.most.to_string()),
        // What the caller wrote cannot be read: the library's sentence says where.
        (None, _) if known => error.message.split(SUGGESTION).next().unwrap_or_default().to_owned(),
        _ => i18n::text(context.lang, code.message_key()).to_owned(),
    };
    let details = Error::new(message).extend_with(|_, extensions| {
        extensions.set("code", code.as_str());
        extensions.set("requestId", context.request_id.as_str());
        if let Some(over) = over {
            extensions.set("limit", Value::from_json(over.to_json()).unwrap_or_default());
        }
        match cause {
            Some(AppError::Conflict { your_version, current_version, current, yours }) => {
                extensions.set("yourVersion", *your_version);
                extensions.set("currentVersion", *current_version);
                extensions.set("current", Value::from_json(current.clone()).unwrap_or_default());
                extensions.set("yours", Value::from_json(yours.clone()).unwrap_or_default());
            }
            Some(AppError::RateLimited { retry_after_seconds }) => {
                *retry_after = Some(*retry_after_seconds);
                extensions.set("retryAfterSeconds", *retry_after_seconds);
            }
            Some(AppError::Invalid(errors)) => {
                let fields = errors.iter().filter_map(|error| Some(Value::String(error.field.clone()?))).collect();
                extensions.set("fields", Value::List(fields));
                let details = errors.iter().map(|error| json!({ "field": error.field, "code": error.code })).collect::<Vec<_>>();
                extensions.set("errors", Value::from_json(details.into()).unwrap_or_default());
            }
            _ => {}
        }
    });
    let mut translated = ServerError::new(details.message, error.locations.first().copied());
    translated.path = error.path;
    translated.extensions = details.extensions;
    translated
}
