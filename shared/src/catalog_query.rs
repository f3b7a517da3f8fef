//! What a list of shows is asked for: one reading for the edge, which names its cached answers
//! by it, and for the core, which searches by it. However a question is written, spaced or
//! ordered, the same question has the same name; what nobody can mean is refused.

use crate::spelling;

/// Most characters of a search, spaces between words included.
pub const SEARCH_MAX: usize = 64;
/// Most words of a search.
pub const WORDS_MAX: usize = 6;
/// Most characters of a city's name.
pub const CITY_MAX: usize = 40;
/// Most characters of a cursor.
pub const CURSOR_MAX: usize = 80;
/// Most shows on one page.
pub const LIMIT_MAX: u8 = 50;
/// Shows on a page when nobody says.
pub const LIMIT_DEFAULT: u8 = 20;

/// Why a question about shows is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CatalogQueryError {
    /// A name that means nothing here.
    #[error("the query takes q, city, from, to, cursor and limit, each once; leave out {0:?}")]
    Unknown(String),
    /// The search is too long.
    #[error("q takes at most {SEARCH_MAX} characters in at most {WORDS_MAX} words")]
    Search,
    /// The city is too long.
    #[error("city takes at most {CITY_MAX} characters")]
    City,
    /// Not a day.
    #[error("{0} takes a day as YYYY-MM-DD")]
    Day(&'static str),
    /// The last day is before the first.
    #[error("to must not be before from")]
    Days,
    /// Too long to be one of ours.
    #[error("the cursor is not one of ours; leave it out to start anew")]
    Cursor,
    /// Not a number of shows.
    #[error("limit takes a number from 1 to {LIMIT_MAX}")]
    Limit,
}

/// A question about shows, normalised. Empty fields ask for nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CatalogQuery {
    /// Words in lower case, each of which a show must have in its title, venue or city.
    pub words: Vec<String>,
    /// The city, in lower case.
    pub city: Option<String>,
    /// The first day by the venue's calendar, YYYY-MM-DD.
    pub from: Option<String>,
    /// The last day by the venue's calendar, included.
    pub to: Option<String>,
    /// Where the page begins, as the page before said.
    pub cursor: Option<String>,
    /// Most shows on the page; absent is [`LIMIT_DEFAULT`].
    pub limit: Option<u8>,
}

impl CatalogQuery {
    /// Reads names and values as they stand in a query, decoded.
    ///
    /// # Errors
    /// An unknown or repeated name, a value that is too long or not of its form.
    pub fn read<'a>(
        pairs: impl IntoIterator<Item = (&'a str, &'a str)>,
    ) -> Result<Self, CatalogQueryError> {
        let mut query = Self::default();
        let mut seen = Vec::new();
        for (name, value) in pairs {
            if seen.contains(&name) {
                return Err(unknown(name));
            }
            seen.push(name);
            let value = value.trim();
            match name {
                "q" => query.words = words(value)?,
                "city" => query.city = given(&plain(value, CITY_MAX, CatalogQueryError::City)?),
                "from" => query.from = day("from", value)?,
                "to" => query.to = day("to", value)?,
                "cursor" if value.len() > CURSOR_MAX => return Err(CatalogQueryError::Cursor),
                "cursor" => query.cursor = given(value),
                "limit" if value.is_empty() => {}
                "limit" => {
                    let limit = value.parse().ok().filter(|limit| (1..=LIMIT_MAX).contains(limit));
                    query.limit = Some(limit.ok_or(CatalogQueryError::Limit)?);
                }
                _ => return Err(unknown(name)),
            }
        }
        match (&query.from, &query.to) {
            (Some(from), Some(to)) if from > to => Err(CatalogQueryError::Days),
            _ => Ok(query),
        }
    }

    /// The same question as names and values in one order: its name.
    #[must_use]
    pub fn pairs(&self) -> Vec<(&'static str, String)> {
        let q = Some(self.words.join(" ")).filter(|words| !words.is_empty());
        let limit = self.limit.filter(|limit| *limit != LIMIT_DEFAULT);
        [
            ("q", q),
            ("city", self.city.clone()),
            ("from", self.from.clone()),
            ("to", self.to.clone()),
            ("cursor", self.cursor.clone()),
            ("limit", limit.map(|limit| limit.to_string())),
        ]
        .into_iter()
        .filter_map(|(name, value)| Some((name, value?)))
        .collect()
    }
}

fn unknown(name: &str) -> CatalogQueryError {
    CatalogQueryError::Unknown(name.chars().take(40).collect())
}

fn given(value: &str) -> Option<String> {
    Some(value.to_owned()).filter(|value| !value.is_empty())
}

/// The one spelling of what is searched for.
fn plain(value: &str, most: usize, error: CatalogQueryError) -> Result<String, CatalogQueryError> {
    // Before anything is made of it: a long value is refused for its length alone. A syllable that
    // is written as its letters takes three times as many bytes.
    if value.len() > most.saturating_mul(12) {
        return Err(error);
    }
    let plain = spelling::sought(value);
    if plain.chars().count() > most { Err(error) } else { Ok(plain) }
}

fn words(value: &str) -> Result<Vec<String>, CatalogQueryError> {
    let plain = plain(value, SEARCH_MAX, CatalogQueryError::Search)?;
    let mut words: Vec<String> = plain.split_whitespace().map(str::to_owned).collect();
    // The order of words says nothing, nor does saying one twice.
    words.sort_unstable();
    words.dedup();
    if words.len() > WORDS_MAX { Err(CatalogQueryError::Search) } else { Ok(words) }
}

/// A day of the calendar that there is.
fn day(name: &'static str, value: &str) -> Result<Option<String>, CatalogQueryError> {
    if value.is_empty() {
        return Ok(None);
    }
    let refused = CatalogQueryError::Day(name);
    let bytes = value.as_bytes();
    let formed = bytes.len() == 10
        && bytes.iter().enumerate().all(|(at, byte)| match at {
            4 | 7 => *byte == b'-',
            _ => byte.is_ascii_digit(),
        });
    let number = |range: std::ops::Range<usize>| {
        value.get(range).and_then(|text| text.parse::<u16>().ok()).unwrap_or(0)
    };
    let (year, month, day) = (number(0..4), number(5..7), number(8..10));
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        _ => 0,
    };
    let known = formed && (1..=days).contains(&day) && year >= 1;
    if known { Ok(Some(value.to_owned())) } else { Err(refused) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(pairs: &[(&str, &str)]) -> Result<CatalogQuery, CatalogQueryError> {
        CatalogQuery::read(pairs.iter().copied())
    }

    #[test]
    fn the_same_question_has_one_name() {
        let one = read(&[("city", " Seoul"), ("q", "  Evening\tSTAR evening "), ("limit", "20")]);
        let other = read(&[("q", "star evening"), ("city", "SEOUL"), ("from", ""), ("cursor", "")]);
        assert_eq!(
            one.as_ref().unwrap().pairs(),
            [("q", "evening star".to_owned()), ("city", "seoul".to_owned())]
        );
        assert_eq!(one.unwrap().pairs(), other.unwrap().pairs());
        assert_eq!(read(&[]).unwrap().pairs(), []);
        let decomposed = read(&[("q", "\u{1107}\u{1167}\u{11af}밤\u{200b}")]).unwrap();
        assert_eq!(decomposed.pairs(), [("q", "별밤".to_owned())]);
    }

    #[test]
    fn a_name_reads_back_as_itself() {
        let query = read(&[
            ("q", "별밤 100%"),
            ("city", "부산"),
            ("from", "2028-02-29"),
            ("to", "2028-12-31"),
            ("cursor", "1_0"),
            ("limit", "7"),
        ])
        .unwrap();
        let pairs = query.pairs();
        let again = CatalogQuery::read(pairs.iter().map(|(n, v)| (*n, v.as_str()))).unwrap();
        assert_eq!(again, query);
    }

    #[test]
    fn what_nobody_can_mean_is_refused() {
        let long = "x".repeat(65);
        for (pairs, error) in [
            (vec![("Q", "x")], CatalogQueryError::Unknown("Q".to_owned())),
            (vec![("q", "x"), ("q", "y")], CatalogQueryError::Unknown("q".to_owned())),
            (vec![("q", long.as_str())], CatalogQueryError::Search),
            (vec![("q", "a b c d e f g")], CatalogQueryError::Search),
            (vec![("city", long.as_str())], CatalogQueryError::City),
            (vec![("from", "2026-2-1")], CatalogQueryError::Day("from")),
            (vec![("to", "2027-02-29")], CatalogQueryError::Day("to")),
            (vec![("to", "२०२७-०१-०१")], CatalogQueryError::Day("to")),
            (vec![("from", "2027-01-02"), ("to", "2027-01-01")], CatalogQueryError::Days),
            (vec![("limit", "0")], CatalogQueryError::Limit),
            (vec![("limit", "51")], CatalogQueryError::Limit),
            (vec![("cursor", &"1".repeat(81))], CatalogQueryError::Cursor),
        ] {
            assert_eq!(read(&pairs), Err(error), "{pairs:?}");
        }
    }
}
