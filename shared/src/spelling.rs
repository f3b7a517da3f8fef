//! One text, one spelling: what people type and bring is written down in one way, so that what
//! reads the same is the same, and what nobody can see is no difference.
//!
//! Texts are kept in NFC (Unicode Annex 15): a phone writes 가 as one character, a Mac's file
//! name as two. Codes that people copy by hand are folded further. All functions are idempotent.

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

/// Why a text cannot be a name or a label.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SpellingError {
    /// A control character, or the end of a line.
    #[error("has the control character U+{0:04X} in it; type it anew, on one line")]
    Control(u32),
    /// A character that turns the direction of what follows.
    #[error("has U+{0:04X} in it, which turns the direction of writing; take it away")]
    Direction(u32),
    /// A character that nobody sees, in a label, where it would be a difference.
    #[error("has the invisible character U+{0:04X} in it; type it anew")]
    Invisible(u32),
    /// The sign of a character that could not be read.
    #[error("has \u{fffd} in it, which stands for a character that was lost; type it anew")]
    Lost,
    /// Nothing that anybody could read.
    #[error("has nothing in it that can be seen")]
    Empty,
}

/// The text in NFC.
#[must_use]
pub fn composed(text: &str) -> String {
    text.nfc().collect()
}

/// A name or title of one line: composed, blanks of every kind single and none around it.
///
/// # Errors
/// Controls, overrides of direction, or nothing that can be seen.
pub fn line(text: &str) -> Result<String, SpellingError> {
    let text = text.trim();
    refuse_controls(text, |_| false)?;
    let line = composed(&text.split_whitespace().collect::<Vec<_>>().join(" "));
    if line.chars().any(is_seen) { Ok(line) } else { Err(SpellingError::Empty) }
}

/// What tells seats apart: section, row, grade. As [`line()`], and without anything that cannot
/// be seen or could not be read.
///
/// # Errors
/// As [`line()`]; an invisible or a lost character.
pub fn label(text: &str) -> Result<String, SpellingError> {
    let label = line(text)?;
    match label.chars().find(|c| is_invisible(*c) || *c == char::REPLACEMENT_CHARACTER) {
        Some(char::REPLACEMENT_CHARACTER) => Err(SpellingError::Lost),
        Some(odd) => Err(SpellingError::Invisible(odd.into())),
        None => Ok(label),
    }
}

/// A text of any number of lines; may be empty.
///
/// # Errors
/// Controls but line breaks and tabs; overrides of direction.
pub fn lines(text: &str) -> Result<String, SpellingError> {
    refuse_controls(text, |c| matches!(c, '\n' | '\r' | '\t'))?;
    Ok(composed(&text.replace("\r\n", "\n").replace('\r', "\n")))
}

/// A code that is copied by hand, such as a coupon's: full width as half width (NFKC), any dash
/// as a hyphen, without blanks and without what cannot be seen.
#[must_use]
pub fn code(text: &str) -> String {
    let plain = text.nfkc().filter(|c| !c.is_whitespace() && !is_invisible(*c));
    let dashed = plain.map(|c| if is_dash(c) { '-' } else { c });
    // What was taken away may have kept apart what goes together.
    dashed.collect::<String>().nfkc().collect()
}

/// What somebody searches for: lower case, composed, one blank between words, nothing unseen.
#[must_use]
pub fn sought(text: &str) -> String {
    let seen =
        |c: char| if c.is_control() { Some(' ') } else { Some(c).filter(|c| !is_invisible(*c)) };
    let lower = text.chars().filter_map(seen).collect::<String>().to_lowercase();
    composed(&lower.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// Whether anybody could see the character: controls, and what Unicode has for joining, breaking,
/// filling and turning text around, are not seen.
#[must_use]
pub fn is_invisible(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}'..='\u{1160}' | '\u{17b4}'..='\u{17b5}'
            | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{2800}' | '\u{3164}' | '\u{fe00}'..='\u{fe0f}'
            | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}' | '\u{1bca0}'..='\u{1bca3}'
            | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
}

fn is_seen(c: char) -> bool {
    !c.is_whitespace() && !is_invisible(c) && !is_combining_mark(c)
}

/// Overrides, embeddings and isolates; mere marks of direction turn nothing around.
fn turns_direction(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

fn is_dash(c: char) -> bool {
    matches!(c, '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{30fc}' | '\u{3161}')
}

fn refuse_controls(text: &str, allowed: fn(char) -> bool) -> Result<(), SpellingError> {
    for c in text.chars().filter(|c| !allowed(*c)) {
        if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}') {
            return Err(SpellingError::Control(c.into()));
        }
        if turns_direction(c) {
            return Err(SpellingError::Direction(c.into()));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_reads_the_same_is_written_the_same() {
        for (typed, kept) in [
            (" 김\u{3000}민지 ", "김 민지"),
            ("\u{1100}\u{1161}", "가"),
            ("Zoe\u{308}", "Zoë"),
            ("1층  가구역", "1층 가구역"),
        ] {
            assert_eq!(line(typed).as_deref(), Ok(kept));
            assert_eq!(label(typed).as_deref(), Ok(kept));
        }
        assert_eq!(lines("a\r\nb\rc").as_deref(), Ok("a\nb\nc"));
    }

    #[test]
    fn what_cannot_be_read_is_no_name() {
        for (typed, error) in [
            ("", SpellingError::Empty),
            (" \u{3000} ", SpellingError::Empty),
            ("\u{200b}\u{3164}\u{feff}", SpellingError::Empty),
            ("\u{301}", SpellingError::Empty),
            ("a\nb", SpellingError::Control(10)),
            ("a\u{2028}b", SpellingError::Control(0x2028)),
            ("abc\u{202e}gpj", SpellingError::Direction(0x202e)),
        ] {
            assert_eq!(line(typed), Err(error), "{typed:?}");
        }
        assert!(line("می\u{200c}خواهم").is_ok(), "a joiner that belongs to the word");
        assert_eq!(label("A\u{200b}"), Err(SpellingError::Invisible(0x200b)));
        assert_eq!(label("\u{fffd}1"), Err(SpellingError::Lost));
        assert_eq!(lines("a\u{2067}b"), Err(SpellingError::Direction(0x2067)));
    }

    #[test]
    fn a_code_is_the_same_however_it_was_typed_or_pasted() {
        for typed in [
            "SPRING-2027",
            " ＳＰＲＩＮＧ－２０２７ ",
            "SPR\u{200b}ING–20 27",
            "SPRING‑2027\u{feff}",
        ] {
            assert_eq!(code(typed), "SPRING-2027", "{typed:?}");
        }
        assert_eq!(sought(" \u{1107}\u{1167}\u{11af}밤\u{200b}\tSTAR "), "별밤 star");
    }

    #[test]
    fn doing_it_again_changes_nothing() {
        use proptest::prelude::*;
        // Any text, and one of those characters that meet each other in odd ways.
        let odd = "[가-갛\u{1100}-\u{1112}\u{1161}-\u{1175}\u{11a8}-\u{11c2}\u{300}-\u{308}\u{200b}-\u{200f}A-Ça-ç０-ｚ \u{3000}İıß‐-―]{0,12}";
        proptest!(|(text in prop_oneof![".{0,12}".boxed(), odd.boxed()])| {
            let (code_of, sought_of) = (code(&text), sought(&text));
            prop_assert_eq!(code(&code_of), code_of);
            prop_assert_eq!(sought(&sought_of), sought_of);
            for write in [line, label, lines] {
                if let Ok(once) = write(&text) {
                    prop_assert_eq!(write(&once), Ok(once));
                }
            }
        });
    }
}
