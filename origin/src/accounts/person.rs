//! Who somebody is, for staff.

use std::collections::HashMap;

use frontrow_shared::id::AccountId;
use serde::Serialize;
use sqlx::PgPool;
use utoipa::ToSchema;

use super::Email;
use super::store;

/// A person as staff see them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Person {
    /// `acc_…`
    pub id: AccountId,
    /// Where they are reached.
    pub email: String,
    /// What they want to be called.
    pub name: String,
}

/// The people behind accounts; an unknown account is left out.
///
/// # Errors
/// What PostgreSQL says.
pub async fn people(db: &PgPool, ids: &[AccountId]) -> sqlx::Result<HashMap<AccountId, Person>> {
    let people = store::people(db, ids).await?;
    Ok(people.into_iter().map(|person| (person.id, person)).collect())
}

/// Whose address this is.
///
/// # Errors
/// What PostgreSQL says.
pub async fn named(db: &PgPool, email: &Email) -> sqlx::Result<Option<AccountId>> {
    Ok(store::by_email(db, email).await?.map(|(id, _)| id))
}

/// The shortest part of a name or address that is looked for, in characters: a Korean family name
/// alone would find half of the country.
const PART_MIN: usize = 2;

/// The newest people, at most fifty, whose name or address has this part; upper and lower case do
/// not matter. No index helps here: staff ask, and a table of accounts is read in a moment.
///
/// # Errors
/// What PostgreSQL says.
pub async fn called(db: &PgPool, part: &str) -> sqlx::Result<Vec<AccountId>> {
    if part.chars().count() < PART_MIN {
        return Ok(Vec::new());
    }
    store::called(db, part).await
}
