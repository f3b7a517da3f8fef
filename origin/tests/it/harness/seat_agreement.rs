//! What must be true of a performance's seats in Redis at any moment, whatever happened.

use std::collections::BTreeMap;

use frontrow::seats::keys::Key;
use frontrow::seats::model::{Claim, Model};
use frontrow_shared::id::{AccountId, PerformanceId, SeatNo};
use frontrow_shared::seatmap::{SeatState, unpack};
use redis::AsyncCommands as _;
use redis::aio::ConnectionLike;
use uuid::Uuid;

/// Everything that Redis keeps of a ready performance, asserted to agree with itself: the map is
/// what truth and claims make of it, a claim belongs to a hold, the due list is that of the holds.
pub(crate) async fn agreed_state(
    redis: &mut (impl ConnectionLike + Send + Sync),
    performance: PerformanceId,
) -> Model {
    let key = |key: Key| key.of(performance);
    let meta: BTreeMap<String, String> = redis.hgetall(key(Key::Meta)).await.unwrap();
    let truth: BTreeMap<usize, String> = redis.hgetall(key(Key::Truth)).await.unwrap();
    let claims: BTreeMap<SeatNo, String> = redis.hgetall(key(Key::Claims)).await.unwrap();
    let holds: BTreeMap<String, String> = redis.hgetall(key(Key::Holds)).await.unwrap();
    let due: Vec<(String, i64)> = redis.zrange_withscores(key(Key::Due), 0, -1).await.unwrap();
    let map: Vec<u8> = redis.get(key(Key::Map)).await.unwrap();
    let waited: Vec<SeatNo> = redis.smembers(key(Key::Waited)).await.unwrap();

    let state = Model {
        version: meta["version"].parse().unwrap(),
        truth: truth
            .into_iter()
            .enumerate()
            .map(|(n, (seat, text))| {
                assert_eq!(n, seat, "truth has every seat");
                let (version, state) = text.split_once(' ').unwrap();
                (version.parse().unwrap(), SeatState::from_bits(state.parse().unwrap()))
            })
            .collect(),
        claims: claims.into_iter().map(|(seat, text)| (seat, claim(&text))).collect(),
        holds: holds
            .into_iter()
            .map(|(account, record)| (account_of(&account), record.parse().unwrap()))
            .collect(),
        waited: waited.into_iter().collect(),
    };

    assert_eq!(unpack(&map, state.truth.len()).unwrap(), state.map(), "the map is derived");
    let due: BTreeMap<_, _> =
        due.into_iter().map(|(account, at)| (account_of(&account), at)).collect();
    let ends: BTreeMap<_, _> =
        state.holds.iter().map(|(account, hold)| (*account, hold.expires_ms)).collect();
    assert_eq!(due, ends, "the due list is that of the holds");
    for (seat, claim) in &state.claims {
        let owner = &state.holds[&claim.account];
        assert_eq!((owner.fence, owner.expires_ms), (claim.fence, claim.expires_ms));
        assert!(owner.seats.contains(seat), "seat {seat} is in the hold that claims it");
        assert_eq!(state.truth[*seat as usize].1, SeatState::Free, "only free seats are claimed");
    }
    state
}

fn claim(text: &str) -> Claim {
    let words: Vec<&str> = text.split(' ').collect();
    Claim {
        fence: words[0].parse().unwrap(),
        expires_ms: words[1].parse().unwrap(),
        account: account_of(words[2]),
    }
}

fn account_of(hex: &str) -> AccountId {
    AccountId(Uuid::try_parse(hex).unwrap())
}
