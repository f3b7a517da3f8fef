//! Whether Redis has what PostgreSQL has, seat by seat.

use std::collections::{HashMap, HashSet};

use frontrow_shared::id::{PerformanceId, SeatNo};
use frontrow_shared::seatmap::{SeatState, unpack};

use super::error::SeatsError;
use super::keys::Key;
use super::memory::Standing;
use super::scripts::{self, Projected, ScriptError};
use super::store;
use crate::catalog::CatalogError;
use crate::state::AppState;

/// What a full comparison has found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Agreement {
    /// Redis has the performance, at PostgreSQL's epoch, and is the Redis that was filled.
    pub filled: bool,
    /// The hold epoch of PostgreSQL.
    pub epoch: i64,
    /// Seats that PostgreSQL has.
    pub seats: usize,
    /// Seats of which Redis has an older version: projecting them is enough.
    pub behind: Vec<Projected>,
    /// Seats of which Redis has a newer version: PostgreSQL has lost commits.
    pub ahead: usize,
    /// Seats that only one of the two has, that Redis has otherwise at the same version, or shows
    /// otherwise than it has them.
    pub differing: usize,
}

impl Agreement {
    /// Nothing to mend.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.filled && self.behind.is_empty() && self.ahead == 0 && self.differing == 0
    }
}

/// What Redis has of a performance, read at one moment.
struct InRedis {
    meta: HashMap<String, String>,
    truth: HashMap<SeatNo, String>,
    map: Vec<u8>,
    claimed: HashSet<SeatNo>,
    waited: HashSet<SeatNo>,
}

/// Compares all seats of a performance. Changes nothing.
///
/// # Errors
/// No such performance; PostgreSQL or Redis.
pub(super) async fn look(
    state: &AppState,
    performance: PerformanceId,
) -> Result<Agreement, SeatsError> {
    // Redis first: what is read later can only be newer.
    let home = scripts::home(&mut state.redis.clone(), performance).await?;
    let redis = read(state, performance).await?;
    let standing = store::standing(&state.db, performance).await?;
    let standing = standing.ok_or(SeatsError::Catalog(CatalogError::PerformanceNotFound))?;
    let seats = store::all_seats(&state.db, performance).await?;
    let here = home.filled_on.as_ref() == Some(&home.here);
    Ok(compare(&redis, standing, here, &seats))
}

async fn read(state: &AppState, performance: PerformanceId) -> Result<InRedis, SeatsError> {
    let (meta, truth, map, claimed, waited) = redis::pipe()
        .atomic()
        .hgetall(Key::Meta.of(performance))
        .hgetall(Key::Truth.of(performance))
        .get(Key::Map.of(performance))
        .hkeys(Key::Claims.of(performance))
        .smembers(Key::Waited.of(performance))
        .query_async(&mut state.redis.clone())
        .await
        .map_err(ScriptError::from)?;
    let map: Option<Vec<u8>> = map;
    Ok(InRedis { meta, truth, map: map.unwrap_or_default(), claimed, waited })
}

fn compare(redis: &InRedis, standing: Standing, here: bool, seats: &[Projected]) -> Agreement {
    let meta = |name: &str| redis.meta.get(name).map(String::as_str);
    let epoch = meta("epoch").and_then(|text| text.parse::<i64>().ok());
    let filled = here && meta("ready").is_some() && epoch == Some(standing.epoch);
    let shown = unpack(&redis.map, seats.len()).ok();
    let (epoch, count) = (standing.epoch, seats.len());
    let mut found = Agreement { filled, epoch, seats: count, ..Agreement::default() };
    for seat in seats {
        let Some((version, state)) = redis.truth.get(&seat.seat).and_then(|text| known(text))
        else {
            found.differing += 1;
            continue;
        };
        if version < seat.version {
            found.behind.push(*seat);
        } else if version > seat.version {
            found.ahead += 1;
        } else {
            let wanted = derived(seat.seat, state, redis);
            let place = usize::try_from(seat.seat).ok();
            let shows = shown.as_ref().zip(place).and_then(|(shown, place)| shown.get(place));
            if state != seat.state || shows != Some(&wanted) {
                found.differing += 1;
            }
        }
    }
    let known: HashSet<SeatNo> = seats.iter().map(|seat| seat.seat).collect();
    found.differing += redis.truth.keys().filter(|seat| !known.contains(*seat)).count();
    found
}

/// A line of the truth: version and state.
fn known(text: &str) -> Option<(i64, SeatState)> {
    let (version, state) = text.split_once(' ')?;
    Some((version.parse().ok()?, SeatState::from_bits(state.parse().ok()?)))
}

/// What the map has to show of a seat, as the scripts keep it.
fn derived(seat: SeatNo, state: SeatState, redis: &InRedis) -> SeatState {
    match state {
        SeatState::Free if redis.claimed.contains(&seat) => SeatState::Held,
        SeatState::Free if redis.waited.contains(&seat) => SeatState::Blocked,
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Four seats at version 1: free, held, kept for a waiter, taken.
    fn redis() -> InRedis {
        let meta = [("ready", "1"), ("epoch", "7")];
        let truth = ["1 0", "1 0", "1 0", "1 2"];
        InRedis {
            meta: meta.map(|(name, value)| (name.to_owned(), value.to_owned())).into(),
            truth: (0..).zip(truth.map(str::to_owned)).collect(),
            map: vec![0b00_01_11_10],
            claimed: [1].into(),
            waited: [2].into(),
        }
    }

    fn seats() -> Vec<Projected> {
        let state = |seat| if seat == 3 { SeatState::Taken } else { SeatState::Free };
        (0..4).map(|seat| Projected { seat, version: 1, state: state(seat) }).collect()
    }

    fn found(redis: &InRedis, seats: &[Projected]) -> Agreement {
        compare(redis, Standing { epoch: 7, offset_ms: 0 }, true, seats)
    }

    #[test]
    fn a_hold_or_a_waiter_is_no_difference_and_everything_else_is() {
        assert!(found(&redis(), &seats()).is_whole());

        let mut sold = seats();
        sold[0] = Projected { version: 2, state: SeatState::Taken, ..sold[0] };
        assert_eq!(found(&redis(), &sold).behind, [sold[0]]);
        sold[0].version = 0;
        assert_eq!(found(&redis(), &sold).ahead, 1);
        sold[0].version = 1;
        assert_eq!(found(&redis(), &sold).differing, 1, "another state at the same version");

        let shows_other = InRedis { map: vec![0b10_01_11_10], ..redis() };
        assert_eq!(found(&shows_other, &seats()).differing, 1);
        let without_map = InRedis { map: Vec::new(), ..redis() };
        assert_eq!(found(&without_map, &seats()).differing, 4);
        assert_eq!(found(&redis(), &seats()[..3]).differing, 1, "a seat too many");

        let old = compare(&redis(), Standing { epoch: 8, offset_ms: 0 }, true, &seats());
        assert!(!old.filled);
        assert!(!compare(&redis(), Standing { epoch: 7, offset_ms: 0 }, false, &seats()).filled);
    }
}
