//! What buyers do with seats, and what orders need of them.

use frontrow_shared::id::{AccountId, HoldId, PassId, PerformanceId, SaleId, SeatNo};
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use super::error::SeatsError;
use super::record::HoldRecord;
use super::scripts::{self, ExtendAnswer, ExtendCall, HoldAnswer, HoldCall, MineAnswer};
use super::{steady, sweeper};
use crate::catalog::{SaleInfo, WindowError};
use crate::state::AppState;
use crate::{accounts, catalog, rooms};

/// How long a hold lasts.
const HOLD_MS: i64 = 7 * 60_000;
/// How much longer its buyer can make it, once.
const EXTENSION_MS: i64 = 3 * 60_000;
/// How long a hold may last in all. Orders extend it to their deadline, an hour at most; orders
/// that fail again and again must not keep seats for ever.
const LIMIT_MS: i64 = 90 * 60_000;

/// Who asks for seats.
#[derive(Debug, Clone, Copy)]
pub struct Buyer {
    /// The account.
    pub account: AccountId,
    /// The pass they were let in with.
    pub pass: PassId,
}

/// A live hold at a moment of Redis's clock.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LiveHold {
    /// The hold.
    pub record: HoldRecord,
    /// Redis's time, unix ms.
    pub now_ms: i64,
}

/// Seats that an order may be made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldSeats {
    /// The hold.
    pub hold: HoldId,
    /// The seats, in the order in which they were asked for.
    pub seats: Vec<SeatNo>,
    /// The pass that the hold was taken under.
    pub pass: Option<PassId>,
    /// When the hold runs out, unix ms.
    pub expires_ms: i64,
}

/// The id of a new hold that an Idempotency-Key stands for. Its first half is that of the key,
/// account and performance, so a retry finds its own; the other half is of `fresh`, so that an id
/// never comes back: what is held again after a cancelled order can be ordered.
#[must_use]
pub fn hold_id(performance: PerformanceId, account: AccountId, key: &str, fresh: Uuid) -> HoldId {
    let digest = Sha256::new()
        .chain_update(b"frontrow hold")
        .chain_update(performance.0)
        .chain_update(account.0)
        .chain_update(key)
        .finalize();
    let mut bytes = *fresh.as_bytes();
    bytes[..8].copy_from_slice(&digest[..8]);
    HoldId(uuid::Builder::from_custom_bytes(bytes).into_uuid())
}

/// Holds seats for a buyer, all or none.
///
/// # Errors
/// What is wrong with the choice, whose the seats are, why selling is closed; Redis away.
pub async fn hold(
    state: &AppState,
    sale: &SaleInfo,
    buyer: Buyer,
    seats: &[SeatNo],
    key: &str,
) -> Result<LiveHold, SeatsError> {
    check_choice(sale, seats)?;
    let performance = sale.performance;
    // The grade decides about a presale alone; without one no hold asks PostgreSQL for it.
    let grade = match sale.window.presale {
        Some(_) => accounts::membership(&mut *state.db.acquire().await?, buyer.account).await?,
        None => 0,
    };
    let call = HoldCall {
        account: buyer.account,
        hold: hold_id(performance, buyer.account, key, Uuid::new_v4()),
        pass: Some(buyer.pass),
        ttl_ms: HOLD_MS,
        max_seats: sale.max_seats_per_hold,
        window: sale.window,
        grade,
        seats: seats.to_vec(),
    };
    let mut answer = run_hold(state, performance, &call).await?;
    match answer {
        // One's own hold has run out: it ends as the sweeper would end it. If that ended this
        // pass, a new hold would block seats that its buyer cannot order.
        HoldAnswer::Lapsed => {
            sweeper::sweep(state, performance, sale.id).await?;
            if rooms::service::has_ended_now(state, buyer.pass).await? {
                return Err(SeatsError::PassEnded);
            }
            answer = run_hold(state, performance, &call).await?;
        }
        // A hold that lost a seat to PostgreSQL is no hold; it must not stand in the way.
        HoldAnswer::Holding(other)
            if run_mine(state, performance, buyer.account).await? == MineAnswer::Lost =>
        {
            release(state, performance, buyer.account, other).await?;
            answer = run_hold(state, performance, &call).await?;
        }
        _ => {}
    }
    let told = verdict(sale, answer);
    let word = if told.is_ok() { "held" } else { "refused" };
    metrics::counter!("frontrow_holds_total", "answer" => word).increment(1);
    told
}

/// Refuses what no script is needed for.
fn check_choice(sale: &SaleInfo, seats: &[SeatNo]) -> Result<(), SeatsError> {
    if seats.is_empty() {
        return Err(SeatsError::NoSeats);
    }
    let max = sale.max_seats_per_hold;
    if seats.len() > usize::try_from(max).unwrap_or(0) {
        return Err(SeatsError::TooMany { max });
    }
    for (n, seat) in seats.iter().enumerate() {
        if !(0..sale.seats).contains(seat) {
            return Err(SeatsError::Unknown { seat: seat.to_string() });
        }
        if seats[..n].contains(seat) {
            return Err(SeatsError::Duplicate { seat: seat.to_string() });
        }
    }
    Ok(())
}

fn verdict(sale: &SaleInfo, answer: HoldAnswer) -> Result<LiveHold, SeatsError> {
    let opens_at = frontrow_shared::time::UnixMillis;
    Err(match answer {
        HoldAnswer::Held { now_ms, record } => return Ok(LiveHold { record, now_ms }),
        HoldAnswer::NoSeats => SeatsError::NoSeats,
        HoldAnswer::TooMany => SeatsError::TooMany { max: sale.max_seats_per_hold },
        HoldAnswer::Duplicate(seat) => SeatsError::Duplicate { seat },
        HoldAnswer::Unknown(seat) => SeatsError::Unknown { seat },
        HoldAnswer::Taken(seats) => SeatsError::Taken { seats },
        HoldAnswer::Holding(hold) => SeatsError::Holding { hold },
        HoldAnswer::Reused => SeatsError::KeyReused,
        // It ran out again between the sweep and the second try.
        HoldAnswer::Lapsed => SeatsError::HoldLost,
        HoldAnswer::NotOpen(ms) => WindowError::NotOpen { opens_at: opens_at(ms) }.into(),
        HoldAnswer::Membership(ms) => WindowError::MembersOnly {
            grade: sale.window.presale.map_or(0, |presale| presale.grade),
            general_opens_at: opens_at(ms),
        }
        .into(),
        HoldAnswer::Over => WindowError::Over.into(),
    })
}

async fn run_hold(
    state: &AppState,
    performance: PerformanceId,
    call: &HoldCall,
) -> Result<HoldAnswer, SeatsError> {
    steady::run(state, performance, |mut redis, by| async move {
        scripts::hold(&mut redis, performance, (by.offset_ms, by.epoch), call).await
    })
    .await
}

async fn run_mine(
    state: &AppState,
    performance: PerformanceId,
    account: AccountId,
) -> Result<MineAnswer, SeatsError> {
    steady::run(state, performance, |mut redis, by| async move {
        scripts::mine(&mut redis, performance, (by.offset_ms, by.epoch), account).await
    })
    .await
}

/// The buyer's live hold.
///
/// # Errors
/// `HoldNotFound`; Redis away.
pub async fn mine(
    state: &AppState,
    performance: PerformanceId,
    account: AccountId,
) -> Result<LiveHold, SeatsError> {
    match run_mine(state, performance, account).await? {
        MineAnswer::Held { now_ms, record } => Ok(LiveHold { record, now_ms }),
        MineAnswer::Lost | MineAnswer::None => Err(SeatsError::HoldNotFound),
    }
}

/// Gives a hold back. One that is gone already is no error: that is what was wanted.
///
/// # Errors
/// Redis away.
pub async fn release(
    state: &AppState,
    performance: PerformanceId,
    account: AccountId,
    hold: HoldId,
) -> Result<(), SeatsError> {
    steady::run(state, performance, |mut redis, by| async move {
        scripts::release(&mut redis, performance, by.epoch, account, hold).await
    })
    .await
    .map(|_| ())
}

/// The buyer's one extension.
///
/// # Errors
/// `HoldLost`, `NotExtendable`; Redis away.
pub async fn extend(
    state: &AppState,
    performance: PerformanceId,
    account: AccountId,
    hold: HoldId,
) -> Result<LiveHold, SeatsError> {
    let (by_ms, until_ms) = (EXTENSION_MS, 0);
    let call = ExtendCall { account, hold, by_ms, until_ms, limit_ms: LIMIT_MS };
    run_extend(state, performance, call).await
}

/// Keeps a hold until an order made of it cannot need it any more: its deadline and some more.
/// Never shortens it.
///
/// # Errors
/// `HoldLost`; Redis away.
pub(super) async fn extend_for_order(
    state: &AppState,
    performance: PerformanceId,
    hold: HoldId,
    account: AccountId,
    until_ms: i64,
) -> Result<HeldSeats, SeatsError> {
    let call = ExtendCall { account, hold, by_ms: 0, until_ms, limit_ms: LIMIT_MS };
    run_extend(state, performance, call).await.map(HeldSeats::from)
}

/// The seats of a hold, as they are.
///
/// # Errors
/// `HoldLost`; Redis away.
pub(super) async fn held(
    state: &AppState,
    performance: PerformanceId,
    hold: HoldId,
    account: AccountId,
) -> Result<HeldSeats, SeatsError> {
    match run_mine(state, performance, account).await? {
        MineAnswer::Held { now_ms, record } if record.hold == hold => {
            Ok(LiveHold { record, now_ms }.into())
        }
        _ => Err(SeatsError::HoldLost),
    }
}

async fn run_extend(
    state: &AppState,
    performance: PerformanceId,
    call: ExtendCall,
) -> Result<LiveHold, SeatsError> {
    let answer = steady::run(state, performance, |mut redis, by| async move {
        scripts::extend(&mut redis, performance, (by.offset_ms, by.epoch), &call).await
    });
    match answer.await? {
        ExtendAnswer::Held { now_ms, record } => Ok(LiveHold { record, now_ms }),
        ExtendAnswer::Lost => Err(SeatsError::HoldLost),
        ExtendAnswer::NotExtendable => Err(SeatsError::NotExtendable),
    }
}

impl From<LiveHold> for HeldSeats {
    fn from(live: LiveHold) -> Self {
        let HoldRecord { hold, seats, pass, expires_ms, .. } = live.record;
        Self { hold, seats, pass, expires_ms }
    }
}

/// The sale that a request is about.
///
/// # Errors
/// No such sale; PostgreSQL.
pub(super) async fn sale(state: &AppState, sale: SaleId) -> Result<SaleInfo, SeatsError> {
    Ok(catalog::service::sale(state, sale).await?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hold_id_stands_for_the_request_and_never_comes_back() {
        let id = |performance, account, key| {
            let (performance, account) = (Uuid::from_u128(performance), Uuid::from_u128(account));
            let id = hold_id(PerformanceId(performance), AccountId(account), key, Uuid::new_v4());
            id.0.as_u64_pair()
        };
        let one = id(1, 2, "key-0001");
        let again = id(1, 2, "key-0001");
        assert_eq!(one.0, again.0);
        assert_ne!(one.1, again.1);
        for other in [id(2, 2, "key-0001"), id(1, 1, "key-0001"), id(1, 2, "key-0002")] {
            assert_ne!(one.0, other.0);
        }
    }
}
