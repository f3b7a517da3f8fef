//! What the stores and the payment provider answer.

use std::time::Duration;

use super::point::{Item, Point};
use super::sale_points::SaleFacts;
use super::store;
use crate::payments::provider::Reading;
use crate::seats::policy::{self, PolicyError};
use crate::state::AppState;
use crate::{clock, db, seats};

/// How far the clocks of core, PostgreSQL and Redis may be apart: holds, deadlines and passes
/// are compared by one each.
const SKEW_MAX_MS: i64 = 1_000;
/// How full Redis may be before the crowd comes, in percent.
const MEMORY_MAX: u64 = 80;
/// How long the provider may take: longer, and buyers would wait as long.
const PROVIDER_PATIENCE: Duration = Duration::from_secs(5);
/// An order that no attempt has.
const NO_ORDER: &str = "frontrow-is-anybody-there";

/// All of it.
pub(super) async fn items(state: &AppState, facts: &SaleFacts) -> Vec<Item> {
    let (schema, redis, clocks, provider) =
        tokio::join!(migrations(state), redis_points(state, facts), clocks(state), provider(state));
    std::iter::once(schema).chain(redis).chain([clocks, provider]).collect()
}

async fn migrations(state: &AppState) -> Item {
    let (point, how) = (Point::Migrations, "Run `frontrow migrate`.");
    match db::outstanding(&state.db).await {
        Ok(0) => point.ok("All migrations are there."),
        Ok(missing) => point.bad(format!("{missing} migrations are missing or differ."), how),
        Err(error) => point.bad(format!("The migrations cannot be read: {error}."), how),
    }
}

async fn redis_points(state: &AppState, facts: &SaleFacts) -> [Item; 3] {
    let policy = match policy::refuse_eviction(&state.redis).await {
        Ok(()) => Point::RedisPolicy.ok("maxmemory-policy is noeviction."),
        Err(error @ PolicyError::Evicts { .. }) => Point::RedisPolicy.bad(
            format!("{error}."),
            "CONFIG SET maxmemory-policy noeviction, and in redis.conf too.",
        ),
        Err(error) => Point::RedisPolicy.bad(format!("{error}."), REDIS_AWAY),
    };
    let memory = match policy::fullness(&state.redis).await {
        Ok(None) => Point::RedisMemory.ok("It has no limit of its own."),
        Ok(Some(percent)) if percent <= MEMORY_MAX => {
            Point::RedisMemory.ok(format!("{percent} % of maxmemory are used."))
        }
        Ok(Some(percent)) => Point::RedisMemory.bad(
            format!("{percent} % of maxmemory are used; a full Redis refuses holds."),
            "Raise maxmemory, or find out what fills it.",
        ),
        Err(error) => Point::RedisMemory.bad(format!("{error}."), REDIS_AWAY),
    };
    [policy, memory, redis_seats(state, facts).await]
}

const REDIS_AWAY: &str = "Start Redis, or set REDIS_URL to the one that runs.";

async fn redis_seats(state: &AppState, facts: &SaleFacts) -> Item {
    let point = Point::RedisSeats;
    let how = format!("Run `frontrow sale warm {}`.", facts.sale);
    match seats::agreement(state, facts.performance).await {
        Ok(found) if found.is_whole() => {
            point.ok(format!("{} seats compared, none differs.", found.seats))
        }
        Ok(found) if !found.filled => {
            point.wait("Redis does not have this performance, or has an old state of it.", how)
        }
        Ok(found) => point.wait(
            format!(
                "Of {} seats {} are behind PostgreSQL, {} ahead of it, {} differ.",
                found.seats,
                found.behind.len(),
                found.ahead,
                found.differing
            ),
            how,
        ),
        Err(error) => point.bad(format!("They cannot be compared: {error}."), REDIS_AWAY),
    }
}

async fn clocks(state: &AppState) -> Item {
    let point = Point::Clocks;
    let postgres = skew(async {
        let (now, offset_ms) = store::clock(&state.db).await?;
        Ok::<_, anyhow::Error>((clock::millis(now).0, offset_ms))
    });
    let redis = skew(async {
        let mut redis = state.redis.clone();
        let (seconds, micros): (i64, i64) = redis::cmd("TIME").query_async(&mut redis).await?;
        Ok::<_, anyhow::Error>((seconds * 1_000 + micros / 1_000, 0))
    });
    match tokio::join!(postgres, redis) {
        (Ok(postgres), Ok(redis)) => {
            told(postgres, redis, state.config.clock_offset_tests.is_some())
        }
        (Err(error), _) => point.bad(
            format!("PostgreSQL's clock cannot be read: {error}."),
            "Start PostgreSQL, or set DATABASE_URL to the one that runs.",
        ),
        (_, Err(error)) => point.bad(format!("Redis's clock cannot be read: {error}."), REDIS_AWAY),
    }
}

/// What two clocks beside ours mean; `tests_may` set them off.
fn told(postgres: Beside, redis: Beside, tests_may: bool) -> Item {
    let point = Point::Clocks;
    if postgres.offset_ms != 0 && !tests_may {
        return point.bad(
            format!("Deadlines run {} ms off: a clock of the tests is set.", postgres.offset_ms),
            "delete from frontrow_settings where name = 'clock_offset_ms'.",
        );
    }
    let found = format!(
        "PostgreSQL is {} ms, Redis {} ms from the core.",
        postgres.apart_ms, redis.apart_ms
    );
    if postgres.is_off() || redis.is_off() {
        return point.bad(found, "Set the hosts' clocks by NTP, the core's host too.");
    }
    point.ok(found)
}

/// A clock beside ours.
#[derive(Debug, Clone, Copy)]
struct Beside {
    /// How far it is ahead.
    apart_ms: i64,
    /// How long the question took: so much of `apart_ms` may be the way.
    took_ms: i64,
    /// What tests have added.
    offset_ms: i64,
}

impl Beside {
    fn is_off(self) -> bool {
        self.apart_ms.abs() - self.took_ms > SKEW_MAX_MS
    }
}

async fn skew<E>(ask: impl Future<Output = Result<(i64, i64), E>>) -> Result<Beside, E> {
    let before = clock::wall().0;
    let (there, offset_ms) = ask.await?;
    let took_ms = clock::wall().0 - before;
    Ok(Beside { apart_ms: there - before - took_ms / 2, took_ms, offset_ms })
}

/// Neither a test nor a live key.
const UNKNOWN: &str = "unknown";

/// What a key is for. Never a part of the key itself, which may be anything by mistake.
fn kind(key: &str) -> &'static str {
    let kinds = [("test_", "test"), ("live_", "live")];
    kinds.iter().find(|(start, _)| key.starts_with(start)).map_or(UNKNOWN, |(_, kind)| kind)
}

async fn provider(state: &AppState) -> Item {
    let point = Point::Provider;
    let toss = &state.config.toss;
    let (secret, client) = (kind(toss.toss_secret_key.expose()), kind(&toss.toss_client_key));
    if secret != client || secret == UNKNOWN {
        return point.bad(
            format!("The secret key is of kind {secret}, the client key of kind {client}."),
            "Set TOSS_SECRET_KEY and TOSS_CLIENT_KEY to a pair: both test_… or both live_….",
        );
    }
    let asked = state.provider.read_by_order(NO_ORDER);
    match tokio::time::timeout(PROVIDER_PATIENCE, asked).await {
        Ok(Reading::Found(_) | Reading::NotFound) if secret == "live" => {
            point.ok("It answers; real money moves.")
        }
        Ok(Reading::Found(_) | Reading::NotFound) => {
            point.ok("It answers; under test keys no real money moves.")
        }
        Ok(Reading::NoAnswer(failure)) => point.bad(
            format!(
                "It does not take our question: {}.",
                failure.to_string().trim_end_matches('.')
            ),
            "Look at TOSS_BASE_URL and TOSS_SECRET_KEY, then at the provider's status page.",
        ),
        Err(_) => point.bad(
            format!("It does not answer within {} s.", PROVIDER_PATIENCE.as_secs()),
            "Look at the provider's status page, and at the way there.",
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::warmup::ItemState;

    #[test]
    fn a_key_is_never_told() {
        assert_eq!((kind("test_gsk_a"), kind("live_gck_a")), ("test", "live"));
        for other in ["", "secret", "sk_live_a", "testing_a"] {
            assert_eq!(kind(other), UNKNOWN);
        }
    }

    #[test]
    fn a_clock_is_off_when_the_way_there_does_not_explain_it() {
        let beside = |apart_ms, took_ms| Beside { apart_ms, took_ms, offset_ms: 0 };
        let right = beside(0, 1);
        for (other, state) in [
            (beside(1_000, 0), ItemState::Ok),
            (beside(1_001, 0), ItemState::Bad),
            (beside(-1_001, 0), ItemState::Bad),
            (beside(1_400, 500), ItemState::Ok),
        ] {
            assert_eq!(told(other, right, false).state, state, "PostgreSQL {other:?}");
            assert_eq!(told(right, other, false).state, state, "Redis {other:?}");
        }
        let moved = Beside { offset_ms: 1, ..right };
        assert_eq!(told(moved, right, false).state, ItemState::Bad);
        assert_eq!(told(moved, right, true).state, ItemState::Ok);
    }
}
