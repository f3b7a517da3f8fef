//! How a word of a search becomes a pattern: found anywhere, taken as it is written.

/// The `ILIKE` pattern of a word: its own `%`, `_` and `\` mean themselves.
pub(super) fn pattern(word: &str) -> String {
    let mut pattern = String::with_capacity(word.len() + 2);
    pattern.push('%');
    for c in word.chars() {
        if matches!(c, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(c);
    }
    pattern.push('%');
    pattern
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signs_of_patterns_mean_themselves() {
        assert_eq!(pattern("별밤"), "%별밤%");
        assert_eq!(pattern(r"100%_\"), r"%100\%\_\\%");
    }
}
