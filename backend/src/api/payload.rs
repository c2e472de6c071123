//! How a use case's failure reaches the client: mendable fields in the payload, the rest as an error of the request.

use crate::error::AppError;
use async_graphql::SimpleObject;
use shared::i18n::Lang;

/// Something the person can mend (yang perlu diperbaiki).
#[derive(SimpleObject, Clone)]
pub struct UserError {
    /// A stable code (kode).
    code: String,
    /// The input field in camelCase (isian); null when it is about the whole.
    field: Option<String>,
    /// In the language of the request (pesan).
    message: String,
}

/// Splits a result into the object and what can be mended.
///
/// # Errors
/// Whatever the person cannot mend in the form.
pub fn split<T>(result: Result<T, AppError>, lang: Lang) -> Result<(Option<T>, Vec<UserError>), AppError> {
    match result {
        Ok(value) => Ok((Some(value), Vec::new())),
        Err(AppError::Invalid(errors)) => {
            let errors = errors.iter().map(|error| UserError {
                code: error.code.to_string(),
                field: error.field.clone(),
                message: error.message(lang),
            });
            Ok((None, errors.collect()))
        }
        Err(error) => Err(error),
    }
}
