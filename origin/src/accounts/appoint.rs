//! Giving roles by hand: the first member of staff cannot be made by another one.

use anyhow::Context as _;
use serde_json::json;
use sqlx::PgPool;

use super::Email;
use super::roles::Role;
use super::store;
use crate::audit::{self, Act, Action};

/// Gives the account of `email` exactly these roles, and that of a buyer, which all have.
///
/// # Errors
/// No such account; a database that does not answer.
pub async fn appoint(db: &PgPool, email: &str, roles: &[Role]) -> anyhow::Result<()> {
    let email = Email::parse(email)?;
    let mut all = vec![Role::Buyer.as_str().to_owned()];
    all.extend(roles.iter().filter(|role| **role != Role::Buyer).map(|role| role.as_str().into()));
    let mut tx = db.begin().await.context("PostgreSQL does not answer")?;
    let (id, before) = store::lock_roles(&mut tx, &email)
        .await?
        .with_context(|| format!("nobody has signed up as {email}; do that on the site first"))?;
    store::set_roles(&mut tx, id, &all).await.context("PostgreSQL refused")?;
    let act = Act::new(None, Action::AccountAppointed, id);
    let act = act.changed(&json!({ "roles": before }), &json!({ "roles": all }));
    audit::record(&mut tx, act).await.context("the audit log refused")?;
    Ok(tx.commit().await?)
}
