//! What counts as a good enough new password.
//!
//! After NIST SP 800-63B: length matters, composition rules do not; the first guesses of
//! everybody, the person's own address among them, are refused.

use std::collections::HashSet;

use super::Email;

/// Fewest characters.
pub const CHARS_MIN: usize = 10;
/// Most characters: enough for any passphrase, little enough to hash.
pub const CHARS_MAX: usize = 128;
/// Fewest different characters: `aaaaaaaaaa` is long and still the first guess.
const DIFFERENT_MIN: usize = 4;

/// Long enough, and yet what everybody tries first.
const FIRST_GUESSES: &[&str] = &[
    "1234567890",
    "0123456789",
    "12345678910",
    "qwertyuiop",
    "1q2w3e4r5t",
    "1qaz2wsx3edc",
    "password12",
    "password123",
    "password1234",
    "passw0rd123",
    "administrator",
    "letmein123",
    "iloveyou123",
    "welcome123",
    "qwerty12345",
    "abcdefghij",
    "abcd123456",
];

/// Why a password is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PasswordError {
    /// Too few characters.
    #[error("a password has at least {CHARS_MIN} characters")]
    TooShort,
    /// Too many characters.
    #[error("a password has at most {CHARS_MAX} characters")]
    TooLong,
    /// A pattern or a word that is tried first.
    #[error("this password is among the first that anybody would try; take another")]
    Guessable,
    /// The person's own address.
    #[error("the password must not be the e-mail address")]
    IsEmail,
}

/// Whether `password` may become the password of the account of `email`.
///
/// # Errors
/// The first rule that it breaks.
pub fn check(password: &str, email: &Email) -> Result<(), PasswordError> {
    let chars = password.chars().count();
    if chars < CHARS_MIN {
        return Err(PasswordError::TooShort);
    }
    if chars > CHARS_MAX {
        return Err(PasswordError::TooLong);
    }
    let folded = password.to_lowercase();
    if folded == email.as_str().to_lowercase() || folded == email.local_part().to_lowercase() {
        return Err(PasswordError::IsEmail);
    }
    let different: HashSet<char> = folded.chars().collect();
    if different.len() < DIFFERENT_MIN || FIRST_GUESSES.contains(&folded.as_str()) {
        return Err(PasswordError::Guessable);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_rule_refuses_what_it_is_for() {
        let email = Email::parse("marigold.lane@example.com").unwrap();
        for (password, verdict) in [
            ("nine char", Err(PasswordError::TooShort)),
            ("열글자가넘는한국어암호", Ok(())),
            ("correct horse battery staple", Ok(())),
            (&"ab1!".repeat(32), Ok(())),
            (&"ab1!".repeat(33), Err(PasswordError::TooLong)),
            ("aaaaaaaaaaaaaa", Err(PasswordError::Guessable)),
            ("QWERTYUIOP", Err(PasswordError::Guessable)),
            ("Marigold.Lane@example.com", Err(PasswordError::IsEmail)),
            ("marigold.lane", Err(PasswordError::IsEmail)),
        ] {
            assert_eq!(check(password, &email), verdict, "{password}");
        }
    }
}
