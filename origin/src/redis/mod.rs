//! Redis: one handle that hides whether a single node or a cluster answers.
//!
//! Redis is the fast filter, never the truth: it may be wiped at any moment. Calls are short
//! and end in time; a Redis that is away gives errors, not waiting.

use std::time::Duration;

use redis::aio::{ConnectionLike, ConnectionManager, ConnectionManagerConfig};
use redis::cluster::ClusterClientBuilder;
use redis::cluster_async::ClusterConnection;
use redis::{Cmd, Pipeline, RedisFuture, RedisResult, Value};

use crate::config::StoreConfig;

/// How long a connection may take.
const CONNECT_TIMEOUT: Duration = Duration::from_millis(1_000);
/// How long an answer may take; a Lua script here needs microseconds.
const RESPONSE_TIMEOUT: Duration = Duration::from_millis(2_000);

/// A connection that is cheap to clone and shared by all requests.
#[derive(Clone)]
pub enum RedisHandle {
    /// A single node, or a primary behind one address.
    Single(ConnectionManager),
    /// A Redis Cluster.
    Cluster(ClusterConnection),
}

/// Opens the handle. A single node may be away: the handle connects when it is first used
/// and again whenever the connection breaks.
///
/// # Errors
/// An address that cannot be read; a cluster that does not answer.
pub async fn connect(config: &StoreConfig) -> RedisResult<RedisHandle> {
    let url = config.redis_url.expose();
    if config.redis_cluster == 1 {
        let client = ClusterClientBuilder::new([url])
            .connection_timeout(CONNECT_TIMEOUT)
            .response_timeout(RESPONSE_TIMEOUT)
            .retries(2)
            .build()?;
        return Ok(RedisHandle::Cluster(client.get_async_connection().await?));
    }
    let settings = ConnectionManagerConfig::new()
        .set_connection_timeout(Some(CONNECT_TIMEOUT))
        .set_response_timeout(Some(RESPONSE_TIMEOUT))
        .set_number_of_retries(1);
    let client = redis::Client::open(url)?;
    Ok(RedisHandle::Single(ConnectionManager::new_lazy_with_config(client, settings)?))
}

impl ConnectionLike for RedisHandle {
    fn req_packed_command<'a>(&'a mut self, cmd: &'a Cmd) -> RedisFuture<'a, Value> {
        match self {
            Self::Single(connection) => connection.req_packed_command(cmd),
            Self::Cluster(connection) => connection.req_packed_command(cmd),
        }
    }

    fn req_packed_commands<'a>(
        &'a mut self,
        pipeline: &'a Pipeline,
        offset: usize,
        count: usize,
    ) -> RedisFuture<'a, Vec<Value>> {
        match self {
            Self::Single(connection) => connection.req_packed_commands(pipeline, offset, count),
            Self::Cluster(connection) => connection.req_packed_commands(pipeline, offset, count),
        }
    }

    fn get_db(&self) -> i64 {
        0
    }
}
