//! The OpenAPI document, made from the routes themselves and completed by what all of them
//! share: who may call them, which problems they answer with, what operations are called.

mod access;
mod flattened;
mod problems;
mod routes;

use frontrow_shared::problem::{Code, Problem};
use serde_json::json;
use utoipa::OpenApi;
use utoipa::openapi::extensions::ExtensionsBuilder;
use utoipa::openapi::path::{Operation, PathItem};
use utoipa::openapi::{OpenApi as Document, RefOr, Required};

use crate::router;

pub use routes::{buyer_routes, staff_routes};

#[derive(OpenApi)]
#[openapi(
    info(title = "Frontrow", description = "The buyers' API (through the edge) and the staff API \
        (internal listener). Every error is a problem (RFC 9457) with a stable `code`; \
        `x-problems` says what each code means and what to do."),
    servers((url = "/", description = "The site for buyers, the internal listener for staff")),
    components(schemas(Problem))
)]
struct Frame;

/// Both APIs in one document.
#[must_use]
pub fn document() -> Document {
    let mut document = Frame::openapi();
    document.merge(router::buyer_routes().into_openapi());
    document.merge(router::staff_routes().into_openapi());
    completed(document)
}

/// What buyers and their programs need.
#[must_use]
pub fn buyers_document() -> Document {
    let mut document = Frame::openapi();
    document.merge(router::buyer_routes().into_openapi());
    completed(document)
}

fn completed(mut document: Document) -> Document {
    for (path, item) in &mut document.paths.paths {
        for (method, operation) in operations(item) {
            operation.operation_id = Some(name(method, path));
            let needs = access::needs(method, path, operation);
            problems::complete(method, operation, needs);
            if operation.security.is_none() {
                operation.security = Some(needs.requirements());
            }
            describe(operation);
            // Whatever a provider sends is stored as it came, nothing too.
            if needs == access::Needs::NothingFromAnywhere
                && let Some(RefOr::T(body)) = &mut operation.request_body
            {
                body.required = Some(Required::False);
            }
        }
    }
    access::add_schemes(&mut document);
    flattened::show_whole(&mut document);
    let table = Code::ALL.iter().map(|code| {
        json!({ "code": code.as_str(), "status": code.status(), "title": code.title(),
                "advice": code.advice() })
    });
    let table = ExtensionsBuilder::new().add("x-problems", table.collect::<Vec<_>>());
    document.extensions = Some(table.build());
    document
}

/// The operations of an address.
fn operations(item: &mut PathItem) -> impl Iterator<Item = (&'static str, &mut Operation)> {
    let PathItem { get, put, post, delete, patch, .. } = item;
    let all = [("GET", get), ("PUT", put), ("POST", post), ("DELETE", delete), ("PATCH", patch)];
    all.into_iter().filter_map(|(method, operation)| Some((method, operation.as_mut()?)))
}

/// What generated clients call an operation: method and address, so that it is unique.
/// `POST /api/v1/orders/{order}/cancel` is `post_orders_order_cancel`.
fn name(method: &str, path: &str) -> String {
    let kept = path.trim_start_matches("/api/v1");
    let words = kept.split(|c: char| !c.is_ascii_alphanumeric()).filter(|w| !w.is_empty());
    let words: Vec<&str> = words.filter(|word| *word != "v1").collect();
    format!("{}_{}", method.to_ascii_lowercase(), words.join("_"))
}

/// OpenAPI wants every answer described; the sentence of the operation does for a good one.
fn describe(operation: &mut Operation) {
    let sentence = operation.summary.clone().unwrap_or_default();
    // What the code says of errors stands with the answers already.
    operation.description = operation.description.take().and_then(|words| {
        let words = words.split("# Errors").next().unwrap_or_default().trim().to_owned();
        (!words.is_empty()).then_some(words)
    });
    for response in operation.responses.responses.values_mut() {
        if let RefOr::T(response) = response
            && response.description.is_empty()
        {
            response.description.clone_from(&sentence);
        }
    }
}
