//! Handing out a pass: signed, in a cookie for browsers and in the body for apps.

use frontrow_shared::id::SaleId;
use frontrow_shared::pass::{self, PassClaims};
use frontrow_shared::room::PassGrant;
use worker::Response;

use crate::clock;
use crate::config::Config;

/// How long beyond its hard end the cookie stays, so that the page hears `pass_expired`
/// rather than `pass_missing`.
const COOKIE_MORE_S: i64 = 3_600;

/// The compact pass of a grant. The same grant gives the same bytes.
pub(super) fn sign(config: &Config, sale: SaleId, grant: &PassGrant) -> String {
    let issued = grant.issued_at_ms.seconds();
    let claims = PassClaims {
        iss: pass::ISSUER.to_owned(),
        aud: sale,
        sub: grant.visitor,
        acc: grant.account,
        jti: grant.jti,
        iat: issued,
        nbf: issued,
        exp: grant.expires_at_ms.seconds(),
        hard: grant.hard_end_ms.seconds(),
        epo: grant.epoch,
    };
    pass::sign(&config.pass, &claims)
}

/// Puts the pass into its cookie.
pub(super) fn set(
    response: Response,
    sale: SaleId,
    grant: &PassGrant,
    token: &str,
) -> worker::Result<Response> {
    let seconds = grant.hard_end_ms.since(clock::now()).max(0) / 1000 + COOKIE_MORE_S;
    let cookie = format!(
        "{}={token}; Path=/; Max-Age={seconds}; Secure; HttpOnly; SameSite=Lax",
        pass::cookie_name(sale)
    );
    response.headers().append("set-cookie", &cookie)?;
    Ok(response)
}
