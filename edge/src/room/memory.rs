//! What a room asks the others before it numbers and lets in: after every start its shards, and
//! the core.

use frontrow_shared::id::SaleId;
use frontrow_shared::problem::{Code, Problem};
use frontrow_shared::room::{Room, ShardMemory};

use super::{RoomObject, sync};
use crate::objects::ask_shard;
use crate::reply::Failure;
use crate::shard::SHARDS;
use crate::upstream;

impl RoomObject {
    /// Sees to it that the room has heard the others; one request asks, those beside it wait.
    pub(super) async fn become_whole(&self, sale: SaleId) -> Result<(), Failure> {
        let asked = format!("room {sale}");
        for _ in 0..3 {
            if self.run(|room, _| room.is_whole())? {
                return Ok(());
            }
            if let Some(_turn) = upstream::turn(&asked).await
                && !self.run(|room, _| room.is_whole())?
            {
                self.ask_the_others(sale).await?;
            }
        }
        if self.run(|room, _| room.is_whole())? {
            return Ok(());
        }
        Err(Problem::new(Code::Unavailable).with("retry_after_ms", 1_000).into())
    }

    /// The alarm's work: a sync, which a room that is not whole makes while it becomes so.
    pub(super) async fn look_about(&self) -> Result<(), Failure> {
        let sale = self.run(|room, _| room.settings().map(|settings| settings.sale))?;
        match sale {
            Some(sale) if !self.run(|room, _| room.is_whole())? => self.become_whole(sale).await,
            _ => sync::sync(self).await,
        }
    }

    async fn ask_the_others(&self, sale: SaleId) -> Result<(), Failure> {
        let mut memories: Vec<ShardMemory> = Vec::new();
        for shard in SHARDS {
            memories.push(ask_shard(&self.env, sale, shard, "memory", &()).await?);
        }
        self.run(|room, now| room.recall(&memories, now))?;
        // A line goes on growing while the core is silent, but for a room that has no rows.
        let synced = sync::sync(self).await;
        if self.run(|room, _| Room::needs_reminder(room))? {
            synced?;
        }
        let epoch = self.run(|room, _| room.epoch())?;
        for (shard, memory) in SHARDS.into_iter().zip(&memories) {
            if memory.epoch != epoch {
                ask_shard::<()>(&self.env, sale, shard, "epoch", &epoch).await?;
            }
        }
        self.run(|room, _| room.introduced(epoch))?;
        Ok(())
    }
}
