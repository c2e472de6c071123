//! Passwords: argon2id, few at a time, and the same time spent whether the account exists or not.

use crate::error::AppError;
use crate::platform::ids::IdSource;
use argon2::Argon2;
use argon2::password_hash::{PasswordHash, PasswordHasher, PasswordVerifier, SaltString};
use shared::{ErrorCode, FieldError};
use std::sync::Arc;
use tokio::sync::Semaphore;

/// Eight characters, after NIST SP 800-63B; length matters more than kinds of character.
pub const MIN_LENGTH: usize = 8;
/// Beyond this a password only costs time.
pub const MAX_LENGTH: usize = 256;

/// What everyone tries first, here and elsewhere.
const COMMON: [&str; 32] = [
    "12345678",
    "123456789",
    "1234567890",
    "12341234",
    "11111111",
    "00000000",
    "87654321",
    "password",
    "password1",
    "password123",
    "passw0rd",
    "qwertyui",
    "qwerty123",
    "qwertyuiop",
    "iloveyou",
    "sayangku",
    "sayang123",
    "bismillah",
    "bismillah123",
    "indonesia",
    "indonesia1",
    "banyumas",
    "banyumas123",
    "purwokerto",
    "rahasia123",
    "admin123",
    "admin1234",
    "administrator",
    "semangat",
    "abcd1234",
    "abc12345",
    "asdfghjkl",
];

/// Hashes and verifies, at most two at a time: a flood of sign-ins queues instead of eating the machine.
#[derive(Clone)]
pub struct Passwords {
    slots: Arc<Semaphore>,
}

impl Default for Passwords {
    fn default() -> Self {
        Self { slots: Arc::new(Semaphore::new(2)) }
    }
}

impl Passwords {
    /// # Errors
    /// `INTERNAL` when hashing fails.
    pub async fn hash(&self, password: String, ids: &dyn IdSource) -> Result<String, AppError> {
        let mut bytes = [0; 16];
        ids.fill(&mut bytes);
        let salt = SaltString::encode_b64(&bytes).map_err(|error| AppError::internal(error.to_string()))?;
        self.blocking(move || {
            Argon2::default()
                .hash_password(password.as_bytes(), &salt)
                .map(|hash| hash.to_string())
                .map_err(|error| AppError::internal(error.to_string()))
        })
        .await?
    }

    /// Whether the password fits. Without a hash (no such account) it spends the same time and says no.
    ///
    /// # Errors
    /// `INTERNAL` when the stored hash is damaged.
    pub async fn verify(&self, password: String, hash: Option<String>) -> Result<bool, AppError> {
        /// The hash of a password that nobody has.
        const NOBODY: &str = "$argon2id$v=19$m=19456,t=2,p=1$cmVtYnVnLW5vYm9keS0wMQ$8zD6bqYVYQWmYMgGC0nMgaJYTTSHGxA1vTFYDxWCy1U";
        self.blocking(move || {
            let known = hash.is_some();
            let text = hash.unwrap_or_else(|| NOBODY.to_owned());
            let parsed = PasswordHash::new(&text).map_err(|error| AppError::internal(error.to_string()))?;
            Ok(Argon2::default().verify_password(password.as_bytes(), &parsed).is_ok() && known)
        })
        .await?
    }

    async fn blocking<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T, AppError> {
        let _slot = self.slots.acquire().await.map_err(AppError::internal)?;
        tokio::task::spawn_blocking(work).await.map_err(AppError::internal)
    }
}

/// Whether a new password is good enough.
///
/// # Errors
/// `PASSWORD_TOO_SHORT`, `TOO_LONG` or `PASSWORD_TOO_COMMON` on `field`.
pub fn check_new(field: &str, password: &str) -> Result<(), FieldError> {
    let length = password.chars().count();
    if length < MIN_LENGTH {
        Err(FieldError::with_limit(field, ErrorCode::PasswordTooShort, MIN_LENGTH as i64))
    } else if length > MAX_LENGTH {
        Err(FieldError::with_limit(field, ErrorCode::TooLong, MAX_LENGTH as i64))
    } else if COMMON.contains(&password.to_lowercase().as_str()) {
        Err(FieldError::new(field, ErrorCode::PasswordTooCommon))
    } else {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::platform::ids::SeededIds;

    #[tokio::test]
    async fn only_the_right_password_of_an_existing_account_fits() {
        let passwords = Passwords::default();
        let hash = passwords.hash("tempe mendoan".into(), &SeededIds::new(1)).await.unwrap();
        assert!(passwords.verify("tempe mendoan".into(), Some(hash.clone())).await.unwrap());
        assert!(!passwords.verify("tempe goreng".into(), Some(hash)).await.unwrap());
        assert!(!passwords.verify("tempe mendoan".into(), None).await.unwrap());
    }

    #[test]
    fn weak_passwords_are_refused_with_their_reason() {
        assert_eq!(check_new("password", "pendek").unwrap_err().code, ErrorCode::PasswordTooShort);
        assert_eq!(check_new("password", "Banyumas123").unwrap_err().code, ErrorCode::PasswordTooCommon);
        assert_eq!(check_new("password", &"x".repeat(257)).unwrap_err().code, ErrorCode::TooLong);
        assert_eq!(check_new("password", "mendoan hangat"), Ok(()));
    }
}
