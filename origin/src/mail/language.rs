//! In which language somebody is written to.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A language of the house.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Language {
    /// Korean.
    #[default]
    Ko,
    /// English.
    En,
}

impl Language {
    /// The word in the database and in `Accept-Language`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Ko => "ko",
            Self::En => "en",
        }
    }

    /// The language of this word; Korean, the house's own, for any other.
    #[must_use]
    pub fn of(word: &str) -> Self {
        if word == "en" { Self::En } else { Self::Ko }
    }

    /// What a browser's `Accept-Language` (RFC 9110, 12.5.4) wants most of ours. Who asks for
    /// neither, or for nothing, is written to in English or Korean respectively.
    #[must_use]
    pub fn wanted(accept: &str) -> Self {
        let mut best: Option<(Self, u32)> = None;
        for range in accept.split(',') {
            let mut parts = range.split(';');
            let tag = parts.next().unwrap_or_default().trim();
            let language = match tag.split('-').next().unwrap_or_default() {
                word if word.eq_ignore_ascii_case("ko") => Self::Ko,
                word if word.eq_ignore_ascii_case("en") => Self::En,
                _ => continue,
            };
            let weight = parts.find_map(|part| part.trim().strip_prefix("q=")).map_or(1000, mille);
            if weight > 0 && best.is_none_or(|(_, most)| weight > most) {
                best = Some((language, weight));
            }
        }
        let nothing = accept.trim().is_empty() || accept.trim() == "*";
        best.map_or(if nothing { Self::Ko } else { Self::En }, |(language, _)| language)
    }

    /// The one of two texts that is in this language.
    #[must_use]
    pub fn pick<'a>(self, ko: &'a str, en: &'a str) -> &'a str {
        match self {
            Self::Ko => ko,
            Self::En => en,
        }
    }
}

/// A quality value such as `0.8`, in thousandths.
fn mille(text: &str) -> u32 {
    let (whole, part) = text.trim().split_once('.').unwrap_or((text.trim(), ""));
    let part: String = part.chars().chain("000".chars()).take(3).collect();
    let whole = if whole == "1" { 1000 } else { 0 };
    (whole + part.parse().unwrap_or(0)).min(1000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_heaviest_of_ours_wins() {
        for (accept, wanted) in [
            ("ko-KR,ko;q=0.9,en-US;q=0.8", Language::Ko),
            ("en-US,en;q=0.9,ko;q=0.8", Language::En),
            ("fr;q=1, ko;q=0.3, en;q=0.5", Language::En),
            ("en;q=0, ko;q=0.1", Language::Ko),
            ("fr-FR,fr", Language::En),
            ("KO", Language::Ko),
            ("", Language::Ko),
            ("*", Language::Ko),
            (";;q=,,", Language::En),
        ] {
            assert_eq!(Language::wanted(accept), wanted, "{accept}");
        }
    }
}
