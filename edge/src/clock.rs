//! The edge's clock. It stands still while the Worker computes and moves with each I/O.

use frontrow_shared::time::UnixMillis;

/// Now.
pub(crate) fn now() -> UnixMillis {
    UnixMillis(i64::try_from(worker::Date::now().as_millis()).unwrap_or(i64::MAX))
}
