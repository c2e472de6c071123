//! What can go wrong between the app and the server.

use crate::i18n::{fill, t};
use serde::Deserialize;
use serde_json::{Map, Value};
use shared::ErrorCode;

/// Why there is no answer.
#[derive(Clone, Debug, PartialEq)]
pub enum ApiError {
    /// No network, no server behind it, or no answer in time.
    Offline,
    /// The session is over, or there was none.
    Unauthenticated,
    /// Somebody else changed it first.
    Conflict(Box<Conflict>),
    /// The server refuses, and says why in the language of the request.
    Refused { code: ErrorCode, message: String, request_id: Option<String> },
    /// The server was built from other documents than this app.
    UnknownDocument,
    /// An answer that this app cannot read: most likely it is older than the server.
    Unreadable,
}

/// Both versions of what two people changed at once, by field.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Conflict {
    pub current: Map<String, Value>,
    pub yours: Map<String, Value>,
    pub current_version: i64,
    pub your_version: i64,
    pub message: String,
}

impl ApiError {
    /// What to tell the person.
    pub fn message(&self) -> String {
        match self {
            Self::Offline => t("error.offline").to_owned(),
            Self::Unauthenticated => t("error.UNAUTHENTICATED").to_owned(),
            Self::Conflict(conflict) => conflict.message.clone(),
            Self::Refused { message, request_id: Some(id), code: ErrorCode::Internal } => {
                format!("{message} {}", fill(t("error.request_id"), &[("id", id.clone())]))
            }
            Self::Refused { message, .. } => message.clone(),
            Self::Unreadable | Self::UnknownDocument => t("error.unreadable").to_owned(),
        }
    }
}

/// A top-level error of GraphQL.
#[derive(Deserialize)]
pub struct GraphError {
    message: String,
    #[serde(default)]
    extensions: Extensions,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Extensions {
    code: Option<String>,
    request_id: Option<String>,
    fields: Vec<String>,
    current: Map<String, Value>,
    yours: Map<String, Value>,
    current_version: i64,
    your_version: i64,
}

impl From<GraphError> for ApiError {
    fn from(error: GraphError) -> Self {
        let GraphError { message, extensions } = error;
        match extensions.code.as_deref().map_or(Ok(ErrorCode::Internal), str::parse) {
            Ok(ErrorCode::Unauthenticated) => Self::Unauthenticated,
            Ok(ErrorCode::Conflict) => Self::Conflict(Box::new(Conflict {
                current: extensions.current,
                yours: extensions.yours,
                current_version: extensions.current_version,
                your_version: extensions.your_version,
                message,
            })),
            Ok(ErrorCode::BadInput) if extensions.fields == ["documentId"] => Self::UnknownDocument,
            code => Self::Refused { code: code.unwrap_or(ErrorCode::Internal), message, request_id: extensions.request_id },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(json: &str) -> ApiError {
        serde_json::from_str::<GraphError>(json).unwrap().into()
    }

    #[test]
    fn a_refusal_keeps_its_code_message_and_request() {
        let error = read(r#"{"message":"Tidak.","extensions":{"code":"FORBIDDEN","requestId":"r1"}}"#);
        assert_eq!(
            error,
            ApiError::Refused { code: ErrorCode::Forbidden, message: "Tidak.".into(), request_id: Some("r1".into()) }
        );
    }

    #[test]
    fn a_conflict_carries_both_versions() {
        let error = read(
            r#"{"message":"Bentrok.","extensions":{"code":"CONFLICT","current":{"title":"A"},"yours":{"title":"B"},"currentVersion":3,"yourVersion":2}}"#,
        );
        let ApiError::Conflict(conflict) = error else { panic!("not a conflict: {error:?}") };
        assert_eq!((conflict.current_version, conflict.your_version), (3, 2));
        assert_eq!(conflict.yours["title"], "B");
    }

    #[test]
    fn a_server_that_does_not_know_the_document_is_told_from_one_that_refuses() {
        let error = read(r#"{"message":"x","extensions":{"code":"BAD_INPUT","fields":["documentId"]}}"#);
        assert_eq!(error, ApiError::UnknownDocument);
        let error = read(r#"{"message":"x","extensions":{"code":"BAD_INPUT","fields":["title"]}}"#);
        assert!(matches!(error, ApiError::Refused { code: ErrorCode::BadInput, .. }));
    }

    #[test]
    fn an_unknown_code_and_a_missing_one_are_the_servers_fault() {
        for json in [r#"{"message":"x","extensions":{"code":"BRAND_NEW"}}"#, r#"{"message":"x"}"#] {
            assert!(matches!(read(json), ApiError::Refused { code: ErrorCode::Internal, .. }), "{json}");
        }
    }
}
