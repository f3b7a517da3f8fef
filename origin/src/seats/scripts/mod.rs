//! The Lua scripts, one typed function each.
//!
//! Everything that changes a performance's seats in Redis is one of the files in `lua/`; nothing
//! else writes those keys. A script is called by its hash and loaded when Redis does not know it
//! (after a restart, a failover). The same calls work on a single node and on a cluster.

mod holds;
mod projection;
mod reply;

use std::sync::OnceLock;

use frontrow_shared::id::PerformanceId;
use redis::aio::ConnectionLike;

pub use holds::{
    DUE, DueHold, EXTEND, ExtendAnswer, ExtendCall, HOLD, HoldAnswer, HoldCall, MINE, MineAnswer,
    RELEASE, SWEEP, due, extend, hold, hold_by, mine, release, sweep,
};
pub use projection::{
    HOME, Home, MAP, MapBytes, PROJECT, Projected, REBUILD, RebuildStep, home, map, project,
    rebuild,
};
use reply::Reply;

use super::keys::Key;

/// Every script.
pub static ALL: [&LuaScript; 10] =
    [&HOLD, &EXTEND, &MINE, &RELEASE, &DUE, &SWEEP, &PROJECT, &REBUILD, &MAP, &HOME];

/// One file of `lua/`.
pub struct LuaScript {
    /// The name of the file.
    pub name: &'static str,
    /// Its text.
    pub source: &'static str,
    /// Its keys, in order.
    pub keys: &'static [Key],
    /// Its arguments, in order, as its header names them; the last may stand for many.
    pub args: &'static [&'static str],
    compiled: OnceLock<redis::Script>,
}

impl LuaScript {
    /// Names a script.
    #[must_use]
    pub const fn new(
        name: &'static str,
        source: &'static str,
        keys: &'static [Key],
        args: &'static [&'static str],
    ) -> Self {
        Self { name, source, keys, args, compiled: OnceLock::new() }
    }

    /// Runs it for a performance.
    async fn run(
        &self,
        redis: &mut (impl ConnectionLike + Send),
        performance: PerformanceId,
        args: &[String],
    ) -> Result<Reply, ScriptError> {
        let script = self.compiled.get_or_init(|| redis::Script::new(self.source));
        let mut call = script.prepare_invoke();
        for key in self.keys {
            call.key(key.of(performance));
        }
        for arg in args {
            call.arg(arg);
        }
        let mut reply = Reply::new(self.name, call.invoke_async(redis).await?);
        match reply.peek()? {
            "rebuild" => Err(ScriptError::Rebuild),
            "stale" => {
                reply.word()?;
                Err(ScriptError::Stale { epoch: reply.int()? })
            }
            _ => Ok(reply),
        }
    }
}

/// Why a script gave no answer of its own.
#[derive(Debug, thiserror::Error)]
pub enum ScriptError {
    /// Redis has lost the performance, or never had it: rebuild it, then try again.
    #[error("Redis does not have this performance; it has to be rebuilt")]
    Rebuild,
    /// The caller's hold epoch is not the one in force: read it again, then try again.
    #[error("Redis is at hold epoch {epoch}")]
    Stale {
        /// The epoch that Redis has.
        epoch: i64,
    },
    /// Redis did not answer, or refused.
    #[error("Redis: {0}")]
    Redis(#[from] redis::RedisError),
    /// The answer is none that the script's header names.
    #[error("the script {script} gave an answer that cannot be read")]
    Unreadable {
        /// Which script.
        script: &'static str,
    },
}
