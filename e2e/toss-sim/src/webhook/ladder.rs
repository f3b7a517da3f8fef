//! When a webhook is tried again.

/// Minutes from each failed try to the next: seven retries over about 3 days and 19 hours.
const STEPS_MIN: [i64; 7] = [1, 4, 16, 64, 256, 1024, 4096];

/// Milliseconds to wait after the try that failed as number `tries` (from 1); `None` when there
/// is no further one.
pub(crate) fn wait_ms(tries: usize) -> Option<i64> {
    let step = STEPS_MIN.get(tries.checked_sub(1)?)?;
    Some(step * 60_000)
}

#[cfg(test)]
mod tests {
    use super::wait_ms;

    #[test]
    fn seven_retries_then_none() {
        let waits: Vec<_> = (1..=8).map(wait_ms).collect();
        let minutes = [1, 4, 16, 64, 256, 1024, 4096].map(|m| Some(m * 60_000));
        assert_eq!(waits[..7], minutes);
        assert_eq!(waits[7], None);
        assert_eq!(wait_ms(0), None);
    }
}
