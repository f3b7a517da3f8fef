//! Section, row and number out of what drawing tools make of an id.

/// The three names of a seat.
pub(super) type Names = (String, String, String);

/// What an id says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Said {
    /// A seat: `A-1-12`.
    Seat(Names),
    /// Almost one, and what is wrong.
    Nearly(String),
    /// Nothing.
    Nothing,
}

/// Reads an id or a label. Illustrator writes what XML does not allow as `_x31_`, and copies with
/// `_2_` behind; Inkscape and Figma number copies, too.
pub(super) fn read(id: &str) -> Said {
    let id = unescaped(id);
    if let Some(names) = names_of(&id) {
        return Said::Seat(names);
    }
    if let Some(whole) = without_number(&id).filter(|whole| names_of(whole).is_some()) {
        return Said::Nearly(format!(
            "“{id}” is a copy of {whole}; give it its own number, or take it away"
        ));
    }
    let parts: Vec<&str> = id.split('-').collect();
    let digits = |part: &&str| part.bytes().any(|b| b.is_ascii_digit());
    let last = parts.last().is_some_and(digits);
    let why = match parts.len() {
        3 if last => "its number has letters in it",
        3 if parts.iter().any(|part| part.is_empty()) => "a part of it is empty",
        4 if last => "it has four parts",
        _ => return Said::Nothing,
    };
    Said::Nearly(format!("“{id}” is nearly a seat, but {why}; write it as section-row-number"))
}

fn names_of(id: &str) -> Option<Names> {
    let mut parts = id.split('-');
    let (section, row, number) = (parts.next()?, parts.next()?, parts.next()?);
    let whole = parts.next().is_none() && !section.is_empty() && !row.is_empty();
    let numbered = !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit());
    (whole && numbered).then(|| (section.to_owned(), row.to_owned(), number.to_owned()))
}

/// `A-1-1_2`, `A-1-1_2_`, `A-1-1 copy` without what a tool put behind it.
fn without_number(id: &str) -> Option<&str> {
    let (whole, behind) = id.trim_end_matches('_').rsplit_once(['_', ' '])?;
    let copy = behind.bytes().all(|b| b.is_ascii_digit()) || behind.eq_ignore_ascii_case("copy");
    copy.then_some(whole)
}

/// `_x31_01-1-1` is `101-1-1`: the character of each code, and `_` for a blank stays.
fn unescaped(id: &str) -> String {
    let mut plain = String::with_capacity(id.len());
    let mut rest = id;
    while let Some(at) = rest.find("_x") {
        let (before, from) = rest.split_at(at);
        let code = from.get(2..).and_then(|from| from.split_once('_'));
        let c = code.filter(|(hex, _)| (2..=6).contains(&hex.len())).and_then(|(hex, after)| {
            Some((char::from_u32(u32::from_str_radix(hex, 16).ok()?)?, after))
        });
        plain.push_str(before);
        match c {
            Some((c, after)) => {
                plain.push(c);
                rest = after;
            }
            None => {
                plain.push_str("_x");
                rest = from.get(2..).unwrap_or_default();
            }
        }
    }
    plain.push_str(rest);
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_of_drawing_tools_are_read() {
        let seat = |s: &str, r: &str, n: &str| Said::Seat((s.into(), r.into(), n.into()));
        for (id, said) in [
            ("A-1-12", seat("A", "1", "12")),
            ("_x31_01-1-1", seat("101", "1", "1")),
            ("_x31__x32_-_x31_-3", seat("12", "1", "3")),
            ("A_x2D_1_x2D_4", seat("A", "1", "4")),
            ("가-나-3", seat("가", "나", "3")),
        ] {
            assert_eq!(read(id), said, "{id}");
        }
        for id in
            ["A-1-1_2", "A-1-1_2_", "A-1-1 copy", "A-1-12b", "A--1", "A-1-2-3", "A-1-_x31_2_2_"]
        {
            assert!(matches!(read(id), Said::Nearly(_)), "{id}: {:?}", read(id));
        }
        for id in ["", "stage", "layer-1", "rect123", "_x", "_xzz_", "st-a-ge", "_x110000_"] {
            assert_eq!(read(id), Said::Nothing, "{id}");
        }
    }
}
