//! The status document: the same bytes for everybody, asked of the room at most once a second
//! by each isolate, whatever the crowd.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use frontrow_shared::id::SaleId;
use frontrow_shared::problem::{Code, Problem};
use frontrow_shared::queue_token::QueueToken;
use frontrow_shared::status::{self, Status};
use frontrow_shared::time::UnixMillis;
use worker::js_sys::Uint8Array;
use worker::{Request, ResponseBuilder};

use crate::reply::{Answer, Failure};
use crate::router::Visit;
use crate::{client, clock, objects, upstream};

/// How old a document may be before another is asked for.
const FRESH_MS: i64 = 1_000;
/// How old a document is served while the room does not answer.
const STALE_MS: i64 = 15_000;
/// The most sales whose document is kept.
const KEPT_MAX: usize = 256;

#[derive(Clone)]
struct Kept {
    text: Rc<str>,
    /// The same bytes as the platform has them; nobody writes into them.
    shown: Uint8Array,
    status: Rc<Status>,
    at: UnixMillis,
}

thread_local! {
    static KEPT: RefCell<HashMap<SaleId, Kept>> = RefCell::default();
}

/// Answers with the document.
pub(super) async fn answer(request: &Request, sale: SaleId, visit: &Visit) -> Answer {
    let known = KEPT.with_borrow(|kept| kept.contains_key(&sale));
    if !known {
        // Nobody's question makes an object for a sale that does not exist.
        upstream::sale(sale, &client::ip(request), visit).await?;
    }
    let text = document(sale, visit).await?;
    Ok(ResponseBuilder::new()
        .with_header("content-type", "application/json")?
        .with_header("cache-control", "public, max-age=1")?
        .fixed(text.as_bytes().to_vec()))
}

/// The document of a sale that exists.
pub(super) async fn document(sale: SaleId, visit: &Visit) -> Result<Rc<str>, Failure> {
    let now = clock::now();
    let asked = format!("status {sale}");
    if let Some(kept) = kept(sale) {
        let age = now.since(kept.at);
        if age < FRESH_MS || (age < STALE_MS && upstream::is_taken(&asked)) {
            return Ok(kept.text);
        }
    }
    // A crowd whose one question failed does not ask again all at once.
    for _ in 0..2 {
        if let Some(_turn) = upstream::turn(&asked).await {
            let now = clock::now();
            return match ask(sale, visit).await {
                Ok((text, status)) => Ok(keep(sale, &text, status, now)),
                Err(failure) => usable(sale).ok_or(failure),
            };
        }
        if let Some(text) = usable(sale) {
            return Ok(text);
        }
    }
    Err(Problem::new(Code::Unavailable).with("retry_after_ms", 1_000).into())
}

/// The document that is served while the room does not answer.
fn usable(sale: SaleId) -> Option<Rc<str>> {
    let now = clock::now();
    kept(sale).filter(|kept| now.since(kept.at) < STALE_MS).map(|kept| kept.text)
}

/// Whether the document, at most a second old, says that this place is not called yet. A crowd
/// that claims too early is answered from here and never reaches the objects.
pub(super) async fn is_not_called(
    sale: SaleId,
    token: &QueueToken,
    visit: &Visit,
) -> Result<bool, Failure> {
    document(sale, visit).await?;
    let called = kept(sale).filter(|kept| kept.status.epoch == token.epoch);
    let called = called.map(|kept| kept.status.lanes.general.called);
    Ok(called.is_some_and(|called| token.place.index >= called))
}

/// The document as the platform has it, if it is there and fresh.
pub(super) fn shown(sale: SaleId) -> Option<Uint8Array> {
    let now = clock::now();
    KEPT.with_borrow(|kept| {
        let kept = kept.get(&sale).filter(|kept| now.since(kept.at) < FRESH_MS);
        kept.map(|kept| kept.shown.clone())
    })
}

fn kept(sale: SaleId) -> Option<Kept> {
    KEPT.with_borrow(|kept| kept.get(&sale).cloned())
}

async fn ask(sale: SaleId, visit: &Visit) -> Result<(String, Status), Failure> {
    let text: String = objects::ask_room(&visit.env, sale, "status", &()).await?;
    let document = status::open(&visit.config.status, &text)
        .map_err(|error| worker::Error::RustError(error.to_string()))?;
    Ok((text, document))
}

/// Keeps the newer of what is there and what has come: answers may overtake each other.
fn keep(sale: SaleId, text: &str, status: Status, at: UnixMillis) -> Rc<str> {
    KEPT.with_borrow_mut(|all| {
        if all.len() >= KEPT_MAX {
            all.retain(|_, kept| at.since(kept.at) < STALE_MS);
        }
        // But for a room whose clock was put back: its documents count from an earlier time.
        let newer = |kept: &&Kept| {
            kept.status.version >= status.version
                && kept.status.epoch >= status.epoch
                && at.since(kept.at) < STALE_MS
        };
        if let Some(kept) = all.get(&sale).filter(newer) {
            return kept.text.clone();
        }
        let kept = Kept {
            text: text.into(),
            shown: Uint8Array::from(text.as_bytes()),
            status: Rc::new(status),
            at,
        };
        let text = kept.text.clone();
        all.insert(sale, kept);
        text
    })
}
