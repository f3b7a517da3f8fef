//! What a request proves about its sender.

use frontrow_shared::access::AccessClaims;
use frontrow_shared::id::{AccountId, SaleId};
use frontrow_shared::pass::{self, EDGE_LEEWAY_MS, PassClaims, PassError};
use frontrow_shared::problem::Code;
use frontrow_shared::remembered::Remembered;
use worker::Request;

use crate::reply::Failure;
use crate::router::Visit;
use crate::{client, clock, upstream};

thread_local! {
    /// Passes that this isolate has seen.
    static PASSES: Remembered = Remembered::default();
}

/// The compact pass for `sale` and what it says.
pub(super) fn pass(
    request: &Request,
    sale: SaleId,
    visit: &Visit,
) -> Result<(String, PassClaims), Failure> {
    let failed = |error: PassError| Failure::because(error.code(), &error);
    let token = client::pass_token(request, sale).ok_or_else(|| failed(PassError::Missing))?;
    let jwks = &visit.config.pass_jwks;
    let at = (sale, clock::now(), EDGE_LEEWAY_MS);
    let verify = |memory: &Remembered| pass::verify_again(memory, jwks, &token, at);
    let claims = PASSES.with(verify).map_err(failed)?;
    Ok((token, claims))
}

/// Who is signed in, and by which session.
pub(super) async fn access(request: &Request, visit: &Visit) -> Result<AccessClaims, Failure> {
    let token = client::access_token(request).ok_or(Code::SignInRequired)?;
    upstream::verify_access(&visit.config, &token).await
}

/// A pass is of no use to anybody but the account that claimed it.
pub(super) fn same_account(claims: &PassClaims, account: AccountId) -> Result<(), Failure> {
    if claims.acc == Some(account) { Ok(()) } else { Err(Code::PassOtherAccount.into()) }
}
