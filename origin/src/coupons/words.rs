//! Sentences for people in both languages of the site.

/// One sentence in Korean and in English.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bilingual {
    /// Korean.
    pub ko: String,
    /// English.
    pub en: String,
}

impl Bilingual {
    /// Both sentences.
    #[must_use]
    pub fn new(ko: impl Into<String>, en: impl Into<String>) -> Self {
        Self { ko: ko.into(), en: en.into() }
    }

    /// This sentence with another one after it.
    #[must_use]
    pub fn and(self, other: &Self) -> Self {
        Self { ko: format!("{} {}", self.ko, other.ko), en: format!("{} {}", self.en, other.en) }
    }
}

/// An amount in won as Koreans and as English readers write it: `5,000원`, `₩5,000`.
#[must_use]
pub fn won(minor: i64) -> (String, String) {
    let digits = minor.unsigned_abs().to_string();
    let mut grouped = if minor < 0 { String::from("-") } else { String::new() };
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    (format!("{grouped}원"), format!("₩{grouped}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_grouped() {
        assert_eq!(won(0).0, "0원");
        assert_eq!(won(999).1, "₩999");
        assert_eq!(won(1_234_567).0, "1,234,567원");
    }
}
