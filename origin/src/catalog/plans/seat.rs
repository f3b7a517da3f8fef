//! One seat as somebody wrote it down.

use frontrow_shared::spelling::{self, SpellingError};

use crate::catalog::entry::CODE_MAX;

/// Largest number of a seat.
const NUMBER_MAX: i32 = 100_000;

/// A seat out of a plan.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Seat {
    /// Code of its section.
    pub(super) section: String,
    /// Label of its row.
    pub(super) row: String,
    /// Its number within the row.
    pub(super) number: i32,
    /// Where it lies, y downwards; none when the plan does not say.
    pub(super) at: Option<(f64, f64)>,
    /// Its grade, when the plan says it.
    pub(super) grade: Option<String>,
    /// Where it is written.
    pub(super) line: usize,
}

impl Seat {
    /// Reads the three names of a seat.
    ///
    /// # Errors
    /// A sentence about the first that cannot be taken.
    pub(super) fn read(
        section: &str,
        row: &str,
        number: &str,
        line: usize,
    ) -> Result<Self, String> {
        Ok(Self {
            section: code("section", section)?,
            row: code("row", row)?,
            number: seat_number(number)?,
            at: None,
            grade: None,
            line,
        })
    }
}

/// What stands on the ticket for a section, row or grade.
///
/// # Errors
/// Nothing, too long, or with characters that nobody sees: two codes would look the same.
pub(super) fn code(what: &str, text: &str) -> Result<String, String> {
    let label = match spelling::label(text) {
        Ok(label) => label,
        Err(SpellingError::Empty) => String::new(),
        Err(why) => return Err(format!("{what} {why}")),
    };
    let chars = label.chars().count();
    if chars == 0 || chars > CODE_MAX {
        return Err(format!("{what} takes 1 to {CODE_MAX} characters, such as A"));
    }
    Ok(label)
}

fn seat_number(text: &str) -> Result<i32, String> {
    // Korean tables say 12번: number 12.
    let text = text.trim();
    let text = text.strip_suffix('번').map_or(text, str::trim_end);
    let digits = !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    let number = text.parse::<i32>().ok().filter(|n| digits && *n <= NUMBER_MAX);
    number.ok_or_else(|| {
        format!("seat takes a whole number from 0 to {NUMBER_MAX}, such as 12; letters go into row")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_taken_as_they_are_printed() {
        let seat = Seat::read(" 가 ", "1층", "007", 3).unwrap();
        assert_eq!((seat.section.as_str(), seat.row.as_str(), seat.number), ("가", "1층", 7));
        let same = Seat::read("\u{1100}\u{1161}", "1층", "7번", 3).unwrap();
        assert_eq!(same, seat, "composed or not, the section is the same");
    }

    #[test]
    fn each_name_that_cannot_be_is_told() {
        for (section, row, number, says) in [
            ("", "1", "1", "section takes 1 to 8"),
            ("A", "  ", "1", "row takes 1 to 8"),
            ("123456789", "1", "1", "section takes 1 to 8"),
            ("A\u{200b}", "1", "1", "section has the invisible character U+200B"),
            ("A", "1\u{202e}", "1", "row has U+202E in it, which turns"),
            ("A", "1\n2", "1", "row has the control character U+000A"),
            ("\u{fffd}", "1", "1", "section has \u{fffd} in it"),
            ("A", "1", "", "seat takes a whole number"),
            ("A", "1", "12b", "seat takes a whole number"),
            ("A", "1", "-1", "seat takes a whole number"),
            ("A", "1", "+1", "seat takes a whole number"),
            ("A", "1", "１２", "seat takes a whole number"),
            ("A", "1", "100001", "seat takes a whole number"),
            ("A", "1", "99999999999999999999", "seat takes a whole number"),
        ] {
            let refused = Seat::read(section, row, number, 1).unwrap_err();
            assert!(refused.starts_with(says), "{section:?} {row:?} {number:?}: {refused}");
        }
    }
}
