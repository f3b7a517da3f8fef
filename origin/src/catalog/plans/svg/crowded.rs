//! Tags with so many attributes that reading them takes long: the parser compares each with all
//! others, and a mebibyte has room for a hundred thousand.

use super::super::fault::Fault;

/// Most attributes of a tag.
const ATTRIBUTES_MAX: usize = 256;

/// Refuses a text in which any tag has too many attributes.
///
/// Looks at what follows each `<`, wherever it stands: neither attribute values nor anything else
/// in a tag may have one, so that every tag is looked at from its start. What only looks like a
/// tag, in a comment, counts as well.
pub(super) fn refuse(text: &str) -> Result<(), Fault> {
    let mut pieces = text.split('<');
    let lines = |piece: &str| piece.bytes().filter(|b| *b == b'\n').count();
    let mut line = 1 + pieces.next().map_or(0, lines);
    for tag in pieces {
        if attributes(tag) > ATTRIBUTES_MAX {
            let message = format!("has more than {ATTRIBUTES_MAX} attributes; take most away");
            return Err(Fault::at(line, message));
        }
        line += lines(tag);
    }
    Ok(())
}

/// How many quoted values come before the end of the tag.
fn attributes(tag: &str) -> usize {
    let (mut count, mut within) = (0, None);
    for byte in tag.bytes() {
        match within {
            Some(quote) if byte == quote => within = None,
            Some(_) => {}
            None if byte == b'>' => break,
            None if matches!(byte, b'"' | b'\'') => {
                count += 1;
                within = Some(byte);
            }
            None => {}
        }
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attributes_are_counted_to_the_end_of_their_tag() {
        for (tag, count) in [
            ("g>'a' \"b\"", 0),
            ("g a='1' b = \"2\"/>", 2),
            ("g a='>\"' b='2'> c='3'", 2),
            ("g a='1' b='never ends", 2),
        ] {
            assert_eq!(attributes(tag), count, "{tag}");
        }
    }

    #[test]
    fn a_crowded_tag_is_refused_wherever_it_stands() {
        let tag = |count: usize| -> String {
            let attributes = (0..count).map(|n| format!(" a{n}='>'"));
            format!("<g{}/>", attributes.collect::<String>())
        };
        let around = |tag: &str| format!("<svg>\n<!-- don't \" <a b=' -->\n{tag}</svg>");
        assert_eq!(refuse(&around(&tag(256).repeat(3))), Ok(()));
        let fault = refuse(&around(&tag(257))).unwrap_err();
        assert_eq!(fault.line, Some(3));
        // Before it is read: comparing these pairwise would take a minute.
        let faults = super::super::read(&around(&tag(80_000))).unwrap_err().0;
        assert_eq!(faults, [fault]);
    }
}
