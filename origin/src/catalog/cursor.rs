//! Where a page of the list ends: the start and id of its last performance.

use uuid::Uuid;

/// The last performance of a page; the next page begins after it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cursor {
    /// Its start in microseconds since the Unix epoch, as exact as PostgreSQL keeps it.
    pub starts_at_us: i64,
    /// Its id.
    pub id: Uuid,
}

impl Cursor {
    /// Reads a cursor; `None` is a text that this API never gave out.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (starts, id) = text.split_once('_')?;
        let starts_at_us = starts.parse().ok()?;
        let id = Uuid::try_parse(id).ok()?;
        let cursor = Self { starts_at_us, id };
        (cursor.to_text() == text).then_some(cursor)
    }

    /// The cursor as text, for the client to give back as it is.
    #[must_use]
    pub fn to_text(self) -> String {
        format!("{}_{}", self.starts_at_us, self.id.simple())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_reads_back_and_others_are_refused() {
        let cursor = Cursor { starts_at_us: 1_795_000_000_000_001, id: Uuid::from_u128(77) };
        assert_eq!(Cursor::parse(&cursor.to_text()), Some(cursor));
        for bad in ["", "1", "_", "x_1", "+1_0000000000000000000000000000004d"] {
            assert_eq!(Cursor::parse(bad), None, "{bad}");
        }
    }
}
