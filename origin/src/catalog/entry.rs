//! What may be entered into single fields of the catalog.

use frontrow_shared::spelling;

/// A field that cannot be taken as it is.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{field}: {reason}")]
pub struct EntryError {
    /// The field, as a path in the request: `sections[2].code`.
    pub field: String,
    /// What is wrong and what would be right.
    pub reason: String,
}

impl EntryError {
    /// The error of one field.
    pub fn new(field: impl Into<String>, reason: impl Into<String>) -> Self {
        Self { field: field.into(), reason: reason.into() }
    }

    /// The same error seen from outside: `code` becomes `sections[2].code`.
    #[must_use]
    pub fn within(mut self, outer: &str) -> Self {
        self.field = format!("{outer}.{}", self.field);
        self
    }
}

/// Most characters of a name or title.
pub const NAME_MAX: usize = 120;
/// Most characters of one line.
pub const LINE_MAX: usize = 300;
/// Most characters of a description.
pub const TEXT_MAX: usize = 10_000;
/// Most characters of a code: it stands on tickets.
pub const CODE_MAX: usize = 8;

/// Text of one line: 1 to `max` characters, no control characters.
///
/// # Errors
/// Empty, too long or with control characters.
pub fn line(field: &str, value: &str, max: usize) -> Result<(), EntryError> {
    let chars = value.chars().count();
    if value.trim().is_empty() || chars > max || value.chars().any(char::is_control) {
        return Err(EntryError::new(field, format!("takes 1 to {max} characters on one line")));
    }
    match spelling::line(value) {
        Ok(_) => Ok(()),
        Err(why) => Err(EntryError::new(field, why.to_string())),
    }
}

/// A section's code, a row's label or a grade's code in its one spelling: 1 to [`CODE_MAX`]
/// characters that can be seen, so that two that read the same are the same.
///
/// # Errors
/// Empty, too long, with what nobody sees, or in another spelling.
pub fn label(field: &str, value: &str) -> Result<(), EntryError> {
    line(field, value, CODE_MAX)?;
    match spelling::label(value) {
        Ok(spelt) if spelt == value => Ok(()),
        Ok(_) => Err(EntryError::new(field, "is not composed (NFC), or has blanks to spare")),
        Err(why) => Err(EntryError::new(field, why.to_string())),
    }
}

/// Puts a label into its one spelling; one that has none is left for [`label`] to refuse.
pub fn spell_label(value: &mut String) {
    if let Ok(spelt) = spelling::label(value) {
        *value = spelt;
    }
}

/// Puts a name or title into its one spelling; one that has none is left for [`line()`] to refuse.
pub fn spell_line(value: &mut String) {
    if let Ok(spelt) = spelling::line(value) {
        *value = spelt;
    }
}

/// Puts a text into its one spelling; one that has none is left for [`text`] to refuse.
pub fn spell_text(value: &mut String) {
    if let Ok(spelt) = spelling::lines(value) {
        *value = spelt;
    }
}

/// Text of any number of lines, at most [`TEXT_MAX`] characters; may be empty.
///
/// # Errors
/// Too long, or with control characters other than line breaks and tabs.
pub fn text(field: &str, value: &str) -> Result<(), EntryError> {
    let odd = |c: char| c.is_control() && !matches!(c, '\n' | '\t');
    if value.chars().count() > TEXT_MAX || value.chars().any(odd) {
        return Err(EntryError::new(field, format!("takes at most {TEXT_MAX} characters of text")));
    }
    spelling::lines(value).map_err(|why| EntryError::new(field, why.to_string()))?;
    Ok(())
}

/// A number from `min` to `max`.
///
/// # Errors
/// Outside.
pub fn number<N>(field: &str, value: N, min: N, max: N) -> Result<(), EntryError>
where
    N: PartialOrd + Copy + std::fmt::Display,
{
    if value < min || value > max {
        return Err(EntryError::new(field, format!("takes {min} to {max}")));
    }
    Ok(())
}

/// A colour as `#7a3cff`, lower case.
///
/// # Errors
/// Any other form.
pub fn color(field: &str, value: &str) -> Result<(), EntryError> {
    let good = value.len() == 7
        && value.strip_prefix('#').is_some_and(|hex| {
            hex.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b))
        });
    if good { Ok(()) } else { Err(EntryError::new(field, "takes a colour such as #7a3cff")) }
}

/// Where a poster is: a path on the site or an https address.
///
/// # Errors
/// Any other scheme (a `javascript:` address must not reach a page), or too long.
pub fn poster(field: &str, value: &str) -> Result<(), EntryError> {
    let local = value.starts_with('/') && !value.starts_with("//");
    let good = (local || value.starts_with("https://"))
        && value.len() <= LINE_MAX
        && value.bytes().all(|b| b.is_ascii_graphic());
    let reason = "takes a path on the site, such as /posters/a.svg, or an https address";
    if good { Ok(()) } else { Err(EntryError::new(field, reason)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_take_what_they_say() {
        assert!(line("name", "한밤의 등불", 10).is_ok());
        for bad in ["", "  ", "two\nlines", "eleven chars"] {
            assert_eq!(line("name", bad, 10).unwrap_err().field, "name", "{bad}");
        }
        assert_eq!(line("name", "\u{200b}\u{3164}", 10).unwrap_err().field, "name");
        assert!(label("code", "가").is_ok());
        for bad in ["", " A", "\u{1100}\u{1161}", "A\u{200b}", "ninecodes"] {
            assert!(label("code", bad).is_err(), "{bad:?}");
        }
        assert!(text("t", "a\nb").is_ok() && text("t", "").is_ok() && text("t", "\0").is_err());
        assert!(number("n", 3, 1, 3).is_ok() && number("n", 4, 1, 3).is_err());
        assert!(color("c", "#7a3cff").is_ok() && color("c", "#7A3CFF").is_err());
        assert!(color("c", "7a3cff0").is_err());
        assert!(poster("p", "/a.svg").is_ok() && poster("p", "https://example.com/a").is_ok());
        for bad in ["//evil.example", "javascript:alert(1)", "http://example.com", "/a b"] {
            assert!(poster("p", bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn an_error_names_its_place() {
        let error = EntryError::new("code", "is taken").within("sections[2]");
        assert_eq!(error.to_string(), "sections[2].code: is taken");
    }
}
