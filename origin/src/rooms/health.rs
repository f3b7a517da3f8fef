//! How many people the core can take, from what it sees of itself.

/// What the core sees of itself at a sync.
#[derive(Debug, Clone, Copy)]
pub struct Signs {
    /// Redis answers: without it nobody can hold a seat.
    pub redis_answers: bool,
    /// Connections to PostgreSQL in use.
    pub connections_used: u32,
    /// Connections to PostgreSQL that there may be.
    pub connections_max: u32,
}

/// Health from 0 (let nobody in) to 100. Full until half of the connections are in use, then
/// falling in a straight line to 20 when all are: those inside must be able to finish, and a
/// trickle keeps the measure alive.
#[must_use]
pub fn health(signs: Signs) -> u8 {
    if !signs.redis_answers {
        return 0;
    }
    let max = signs.connections_max.max(1);
    let used = signs.connections_used.min(max);
    let beyond_half = (2 * used).saturating_sub(max);
    u8::try_from(100 - beyond_half * 80 / max).unwrap_or(20)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn full_up_to_half_then_falling_and_nobody_without_redis() {
        let at = |redis_answers, connections_used| {
            health(Signs { redis_answers, connections_used, connections_max: 20 })
        };
        assert_eq!([at(true, 0), at(true, 10), at(true, 15), at(true, 20)], [100, 100, 60, 20]);
        assert_eq!(at(true, 99), 20);
        assert_eq!(at(false, 0), 0);
    }
}
