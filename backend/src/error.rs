//! What a use case answers when it cannot do what was asked.

use shared::{ErrorCode, FieldError, FieldErrors};
use std::fmt::Display;

type Source = Box<dyn std::error::Error + Send + Sync>;

/// Every way in which a request can end without its result.
#[derive(Debug, thiserror::Error)]
pub enum AppError {
    /// A rule says no; the code tells the client which.
    #[error("{0}")]
    Refused(ErrorCode),
    /// Fields that the person can mend.
    #[error("invalid input")]
    Invalid(FieldErrors),
    /// Somebody else changed it first. Both versions, so that nothing typed is lost.
    #[error("conflict: version {your_version} is behind {current_version}")]
    Conflict { your_version: i32, current_version: i32, current: serde_json::Value, yours: serde_json::Value },
    /// Too fast; try again after so many seconds.
    #[error("rate limited")]
    RateLimited { retry_after_seconds: u64 },
    /// It took longer than a request may, and was stopped.
    #[error("timed out")]
    TimedOut,
    /// What it asks for is more than one answer holds.
    #[error("too large an answer")]
    TooLarge,
    /// A setting that the operator must mend.
    #[error("{name}: {problem}")]
    Setting { name: String, problem: String },
    /// Anything else. The source goes to the log, never to the client.
    #[error("internal error: {0}")]
    Internal(#[source] Source),
}

impl AppError {
    pub fn internal(source: impl Into<Source>) -> Self {
        Self::Internal(source.into())
    }

    /// Something stored or assumed is not as the program left it.
    pub fn damaged(what: impl Display) -> Self {
        Self::Internal(format!("damaged: {what}").into())
    }

    pub fn setting(name: &str, problem: impl Display) -> Self {
        Self::Setting { name: name.to_owned(), problem: problem.to_string() }
    }

    /// One invalid field.
    pub fn field(field: &str, code: ErrorCode) -> Self {
        Self::Invalid(FieldError::new(field, code).into())
    }

    pub fn code(&self) -> ErrorCode {
        match self {
            Self::Refused(code) => *code,
            Self::Invalid(_) => ErrorCode::BadInput,
            Self::Conflict { .. } => ErrorCode::Conflict,
            Self::RateLimited { .. } => ErrorCode::RateLimited,
            Self::TimedOut | Self::TooLarge => ErrorCode::TooComplex,
            Self::Setting { .. } | Self::Internal(_) => ErrorCode::Internal,
        }
    }
}

impl From<ErrorCode> for AppError {
    fn from(code: ErrorCode) -> Self {
        Self::Refused(code)
    }
}

impl From<FieldError> for AppError {
    fn from(error: FieldError) -> Self {
        Self::Invalid(error.into())
    }
}

impl From<FieldErrors> for AppError {
    fn from(errors: FieldErrors) -> Self {
        Self::Invalid(errors)
    }
}

impl From<serde_json::Error> for AppError {
    fn from(error: serde_json::Error) -> Self {
        Self::internal(error)
    }
}

impl From<std::io::Error> for AppError {
    fn from(error: std::io::Error) -> Self {
        Self::internal(error)
    }
}
