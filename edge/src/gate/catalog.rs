//! Answers that are the same for everybody, kept at the edge: in this isolate's memory, and
//! in the cache of the location for the other isolates. Served stale while the core is silent
//! or fails, so that a crowd can look at a show whatever the core is doing.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use frontrow_shared::catalog_query::CatalogQuery;
use frontrow_shared::hop::Identity;
use frontrow_shared::problem::Code;
use frontrow_shared::time::UnixMillis;
use worker::{Cache, Headers, Method, Request, Response, ResponseBuilder};

use super::misses;
use crate::limits::{self, Limit};
use crate::reply::{Answer, Failure};
use crate::router::Visit;
use crate::upstream::{Call, Signer, call_whole, is_taken, turn};
use crate::{client, clock};

/// How long an answer is fresh when the core does not say.
const FRESH_MS: i64 = 5_000;
/// How long beyond that it is served when the core cannot give another.
const STALE_MS: i64 = 10 * 60_000;
/// The longest answer that is kept, in bytes.
const BYTES_MAX: usize = 1024 * 1024;
/// The most answers kept in memory.
const ENTRIES_MAX: usize = 64;
/// The one address whose query means something.
const LIST: &str = "/api/v1/performances";
/// The longest query that is read at all, in bytes.
const QUERY_MAX: usize = 1_024;
/// When an answer in the location's cache came from the core.
const FETCHED_AT: &str = "x-frontrow-fetched-at";

#[derive(Clone)]
struct Entry {
    body: Rc<Vec<u8>>,
    content_type: String,
    etag: Option<String>,
    cache_control: Option<String>,
    fetched: UnixMillis,
    fresh_ms: i64,
}

thread_local! {
    static KEPT: RefCell<HashMap<String, Entry>> = RefCell::default();
}

/// Answers a cached GET.
pub(super) async fn answer(request: &Request, identity: Identity<'_>, visit: &Visit) -> Answer {
    let path = address_in_catalog(request)?;
    let now = clock::now();
    let mut kept = in_memory(&path);
    if kept.as_ref().is_none_or(|entry| !entry.is_fresh(now)) {
        kept = newer(kept, at_location(&path).await);
    }
    // Who finds an old answer while a new one is on its way does not wait for that.
    if let Some(entry) = &kept
        && (entry.is_fresh(now) || (entry.is_usable(now) && is_taken(&path)))
    {
        return entry.answer(request, now);
    }
    if kept.is_none() {
        misses::refuse_known(&path, now)?;
    }
    let turn = turn(&path).await;
    // Those who waited take what is there, be it old: not all of them ask again.
    if turn.is_none()
        && let Some(entry) = in_memory(&path).filter(|entry| entry.is_usable(clock::now()))
    {
        return entry.answer(request, clock::now());
    }
    if kept.is_none() {
        misses::refuse_known(&path, clock::now())?;
        limits::check(&visit.env, Limit::Catalog, identity.client_ip).await?;
    }
    let fetched = fetch(&path, identity, visit).await;
    match (fetched, kept) {
        (Ok(Fetched::Entry(entry)), _) => {
            keep(&path, &entry, visit);
            entry.answer(request, now)
        }
        (Ok(Fetched::Other(response)), _) if response.status_code() < 500 => {
            if response.status_code() == 404 {
                misses::remember(&path, clock::now());
            }
            Ok(response)
        }
        (_, Some(entry)) if entry.is_usable(now) => entry.answer(request, now),
        (Ok(Fetched::Other(response)), _) => Ok(response),
        (Err(failure), _) => Err(failure),
    }
}

/// The name of the answer: the path, and for the list of shows the question in its one
/// writing. What is no question is refused there and dropped elsewhere: it would make of one
/// answer as many as somebody cares to invent, and each a question to the core.
fn address_in_catalog(request: &Request) -> Result<String, Failure> {
    let mut url = request.url()?;
    if url.path() != LIST {
        return Ok(url.path().to_owned());
    }
    if url.query().unwrap_or_default().len() > QUERY_MAX {
        return Err(Failure::because(Code::QueryInvalid, "the query is too long"));
    }
    let asked: Vec<_> = url.query_pairs().into_owned().collect();
    let asked = asked.iter().map(|(name, value)| (name.as_str(), value.as_str()));
    let query = CatalogQuery::read(asked);
    let query = query.map_err(|error| Failure::because(Code::QueryInvalid, &error))?;
    url.query_pairs_mut().clear().extend_pairs(query.pairs());
    Ok(match url.query() {
        Some(query) if !query.is_empty() => format!("{LIST}?{query}"),
        _ => LIST.to_owned(),
    })
}

enum Fetched {
    Entry(Entry),
    Other(Response),
}

async fn fetch(path: &str, identity: Identity<'_>, visit: &Visit) -> Result<Fetched, Failure> {
    let headers = Headers::new();
    headers.set("accept", "application/json")?;
    let ask = Call {
        method: Method::Get,
        path_and_query: path,
        body: &[],
        identity,
        headers,
        signer: Signer::Hop,
        within_ms: 3_000,
    };
    let (response, body) = call_whole(&visit.config, ask, BYTES_MAX).await?;
    let header = |name: &str| response.headers().get(name).ok().flatten();
    let content_type = header("content-type").unwrap_or_else(|| "application/json".to_owned());
    if response.status_code() != 200 {
        let other = ResponseBuilder::new()
            .with_status(response.status_code())
            .with_header("content-type", &content_type)?
            .with_header("cache-control", "no-store")?;
        return Ok(Fetched::Other(other.fixed(body)));
    }
    let cache_control = header("cache-control");
    Ok(Fetched::Entry(Entry {
        body: Rc::new(body),
        content_type,
        etag: header("etag"),
        fresh_ms: cache_control.as_deref().and_then(max_age_ms).unwrap_or(FRESH_MS),
        cache_control,
        fetched: clock::now(),
    }))
}

impl Entry {
    fn is_fresh(&self, now: UnixMillis) -> bool {
        now.since(self.fetched) < self.fresh_ms
    }

    fn is_usable(&self, now: UnixMillis) -> bool {
        now.since(self.fetched) < self.fresh_ms.saturating_add(STALE_MS)
    }

    fn answer(&self, request: &Request, now: UnixMillis) -> Answer {
        let age = now.since(self.fetched).max(0) / 1000;
        let control = self.cache_control.as_deref().unwrap_or("public, max-age=1");
        let mut response = ResponseBuilder::new()
            .with_header("content-type", &self.content_type)?
            .with_header("cache-control", control)?
            .with_header("age", &age.to_string())?;
        if !self.is_fresh(now) {
            response = response.with_header("x-frontrow-stale", "1")?;
        }
        let Some(etag) = &self.etag else { return Ok(response.fixed(self.body.to_vec())) };
        let response = response.with_header("etag", etag)?;
        let asked = client::header(request, "if-none-match").unwrap_or_default();
        if asked
            .split(',')
            .any(|one| one.trim().trim_start_matches("W/") == etag.trim_start_matches("W/"))
        {
            return Ok(response.with_status(304).empty());
        }
        Ok(response.fixed(self.body.to_vec()))
    }
}

fn in_memory(path: &str) -> Option<Entry> {
    KEPT.with_borrow(|kept| kept.get(path).cloned())
}

fn newer(a: Option<Entry>, b: Option<Entry>) -> Option<Entry> {
    match (a, b) {
        (Some(a), Some(b)) => Some(if b.fetched > a.fetched { b } else { a }),
        (a, b) => a.or(b),
    }
}

/// Under which address the location's cache keeps an answer; nobody else can ask for it.
fn address(path: &str) -> String {
    format!("https://catalog.frontrow.invalid{path}")
}

async fn at_location(path: &str) -> Option<Entry> {
    let mut found = Cache::default().get(address(path), false).await.ok()??;
    let header = |found: &Response, name: &str| found.headers().get(name).ok().flatten();
    let fetched = UnixMillis(header(&found, FETCHED_AT)?.parse().ok()?);
    let fresh_ms = header(&found, "x-frontrow-fresh-ms")?.parse().ok()?;
    Some(Entry {
        content_type: header(&found, "content-type")?,
        etag: header(&found, "etag"),
        cache_control: header(&found, "x-frontrow-cache-control"),
        fetched,
        fresh_ms,
        body: Rc::new(found.bytes().await.ok()?),
    })
}

fn keep(path: &str, entry: &Entry, visit: &Visit) {
    KEPT.with_borrow_mut(|kept| {
        if kept.len() >= ENTRIES_MAX && !kept.contains_key(path) {
            // Searches go first: there is no end to what can be searched for.
            let oldest =
                kept.iter().min_by_key(|(path, entry)| (!path.contains('?'), entry.fetched));
            if let Some(oldest) = oldest.map(|(path, _)| path.clone()) {
                kept.remove(&oldest);
            }
        }
        kept.insert(path.to_owned(), entry.clone());
    });
    let (address, entry) = (address(path), entry.clone());
    visit.context.wait_until(async move {
        // A location without a cache is no trouble: memory has it.
        if let Ok(response) = for_location(&entry) {
            Cache::default().put(address, response).await.ok();
        }
    });
}

fn for_location(entry: &Entry) -> worker::Result<Response> {
    let keep_s = entry.fresh_ms.saturating_add(STALE_MS) / 1000;
    let mut response = ResponseBuilder::new()
        .with_header("content-type", &entry.content_type)?
        .with_header("cache-control", &format!("public, max-age={keep_s}"))?
        .with_header(FETCHED_AT, &entry.fetched.0.to_string())?
        .with_header("x-frontrow-fresh-ms", &entry.fresh_ms.to_string())?;
    if let Some(etag) = &entry.etag {
        response = response.with_header("etag", etag)?;
    }
    if let Some(control) = &entry.cache_control {
        response = response.with_header("x-frontrow-cache-control", control)?;
    }
    Ok(response.fixed(entry.body.to_vec()))
}

fn max_age_ms(cache_control: &str) -> Option<i64> {
    let mut parts = cache_control.split(',').map(str::trim);
    let seconds = parts.find_map(|part| {
        part.strip_prefix("s-maxage=").or_else(|| part.strip_prefix("max-age="))
    })?;
    Some(seconds.parse::<i64>().ok()?.clamp(0, 86_400).saturating_mul(1000))
}
