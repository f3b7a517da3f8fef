//! What both Durable Objects need of their SQLite.

use worker::js_sys::{Function, Reflect};
use worker::wasm_bindgen::closure::Closure;
use worker::wasm_bindgen::{JsCast as _, JsValue};
use worker::{Error, State};

/// Runs statements in one transaction: all of them are stored, or none.
///
/// Statements without an await between them are written together anyway; what this adds is
/// that those before a failing one are taken back.
pub(crate) fn transaction(
    state: &State,
    statements: impl FnOnce() -> worker::Result<()> + 'static,
) -> worker::Result<()> {
    let storage = state.storage();
    let storage: &JsValue = storage.as_raw().as_ref();
    let run: Function = Reflect::get(storage, &"transactionSync".into())?.dyn_into()?;
    let body = Closure::once_into_js(move || match statements() {
        Ok(()) => Ok(JsValue::UNDEFINED),
        Err(error) => Err(JsValue::from(error)),
    });
    run.call1(storage, &body).map(drop).map_err(Error::from)
}
