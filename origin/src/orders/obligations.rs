//! What somebody still has open, for whoever wants to close their account.

use frontrow_shared::id::AccountId;
use sqlx::PgConnection;

/// Whether an order of the account waits for its payment, is being paid, or is looked at.
///
/// # Errors
/// What PostgreSQL says.
pub async fn is_any_open(conn: &mut PgConnection, account: AccountId) -> sqlx::Result<bool> {
    super::store::is_any_open(conn, account).await
}

/// Whether money of an order of the account is on its way back.
///
/// # Errors
/// What PostgreSQL says.
pub async fn is_any_refund_open(conn: &mut PgConnection, account: AccountId) -> sqlx::Result<bool> {
    super::store::is_any_refund_open(conn, account).await
}
