//! Which address asks for what: the one table by which the gate lets requests through.
//! What stands in no row is refused, whatever the core would say to it.

use crate::id::SaleId;

/// What a request needs to reach the core.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RouteClass {
    /// Nothing.
    Open {
        /// The answer is the same for everybody: the edge keeps it and serves it stale when
        /// the core does not answer.
        cached: bool,
    },
    /// Nothing, but the cookies of signing in go along.
    SignIn {
        /// Somebody could try out passwords, links or addresses here: few tries an address.
        /// The others prove themselves by a cookie, and a busy page asks for them often.
        guessable: bool,
    },
    /// A pass for this sale.
    Admission {
        /// The sale in the path.
        sale: SaleId,
        /// Somebody has to be signed in, too.
        signed_in: bool,
    },
    /// Somebody signed in.
    Account,
    /// Nothing; the body goes on unread, the core verifies it with the provider.
    Webhook,
}

/// The class of a request by its method and path (no query), or nothing if there is none. HEAD
/// is GET whose answer stays without its body.
#[must_use]
pub fn class_of(method: &str, path: &str) -> Option<RouteClass> {
    let method = if method == "HEAD" { "GET" } else { method };
    if let Some(provider) = path.strip_prefix("/webhooks/") {
        return (method == "POST" && provider == "toss").then_some(RouteClass::Webhook);
    }
    let parts: Vec<&str> = path.strip_prefix("/api/v1/")?.split('/').collect();
    if parts.iter().any(|part| !is_plain(part)) {
        return None;
    }
    let open = Some(RouteClass::Open { cached: true });
    let account = Some(RouteClass::Account);
    match (method, parts.as_slice()) {
        (
            "GET",
            ["openapi.json"] | ["performances"] | ["performances", _] | ["performances", _, "plan"],
        ) => open,
        ("GET", ["auth", "jwks.json" | "providers"]) => Some(RouteClass::Open { cached: false }),
        (
            "POST",
            ["auth", "sign-up" | "sign-in"]
            | ["auth", "email", "verify"]
            | ["auth", "password", "forgot" | "reset"],
        )
        | ("GET", ["auth", "oidc", _, "start"]) => Some(RouteClass::SignIn { guessable: true }),
        ("POST", ["auth", "refresh" | "sign-out"]) | ("GET", ["auth", "oidc", _, "callback"]) => {
            Some(RouteClass::SignIn { guessable: false })
        }
        (_, ["sales", sale, rest @ ..]) => admission(method, sale, rest),
        ("GET", ["me"] | ["me", "sessions"] | ["orders"] | ["orders", _] | ["coupons"]) => account,
        (
            "POST",
            ["orders", _, "attempts" | "pay-return" | "pay-fail" | "cancel"]
            | ["coupons", "claims"]
            | ["me", "email", "verification"]
            | ["me", "password" | "withdraw"]
            | ["me", "sessions", "end-others"],
        )
        | ("DELETE", ["me", "sessions", _]) => account,
        ("GET", ["tickets", _] | ["tickets", _, "qr.svg"]) => account,
        _ => None,
    }
}

/// Whether some method is taken at a path.
#[must_use]
pub fn is_listed(path: &str) -> bool {
    ["GET", "POST", "DELETE"].iter().any(|method| class_of(method, path).is_some())
}

fn admission(method: &str, sale: &str, rest: &[&str]) -> Option<RouteClass> {
    let signed_in = match (method, rest) {
        ("GET", ["seats"]) => false,
        ("GET", ["holds", "mine"])
        | ("POST", ["holds"] | ["holds", _, "extend" | "quote"] | ["orders"])
        | ("DELETE", ["holds", _]) => true,
        _ => return None,
    };
    Some(RouteClass::Admission { sale: sale.parse().ok()?, signed_in })
}

/// A path part without anything that another reader of the path might take differently:
/// no escapes, no dots that climb, nothing empty.
fn is_plain(part: &str) -> bool {
    let plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.');
    !part.is_empty() && part.bytes().all(plain) && !part.starts_with('.')
}

#[cfg(test)]
mod tests {
    use super::*;

    const SALE: &str = "sal_00000000000000000000000000000001";

    #[test]
    fn every_row_of_the_table() {
        let seats =
            |signed_in| Some(RouteClass::Admission { sale: SALE.parse().unwrap(), signed_in });
        let cached = Some(RouteClass::Open { cached: true });
        let sign_in = |guessable| Some(RouteClass::SignIn { guessable });
        let sale = |rest: &str| format!("/api/v1/sales/{SALE}/{rest}");
        for (method, path, class) in [
            ("GET", "/api/v1/performances".to_owned(), cached),
            ("GET", "/api/v1/performances/prf_1/plan".to_owned(), cached),
            ("HEAD", "/api/v1/performances/prf_1".to_owned(), cached),
            ("POST", "/api/v1/auth/refresh".to_owned(), sign_in(false)),
            ("POST", "/api/v1/auth/password/forgot".to_owned(), sign_in(true)),
            ("GET", "/api/v1/auth/oidc/sim/start".to_owned(), sign_in(true)),
            ("GET", "/api/v1/auth/oidc/sim/callback".to_owned(), sign_in(false)),
            ("DELETE", "/api/v1/me/sessions/ses_1".to_owned(), Some(RouteClass::Account)),
            ("GET", sale("seats"), seats(false)),
            ("POST", sale("holds"), seats(true)),
            ("GET", sale("holds/mine"), seats(true)),
            ("POST", sale("holds/hld_1/extend"), seats(true)),
            ("POST", sale("holds/hld_1/quote"), seats(true)),
            ("DELETE", sale("holds/hld_1"), seats(true)),
            ("POST", sale("orders"), seats(true)),
            ("POST", "/api/v1/orders/ord_1/pay-return".to_owned(), Some(RouteClass::Account)),
            ("GET", "/api/v1/tickets/tkt_1/qr.svg".to_owned(), Some(RouteClass::Account)),
            ("POST", "/webhooks/toss".to_owned(), Some(RouteClass::Webhook)),
        ] {
            assert_eq!(class_of(method, &path), class, "{method} {path}");
        }
    }

    #[test]
    fn whatever_stands_in_no_row_is_denied() {
        for (method, path) in [
            ("GET", "/"),
            ("GET", "/api/v1/"),
            ("GET", "/api/v2/performances"),
            ("DELETE", "/api/v1/performances"),
            ("GET", "/api/v1//performances"),
            ("GET", "/api/v1/performances/"),
            ("GET", "/api/v1/performances/../me"),
            ("GET", "/api/v1/performances/%2e%2e"),
            ("GET", "/api/v1/sales/nonsense/seats"),
            ("GET", "/api/v1/sales/sal_00000000000000000000000000000001"),
            ("GET", "/staff/v1/sales"),
            ("GET", "/edge/v1/sales/sal_00000000000000000000000000000001"),
            ("POST", "/edge/v1/rooms/sal_00000000000000000000000000000001/sync"),
            ("GET", "/webhooks/toss"),
            ("HEAD", "/api/v1/auth/refresh"),
            ("POST", "/webhooks/other"),
            ("POST", "/webhooks/toss/../../staff"),
            ("GET", "/metrics"),
        ] {
            assert_eq!(class_of(method, path), None, "{method} {path}");
        }
    }

    #[test]
    fn no_other_method_and_no_other_spelling_is_in_the_table() {
        let listed = [
            "/api/v1/me".to_owned(),
            "/api/v1/performances".to_owned(),
            format!("/api/v1/sales/{SALE}/seats"),
            "/webhooks/toss".to_owned(),
        ];
        for path in &listed {
            assert!(is_listed(path), "{path}");
            for method in ["PROPFIND", "QUERY", "PUT", "get", "OPTIONS", ""] {
                assert_eq!(class_of(method, path), None, "{method} {path}");
            }
            let (front, last) = path.rsplit_once('/').unwrap();
            for other in [
                format!("{path}/"),
                format!("/{path}"),
                format!("{front}//{last}"),
                format!("{front}/./{last}"),
                format!("{front}/x/../{last}"),
                format!("{front}/%{:02x}{}", last.as_bytes()[0], &last[1..]),
                path.to_uppercase(),
            ] {
                assert!(!is_listed(&other), "{other}");
            }
        }
        assert!(!is_listed(&format!("/api/v1/sales/{}/seats", SALE.to_uppercase())));
    }
}
