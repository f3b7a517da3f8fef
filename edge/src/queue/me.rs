//! Where a visitor stands, renewing its pass, and leaving.

use frontrow_shared::id::SaleId;
use frontrow_shared::pass::{self, PassClaims};
use frontrow_shared::queue_token::QueueTokenError;
use frontrow_shared::room::{LeaveRequest, MeAnswer, MeRequest};
use frontrow_shared::time::UnixMillis;
use serde_json::json;
use worker::Request;

use super::pass_cookie;
use super::ticket::Shown;
use crate::reply::{self, Answer, Failure};
use crate::router::Visit;
use crate::{client, clock, objects};

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
    let renew = held.as_ref().filter(|held| is_past_half(held, now)).map(|held| held.jti);
    let message = MeRequest { epoch: token.epoch, place: token.place, renew, proved_of: None };
    let me: MeAnswer = objects::ask_room(&visit.env, sale, "me", &message).await?;
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

/// Notes that the visitor is leaving; being there again within the grace takes it back.
pub(super) async fn leave(sale: SaleId, shown: &Shown, visit: &Visit) -> Answer {
    let token = shown.open(sale, &visit.config)?;
    let message = LeaveRequest { epoch: token.epoch, place: token.place };
    objects::ask_room::<()>(&visit.env, sale, "leave", &message).await?;
    Ok(reply::no_content())
}
