//! What integration tests stand on: a database of their own, a Redis of their own, the real
//! routers on free ports, and a client that signs as the edge does.

mod app;
mod database;
mod edge;
mod redis_server;
pub(crate) mod seat_agreement;
mod show;
mod staff;

pub(crate) use app::App;
pub(crate) use database::TestDatabase;
pub(crate) use edge::{Answer, Edge};
pub(crate) use redis_server::RedisServer;
pub(crate) use show::{Show, buyer};
pub(crate) use staff::Staff;
