//! Scripts of a hold's life.

use frontrow_shared::id::{AccountId, HoldId, PassId, PerformanceId, SeatNo};
use redis::aio::ConnectionLike;

use super::super::keys::Key;
use super::super::record::{HoldRecord, pass_word, read_pass};
use super::{LuaScript, ScriptError};
use crate::catalog::SaleWindow;

const BOTH: &[Key] = &[Key::Meta, Key::Claims, Key::Holds, Key::Due, Key::Map, Key::Waited];

/// Takes seats.
pub static HOLD: LuaScript = LuaScript::new(
    "hold",
    include_str!("../../../../lua/hold.lua"),
    BOTH,
    &[
        "offset_ms",
        "epoch",
        "account",
        "hold",
        "pass",
        "ttl_ms",
        "max_seats",
        "presale_ms",
        "presale_grade",
        "general_ms",
        "closes_ms",
        "grade",
        "seats...",
    ],
);

/// Lets a hold last longer.
pub static EXTEND: LuaScript = LuaScript::new(
    "extend",
    include_str!("../../../../lua/extend.lua"),
    &[Key::Meta, Key::Claims, Key::Holds, Key::Due],
    &["offset_ms", "epoch", "account", "hold", "by_ms", "until_ms", "limit_ms"],
);

/// Reads a buyer's hold.
pub static MINE: LuaScript = LuaScript::new(
    "mine",
    include_str!("../../../../lua/mine.lua"),
    &[Key::Meta, Key::Claims, Key::Holds],
    &["offset_ms", "epoch", "account"],
);

/// Gives a hold back.
pub static RELEASE: LuaScript = LuaScript::new(
    "release",
    include_str!("../../../../lua/release.lua"),
    BOTH,
    &["epoch", "account", "hold"],
);

/// Names holds that have run out.
pub static DUE: LuaScript = LuaScript::new(
    "due",
    include_str!("../../../../lua/due.lua"),
    &[Key::Meta, Key::Holds, Key::Due],
    &["offset_ms", "epoch", "limit"],
);

/// Ends holds that have run out.
pub static SWEEP: LuaScript = LuaScript::new(
    "sweep",
    include_str!("../../../../lua/sweep.lua"),
    BOTH,
    &["offset_ms", "epoch", "holds..."],
);

/// What a buyer asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HoldCall {
    /// The buyer.
    pub account: AccountId,
    /// The id that the hold is to have.
    pub hold: HoldId,
    /// The buyer's pass.
    pub pass: Option<PassId>,
    /// How long the hold lasts.
    pub ttl_ms: i64,
    /// Most seats in one hold.
    pub max_seats: i16,
    /// When selling is open.
    pub window: SaleWindow,
    /// The buyer's membership grade.
    pub grade: i16,
    /// The seats.
    pub seats: Vec<SeatNo>,
}

impl HoldCall {
    /// The arguments of `hold.lua`, in the order of its header.
    #[must_use]
    pub fn args(&self, (offset_ms, epoch): (i64, i64)) -> Vec<String> {
        let window = self.window;
        let general_ms = window.general_opens_at.0;
        // Without a presale everybody is a member of one that opens with the general sale.
        let (presale_ms, presale_grade) =
            window.presale.map_or((general_ms, 0), |presale| (presale.opens_at.0, presale.grade));
        let mut args = vec![
            offset_ms.to_string(),
            epoch.to_string(),
            self.account.0.simple().to_string(),
            self.hold.0.simple().to_string(),
            pass_word(self.pass),
            self.ttl_ms.to_string(),
            self.max_seats.to_string(),
            presale_ms.to_string(),
            presale_grade.to_string(),
            general_ms.to_string(),
            window.closes_at.0.to_string(),
            self.grade.to_string(),
        ];
        args.extend(self.seats.iter().map(SeatNo::to_string));
        args
    }
}

/// What became of it; one for each return that the header of `hold.lua` names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HoldAnswer {
    /// The buyer has these seats, now or since an earlier call with the same id.
    Held {
        /// Redis's time.
        now_ms: i64,
        /// The hold.
        record: HoldRecord,
    },
    /// No seat was named.
    NoSeats,
    /// More seats than one hold may have.
    TooMany,
    /// A seat was named twice.
    Duplicate(String),
    /// There is no such seat.
    Unknown(String),
    /// The buyer's own hold has run out and is not swept yet: sweep, then try again.
    Lapsed,
    /// The id stands for a hold of other seats.
    Reused,
    /// The buyer holds other seats.
    Holding(HoldId),
    /// Selling has not begun for this buyer; when it does.
    NotOpen(i64),
    /// Members of a higher grade only; when everybody may buy.
    Membership(i64),
    /// Selling has ended.
    Over,
    /// These seats are not free.
    Taken(Vec<SeatNo>),
}

/// `hold.lua`.
///
/// # Errors
/// See [`ScriptError`].
pub async fn hold(
    redis: &mut (impl ConnectionLike + Send),
    performance: PerformanceId,
    (offset_ms, epoch): (i64, i64),
    call: &HoldCall,
) -> Result<HoldAnswer, ScriptError> {
    hold_by(&HOLD, redis, performance, (offset_ms, epoch), call).await
}

/// As [`hold`], by the given text of the script: a race test takes the guard out of it to show
/// that it can fail.
///
/// # Errors
/// See [`ScriptError`].
pub async fn hold_by(
    script: &LuaScript,
    redis: &mut (impl ConnectionLike + Send),
    performance: PerformanceId,
    (offset_ms, epoch): (i64, i64),
    call: &HoldCall,
) -> Result<HoldAnswer, ScriptError> {
    let args = call.args((offset_ms, epoch));
    let mut reply = script.run(redis, performance, &args).await?;
    Ok(match reply.word()?.as_str() {
        "held" => HoldAnswer::Held { now_ms: reply.int()?, record: reply.record()? },
        "no_seats" => HoldAnswer::NoSeats,
        "too_many" => HoldAnswer::TooMany,
        "duplicate" => HoldAnswer::Duplicate(reply.word()?),
        "unknown" => HoldAnswer::Unknown(reply.word()?),
        "lapsed" => HoldAnswer::Lapsed,
        "reused" => HoldAnswer::Reused,
        "holding" => HoldAnswer::Holding(HoldId(reply.uuid()?)),
        "not_open" => HoldAnswer::NotOpen(reply.int()?),
        "membership" => HoldAnswer::Membership(reply.int()?),
        "over" => HoldAnswer::Over,
        "taken" => {
            let mut seats = Vec::new();
            while !reply.is_empty() {
                let seat = reply.int()?;
                seats.push(SeatNo::try_from(seat).map_err(|_| reply.unreadable())?);
            }
            HoldAnswer::Taken(seats)
        }
        _ => return Err(reply.unreadable()),
    })
}

/// How a hold is to last longer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ExtendCall {
    /// The buyer.
    pub account: AccountId,
    /// The hold.
    pub hold: HoldId,
    /// More than 0: the buyer's one extension, by so many ms.
    pub by_ms: i64,
    /// Otherwise: to this instant at least, unix ms.
    pub until_ms: i64,
    /// Never longer than so many ms after the hold was taken.
    pub limit_ms: i64,
}

/// What became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ExtendAnswer {
    /// The hold as it is now.
    Held {
        /// Redis's time.
        now_ms: i64,
        /// The hold.
        record: HoldRecord,
    },
    /// The hold has run out, or a seat of it is gone.
    Lost,
    /// The buyer has used the one extension.
    NotExtendable,
}

/// `extend.lua`.
///
/// # Errors
/// See [`ScriptError`].
pub async fn extend(
    redis: &mut (impl ConnectionLike + Send),
    performance: PerformanceId,
    (offset_ms, epoch): (i64, i64),
    call: &ExtendCall,
) -> Result<ExtendAnswer, ScriptError> {
    let args = [
        offset_ms.to_string(),
        epoch.to_string(),
        call.account.0.simple().to_string(),
        call.hold.0.simple().to_string(),
        call.by_ms.to_string(),
        call.until_ms.to_string(),
        call.limit_ms.to_string(),
    ];
    let mut reply = EXTEND.run(redis, performance, &args).await?;
    Ok(match reply.word()?.as_str() {
        "held" => ExtendAnswer::Held { now_ms: reply.int()?, record: reply.record()? },
        "lost" => ExtendAnswer::Lost,
        "not_extendable" => ExtendAnswer::NotExtendable,
        _ => return Err(reply.unreadable()),
    })
}

/// A buyer's hold, if there is one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MineAnswer {
    /// It lives.
    Held {
        /// Redis's time.
        now_ms: i64,
        /// The hold.
        record: HoldRecord,
    },
    /// It has run out and is not swept yet, or a seat of it is gone.
    Lost,
    /// There is none.
    None,
}

/// `mine.lua`.
///
/// # Errors
/// See [`ScriptError`].
pub async fn mine(
    redis: &mut (impl ConnectionLike + Send),
    performance: PerformanceId,
    (offset_ms, epoch): (i64, i64),
    account: AccountId,
) -> Result<MineAnswer, ScriptError> {
    let args = [offset_ms.to_string(), epoch.to_string(), account.0.simple().to_string()];
    let mut reply = MINE.run(redis, performance, &args).await?;
    Ok(match reply.word()?.as_str() {
        "held" => MineAnswer::Held { now_ms: reply.int()?, record: reply.record()? },
        "lost" => MineAnswer::Lost,
        "none" => MineAnswer::None,
        _ => return Err(reply.unreadable()),
    })
}

/// `release.lua`: how many seats were freed; `None` when there is no such hold any more.
///
/// # Errors
/// See [`ScriptError`].
pub async fn release(
    redis: &mut (impl ConnectionLike + Send),
    performance: PerformanceId,
    epoch: i64,
    account: AccountId,
    hold: HoldId,
) -> Result<Option<i64>, ScriptError> {
    let args = [epoch.to_string(), account.0.simple().to_string(), hold.0.simple().to_string()];
    let mut reply = RELEASE.run(redis, performance, &args).await?;
    match reply.word()?.as_str() {
        "released" => reply.int().map(Some),
        "gone" => Ok(None),
        _ => Err(reply.unreadable()),
    }
}

/// A hold that ran out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DueHold {
    /// Whose it was.
    pub account: AccountId,
    /// Its id.
    pub hold: HoldId,
    /// The pass that it was taken under.
    pub pass: Option<PassId>,
}

/// `due.lua`: at most `limit` holds that have run out, oldest first; they stay until swept.
///
/// # Errors
/// See [`ScriptError`].
pub async fn due(
    redis: &mut (impl ConnectionLike + Send),
    performance: PerformanceId,
    (offset_ms, epoch): (i64, i64),
    limit: usize,
) -> Result<Vec<DueHold>, ScriptError> {
    let args = [offset_ms.to_string(), epoch.to_string(), limit.to_string()];
    let mut reply = DUE.run(redis, performance, &args).await?;
    let mut due = Vec::new();
    if reply.word()? != "due" {
        return Err(reply.unreadable());
    }
    while !reply.is_empty() {
        due.push(DueHold {
            account: AccountId(reply.uuid()?),
            hold: HoldId(reply.uuid()?),
            pass: read_pass(&reply.word()?).map_err(|_| reply.unreadable())?,
        });
    }
    Ok(due)
}

/// `sweep.lua`: how many of these holds it ended.
///
/// # Errors
/// See [`ScriptError`].
pub async fn sweep(
    redis: &mut (impl ConnectionLike + Send),
    performance: PerformanceId,
    (offset_ms, epoch): (i64, i64),
    due: &[DueHold],
) -> Result<i64, ScriptError> {
    let mut args = vec![offset_ms.to_string(), epoch.to_string()];
    for DueHold { account, hold, .. } in due {
        args.extend([account.0.simple().to_string(), hold.0.simple().to_string()]);
    }
    let mut reply = SWEEP.run(redis, performance, &args).await?;
    if reply.word()? != "swept" {
        return Err(reply.unreadable());
    }
    reply.int()
}
