//! What a section is called after its code. A code that is a name already is not named again.

/// What names of sections end in.
const ENDINGS: [&str; 8] = ["구역", "블록", "블럭", "석", "층", "존", "열", "관"];

/// The name in Korean: `A` is `A구역`, and `1층 가구역` is what it is.
pub(super) fn korean(code: &str) -> String {
    if is_name(code) { code.to_owned() } else { format!("{code}구역") }
}

/// The name in English.
pub(super) fn english(code: &str) -> String {
    if is_name(code) { code.to_owned() } else { format!("Section {code}") }
}

/// Whether people would say it as it is: it ends as names do, has several words, or is a word.
fn is_name(code: &str) -> bool {
    let word = code.len() > 3 && code.bytes().all(|b| b.is_ascii_alphabetic());
    word || code.contains(' ') || ENDINGS.iter().any(|end| code.ends_with(end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_that_is_a_name_is_not_named_again() {
        for (code, ko, en) in [
            ("A", "A구역", "Section A"),
            ("가", "가구역", "Section 가"),
            ("101", "101구역", "Section 101"),
            ("1층 가구역", "1층 가구역", "1층 가구역"),
            ("가구역", "가구역", "가구역"),
            ("스탠딩석", "스탠딩석", "스탠딩석"),
            ("Balcony", "Balcony", "Balcony"),
        ] {
            assert_eq!((korean(code).as_str(), english(code).as_str()), (ko, en));
        }
    }
}
