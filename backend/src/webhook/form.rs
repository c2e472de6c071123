//! What a person fills in to have a webhook, and whether it may be kept.

use super::kinds_of;
use crate::app::App;
use crate::error::AppError;
use shared::area::AreaCode;
use shared::value::text;
use shared::{ErrorCode, FieldError, FieldErrors};

const MAX_NAME: usize = 80;
/// Of kinds, and of areas.
const MAX_CHOICES: usize = 50;

/// What a person fills in.
#[derive(Clone, Debug, Default)]
pub struct Form {
    pub name: String,
    pub url: String,
    pub kinds: Vec<String>,
    pub areas: Vec<String>,
}

/// What was filled in, as it may be kept.
pub struct Checked {
    pub name: String,
    pub url: String,
    pub kinds: Vec<String>,
    pub areas: Vec<AreaCode>,
}

impl Form {
    /// # Errors
    /// What to mend: `WEBHOOK_ADDRESS`, `WEBHOOK_HOST`, `UNKNOWN_VALUE`, `UNKNOWN_AREA` …
    pub async fn check(self, app: &App) -> Result<Checked, AppError> {
        let mut errors = FieldErrors::default();
        let name = errors.keep(text::line("name", Some(&self.name), MAX_NAME));
        let url = errors.keep(app.post.guard.parse(&self.url).map_err(|code| FieldError::new("url", code)));
        let kinds =
            errors.keep(chosen("kinds", self.kinds, ErrorCode::UnknownValue, |word| (!kinds_of(&word).is_empty()).then_some(word)));
        let areas = app.areas.current();
        let areas = errors
            .keep(chosen("areas", self.areas, ErrorCode::UnknownArea, |code| areas.find(&code).map(|area| area.code.clone())));
        let (Some(name), Some(url), Some(kinds), Some(areas)) = (name, url, kinds, areas) else { return Err(errors.into()) };
        app.post.guard.check_host(&url).await.map_err(|code| FieldError::new("url", code))?;
        Ok(Checked { name, url: url.into(), kinds, areas })
    }
}

fn chosen<T: PartialEq>(
    field: &str,
    words: Vec<String>,
    unknown: ErrorCode,
    read: impl Fn(String) -> Option<T>,
) -> Result<Vec<T>, FieldError> {
    if words.len() > MAX_CHOICES {
        return Err(FieldError::with_limit(field, ErrorCode::OutOfRange, MAX_CHOICES as i64));
    }
    let mut kept = Vec::new();
    for word in words {
        let read = read(word.trim().to_owned()).ok_or_else(|| FieldError::new(field, unknown))?;
        if !kept.contains(&read) {
            kept.push(read);
        }
    }
    Ok(kept)
}
