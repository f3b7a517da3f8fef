//! A hold as Redis keeps it: one line of words.

use std::fmt;
use std::str::FromStr;

use frontrow_shared::id::{HoldId, PassId, SeatNo};
use uuid::Uuid;

/// One buyer's live hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HoldRecord {
    /// Its id; the first half stands for account and Idempotency-Key.
    pub hold: HoldId,
    /// Larger than every earlier fence of the performance; stands on each of its claims, so that
    /// a late hand never touches what a later hold has taken.
    pub fence: i64,
    /// When it runs out, unix ms by Redis's clock.
    pub expires_ms: i64,
    /// When it was taken.
    pub born_ms: i64,
    /// Whether its buyer has used the one extension.
    pub extended: bool,
    /// The pass that it was taken under; ended when the hold runs out.
    pub pass: Option<PassId>,
    /// The seats, in the order in which they were asked for.
    pub seats: Vec<SeatNo>,
}

/// A line that is not a hold record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a hold record in Redis cannot be read")]
pub struct RecordError;

impl fmt::Display for HoldRecord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { hold, fence, expires_ms, born_ms, extended, pass, seats } = self;
        let pass = pass_word(*pass);
        let seats: Vec<String> = seats.iter().map(SeatNo::to_string).collect();
        let (hold, extended, seats) = (hold.0.simple(), u8::from(*extended), seats.join(","));
        write!(f, "{hold} {fence} {expires_ms} {born_ms} {extended} {pass} {seats}")
    }
}

impl FromStr for HoldRecord {
    type Err = RecordError;

    fn from_str(line: &str) -> Result<Self, RecordError> {
        let mut words = line.split(' ');
        let mut next = || words.next().ok_or(RecordError);
        let record = Self {
            hold: HoldId(uuid(next()?)?),
            fence: next()?.parse().map_err(|_| RecordError)?,
            expires_ms: next()?.parse().map_err(|_| RecordError)?,
            born_ms: next()?.parse().map_err(|_| RecordError)?,
            extended: next()? == "1",
            pass: read_pass(next()?)?,
            seats: next()?
                .split(',')
                .map(|seat| seat.parse().map_err(|_| RecordError))
                .collect::<Result<_, _>>()?,
        };
        if words.next().is_some() { Err(RecordError) } else { Ok(record) }
    }
}

/// The pass as a word: its hex, or `-`.
#[must_use]
pub fn pass_word(pass: Option<PassId>) -> String {
    pass.map_or_else(|| "-".to_owned(), |pass| pass.0.simple().to_string())
}

/// Reads what [`pass_word`] wrote.
///
/// # Errors
/// A word that is neither `-` nor hex.
pub fn read_pass(word: &str) -> Result<Option<PassId>, RecordError> {
    if word == "-" { Ok(None) } else { uuid(word).map(|id| Some(PassId(id))) }
}

fn uuid(word: &str) -> Result<Uuid, RecordError> {
    Uuid::try_parse(word).map_err(|_| RecordError)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_reads_back_and_a_torn_one_is_refused() {
        let record = HoldRecord {
            hold: HoldId(Uuid::from_u128(7)),
            fence: 1_800_000_000_000_001,
            expires_ms: 1_800_000_420_000,
            born_ms: 1_800_000_000_000,
            extended: true,
            pass: Some(PassId(Uuid::from_u128(9))),
            seats: vec![3, 0, 9999],
        };
        let line = record.to_string();
        assert_eq!(line.parse(), Ok(record.clone()));
        let passless = HoldRecord { pass: None, ..record };
        assert_eq!(passless.to_string().parse(), Ok(passless));
        for bad in ["", "-", &line[1..], &line[..line.len() - 9], &format!("{line} 1")] {
            assert_eq!(bad.parse::<HoldRecord>(), Err(RecordError), "{bad}");
        }
    }
}
