//! The people of the demo. Their passwords are public.

use frontrow_shared::id::AccountId;
use sqlx::PgConnection;

use super::id;
use crate::accounts::hashing::PasswordHasher;
use crate::accounts::{Email, Role, service};

/// An account of the demo.
pub(super) struct Person {
    pub(super) id: AccountId,
    pub(super) email: &'static str,
    pub(super) password: &'static str,
    pub(super) name: &'static str,
    pub(super) membership_grade: i16,
    pub(super) roles: &'static [Role],
}

/// Everybody.
pub(super) const PEOPLE: [Person; 4] = [
    Person {
        id: AccountId(id(0x101)),
        email: "staff@example.com",
        password: "demo staff password",
        name: "운영팀",
        membership_grade: 0,
        roles: &[Role::Buyer, Role::Staff, Role::Admin],
    },
    Person {
        id: AccountId(id(0x111)),
        email: "buyer1@example.com",
        password: "demo buyer password 1",
        name: "첫째 구매자",
        membership_grade: 0,
        roles: &[Role::Buyer],
    },
    Person {
        id: AccountId(id(0x112)),
        email: "buyer2@example.com",
        password: "demo buyer password 2",
        name: "둘째 구매자",
        membership_grade: 0,
        roles: &[Role::Buyer],
    },
    Person {
        id: AccountId(id(0x113)),
        email: "buyer3@example.com",
        password: "demo buyer password 3",
        name: "셋째 구매자",
        membership_grade: 3,
        roles: &[Role::Buyer],
    },
];

/// Adds who is missing.
pub(super) async fn add(conn: &mut PgConnection, hasher: &PasswordHasher) -> anyhow::Result<()> {
    for person in &PEOPLE {
        let known = sqlx::query_scalar!(
            r#"select exists (select from accounts where id = $1) as "known!""#,
            person.id.0
        );
        if known.fetch_one(&mut *conn).await? {
            continue;
        }
        let hash = hasher.hash(person.password.into(), rand::random()).await?;
        let email = Email::parse(person.email)?;
        let added = service::add(
            &mut *conn,
            person.id,
            &email,
            &hash,
            person.name,
            person.membership_grade,
            person.roles,
        );
        anyhow::ensure!(
            added.await?,
            "{email} belongs to another account; the demo needs a database of its own"
        );
    }
    Ok(())
}
