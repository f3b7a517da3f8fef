//! What a link to a show looks like where it is shared: messengers read the head of the page and
//! run no script, so title, description and picture of the show are written into it here. Without
//! an answer about the show, soon, the page stays as it is.

use std::pin::pin;
use std::time::Duration;

use frontrow_shared::route::class_of;
use futures_util::future::{Either, select};
use serde::Deserialize;
use worker::{Delay, Headers, Method, Request, RequestInit, ResponseBuilder};

use crate::config::ASSETS;
use crate::reply::Answer;
use crate::router::Visit;
use crate::{assets, client, gate};

/// The page of a show.
pub(crate) const PAGE: &str = "/show/";
/// What stands for a show without a picture.
const PICTURE: &str = "/share.png";
/// How long a page waits for what it says about its show.
const WITHIN_MS: u64 = 700;
/// The longest id that is asked for.
const ID_MAX: usize = 64;

/// What is read of a performance.
#[derive(Deserialize)]
struct Performance {
    event: Event,
    venue: Venue,
}

#[derive(Deserialize)]
struct Event {
    title: String,
    #[serde(default)]
    summary: String,
    poster_url: Option<String>,
}

#[derive(Deserialize)]
struct Venue {
    name: String,
    #[serde(default)]
    city: String,
}

/// Serves the page of a show with its show in the head.
pub(crate) async fn page(request: Request, visit: &Visit) -> Answer {
    let Ok(files) = visit.env.assets(ASSETS) else {
        return Err(frontrow_shared::problem::Code::NotFound.into());
    };
    let url = request.url()?;
    let origin = url.origin().ascii_serialization();
    let mut file = files.fetch(format!("{origin}{PAGE}"), None).await?;
    let mut html = file.text().await?;
    let origin = visit.config.site_origin.clone().unwrap_or(origin);
    let id = url.query_pairs().find(|(name, _)| name == "id").map(|(_, id)| id.into_owned());
    let id = id.filter(|id| is_id(id)).unwrap_or_default();
    if !id.is_empty()
        && let Some(show) = about(&id, &request, visit).await
    {
        html = with_show(&html, &origin, &id, &show);
    }
    let mut response = ResponseBuilder::new().with_status(file.status_code());
    for (name, value) in [
        ("content-type", "text/html; charset=utf-8"),
        ("cache-control", "public, max-age=0, must-revalidate"),
        ("content-security-policy", &assets::policy("")),
        ("cross-origin-opener-policy", "same-origin-allow-popups"),
        ("referrer-policy", "strict-origin-when-cross-origin"),
        ("permissions-policy", "camera=(), microphone=(), geolocation=()"),
    ] {
        response = response.with_header(name, value)?;
    }
    if request.method() == Method::Head {
        return Ok(response.empty());
    }
    Ok(response.fixed(html.into_bytes()))
}

/// What the catalog says, mostly from the edge's own cache, by the way that every visitor's
/// question takes; nothing when it says nothing in time.
async fn about(id: &str, request: &Request, visit: &Visit) -> Option<Performance> {
    let path = format!("/api/v1/performances/{id}");
    let class = class_of("GET", &path)?;
    let headers = Headers::new();
    headers.set("cf-connecting-ip", &client::ip(request)).ok()?;
    let mut ask = RequestInit::new();
    ask.with_headers(headers);
    let address = request.url().ok()?.join(&path).ok()?;
    let ask = Request::new_with_init(address.as_str(), &ask).ok()?;
    let answer = pin!(gate::pass_on(ask, class, visit));
    match select(answer, pin!(Delay::from(Duration::from_millis(WITHIN_MS)))).await {
        Either::Left((Ok(mut answer), _)) if answer.status_code() == 200 => {
            answer.json().await.ok()
        }
        _ => None,
    }
}

fn is_id(id: &str) -> bool {
    id.len() <= ID_MAX && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

/// The page with its head about this show.
fn with_show(html: &str, origin: &str, id: &str, show: &Performance) -> String {
    let title = text(&show.event.title);
    let place = [show.venue.name.as_str(), show.venue.city.as_str()];
    let place = place.into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>().join(", ");
    let said = [show.event.summary.as_str(), place.as_str()];
    let said = said.into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" · ");
    let said = text(&said);
    let picture = match show.event.poster_url.as_deref() {
        Some(path) if path.starts_with('/') && !path.starts_with("//") => format!("{origin}{path}"),
        Some(address) if address.starts_with("https://") => address.to_owned(),
        _ => format!("{origin}{PICTURE}"),
    };
    let (address, picture) = (text(&format!("{origin}{PAGE}?id={id}")), text(&picture));
    let html = between(html, "<title>", "</title>", &format!("{title} · Frontrow"));
    let html = between(&html, r#"<meta name="description" content=""#, "\">", &said);
    let html = between(&html, r#"<meta property="og:title" content=""#, "\">", &title);
    let more = format!(
        "{said}\">\n<meta property=\"og:url\" content=\"{address}\">\n\
         <meta property=\"og:image\" content=\"{picture}"
    );
    between(&html, r#"<meta property="og:description" content=""#, "\">", &more)
}

/// `html` with what stands between the first `start` and the `end` after it replaced; the same
/// where they do not stand.
fn between(html: &str, start: &str, end: &str, inside: &str) -> String {
    let parts = html.split_once(start);
    let parts = parts.and_then(|(before, rest)| Some((before, rest.split_once(end)?.1)));
    match parts {
        Some((before, after)) => format!("{before}{start}{inside}{end}{after}"),
        None => html.to_owned(),
    }
}

/// Text as HTML, in an attribute too.
fn text(text: &str) -> String {
    let text = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    text.replace('"', "&quot;").replace('\'', "&#39;")
}
