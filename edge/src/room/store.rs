//! The room's rows in the object's SQLite.
//!
//! Each row is kept whole as JSON under its key: the machine reads all of them at once and
//! asks for none by another column. A version in `schema` says which tables are there.

use frontrow_shared::room::{Rows, Write};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use worker::{SqlStorage, SqlStorageValue, State};

use crate::storage::transaction;

/// The tables of this version; a later one adds statements behind these.
const SCHEMA: [&str; 6] = [
    "create table if not exists schema (version integer primary key)",
    "create table if not exists room (key text primary key, row text not null)",
    "create table if not exists numberings (key text primary key, row text not null)",
    "create table if not exists steps (key text primary key, upto integer not null, row text not null)",
    "create table if not exists passes (key text primary key, row text not null)",
    "create table if not exists waiting (key text primary key, row text not null)",
];

#[derive(Deserialize)]
struct Stored {
    row: String,
}

/// Everything that is stored.
pub(super) fn load(state: &State) -> worker::Result<Rows> {
    let sql = state.storage().sql();
    for statement in SCHEMA {
        sql.exec(statement, None)?;
    }
    sql.exec("insert or ignore into schema (version) values (1)", None)?;
    Ok(Rows {
        room: all(&sql, "select row from room")?.pop(),
        numberings: all(&sql, "select row from numberings")?,
        steps: all(&sql, "select row from steps")?,
        passes: all(&sql, "select row from passes")?,
        waiting: all(&sql, "select row from waiting")?,
    })
}

fn all<T: DeserializeOwned>(sql: &SqlStorage, query: &str) -> worker::Result<Vec<T>> {
    let rows = sql.exec(query, None)?.to_array::<Stored>()?;
    rows.into_iter().map(|stored| Ok(serde_json::from_str(&stored.row)?)).collect()
}

/// Writes all of it or nothing.
pub(super) fn write(state: &State, writes: Vec<Write>) -> worker::Result<()> {
    if writes.is_empty() {
        return Ok(());
    }
    let sql = state.storage().sql();
    transaction(state, move || writes.iter().try_for_each(|write| apply(&sql, write)))
}

fn apply(sql: &SqlStorage, write: &Write) -> worker::Result<()> {
    let put = |table: &str, key: String, row: String| {
        let statement = format!("insert or replace into {table} (key, row) values (?, ?)");
        sql.exec(&statement, vec![key.into(), row.into()]).map(drop)
    };
    match write {
        Write::Room(row) => put("room", "room".to_owned(), text(row)?),
        Write::Numbering(row) => put("numberings", row.shard.to_string(), text(row)?),
        Write::Pass(row) => put("passes", row.jti.to_string(), text(row)?),
        Write::Waiting(row) => put("waiting", text(&row.place)?, text(row)?),
        Write::DropWaiting(place) => {
            sql.exec("delete from waiting where key = ?", vec![text(place)?.into()]).map(drop)
        }
        Write::Step(row) => {
            let values: Vec<SqlStorageValue> = vec![
                row.clock_ms.to_string().into(),
                i64::from(row.upto).into(),
                text(row)?.into(),
            ];
            let statement = "insert or replace into steps (key, upto, row) values (?, ?, ?)";
            sql.exec(statement, values).map(drop)
        }
        Write::DropSteps { upto } => {
            sql.exec("delete from steps where upto <= ?", vec![i64::from(*upto).into()]).map(drop)
        }
    }
}

fn text(row: &impl Serialize) -> worker::Result<String> {
    Ok(serde_json::to_string(row)?)
}
