//! Document types, which Illustrator writes: they are read for plain entities alone. Nothing is
//! fetched, and what entities could grow to is bounded before the parser sees them.

use super::super::fault::Fault;

/// Most entities of a drawing.
const ENTITIES_MAX: usize = 64;
/// Longest text of one, in bytes: it is the address of a namespace.
const ENTITY_BYTES_MAX: usize = 256;
/// How often entities may be used in all.
const USES_MAX: usize = 10_000;

/// Refuses what would be read from elsewhere or could grow.
pub(super) fn refuse(text: &str) -> Result<(), Fault> {
    let mut entities = 0;
    for (at, _) in text.match_indices("<!ENTITY") {
        let line = 1 + text.as_bytes().iter().take(at).filter(|b| **b == b'\n').count();
        let rest = text.get(at + "<!ENTITY".len()..).unwrap_or_default();
        entities += 1;
        if entities > ENTITIES_MAX || !is_plain(rest) {
            let message = "has an entity in its <!DOCTYPE …> that is not plain text; take the \
                           <!DOCTYPE …> away, or save the drawing as plain SVG";
            return Err(Fault::at(line, message));
        }
    }
    if entities > 0 && text.bytes().filter(|b| *b == b'&').count() > USES_MAX {
        return Err(Fault::of_all("uses entities too often; save the drawing as plain SVG"));
    }
    Ok(())
}

/// ` name "text">` with nothing in the text that would be read again.
fn is_plain(rest: &str) -> bool {
    let mut words = rest.trim_start().splitn(2, char::is_whitespace);
    let name = words.next().unwrap_or_default();
    let value = words.next().unwrap_or_default().trim_start();
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''));
    let text = quote.and_then(|quote| value.get(1..)?.split_once(quote));
    let named = !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || c == '_');
    named
        && text.is_some_and(|(text, rest)| {
            text.len() <= ENTITY_BYTES_MAX
                && !text.contains(['&', '%', '<'])
                && rest.trim_start().starts_with('>')
        })
}
