//! What counts as the name of a person.

/// Most characters.
pub const CHARS_MAX: usize = 60;

/// A name that cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a name has 1 to {CHARS_MAX} characters and no control characters")]
pub struct NameError;

/// The name as it is kept: without the blanks around it.
///
/// # Errors
/// Nothing left, too long, or with control characters, which have no place on a ticket.
pub fn parse(text: &str) -> Result<String, NameError> {
    let name = text.trim();
    let good =
        (1..=CHARS_MAX).contains(&name.chars().count()) && !name.chars().any(char::is_control);
    if good { Ok(name.to_owned()) } else { Err(NameError) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_trimmed_and_bounded() {
        assert_eq!(parse(" 김민지 "), Ok("김민지".to_owned()));
        for bad in ["", "   ", "a\u{7}b", &"가".repeat(61)] {
            assert_eq!(parse(bad), Err(NameError), "{bad}");
        }
    }
}
