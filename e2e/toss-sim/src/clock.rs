//! The simulator's time: the machine's clock plus an offset that tests move, so that the
//! 30-minute and 10-minute windows, the 15 days of a key and the webhook ladder pass at will.

use std::sync::atomic::{AtomicI64, Ordering};

use time::format_description::BorrowedFormatItem;
use time::macros::{format_description, offset};
use time::{OffsetDateTime, UtcOffset};

/// Milliseconds since 1970 in UTC, in simulated time.
pub(crate) type UnixMillis = i64;

/// Toss speaks in Korean time.
const KST: UtcOffset = offset!(+9);

/// The largest distance the clock can be moved from the machine's, in either direction.
pub(crate) const OFFSET_MS_MAX: i64 = 10 * 366 * 24 * 60 * 60 * 1000;

/// A clock that can be set.
#[derive(Default)]
pub(crate) struct Clock {
    offset_ms: AtomicI64,
}

impl Clock {
    pub(crate) fn now(&self) -> UnixMillis {
        let machine = OffsetDateTime::now_utc();
        let ms = machine.unix_timestamp() * 1000 + i64::from(machine.millisecond());
        ms + self.offset_ms()
    }

    pub(crate) fn offset_ms(&self) -> i64 {
        self.offset_ms.load(Ordering::SeqCst)
    }

    /// Moves the clock forward; stops at [`OFFSET_MS_MAX`].
    pub(crate) fn advance(&self, ms: u64) {
        let ms = i64::try_from(ms).unwrap_or(OFFSET_MS_MAX);
        let moved = self.offset_ms().saturating_add(ms).min(OFFSET_MS_MAX);
        self.offset_ms.store(moved, Ordering::SeqCst);
    }

    /// Back to the machine's time.
    pub(crate) fn reset(&self) {
        self.offset_ms.store(0, Ordering::SeqCst);
    }
}

fn format(at: UnixMillis, as_what: &[BorrowedFormatItem<'_>]) -> String {
    let utc = OffsetDateTime::from_unix_timestamp_nanos(i128::from(at) * 1_000_000)
        .unwrap_or(OffsetDateTime::UNIX_EPOCH);
    utc.to_offset(KST).format(as_what).unwrap_or_default()
}

/// `2026-11-21T10:20:47+09:00`, the form of every time in a Payment.
pub(crate) fn kst(at: UnixMillis) -> String {
    format(at, format_description!("[year]-[month]-[day]T[hour]:[minute]:[second]+09:00"))
}

/// `2026-11-21T10:20:47.123000`, the form of a webhook's `createdAt`: Korean time, no offset.
pub(crate) fn kst_micros(at: UnixMillis) -> String {
    format(
        at,
        format_description!("[year]-[month]-[day]T[hour]:[minute]:[second].[subsecond digits:6]"),
    )
}

/// `20261121102047`, the time inside a payment key.
pub(crate) fn kst_compact(at: UnixMillis) -> String {
    format(at, format_description!("[year][month][day][hour][minute][second]"))
}
