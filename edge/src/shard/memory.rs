//! What the shard can say to a room that has lost its storage or was restored from a copy: the
//! places that it keeps and the passes that it has handed out.

use frontrow_shared::id::{AccountId, PassId, VisitorId};
use frontrow_shared::room::{HandedOut, Lane, PassGrant, Place, ShardMemory};
use frontrow_shared::time::UnixMillis;
use serde::Deserialize;

use super::store::Store;
use crate::clock;

impl Store {
    /// All that a room has to know.
    pub(super) fn memory(&self) -> worker::Result<ShardMemory> {
        #[derive(Deserialize)]
        struct Counts {
            joined: u32,
            handed_out: u32,
            general_from: u32,
        }
        #[derive(Deserialize)]
        struct Pass {
            jti: PassId,
            visitor: VisitorId,
            account: Option<AccountId>,
            place: u32,
            hard_ms: UnixMillis,
        }
        let counts = "select coalesce((select max(place) + 1 from visitors where epoch =
                        (select epoch from room)), 0) as joined,
                        (select count(*) from passes) as handed_out,
                        coalesce((select min(place) + 1 from visitors
                          join general using (visitor) where epoch = (select epoch from room)), 0)
                        as general_from";
        let counts: Counts = self.sql.exec(counts, None)?.one()?;
        let living = "select jti, visitor, account, place, hard_ms from passes where hard_ms > ?";
        let living = self.sql.exec(living, vec![clock::now().0.into()])?.to_array::<Pass>()?;
        let handed_out = |pass: Pass| HandedOut {
            jti: pass.jti,
            place: Place { lane: Lane::General, index: pass.place },
            visitor: pass.visitor,
            account: pass.account,
            hard_end_ms: pass.hard_ms,
        };
        Ok(ShardMemory {
            epoch: self.room_epoch()?.unwrap_or(0),
            joined: counts.joined,
            general_from: counts.general_from,
            handed_out: counts.handed_out,
            passes: living.into_iter().map(handed_out).collect(),
        })
    }

    /// Notes whether the place that a visitor is to get is for the general sale alone.
    pub(super) fn set_general(&self, visitor: VisitorId, general: bool) -> worker::Result<()> {
        let statement = if general {
            "insert or ignore into general (visitor) values (?)"
        } else {
            "delete from general where visitor = ?"
        };
        self.run(statement, vec![visitor.to_string().into()])
    }

    /// Whether any of these visitors may buy in the general sale alone.
    pub(super) fn any_general(&self, visitors: &[VisitorId]) -> worker::Result<bool> {
        #[derive(Deserialize)]
        struct Row {
            found: u32,
        }
        let query = "select count(*) as found from general
                     where visitor in (select value from json_each(?))";
        let list = serde_json::to_string(visitors)?;
        Ok(self.sql.exec(query, vec![list.into()])?.one::<Row>()?.found > 0)
    }

    /// Keeps a pass that is about to be handed out.
    pub(super) fn hand_out(&self, place: u32, grant: &PassGrant) -> worker::Result<()> {
        let statement = "insert or replace into passes (jti, visitor, account, place, hard_ms)
                         values (?, ?, ?, ?, ?)";
        let values = vec![
            grant.jti.to_string().into(),
            grant.visitor.to_string().into(),
            grant.account.map(|account| account.to_string()).into(),
            i64::from(place).into(),
            grant.hard_end_ms.0.into(),
        ];
        self.run(statement, values)
    }

    /// The last end of a pass that was handed out.
    pub(super) fn hard_end(&self, jti: PassId) -> worker::Result<Option<UnixMillis>> {
        #[derive(Deserialize)]
        struct Row {
            hard_ms: UnixMillis,
        }
        let query = "select hard_ms from passes where jti = ?";
        let rows = self.sql.exec(query, vec![jti.to_string().into()])?.to_array::<Row>()?;
        Ok(rows.first().map(|row| row.hard_ms))
    }

    /// Whether another visitor has this place.
    pub(super) fn is_others(
        &self,
        visitor: VisitorId,
        epoch: u32,
        place: u32,
    ) -> worker::Result<bool> {
        #[derive(Deserialize)]
        struct Row {
            others: u32,
        }
        let query = "select count(*) as others from visitors
                     where place = ? and epoch = ? and visitor <> ?";
        let values =
            vec![i64::from(place).into(), i64::from(epoch).into(), visitor.to_string().into()];
        Ok(self.sql.exec(query, values)?.one::<Row>()?.others > 0)
    }

    /// Gives a visitor the place that its queue token proves.
    pub(super) fn take_back(
        &self,
        visitor: VisitorId,
        epoch: u32,
        place: u32,
    ) -> worker::Result<()> {
        let values =
            vec![i64::from(epoch).into(), i64::from(place).into(), visitor.to_string().into()];
        let statement = "update visitors set epoch = ?, place = ?, batch = null, jti = null,
                         nonce = null, granted = 0 where visitor = ?";
        self.run(statement, values)
    }
}
