//! The gatekeeper: a Cloudflare Worker between the browsers and the core.
//!
//! It keeps the crowd in a line (`queue`, with the Durable Objects `room` and `shard`), lets
//! through to the core only what the table of `frontrow_shared::route` names and who proves
//! what its class asks for (`gate`), and serves the site's files. Everything that decides
//! lives in `frontrow_shared`; here are the shells that read clocks, storage and sockets.

mod assets;
mod client;
mod clock;
mod config;
mod door;
mod gate;
mod limits;
mod native;
mod objects;
mod queue;
mod random;
mod reply;
mod room;
mod router;
mod shard;
mod share;
mod storage;
mod upstream;

use worker::web_sys::{Request, Response};
use worker::{Context, Env, event};

/// Every request that is not answered by a static file.
#[event(fetch)]
async fn fetch(request: Request, env: Env, context: Context) -> worker::Result<Response> {
    if let Some(answer) = queue::poll(&request) {
        return Ok(answer);
    }
    Ok(router::answer(request.into(), env, context).await?.into())
}
