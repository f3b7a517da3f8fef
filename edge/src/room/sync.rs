//! One sync with the core.

use frontrow_shared::hop::Identity;
use frontrow_shared::problem::Code;
use frontrow_shared::room::Room;
use frontrow_shared::sync::{SyncAnswer, SyncReport};
use worker::{Headers, Method};

use super::RoomObject;
use crate::clock;
use crate::config::Config;
use crate::reply::Failure;
use crate::upstream::{Call, Signer, call_whole};

/// How often rooms sync while anything goes on.
pub(super) const EVERY_MS: i64 = 1_000;
/// How long the core may take: the next sync is due soon after.
const WITHIN_MS: u64 = 800;
/// The longest answer that is taken in, in bytes.
const BYTES_MAX: usize = 1024 * 1024;

/// Reports, and takes in the answer.
///
/// # Errors
/// No good answer in time. What was reported is reported again with the next one.
pub(super) async fn sync(object: &RoomObject) -> Result<(), Failure> {
    let config = Config::of(&object.env)?;
    let asked = clock::now();
    let Some((sale, report)) = object.run(|room, now| {
        let sale = room.settings().map(|settings| settings.sale)?;
        Some((sale, Room::report(room, now)))
    })?
    else {
        return Ok(());
    };
    let answer = ask(&config, &format!("/edge/v1/rooms/{sale}/sync"), &report).await?;
    object.run(|room, now| room.answered(asked, &report, &answer, now))?;
    Ok(())
}

async fn ask(config: &Config, path: &str, report: &SyncReport) -> Result<SyncAnswer, Failure> {
    let headers = Headers::new();
    headers.set("content-type", "application/json")?;
    let body = serde_json::to_vec(report).map_err(worker::Error::from)?;
    let call = Call {
        method: Method::Post,
        path_and_query: path,
        body: &body,
        identity: Identity::default(),
        headers,
        signer: Signer::Sync,
        within_ms: WITHIN_MS,
    };
    let (response, body) = call_whole(config, call, BYTES_MAX).await?;
    if response.status_code() != 200 {
        worker::console_warn!("the core answers {} to a sync", response.status_code());
        return Err(Code::CoreUnreachable.into());
    }
    serde_json::from_slice(&body).map_err(|error| worker::Error::from(error).into())
}
