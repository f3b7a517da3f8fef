//! What counts as the name of a person.

use frontrow_shared::spelling::{self, SpellingError};

/// Most characters.
pub const CHARS_MAX: usize = 100;

/// A name that cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NameError {
    /// Nothing to be read, or a character that has no place on a ticket.
    #[error("the name {0}")]
    Spelling(#[from] SpellingError),
    /// Too long.
    #[error("a name has at most {CHARS_MAX} characters")]
    Long,
}

/// The name as it is kept, in its one spelling.
///
/// # Errors
/// Nothing that can be seen, too long, or with characters that have no place on a ticket.
pub fn parse(text: &str) -> Result<String, NameError> {
    let name = spelling::line(text)?;
    if name.chars().count() > CHARS_MAX { Err(NameError::Long) } else { Ok(name) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_trimmed_and_bounded() {
        assert_eq!(parse(" 김민지 "), Ok("김민지".to_owned()));
        assert_eq!(parse("\u{1100}\u{1175}\u{11b7}민지"), Ok("김민지".to_owned()));
        assert!(parse(&"가".repeat(CHARS_MAX)).is_ok());
        for bad in ["", "   ", "a\u{7}b", "\u{200b}\u{3164}", "a\u{202e}b"] {
            assert!(matches!(parse(bad), Err(NameError::Spelling(_))), "{bad:?}");
        }
        assert_eq!(parse(&"가".repeat(CHARS_MAX + 1)), Err(NameError::Long));
    }
}
