//! Giving roles by hand: the first member of staff cannot be made by another one.

use anyhow::Context as _;
use sqlx::PgPool;

use super::email::Email;
use super::roles::Role;
use super::store;

/// Gives the account of `email` exactly these roles, and that of a buyer, which all have.
///
/// # Errors
/// No such account; a database that does not answer.
pub async fn appoint(db: &PgPool, email: &str, roles: &[Role]) -> anyhow::Result<()> {
    let email = Email::parse(email)?;
    let mut all = vec![Role::Buyer.as_str().to_owned()];
    all.extend(roles.iter().filter(|role| **role != Role::Buyer).map(|role| role.as_str().into()));
    let found = store::set_roles(db, &email, &all).await.context("PostgreSQL refused")?;
    anyhow::ensure!(found, "nobody has signed up as {email}; do that on the site first");
    Ok(())
}
