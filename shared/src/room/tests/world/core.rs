//! The core of the small world.

use std::collections::{BTreeMap, BTreeSet};

use crate::id::PassId;
use crate::sync::{
    BusyPass, CoreEnded, GrantedPass, Heights, RoomSettings, Stock, SyncAnswer, SyncReport,
};
use crate::time::UnixMillis;

/// A core that does what sync.rs says, and repeats itself.
pub(in crate::room::tests) struct FakeCore {
    pub(in crate::room::tests) settings: RoomSettings,
    pub(in crate::room::tests) cap: u32,
    pub(in crate::room::tests) stock: Stock,
    pub(super) known: BTreeMap<PassId, (u32, GrantedPass)>,
    pub(in crate::room::tests) dead: BTreeSet<PassId>,
    pub(super) heights: Heights,
    pub(super) log: Vec<CoreEnded>,
    pub(in crate::room::tests) busy: BTreeSet<PassId>,
}

impl FakeCore {
    pub(in crate::room::tests) fn end(&mut self, jti: PassId, reason: &str) {
        self.busy.remove(&jti);
        if self.dead.insert(jti) {
            self.log.push(CoreEnded { jti, reason: reason.to_owned() });
        }
    }

    pub(in crate::room::tests) fn answer(
        &mut self,
        report: &SyncReport,
        now: UnixMillis,
    ) -> SyncAnswer {
        let mut acked = Vec::new();
        // Some of the list is told again each time.
        let from = report.cursor.parse::<usize>().unwrap_or(0).saturating_sub(2);
        let mut over = self.log[from.min(self.log.len())..].to_vec();
        for pass in &report.granted {
            self.known.insert(pass.jti, (report.epoch, pass.clone()));
            acked.push(pass.jti);
            if self.dead.contains(&pass.jti) {
                over.push(CoreEnded { jti: pass.jti, reason: "over".to_owned() });
            }
        }
        for ended in &report.ended {
            self.dead.insert(ended.jti);
            acked.push(ended.jti);
        }
        let until_ms = now.plus(15_000);
        let busy = report.expiring.iter().filter(|jti| self.busy.contains(jti));
        let busy = busy.map(|&jti| BusyPass { jti, until_ms }).collect();
        let foreign = self.known.values().filter(|(epoch, pass)| {
            let lives = now < pass.exp_ms.plus(5_000) || self.busy.contains(&pass.jti);
            *epoch != report.epoch && lives && !self.dead.contains(&pass.jti)
        });
        let foreign: Vec<GrantedPass> = foreign.map(|(_, pass)| pass.clone()).collect();
        let (mine, told) = (&mut self.heights, &report.heights);
        *mine = Heights {
            epoch: mine.epoch.max(told.epoch),
            joined: mine.joined.max(told.joined),
            called: mine.called.max(told.called),
            late: mine.late.max(told.late),
            gone: mine.gone.max(told.gone),
            granted: mine.granted.max(told.granted),
            general_from: mine.general_from.max(told.general_from),
        };
        SyncAnswer {
            acked,
            ended: over,
            cursor: self.log.len().to_string(),
            busy,
            settings: self.settings.clone(),
            stock: self.stock,
            cap: self.cap,
            health: 100,
            foreign_active: u32::try_from(foreign.len()).unwrap(),
            living: foreign.into_iter().take(2).collect(),
            known: Some(self.heights),
            now_ms: now,
        }
    }
}
