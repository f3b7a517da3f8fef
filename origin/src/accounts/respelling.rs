//! Addresses from before there was one spelling, put into it: otherwise whoever typed an
//! international domain then would not be found by it now.

use anyhow::Context as _;
use sqlx::PgPool;

use super::{Email, store};

/// Puts every account's address into its one spelling; does nothing when all are. One that
/// another account has in that spelling already stays as it is, and is told.
///
/// # Errors
/// A database that does not answer.
pub async fn respell(db: &PgPool) -> anyhow::Result<()> {
    let odd = store::oddly_spelt(db).await.context("PostgreSQL does not answer")?;
    for (id, kept) in odd {
        let Some(email) = Email::parse(&kept).ok().filter(|email| email.as_str() != kept) else {
            continue;
        };
        match store::respell(db, id, &kept, &email).await {
            Ok(()) => tracing::info!(account = %id, "an address was put into its one spelling"),
            Err(error) if crate::db::violates(&error, "accounts_email_key") => {
                tracing::warn!(account = %id, "another account has this address in another spelling");
            }
            Err(error) => return Err(error).context("PostgreSQL refused"),
        }
    }
    Ok(())
}
