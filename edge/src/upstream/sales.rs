//! Which sales there are, as far as the line has to know.
//!
//! An unknown sale creates nothing: no object, no alarm. What the core said is remembered for
//! a moment, a known sale's settings for longer while the core is silent, so that a line goes
//! on growing through an outage.

use std::cell::RefCell;
use std::collections::HashMap;

use frontrow_shared::hop::Identity;
use frontrow_shared::id::SaleId;
use frontrow_shared::problem::{Code, Problem};
use frontrow_shared::sync::RoomSettings;
use frontrow_shared::time::UnixMillis;
use worker::{Headers, Method};

use crate::clock;
use crate::config::Config;
use crate::limits::{self, Limit};
use crate::reply::Failure;
use crate::router::Visit;
use crate::upstream::{Call, Signer, call_whole, is_taken, turn};

/// How long what the core said about a sale is taken as it is.
const FRESH_MS: i64 = 5_000;
/// How long settings are used when the core does not answer.
const STALE_MS: i64 = 10 * 60_000;
/// The most sales that are remembered.
const SALES_MAX: usize = 1_000;
/// The longest settings that are taken in, in bytes.
const BYTES_MAX: usize = 16 * 1024;

/// What is remembered of a sale.
#[derive(Clone)]
pub(crate) enum Sale {
    /// It exists.
    Known(RoomSettings),
    /// The core does not know it.
    Unknown,
}

thread_local! {
    static SEEN: RefCell<HashMap<SaleId, (UnixMillis, Sale)>> = RefCell::default();
}

/// The settings of a sale.
///
/// # Errors
/// `sale_not_found`; `core_unreachable` when it was never heard of and the core is silent;
/// `rate_limited` for who asks for many sales that nobody knows.
pub(crate) async fn sale(
    id: SaleId,
    client_ip: &str,
    visit: &Visit,
) -> Result<RoomSettings, Failure> {
    if let Some(sale) = fresh(id) {
        return found(sale);
    }
    let asked = format!("sale {id}");
    // Who finds old settings while somebody asks for new ones does not wait for those.
    if is_taken(&asked)
        && let Some(settings) = usable(id)
    {
        return Ok(settings);
    }
    // A crowd whose one question failed does not ask again all at once.
    for _ in 0..2 {
        if let Some(_turn) = turn(&asked).await {
            return ask(id, client_ip, visit).await;
        }
        if let Some(sale) = fresh(id) {
            return found(sale);
        }
        if let Some(settings) = usable(id) {
            return Ok(settings);
        }
    }
    Err(Problem::new(Code::CoreUnreachable).with("retry_after_ms", 2_000).into())
}

async fn ask(id: SaleId, client_ip: &str, visit: &Visit) -> Result<RoomSettings, Failure> {
    let now = clock::now();
    if !matches!(seen(id), Some((_, Sale::Known(_)))) {
        limits::check(&visit.env, Limit::Join, client_ip).await?;
    }
    match settings(id, &visit.config).await {
        Ok(sale) => {
            remember(id, sale.clone(), now);
            found(sale)
        }
        Err(failure) => usable(id).ok_or(failure),
    }
}

fn seen(id: SaleId) -> Option<(UnixMillis, Sale)> {
    SEEN.with_borrow(|seen| seen.get(&id).cloned())
}

/// Settings that are used while the core does not answer.
fn usable(id: SaleId) -> Option<RoomSettings> {
    match seen(id) {
        Some((at, Sale::Known(settings))) if clock::now().since(at) < STALE_MS => Some(settings),
        _ => None,
    }
}

fn fresh(id: SaleId) -> Option<Sale> {
    let now = clock::now();
    seen(id).filter(|(at, _)| now.since(*at) < FRESH_MS).map(|(_, sale)| sale)
}

fn found(sale: Sale) -> Result<RoomSettings, Failure> {
    match sale {
        Sale::Known(settings) => Ok(settings),
        Sale::Unknown => Err(Code::SaleNotFound.into()),
    }
}

fn remember(id: SaleId, sale: Sale, now: UnixMillis) {
    SEEN.with_borrow_mut(|seen| {
        if seen.len() >= SALES_MAX {
            seen.retain(|_, (at, sale)| {
                matches!(sale, Sale::Known(_)) && now.since(*at) < STALE_MS
            });
        }
        if seen.len() < SALES_MAX {
            seen.insert(id, (now, sale));
        }
    });
}

/// Asks the core about a sale.
///
/// # Errors
/// `core_unreachable`, also when it answers anything but the settings or "not found".
pub(crate) async fn settings(id: SaleId, config: &Config) -> Result<Sale, Failure> {
    let path = format!("/edge/v1/sales/{id}");
    let ask = Call {
        method: Method::Get,
        path_and_query: &path,
        body: &[],
        identity: Identity::default(),
        headers: Headers::new(),
        signer: Signer::Sync,
        within_ms: 2_000,
    };
    let (response, body) = call_whole(config, ask, BYTES_MAX).await?;
    match response.status_code() {
        200 => match serde_json::from_slice(&body) {
            Ok(settings) => Ok(Sale::Known(settings)),
            Err(error) => Err(not_settings(&error)),
        },
        404 => Ok(Sale::Unknown),
        status => {
            worker::console_warn!("the core answers {status} about a sale");
            Err(Code::CoreUnreachable.into())
        }
    }
}

fn not_settings(error: &serde_json::Error) -> Failure {
    worker::console_error!("the core's settings of a sale cannot be read: {error}");
    Code::CoreUnreachable.into()
}
