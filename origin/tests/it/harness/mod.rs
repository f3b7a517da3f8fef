//! What integration tests stand on: a database of their own, a Redis of their own, the real
//! routers on free ports, and a client that signs as the edge does.

mod app;
pub(crate) mod books;
mod core_process;
mod database;
mod edge;
mod mailbox;
pub(crate) mod outside;
mod redis_server;
pub(crate) mod seat_agreement;
mod shop;
mod show;
mod site;
mod staff;
mod toss;

pub(crate) use app::App;
pub(crate) use core_process::CoreProcess;
pub(crate) use database::TestDatabase;
pub(crate) use edge::{Answer, Edge};
pub(crate) use mailbox::{Mail, Mailbox};
pub(crate) use outside::{Outside, Outsider};
pub(crate) use redis_server::RedisServer;
pub(crate) use shop::{Buyer, Shop};
pub(crate) use show::{Show, buyer};
pub(crate) use site::{Broken, Site};
pub(crate) use staff::Staff;
pub(crate) use toss::Toss;
