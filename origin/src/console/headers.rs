//! What a browser is told about every file of the console.

use http::header::{self, HeaderName};

/// Nothing but what this listener serves, and nobody may frame it: a page with a staff token
/// in it must run no stranger's script and take no stranger's clicks.
const POLICY: &str = "default-src 'self'; object-src 'none'; base-uri 'none'; \
                      form-action 'self'; frame-ancestors 'none'";

/// The headers of a file of this media type. Pages are never kept, so that a newer release is
/// seen at once; the rest is asked for again by ETag.
pub(super) fn of(media_type: &str) -> [(HeaderName, &'static str); 4] {
    let page = media_type.starts_with("text/html");
    [
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::CACHE_CONTROL, if page { "no-store" } else { "private, no-cache" }),
    ]
}
