//! Asking the Durable Objects: JSON there and back, a problem where the answer is one.

use frontrow_shared::id::SaleId;
use frontrow_shared::problem::Problem;
use serde::Serialize;
use serde::de::DeserializeOwned;
use worker::{Env, Error, Headers, Method, Stub};

use crate::config::{ROOM, SHARD};
use crate::native;
use crate::reply::Failure;

/// Asks the room of `sale`.
pub(crate) async fn ask_room<T: DeserializeOwned>(
    env: &Env,
    sale: SaleId,
    verb: &str,
    message: &impl Serialize,
) -> Result<T, Failure> {
    let stub = env.durable_object(ROOM)?.get_by_name(&sale.to_string())?;
    ask(stub, &format!("https://room/{sale}/{verb}"), message).await
}

/// Asks a shard of `sale`.
pub(crate) async fn ask_shard<T: DeserializeOwned>(
    env: &Env,
    sale: SaleId,
    shard: u16,
    verb: &str,
    message: &impl Serialize,
) -> Result<T, Failure> {
    let stub = env.durable_object(SHARD)?.get_by_name(&format!("{sale}/{shard}"))?;
    ask(stub, &format!("https://shard/{sale}/{shard}/{verb}"), message).await
}

async fn ask<T: DeserializeOwned>(
    stub: Stub,
    url: &str,
    message: &impl Serialize,
) -> Result<T, Failure> {
    let headers = Headers::new();
    headers.set("content-type", "application/json")?;
    let message = serde_json::to_vec(message).map_err(Error::from)?;
    let init = native::init(&Method::Post, &headers.0, &message);
    let response = native::fetch_of(stub, url, &init).await?;
    let (status, body) = (response.status(), native::bytes(&response).await?);
    if status == 200 {
        return Ok(serde_json::from_slice(&body).map_err(Error::from)?);
    }
    match serde_json::from_slice::<Problem>(&body) {
        Ok(problem) => Err(problem.into()),
        Err(_) => Err(Error::RustError(format!("an object answered {status}")).into()),
    }
}
