//! The cookies of a signed-in browser.
//!
//! `__Host-` binds them to this very host over TLS (browsers count localhost as such);
//! scripts cannot read them, but for the flag that only says that somebody is signed in.

use std::fmt::Write as _;

/// The access token.
pub const ACCESS: &str = "__Host-fr_access";
/// The refresh token.
pub const REFRESH: &str = "__Host-fr_refresh";
/// `1` while somebody is signed in: for the page, which cannot see the others.
pub const HERE: &str = "__Host-fr_here";

/// The state of a sign-in through an outside issuer, while it is under way.
pub const FLOW: &str = "__Host-fr_flow";
/// Life of [`FLOW`] in seconds.
const FLOW_S: i64 = 600;

/// The `Set-Cookie` value that binds an outside sign-in to this browser. Lax, not strict: the
/// issuer's redirect comes from another site.
#[must_use]
pub fn flow(state: &str) -> String {
    cookie(FLOW, state, FLOW_S, true)
}

/// The `Set-Cookie` value that takes it away.
#[must_use]
pub fn flow_over() -> String {
    cookie(FLOW, "", 0, true)
}

/// The three `Set-Cookie` values of a new or refreshed session.
#[must_use]
pub fn signed_in(access: &str, access_s: i64, refresh: &str, refresh_s: i64) -> [String; 3] {
    [
        cookie(ACCESS, access, access_s, true),
        cookie(REFRESH, refresh, refresh_s, true),
        cookie(HERE, "1", refresh_s, false),
    ]
}

/// The three `Set-Cookie` values that take them away.
#[must_use]
pub fn signed_out() -> [String; 3] {
    [cookie(ACCESS, "", 0, true), cookie(REFRESH, "", 0, true), cookie(HERE, "", 0, false)]
}

fn cookie(name: &str, value: &str, max_age_s: i64, http_only: bool) -> String {
    let mut text = format!("{name}={value}; Path=/; Max-Age={max_age_s}; Secure; SameSite=Lax");
    if http_only {
        let _ = write!(text, "; HttpOnly"); // writing to a String cannot fail
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scripts_see_the_flag_alone() {
        for cookies in [signed_in("a", 600, "r", 9), signed_out()] {
            for cookie in cookies {
                assert!(cookie.contains("; Path=/; ") && cookie.contains("; Secure"), "{cookie}");
                assert!(cookie.contains("; SameSite=Lax") && !cookie.contains("Domain"));
                assert_eq!(cookie.contains("HttpOnly"), !cookie.starts_with(HERE), "{cookie}");
            }
        }
    }
}
