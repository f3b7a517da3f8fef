//! Where a visitor stands, renewing its pass, and leaving.

use frontrow_shared::id::SaleId;
use frontrow_shared::pass::{self, PassClaims};
use frontrow_shared::problem::Code;
use frontrow_shared::queue_token::{QueueToken, QueueTokenError};
use frontrow_shared::room::{LeaveRequest, MeAnswer, MeRequest};
use frontrow_shared::time::UnixMillis;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::json;
use worker::Request;

use super::pass_cookie;
use super::ticket::Shown;
use crate::reply::{self, Answer, Failure};
use crate::router::Visit;
use crate::shard::Counted;
use crate::{client, clock, objects, upstream};

/// How long after its end a pass is still good for asking that it be renewed: the room keeps
/// the slot of one that an order needs.
const RENEWABLE_MS: i64 = 15 * 60_000;

/// Tells where the visitor stands. A visitor who shows its pass gets a newer one when there
/// is one, and past half its life the room is asked for one.
pub(super) async fn answer(
    request: &Request,
    sale: SaleId,
    shown: &Shown,
    visit: &Visit,
) -> Answer {
    let token = shown.open(sale, &visit.config)?;
    let now = clock::now();
    let held = client::pass_token(request, sale).and_then(|held| {
        pass::verify(&visit.config.pass_jwks, &held, sale, now, RENEWABLE_MS).ok()
    });
    let renew = match held.as_ref().filter(|held| is_past_half(held, now)) {
        Some(held) if is_holder(request, held, visit).await? => Some(held.jti),
        _ => None,
    };
    let message = MeRequest { epoch: token.epoch, place: token.place, renew, proved_of: None };
    let me: MeAnswer = counted("me", request, sale, &token, message, visit).await?;
    if me.former {
        let error = QueueTokenError::Expired;
        return Err(Failure::because(error.code(), &error));
    }
    let newer = me.pass.filter(|grant| {
        held.as_ref()
            .is_some_and(|held| held.jti == grant.jti && held.exp < grant.expires_at_ms.seconds())
    });
    let signed = newer.map(|grant| (grant, pass_cookie::sign(&visit.config, sale, &grant)));
    let pass = me.pass.map(|grant| {
        json!({
            "jti": grant.jti,
            "expires_at_ms": grant.expires_at_ms,
            "hard_end_ms": grant.hard_end_ms,
            "token": signed.as_ref().map(|(_, token)| token),
        })
    });
    let body = json!({
        "state": me.state,
        "place": { "lane": token.place.lane, "index": token.place.index, "number": token.place.index.saturating_add(1) },
        "claim_until_ms": me.claim_until_ms,
        "pass": pass,
        "end_reason": me.end_reason,
        "server_time_ms": now,
    });
    let response = reply::json(200, &body)?;
    Ok(match signed {
        Some((grant, token)) => pass_cookie::set(response, sale, &grant, &token)?,
        None => response,
    })
}

fn is_past_half(held: &PassClaims, now: UnixMillis) -> bool {
    now.seconds() >= held.iat + (held.exp - held.iat) / 2
}

/// Whether the pass belongs to who is signed in: nobody else keeps it on.
async fn is_holder(request: &Request, held: &PassClaims, visit: &Visit) -> Result<bool, Failure> {
    let access = client::access_token(request).ok_or(Code::SignInRequired)?;
    Ok(held.acc == Some(upstream::verify_access(&visit.config, &access).await?.sub))
}

/// Asks the room through the visitor's shard, which refuses who asks too often: the room is one
/// thread for a whole sale.
async fn counted<T: DeserializeOwned>(
    verb: &str,
    request: &Request,
    sale: SaleId,
    token: &QueueToken,
    message: impl Serialize,
    visit: &Visit,
) -> Result<T, Failure> {
    let counted = Counted { visitor: token.visitor, client: client::ip(request), message };
    objects::ask_shard(&visit.env, sale, token.shard, verb, &counted).await
}

/// Notes that the visitor is leaving; being there again within the grace takes it back.
pub(super) async fn leave(request: &Request, sale: SaleId, shown: &Shown, visit: &Visit) -> Answer {
    let token = shown.open(sale, &visit.config)?;
    let message = LeaveRequest { epoch: token.epoch, place: token.place };
    counted::<()>("leave", request, sale, &token, message, visit).await?;
    Ok(reply::no_content())
}
