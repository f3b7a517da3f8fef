//! What accounts write: the links that prove something, and word of what was changed.

use frontrow_shared::id::AccountId;
use sqlx::PgConnection;

use super::mail_token::{self, Purpose};
use super::store::AccountRow;
use super::{Email, proof_store, store, wording};
use crate::mail::{self, Language, Letter, NewMail, Pending, Waiting};
use crate::state::AppState;

/// Proves the address.
pub(super) const VERIFY: &str = "account.verify";
/// Sets a new password.
pub(super) const RESET: &str = "account.reset";
/// The password is another one.
pub(super) const PASSWORD_CHANGED: &str = "account.password_changed";
/// An outside sign-in belongs to the account now.
pub(super) const OUTSIDE_LINKED: &str = "account.outside_linked";
/// The account is closed.
pub(super) const WITHDRAWN: &str = "account.withdrawn";

/// The mail that proves an address.
pub(super) fn verify(account: AccountId, email: &str, language: Language) -> NewMail<'_> {
    NewMail {
        kind: VERIFY,
        account: Some(account),
        recipient: email,
        language,
        payload: serde_json::json!({}),
    }
}

/// Tells the owner of a change to the account.
pub(super) async fn post_notice(
    conn: &mut PgConnection,
    account: AccountId,
    kind: &'static str,
) -> sqlx::Result<()> {
    let Some(row) = store::account(&mut *conn, account).await? else { return Ok(()) };
    let language = Language::of(&row.language);
    let payload = serde_json::json!({});
    let mail = NewMail { kind, account: Some(account), recipient: &row.email, language, payload };
    mail::post(conn, &mail).await
}

/// Writes the text of an `account.…` mail.
#[must_use]
pub fn compose<'a>(
    state: &'a AppState,
    mail: &'a Waiting,
) -> Pending<'a, anyhow::Result<Option<Letter>>> {
    Box::pin(async move {
        if mail.kind == WITHDRAWN {
            // The account is nobody's any more: the address stands in the mail alone.
            let (subject, text) = wording::withdrawn(mail.language);
            return Ok(Some(Letter { recipient: mail.recipient.clone(), subject, text }));
        }
        let mut tx = state.db.begin().await?;
        let Some((account, row)) = reader(&mut tx, mail).await? else { return Ok(None) };
        let site = &state.config.site_url;
        let name = row.email_verified.then_some(row.name.as_str());
        let (subject, text) = match mail.kind.as_str() {
            VERIFY if row.email_verified => return Ok(None),
            VERIFY => {
                let link = new_link(&mut tx, account, Purpose::Verify, site).await?;
                wording::verify(mail.language, &link)
            }
            RESET => {
                let link = new_link(&mut tx, account, Purpose::Reset, site).await?;
                wording::reset(mail.language, name, &link)
            }
            PASSWORD_CHANGED => wording::password_changed(mail.language, name, site),
            OUTSIDE_LINKED => wording::outside_linked(mail.language, name, site),
            other => anyhow::bail!("accounts write no {other} mails"),
        };
        tx.commit().await?;
        Ok(Some(Letter { recipient: row.email, subject, text }))
    })
}

/// Whose mail it is, by account or by the address that somebody typed. It goes to the address
/// that the account has, not to the one that was typed: two that PostgreSQL takes for the same
/// may be different mailboxes.
async fn reader(
    conn: &mut PgConnection,
    mail: &Waiting,
) -> anyhow::Result<Option<(AccountId, AccountRow)>> {
    let account = match mail.account {
        Some(account) => Some(account),
        None => match Email::parse(&mail.recipient) {
            Ok(email) => store::by_email(&mut *conn, &email).await?.map(|(account, _)| account),
            Err(_) => None,
        },
    };
    let Some(account) = account else { return Ok(None) };
    Ok(store::account(conn, account).await?.map(|row| (account, row)))
}

/// A new link, made only now: its secret is in no table. Written anew, it voids the one before.
async fn new_link(
    conn: &mut PgConnection,
    account: AccountId,
    purpose: Purpose,
    site: &str,
) -> anyhow::Result<String> {
    let token = mail_token::text(rand::random());
    let hash = mail_token::hash(&token).ok_or_else(|| anyhow::anyhow!("a token has no hash"))?;
    proof_store::put(conn, account, purpose, &hash).await?;
    Ok(purpose.link(site, &token))
}
