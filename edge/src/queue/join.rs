//! Joining. A retried join, another tab and, signed in, another device get the same place.

use frontrow_shared::id::SaleId;
use frontrow_shared::problem::{Code, Problem};
use frontrow_shared::queue_token::{self, QueueToken, Segment};
use frontrow_shared::room::Place;
use frontrow_shared::status::Phase;
use frontrow_shared::sync::{Mode, RoomSettings};
use frontrow_shared::time::UnixMillis;
use serde::{Deserialize, Serialize};
use worker::Request;

use super::ticket::Shown;
use crate::limits::{self, Limit};
use crate::reply::{self, Answer, Failure};
use crate::router::Visit;
use crate::shard::{self, JoinRequest, ONLY_SHARD, Proof};
use crate::{client, clock, upstream};

/// The body of a join.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Body {
    /// base64url of SHA-256 of the visitor's secret.
    thumbprint: String,
    /// Line up anew after one's turn: a place whose pass has ended, or that is gone, is given
    /// up for a new one at the end of the line. Any other place stays what it is, so that
    /// nobody loses one by asking, and a join that is sent twice is the same join.
    #[serde(default)]
    again: bool,
    /// The queue token of the place that this visitor had before, and the secret behind it: by
    /// them the place is found again whatever was lost here.
    #[serde(default)]
    token: Option<String>,
    #[serde(default)]
    secret: Option<String>,
}

#[derive(Serialize)]
struct Joined {
    token: String,
    /// The room's life of which the token is; in a later one joining again finds the place.
    epoch: u32,
    place: ShownPlace,
    status: serde_json::Value,
    server_time_ms: UnixMillis,
}

#[derive(Serialize)]
struct ShownPlace {
    #[serde(flatten)]
    place: Place,
    number: u32,
}

/// Gives a place, or the one that was given before.
pub(super) async fn answer(request: &Request, sale: SaleId, body: &Body, visit: &Visit) -> Answer {
    let ip = client::ip(request);
    limits::check(&visit.env, Limit::Join, &ip).await?;
    let thumbprint = queue_token::thumbprint(&body.thumbprint).ok_or_else(|| {
        Failure::because(Code::BodyInvalid, "thumbprint has to be base64url of 32 bytes")
    })?;
    let settings = upstream::sale(sale, &ip, visit).await?;
    refuse_too_early_or_late(&settings, clock::now())?;
    let access = match client::access_token(request) {
        Some(token) => Some(upstream::verify_access(&visit.config, &token).await?),
        None => None,
    };
    let account = access.as_ref().map(|access| access.sub);
    let membership = access.as_ref().map_or(0, |access| access.mem);
    let general = waits_for_the_general_sale(&settings, membership, clock::now())?;
    let proof = proof(sale, body, thumbprint, visit);
    let message = JoinRequest {
        thumbprint: body.thumbprint.clone(),
        account,
        client: ip,
        again: body.again,
        proof,
        general,
    };
    let joined = shard::join(&visit.env, sale, ONLY_SHARD, &message).await?;
    let now = clock::now();
    let token = QueueToken {
        sale,
        epoch: joined.epoch,
        segment: Segment::Live,
        shard: ONLY_SHARD,
        place: joined.place,
        visitor: joined.visitor,
        thumbprint,
        issued: now,
        expires: settings.closes_at_ms,
    };
    let status = super::status::document(sale, visit).await?;
    let status = serde_json::from_str(&status).map_err(worker::Error::from)?;
    let body = Joined {
        token: queue_token::seal(&visit.config.queue_token, &token),
        epoch: joined.epoch,
        place: ShownPlace { place: joined.place, number: joined.place.index.saturating_add(1) },
        status,
        server_time_ms: now,
    };
    Ok(reply::json(if joined.new { 201 } else { 200 }, &body)?)
}

/// Whether a place given now is for the general sale alone: the presale is for members, and who
/// is none may join once the lobby of the general sale is open.
fn waits_for_the_general_sale(
    settings: &RoomSettings,
    membership: i16,
    now: UnixMillis,
) -> Result<bool, Failure> {
    let Some(presale) = settings.presale_at(now) else { return Ok(false) };
    if membership >= presale.grade {
        return Ok(false);
    }
    if now >= presale.general_lobby_opens_at_ms {
        return Ok(true);
    }
    Err(Problem::new(Code::MembershipRequired)
        .with("presale_grade", presale.grade)
        .with("opens_at_ms", presale.general_lobby_opens_at_ms.0)
        .with("sale_opens_at_ms", presale.general_opens_at_ms.0)
        .with("server_time_ms", now.0)
        .into())
}

/// The place that the visitor can prove. A token that does not prove one is passed over: who
/// shows it joins as anybody does.
fn proof(sale: SaleId, body: &Body, thumbprint: [u8; 32], visit: &Visit) -> Option<Proof> {
    let shown = Shown::new(Some(body.token.clone()?), body.secret.clone());
    let token = shown.open(sale, &visit.config).ok()?;
    (token.thumbprint == thumbprint).then_some(Proof {
        epoch: token.epoch,
        visitor: token.visitor,
        place: token.place,
    })
}

fn refuse_too_early_or_late(settings: &RoomSettings, now: UnixMillis) -> Result<(), Failure> {
    let phase = match settings.mode {
        Mode::Closed => Phase::Closed,
        _ if now >= settings.closes_at_ms => Phase::Closed,
        Mode::Scheduled if now < settings.lobby_opens_at_ms => Phase::Upcoming,
        _ => Phase::Open,
    };
    match phase {
        Phase::Closed => Err(Code::RoomClosed.into()),
        Phase::Upcoming => Err(Problem::new(Code::RoomNotOpen)
            .with("opens_at_ms", settings.lobby_opens_at_ms.0)
            .with("sale_opens_at_ms", settings.opens_at_ms.0)
            .with("server_time_ms", now.0)
            .into()),
        _ => Ok(()),
    }
}
