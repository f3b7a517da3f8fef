//! Closing an account: what of a person is erased. The capability `withdrawal` decides whether.

use frontrow_shared::id::AccountId;
use sqlx::PgConnection;

use super::{letters, outside, proof_store};
use crate::mail::{self, Language, NewMail};

/// An account under lock.
#[derive(Debug, Clone)]
pub struct Held {
    /// Whether it may do more than buy.
    pub has_power: bool,
    email: String,
    language: Language,
}

/// Locks an account that is to be closed, against everything that refers to it; nothing if it
/// is closed already.
///
/// # Errors
/// What PostgreSQL says.
pub async fn hold(conn: &mut PgConnection, account: AccountId) -> sqlx::Result<Option<Held>> {
    let row = sqlx::query!(
        r#"select email, language, not (roles <@ '{buyer}') as "has_power!"
           from accounts where id = $1 and withdrawn_at is null for update"#,
        account.0,
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(|row| Held {
        has_power: row.has_power,
        email: row.email,
        language: Language::of(&row.language),
    }))
}

/// Erases who the owner of a locked account was, and has a last mail sent. The address can be
/// signed up with again.
///
/// # Errors
/// What PostgreSQL says.
pub async fn erase(conn: &mut PgConnection, account: AccountId, held: &Held) -> sqlx::Result<()> {
    proof_store::void_all(&mut *conn, account).await?;
    outside::unlink_all(&mut *conn, account).await?;
    mail::forget(&mut *conn, account, &held.email).await?;
    sqlx::query!("delete from sessions where account_id = $1", account.0)
        .execute(&mut *conn)
        .await?;
    sqlx::query!(
        "update accounts
         set email = 'withdrawn-' || id || '@invalid', name = '', password_hash = null,
             email_verified_at = null, language = 'ko', membership_grade = 0, roles = '{}',
             withdrawn_at = frontrow_now()
         where id = $1",
        account.0,
    )
    .execute(&mut *conn)
    .await?;
    let farewell = NewMail {
        kind: letters::WITHDRAWN,
        account: None,
        recipient: &held.email,
        language: held.language,
        payload: serde_json::json!({}),
    };
    mail::post(conn, &farewell).await
}
