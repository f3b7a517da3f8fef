//! The line as browsers see it: `/q/v1/{sale}/…`. Tokens and proofs are checked here, before
//! any object is woken; the objects decide.

mod claim;
mod join;
mod me;
mod pass_cookie;
mod status;
mod ticket;

use frontrow_shared::id::SaleId;
use frontrow_shared::problem::Code;
use serde::Serialize;
use serde::de::DeserializeOwned;
use worker::wasm_bindgen::JsValue;
use worker::{Env, Headers, Method, Request, RequestInit, Response};

use crate::client;
use crate::config::ROOM;
use crate::reply::{Answer, Failure};
use crate::router::Visit;

/// The most bytes of a body here.
const BODY_MAX: usize = 4 * 1024;

/// Answers a request of the line.
pub(crate) async fn answer(mut request: Request, visit: &Visit) -> Answer {
    let path = request.path();
    let mut parts = path.trim_start_matches("/q/v1/").split('/');
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
                _ => me::leave(sale, &read(&body)?, visit).await,
            }
        }
        (_, "status" | "join" | "me" | "claim" | "leave") => Err(Code::MethodNotAllowed.into()),
        _ => Err(Code::NotFound.into()),
    }
}

fn read<T: DeserializeOwned>(body: &[u8]) -> Result<T, Failure> {
    serde_json::from_slice(body).map_err(|error| Failure::because(Code::BodyInvalid, &error))
}

/// Asks the room of `sale`.
pub(crate) async fn ask_room<T: DeserializeOwned>(
    env: &Env,
    sale: SaleId,
    verb: &str,
    message: &impl Serialize,
) -> Result<T, Failure> {
    let stub = env.durable_object(ROOM)?.get_by_name(&sale.to_string())?;
    let request = to_object(&format!("https://room/{sale}/{verb}"), message)?;
    from_object(stub.fetch_with_request(request).await?).await
}

/// A message to a Durable Object.
pub(crate) fn to_object(url: &str, message: &impl Serialize) -> worker::Result<Request> {
    let headers = Headers::new();
    headers.set("content-type", "application/json")?;
    let mut init = RequestInit::new();
    init.with_method(Method::Post)
        .with_headers(headers)
        .with_body(Some(JsValue::from_str(&serde_json::to_string(message)?)));
    Request::new_with_init(url, &init)
}

/// What a Durable Object answered: its message, or the problem that it names.
pub(crate) async fn from_object<T: DeserializeOwned>(mut response: Response) -> Result<T, Failure> {
    let body = response.bytes().await?;
    if response.status_code() == 200 {
        return Ok(serde_json::from_slice(&body).map_err(worker::Error::from)?);
    }
    match serde_json::from_slice::<frontrow_shared::problem::Problem>(&body) {
        Ok(problem) => Err(problem.into()),
        Err(_) => {
            Err(worker::Error::RustError(format!("an object answered {}", response.status_code()))
                .into())
        }
    }
}
