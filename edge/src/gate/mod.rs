//! The gate: a request reaches the core if its class lets it, with what was proved about its
//! sender in signed headers and nothing else that the sender said about itself.

mod catalog;
mod forward;
mod misses;
mod proof;

use frontrow_shared::hop::Identity;
use frontrow_shared::route::RouteClass;
use worker::Request;

use crate::client;
use crate::limits::{self, Limit};
use crate::reply::Answer;
use crate::router::Visit;

/// Passes a request of this class on to the core, or refuses it.
pub(crate) async fn pass_on(request: Request, class: RouteClass, visit: &Visit) -> Answer {
    let ip = client::ip(&request);
    let nobody = Identity { client_ip: &ip, request_id: &visit.request_id, ..Identity::default() };
    if class != RouteClass::Webhook {
        client::check_origin(&request, &visit.config)?;
    }
    match class {
        RouteClass::Open { cached: true } => catalog::answer(&request, nobody, visit).await,
        RouteClass::Open { cached: false } => forward::forward(request, nobody, visit).await,
        RouteClass::Webhook => {
            limits::check(&visit.env, Limit::Webhook, &ip).await?;
            forward::forward(request, nobody, visit).await
        }
        RouteClass::SignIn { guessable } => {
            let limit = if guessable { Limit::SignIn } else { Limit::Session };
            limits::check(&visit.env, limit, &ip).await?;
            let refresh = client::refresh_token(&request).unwrap_or_default();
            let flow = client::flow_secret(&request).unwrap_or_default();
            let identity = Identity { refresh: &refresh, flow: &flow, ..nobody };
            forward::forward(request, identity, visit).await
        }
        RouteClass::Account => {
            let access = proof::access(&request, visit).await?;
            let (account, session) = (access.sub.to_string(), access.sid.to_string());
            let identity = Identity { account: &account, session: &session, ..nobody };
            forward::forward_within(forward::PAYMENT_WITHIN_MS, request, identity, visit).await
        }
        RouteClass::Admission { sale, signed_in } => {
            let (pass, claims) = proof::pass(&request, sale, visit)?;
            let account = if signed_in {
                let account = proof::access(&request, visit).await?.sub;
                proof::same_account(&claims, account)?;
                account.to_string()
            } else {
                String::new()
            };
            let visitor = claims.sub.to_string();
            let identity = Identity { account: &account, visitor: &visitor, pass: &pass, ..nobody };
            forward::forward(request, identity, visit).await
        }
    }
}
