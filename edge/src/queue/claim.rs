//! Taking one's turn.

use frontrow_shared::id::SaleId;
use frontrow_shared::problem::{Code, Problem};
use frontrow_shared::queue_token::QueueTokenError;
use frontrow_shared::room::{ClaimAnswer, ClaimRefusal, PassGrant};
use serde::Deserialize;
use worker::Request;

use super::ticket::Shown;
use super::{pass_cookie, status};
use crate::reply::{self, Answer, Failure};
use crate::router::Visit;
use crate::shard::{self, ShardClaim, ShardClaimAnswer};
use crate::{client, upstream};

/// The body of a claim.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Body {
    #[serde(default)]
    token: Option<String>,
    #[serde(default)]
    secret: Option<String>,
    /// Made once per claim; the same one when it is sent again.
    #[serde(default)]
    nonce: Option<String>,
}

/// A pass, or when to ask again.
pub(super) async fn answer(request: &Request, sale: SaleId, body: &Body, visit: &Visit) -> Answer {
    let token = Shown::new(body.token.clone(), body.secret.clone()).open(sale, &visit.config)?;
    let nonce = body.nonce.as_deref().filter(|nonce| (16..=64).contains(&nonce.len()));
    let nonce = nonce
        .ok_or_else(|| {
            Failure::because(Code::BodyInvalid, "nonce has to have 16 to 64 characters")
        })?
        .to_owned();
    if status::is_not_called(sale, &token, visit).await? {
        return Err(refused(ClaimRefusal::NotCalledYet));
    }
    // A pass belongs to one buyer from the claim on.
    let access = client::access_token(request).ok_or(Code::SignInRequired)?;
    let access = upstream::verify_access(&visit.config, &access).await?;
    let claim = ShardClaim {
        visitor: token.visitor,
        epoch: token.epoch,
        place: token.place,
        nonce,
        account: access.sub,
        membership: access.mem,
        client: client::ip(request),
    };
    match shard::claim(&visit.env, sale, token.shard, &claim).await? {
        ShardClaimAnswer::Replayed => Err(Code::ClaimReplayed.into()),
        ShardClaimAnswer::OtherAccount => Err(Code::PlaceOtherAccount.into()),
        ShardClaimAnswer::PlaceElsewhere => Err(Code::PlaceElsewhere.into()),
        ShardClaimAnswer::Room(ClaimAnswer::Granted(grant)) => granted(sale, &grant, visit),
        ShardClaimAnswer::Room(ClaimAnswer::Wait { ahead, retry_after_ms }) => {
            let body = serde_json::json!({ "ahead": ahead, "retry_after_ms": retry_after_ms });
            let response = reply::json(202, &body)?;
            response.headers().set("retry-after", &retry_after_ms.div_ceil(1000).to_string())?;
            Ok(response)
        }
        ShardClaimAnswer::Room(ClaimAnswer::Ended(reason)) => {
            Err(Problem::new(Code::PassEnded).with("end_reason", reason).into())
        }
        ShardClaimAnswer::Room(ClaimAnswer::Refused(refusal)) => Err(refused(refusal)),
    }
}

fn granted(sale: SaleId, grant: &PassGrant, visit: &Visit) -> Answer {
    let pass = pass_cookie::sign(&visit.config, sale, grant);
    let body = serde_json::json!({
        "pass": pass,
        "jti": grant.jti,
        "expires_at_ms": grant.expires_at_ms,
        "hard_end_ms": grant.hard_end_ms,
    });
    Ok(pass_cookie::set(reply::json(200, &body)?, sale, grant, &pass)?)
}

fn refused(refusal: ClaimRefusal) -> Failure {
    match refusal {
        ClaimRefusal::NotCalledYet => {
            Problem::new(Code::NotCalledYet).with("retry_after_ms", 2_000).into()
        }
        ClaimRefusal::WindowOver => Code::ClaimWindowOver.into(),
        ClaimRefusal::Replayed => Code::ClaimReplayed.into(),
        ClaimRefusal::OtherPass => Code::PlaceElsewhere.into(),
        ClaimRefusal::Closed => Code::RoomClosed.into(),
        ClaimRefusal::MembersOnly => Code::MembershipRequired.into(),
        ClaimRefusal::OtherEpoch => {
            let error = QueueTokenError::Expired;
            Failure::because(error.code(), &error)
        }
    }
}
