//! The core of Frontrow: seats, prices, money and records.
//!
//! One way of flowing: router → routes → service → rules → store. A capability is a folder
//! that reads the same everywhere; `docs/ARCHITECTURE.md` is the map.

pub mod accounts;
pub mod audit;
pub mod backoff;
pub mod catalog;
pub mod clock;
pub mod config;
pub mod console;
pub mod coupons;
pub mod db;
pub mod demo;
pub mod figures;
pub mod gathered;
pub mod http;
pub mod intents;
pub mod jobs;
pub mod ledger;
pub mod mail;
pub mod openapi;
pub mod orders;
pub mod outbox;
pub mod payments;
pub mod redis;
pub mod retention;
pub mod rooms;
pub mod router;
pub mod seats;
pub mod serve;
pub mod state;
pub mod telemetry;
pub mod tickets;
pub mod warmup;
pub mod withdrawal;
