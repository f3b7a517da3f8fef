//! Passes and sync.

use frontrow_shared::id::{PassId, SaleId};
use frontrow_shared::problem::Code;
use sqlx::PgConnection;

use super::store::{self, EndReason};
use crate::http::{ApiError, ApiResult};
use crate::state::AppState;

/// Refuses a pass that has ended (paid, hold lapsed, left), at most a second late.
///
/// # Errors
/// `pass_ended`; `unavailable` when PostgreSQL is away.
pub async fn refuse_ended(state: &AppState, pass: PassId) -> ApiResult<()> {
    let look = store::has_ended(&state.db, pass);
    if state.live_passes.has_ended(pass, look).await? {
        return Err(ApiError::new(Code::PassEnded));
    }
    Ok(())
}

/// Ends a pass within the caller's transaction; the room hears of it at its next sync.
///
/// # Errors
/// What PostgreSQL says.
pub async fn end_pass(
    conn: &mut PgConnection,
    sale: SaleId,
    pass: PassId,
    reason: EndReason,
) -> sqlx::Result<()> {
    store::end(conn, sale, pass, reason).await
}
