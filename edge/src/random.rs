//! Fresh randomness from the platform's cryptographic source.

use frontrow_shared::time::UnixMillis;
use uuid::Uuid;

/// Random bytes.
///
/// # Errors
/// The platform has none to give; the request cannot be served then.
pub(crate) fn bytes<const N: usize>() -> worker::Result<[u8; N]> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes)
        .map_err(|error| worker::Error::RustError(format!("no randomness: {error}")))?;
    Ok(bytes)
}

/// A version 7 UUID, which sorts by its time of birth.
///
/// # Errors
/// As [`bytes`].
pub(crate) fn uuid(now: UnixMillis) -> worker::Result<Uuid> {
    let ms = u64::try_from(now.0).unwrap_or(0);
    Ok(uuid::Builder::from_unix_timestamp_millis(ms, &bytes()?).into_uuid())
}
