//! Every address of the edge, on one page.

use frontrow_shared::problem::{Code, Problem};
use frontrow_shared::route::{self, class_of};
use worker::{Context, Env, Method, Request, Response, ResponseBuilder};

use crate::config::Config;
use crate::reply::{self, Answer};
use crate::{assets, clock, door, gate, queue, random, share};

/// What every handler is given beside its request.
pub(crate) struct Visit {
    /// Bindings.
    pub(crate) env: Env,
    /// Settings and keys.
    pub(crate) config: std::rc::Rc<Config>,
    /// For work that goes on after the answer.
    pub(crate) context: Context,
    /// The id that follows the request to the last log line.
    pub(crate) request_id: String,
}

/// Answers a request; whatever goes wrong becomes a problem document.
pub(crate) async fn answer(
    request: Request,
    env: Env,
    context: Context,
) -> worker::Result<Response> {
    let began = clock::now();
    let request_id = format!("req_{}", random::uuid(began)?.simple());
    let (method, path) = (request.method(), request.path());
    let config = match Config::of(&env) {
        Ok(config) => config,
        Err(error) => {
            worker::console_error!("the edge is not configured: {error}");
            return reply::problem(&Problem::new(Code::Internal).request(request_id));
        }
    };
    let visit = Visit { env, config, context, request_id };
    let response = match route(request, &visit).await {
        Ok(response) => response,
        Err(failure) => reply::failure(failure, &visit.request_id)?,
    };
    let response = finish(response, &visit.request_id)?;
    let status = response.status_code();
    // A crowd polls by the thousand a second: of that only what failed is worth a line.
    if status >= 400 || !path.ends_with("/status") {
        worker::console_log!(
            "{}",
            serde_json::json!({
                "message": "request",
                "request_id": visit.request_id,
                "method": method.as_ref(),
                "path": path,
                "status": status,
                "ms": clock::now().since(began),
            })
        );
    }
    Ok(response)
}

async fn route(request: Request, visit: &Visit) -> Answer {
    door::refuse(request.inner())?;
    let path = request.path();
    let get = matches!(request.method(), Method::Get | Method::Head);
    match path.as_str() {
        "/healthz" if get => Ok(reply::json(200, &serde_json::json!({ "status": "ok" }))?),
        "/.well-known/jwks.json" if get => Ok(ResponseBuilder::new()
            .with_header("cache-control", "public, max-age=300")?
            .from_json(&visit.config.pass_jwks)?),
        "/healthz" | "/.well-known/jwks.json" => Err(Code::MethodNotAllowed.into()),
        _ if path.starts_with("/q/v1/") => queue::answer(request, visit).await,
        _ if path.starts_with("/api/") || path.starts_with("/webhooks/") => {
            let class = class_of(request.method().as_ref(), &path).ok_or_else(|| {
                if route::is_listed(&path) { Code::MethodNotAllowed } else { Code::NotFound }
            })?;
            gate::pass_on(request, class, visit).await
        }
        _ if path.starts_with("/.well-known/") => Err(Code::NotFound.into()),
        share::PAGE if get => share::page(request, visit).await,
        _ if get => assets::page(request, &visit.env, &visit.config).await,
        _ => Err(Code::MethodNotAllowed.into()),
    }
}

/// What every answer that takes this way carries; polls have one of their own (`queue::poll`).
fn finish(mut response: Response, request_id: &str) -> worker::Result<Response> {
    // Headers that came with a fetched file cannot be changed; those of our own answers can.
    if response.headers_mut().set("x-request-id", request_id).is_err() {
        let headers = response.headers().clone();
        headers.set("x-request-id", request_id)?;
        response = response.with_headers(headers);
    }
    response.headers_mut().set("x-content-type-options", "nosniff")?;
    Ok(response)
}
