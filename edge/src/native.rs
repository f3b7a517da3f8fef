//! Fetching and reading as the platform does them itself, one step each.
//!
//! The `worker` crate makes a `Request` of every address, asks every answer for five things, and
//! reads bodies piece by piece through a reader: an eighth of what a hold at the gate cost workerd.

use worker::js_sys::futures::JsFuture;
use worker::js_sys::{self, Promise, Uint8Array};
use worker::wasm_bindgen::JsCast as _;
use worker::web_sys::{Headers, RequestInit, Response, WorkerGlobalScope};
use worker::{Method, Stub};

/// What a request is made of; without a body when there are no bytes.
pub(crate) fn init(method: &Method, headers: &Headers, body: &[u8]) -> RequestInit {
    let init = RequestInit::new();
    init.set_method(method.as_ref());
    init.set_headers(headers);
    if !body.is_empty() {
        init.set_body(&Uint8Array::from(body));
    }
    init
}

/// Fetches an address.
pub(crate) async fn fetch(address: &str, init: &RequestInit) -> worker::Result<Response> {
    let scope: WorkerGlobalScope = js_sys::global().unchecked_into();
    answer(scope.fetch_with_str_and_init(address, init)).await
}

/// Fetches an address of a Durable Object.
pub(crate) async fn fetch_of(
    stub: Stub,
    address: &str,
    init: &RequestInit,
) -> worker::Result<Response> {
    // A stub's `fetch` is the global one in all but whom it asks.
    let scope: WorkerGlobalScope = stub.into_rpc();
    answer(scope.fetch_with_str_and_init(address, init)).await
}

async fn answer(promise: Promise) -> worker::Result<Response> {
    Ok(JsFuture::from(promise).await?.dyn_into()?)
}

/// The whole body of an answer, whatever its length.
pub(crate) async fn bytes(answer: &Response) -> worker::Result<Vec<u8>> {
    let buffer = JsFuture::from(answer.array_buffer()?).await?;
    Ok(Uint8Array::new(&buffer).to_vec())
}
