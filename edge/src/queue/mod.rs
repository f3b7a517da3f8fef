//! The line as browsers see it: `/q/v1/{sale}/…`. Tokens and proofs are checked here, before
//! any object is woken; the objects decide.

mod claim;
mod join;
mod me;
mod pass_cookie;
mod poll;
mod status;
mod ticket;

pub(crate) use poll::poll;

use frontrow_shared::id::SaleId;
use frontrow_shared::problem::Code;
use worker::{Method, Request};

use crate::client::{self, read};
use crate::reply::{Answer, Failure};
use crate::router::Visit;

/// The most bytes of a body here.
const BODY_MAX: usize = 4 * 1024;

/// Answers a request of the line.
pub(crate) async fn answer(mut request: Request, visit: &Visit) -> Answer {
    let path = request.path();
    let mut parts = path.strip_prefix("/q/v1/").unwrap_or_default().split('/');
    let (Some(sale), Some(verb), None) = (parts.next(), parts.next(), parts.next()) else {
        return Err(Code::NotFound.into());
    };
    let sale: SaleId =
        sale.parse().map_err(|error| Failure::because(Code::SaleNotFound, &error))?;
    match (request.method(), verb) {
        (Method::Get | Method::Head, "status") => status::answer(&request, sale, visit).await,
        (Method::Post, "join" | "me" | "claim" | "leave") => {
            client::check_origin(&request, &visit.config)?;
            // A beacon on closing the page can only send text/plain; the bytes are JSON anyway.
            let body = client::body(&mut request, BODY_MAX).await?;
            match verb {
                "join" => join::answer(&request, sale, &read(&body)?, visit).await,
                "me" => me::answer(&request, sale, &read(&body)?, visit).await,
                "claim" => claim::answer(&request, sale, &read(&body)?, visit).await,
                _ => me::leave(&request, sale, &read(&body)?, visit).await,
            }
        }
        (_, "status" | "join" | "me" | "claim" | "leave") => Err(Code::MethodNotAllowed.into()),
        _ => Err(Code::NotFound.into()),
    }
}
