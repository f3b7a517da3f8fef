//! The shard's rows: visitors, and the batches in which they were numbered.

use std::cell::Cell;

use frontrow_shared::id::{AccountId, PassId, VisitorId};
use frontrow_shared::time::UnixMillis;
use serde::Deserialize;
use worker::{SqlStorage, SqlStorageValue};

use crate::clock;

const SCHEMA: [&str; 10] = [
    "create table if not exists schema (version integer primary key)",
    "create table if not exists visitors (
       visitor text primary key,
       thumbprint text not null,
       account text unique,
       epoch integer, place integer,    -- together, once numbered
       batch integer,                   -- the batch that is to number it
       jti text, nonce text,            -- together, once it claims
       granted integer not null default 0
     )",
    "create index if not exists visitors_thumbprint on visitors (thumbprint)",
    "create index if not exists visitors_batch on visitors (batch)",
    "create table if not exists batches (
       seq integer primary key,
       visitors text not null,          -- JSON list, in the order of coming
       answered integer not null default 0
     )",
    "create table if not exists room (key integer primary key, epoch integer not null)",
    "create table if not exists birth (key integer primary key, born_ms integer not null)",
    "create index if not exists visitors_place on visitors (place)",
    "create table if not exists passes (
       jti text primary key,            -- handed out; kept, whatever becomes of the visitor's row
       visitor text not null,
       account text,
       place integer not null,
       hard_ms integer not null
     )",
    // Visitors whose place is for the general sale alone.
    "create table if not exists general (visitor text primary key)",
];

/// A visitor's row.
#[derive(Deserialize, Clone)]
pub(super) struct Visitor {
    pub(super) visitor: VisitorId,
    pub(super) account: Option<AccountId>,
    pub(super) epoch: Option<u32>,
    pub(super) place: Option<u32>,
    pub(super) batch: Option<i64>,
    pub(super) jti: Option<PassId>,
    pub(super) nonce: Option<String>,
    pub(super) granted: u8,
}

/// A batch that the room has not numbered yet.
pub(super) struct Batch {
    pub(super) seq: u64,
    pub(super) visitors: Vec<VisitorId>,
}

const COLUMNS: &str = "visitor, account, epoch, place, batch, jti, nonce, granted";

/// The rows.
pub(super) struct Store {
    pub(super) sql: SqlStorage,
    prepared: Cell<bool>,
}

impl Store {
    pub(super) fn new(sql: SqlStorage) -> Self {
        Self { sql, prepared: Cell::new(false) }
    }

    /// The same rows, for a transaction to own.
    pub(super) fn sibling(&self) -> Self {
        Self { sql: self.sql.clone(), prepared: Cell::new(self.prepared.get()) }
    }

    /// Makes the tables that are missing.
    pub(super) fn prepare(&self) -> worker::Result<()> {
        if self.prepared.get() {
            return Ok(());
        }
        for statement in SCHEMA {
            self.sql.exec(statement, None)?;
        }
        self.sql.exec("insert or ignore into schema (version) values (1)", None)?;
        let born = vec![clock::now().0.into()];
        self.sql.exec("insert or ignore into birth (key, born_ms) values (1, ?)", born)?;
        self.prepared.set(true);
        Ok(())
    }

    fn find(&self, condition: &str, value: String) -> worker::Result<Option<Visitor>> {
        let query =
            format!("select {COLUMNS} from visitors where {condition} order by rowid desc limit 1");
        Ok(self.sql.exec(&query, vec![value.into()])?.to_array::<Visitor>()?.pop())
    }

    pub(super) fn visitor(&self, visitor: VisitorId) -> worker::Result<Option<Visitor>> {
        self.find("visitor = ?", visitor.to_string())
    }

    pub(super) fn by_account(&self, account: AccountId) -> worker::Result<Option<Visitor>> {
        self.find("account = ?", account.to_string())
    }

    pub(super) fn by_thumbprint(&self, thumbprint: &str) -> worker::Result<Option<Visitor>> {
        self.find("thumbprint = ?", thumbprint.to_owned())
    }

    /// Stores somebody who is new: the row.
    pub(super) fn insert(
        &self,
        visitor: VisitorId,
        thumbprint: &str,
        account: Option<AccountId>,
    ) -> worker::Result<Visitor> {
        let named = account.map(|account| account.to_string());
        let statement = "insert into visitors (visitor, thumbprint, account) values (?, ?, ?)";
        self.run(statement, vec![visitor.to_string().into(), thumbprint.into(), named.into()])?;
        let (epoch, place, batch, jti, nonce) = Default::default();
        Ok(Visitor { visitor, account, epoch, place, batch, jti, nonce, granted: 0 })
    }

    pub(super) fn set_account(&self, visitor: VisitorId, account: AccountId) -> worker::Result<()> {
        let values = vec![account.to_string().into(), visitor.to_string().into()];
        self.run("update visitors set account = ? where visitor = ?", values)
    }

    /// The room's epoch as this shard heard of it last.
    pub(super) fn room_epoch(&self) -> worker::Result<Option<u32>> {
        #[derive(Deserialize)]
        struct Row {
            epoch: u32,
        }
        let rows = self.sql.exec("select epoch from room", None)?.to_array::<Row>()?;
        Ok(rows.first().map(|row| row.epoch))
    }

    /// The room has this epoch now: places of its life before are places of this one.
    pub(super) fn hear_of(&self, epoch: u32) -> worker::Result<()> {
        let epoch = i64::from(epoch);
        self.run(
            "update visitors set epoch = ?1 where epoch = (select epoch from room) and epoch <> ?1",
            vec![epoch.into()],
        )?;
        let statement = "insert or replace into room (key, epoch) values (1, ?)";
        self.run(statement, vec![epoch.into()])
    }

    /// When these rows began: a shard whose storage is lost is born again later.
    pub(super) fn born(&self) -> worker::Result<UnixMillis> {
        #[derive(Deserialize)]
        struct Row {
            born_ms: UnixMillis,
        }
        Ok(self.sql.exec("select born_ms from birth", None)?.one::<Row>()?.born_ms)
    }

    /// A birth later than `after`: the open batch, if any, becomes the first of a new life. Runs
    /// within a transaction.
    pub(super) fn begin_anew(&self, after: UnixMillis) -> worker::Result<()> {
        let born = clock::now().0.max(after.0.saturating_add(1));
        self.run("delete from batches where answered <> 0", Vec::new())?;
        self.run("update visitors set batch = 1 where batch is not null", Vec::new())?;
        self.run("update batches set seq = 1", Vec::new())?;
        self.run("update birth set born_ms = ?", vec![born.into()])
    }

    /// The batch that waits for its answer, if any.
    pub(super) fn open_batch(&self) -> worker::Result<Option<Batch>> {
        #[derive(Deserialize)]
        struct Row {
            seq: u64,
            visitors: String,
        }
        let query = "select seq, visitors from batches where answered = 0 order by seq limit 1";
        let Some(row) = self.sql.exec(query, None)?.to_array::<Row>()?.pop() else {
            return Ok(None);
        };
        Ok(Some(Batch { seq: row.seq, visitors: serde_json::from_str(&row.visitors)? }))
    }

    /// Stores the next batch and marks its visitors. Runs within a transaction.
    pub(super) fn insert_batch(&self, visitors: &[VisitorId]) -> worker::Result<Batch> {
        #[derive(Deserialize)]
        struct Row {
            seq: u64,
        }
        let query = "select coalesce(max(seq), 0) + 1 as seq from batches";
        let seq = self.sql.exec(query, None)?.one::<Row>()?.seq;
        let key = i64::try_from(seq).unwrap_or(i64::MAX);
        let list = serde_json::to_string(visitors)?;
        self.run(
            "insert into batches (seq, visitors) values (?, ?)",
            vec![key.into(), list.as_str().into()],
        )?;
        // One statement for all of them: each that is run costs a way out of WebAssembly and back.
        let marked =
            "update visitors set batch = ? where visitor in (select value from json_each(?))";
        self.run(marked, vec![key.into(), list.into()])?;
        Ok(Batch { seq, visitors: visitors.to_vec() })
    }

    /// Stores a batch's places and that it is answered. Runs within a transaction.
    pub(super) fn number(&self, batch: &Batch, epoch: u32, first: u32) -> worker::Result<()> {
        let list = serde_json::to_string(&batch.visitors)?;
        let values = vec![i64::from(epoch).into(), i64::from(first).into(), list.into()];
        self.hear_of(epoch)?;
        let statement = "update visitors set epoch = ?, place = ? + one.key, batch = null, \
                         jti = null, nonce = null, granted = 0 \
                         from json_each(?) as one where visitors.visitor = one.value \
                         and visitors.batch is not null";
        self.run(statement, values)?;
        let seq = i64::try_from(batch.seq).unwrap_or(i64::MAX);
        self.run("update batches set answered = 1, visitors = '[]' where seq = ?", vec![seq.into()])
    }

    /// Takes this place of a visitor away, so that it gets a new one; a newer one stays.
    pub(super) fn give_up_place(&self, visitor: VisitorId, place: u32) -> worker::Result<()> {
        let values = vec![visitor.to_string().into(), i64::from(place).into()];
        let statement =
            "update visitors set epoch = null, place = null where visitor = ? and place = ?";
        self.run(statement, values)
    }

    /// Stores that a visitor is claiming, with the pass that is set aside for it.
    pub(super) fn claiming(
        &self,
        visitor: VisitorId,
        jti: PassId,
        nonce: &str,
    ) -> worker::Result<()> {
        let values = vec![jti.to_string().into(), nonce.into(), visitor.to_string().into()];
        self.run("update visitors set jti = ?, nonce = ? where visitor = ?", values)
    }

    /// Stores that the room has granted the claim, with this pass.
    pub(super) fn granted(&self, visitor: VisitorId, jti: PassId) -> worker::Result<()> {
        let values = vec![jti.to_string().into(), visitor.to_string().into()];
        self.run("update visitors set jti = ?, granted = 1 where visitor = ?", values)
    }

    pub(super) fn run(&self, statement: &str, values: Vec<SqlStorageValue>) -> worker::Result<()> {
        self.sql.exec(statement, values).map(drop)
    }
}
