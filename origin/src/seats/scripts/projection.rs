//! Scripts that carry PostgreSQL's state into Redis, and the reading of the map.

use frontrow_shared::id::{PerformanceId, SeatNo};
use frontrow_shared::seatmap::SeatState;
use redis::aio::ConnectionLike;

use super::super::keys::Key;
use super::{LuaScript, ScriptError};

/// Applies newer states.
pub static PROJECT: LuaScript = LuaScript::new(
    "project",
    include_str!("../../../../lua/project.lua"),
    &[Key::Meta, Key::Truth, Key::Claims, Key::Holds, Key::Due, Key::Map, Key::Waited],
    &["epoch", "seat version state..."],
);

/// Fills everything.
pub static REBUILD: LuaScript = LuaScript::new(
    "rebuild",
    include_str!("../../../../lua/rebuild.lua"),
    &[Key::Meta, Key::Truth, Key::Claims, Key::Holds, Key::Due, Key::Map, Key::Waited],
    &["token", "step"],
);

/// Reads the map.
pub static MAP: LuaScript = LuaScript::new(
    "map",
    include_str!("../../../../lua/map.lua"),
    &[Key::Meta, Key::Map],
    &["epoch"],
);

/// Tells which Redis answers.
pub static HOME: LuaScript =
    LuaScript::new("home", include_str!("../../../../lua/home.lua"), &[Key::Meta], &["(none)"]);

/// A seat as PostgreSQL has it: free, taken or blocked, never held.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Projected {
    /// The seat.
    pub seat: SeatNo,
    /// Its version.
    pub version: i64,
    /// What the map is to show.
    pub state: SeatState,
}

/// `project.lua`: how many seats were news. At most some hundred seats a call.
///
/// # Errors
/// See [`ScriptError`].
pub async fn project(
    redis: &mut (impl ConnectionLike + Send),
    performance: PerformanceId,
    epoch: i64,
    seats: &[Projected],
) -> Result<i64, ScriptError> {
    let mut args = vec![epoch.to_string()];
    for seat in seats {
        args.push(seat.seat.to_string());
        args.push(seat.version.to_string());
        args.push(seat.state.bits().to_string());
    }
    let mut reply = PROJECT.run(redis, performance, &args).await?;
    if reply.word()? != "projected" {
        return Err(reply.unreadable());
    }
    reply.int()
}

/// One step of a rebuild, in this order: one begin, fills, one finish.
#[derive(Debug, Clone, Copy)]
pub enum RebuildStep<'a> {
    /// Forgets everything.
    Begin {
        /// The hold epoch from now on.
        epoch: i64,
        /// How many seats there are.
        seats: i32,
        /// Which Redis this is, by [`home`].
        home: &'a str,
    },
    /// Fills a run of seats; the first one's number is a multiple of 4.
    Fill(&'a [Projected]),
    /// Opens the performance.
    Finish {
        /// When Redis may forget all of it, unix ms.
        expire_at_ms: i64,
    },
}

/// `rebuild.lua`: false when another rebuild has begun since this one did.
///
/// # Errors
/// See [`ScriptError`].
pub async fn rebuild(
    redis: &mut (impl ConnectionLike + Send),
    performance: PerformanceId,
    token: &str,
    step: RebuildStep<'_>,
) -> Result<bool, ScriptError> {
    let mut args = vec![token.to_owned()];
    match step {
        RebuildStep::Begin { epoch, seats, home } => {
            args.extend(["begin".to_owned(), epoch.to_string(), seats.to_string()]);
            args.push(home.to_owned());
        }
        RebuildStep::Fill(run) => {
            let first = run.first().map_or(0, |seat| seat.seat);
            args.extend(["fill".to_owned(), first.to_string()]);
            for seat in run {
                args.push(seat.version.to_string());
                args.push(seat.state.bits().to_string());
            }
        }
        RebuildStep::Finish { expire_at_ms } => {
            args.extend(["finish".to_owned(), expire_at_ms.to_string()]);
        }
    }
    let mut reply = REBUILD.run(redis, performance, &args).await?;
    match reply.word()?.as_str() {
        "done" => Ok(true),
        "overtaken" => Ok(false),
        _ => Err(reply.unreadable()),
    }
}

/// The map as it stands in Redis.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MapBytes {
    /// Grows with every change and never names two different maps.
    pub version: i64,
    /// Two bits a seat.
    pub bytes: Vec<u8>,
}

/// `map.lua`.
///
/// # Errors
/// See [`ScriptError`].
pub async fn map(
    redis: &mut (impl ConnectionLike + Send),
    performance: PerformanceId,
    epoch: i64,
) -> Result<MapBytes, ScriptError> {
    let mut reply = MAP.run(redis, performance, &[epoch.to_string()]).await?;
    if reply.word()? != "map" {
        return Err(reply.unreadable());
    }
    Ok(MapBytes { version: reply.int()?, bytes: reply.bytes()? })
}

/// Which Redis answers for a performance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Home {
    /// The one that answers now.
    pub here: String,
    /// The one that the performance was filled on; `None` when it is not filled.
    pub filled_on: Option<String>,
}

/// `home.lua`.
///
/// # Errors
/// See [`ScriptError`].
pub async fn home(
    redis: &mut (impl ConnectionLike + Send),
    performance: PerformanceId,
) -> Result<Home, ScriptError> {
    let mut reply = HOME.run(redis, performance, &[]).await?;
    if reply.word()? != "home" {
        return Err(reply.unreadable());
    }
    let here = reply.word()?;
    Ok(Home { here, filled_on: Some(reply.word()?).filter(|home| !home.is_empty()) })
}
