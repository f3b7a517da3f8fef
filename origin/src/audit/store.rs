//! The log in PostgreSQL.

use frontrow_shared::id::{AccountId, AuditId};
use sqlx::{PgConnection, PgPool};
use time::OffsetDateTime;

use super::view::{Actor, AuditEntry};
use super::{Act, Action, Subject};

/// Which acts; what is absent does not narrow them.
#[derive(Debug, Clone, Default)]
pub(super) struct Wanted {
    /// Of this account.
    pub(super) actor: Option<AccountId>,
    /// Of the account with this address.
    pub(super) actor_email: Option<String>,
    /// Done to the thing with this id, to this address or to the account that has it.
    pub(super) subject: Option<String>,
    /// Of this kind.
    pub(super) action: Option<Action>,
    /// Done then or later.
    pub(super) from: Option<OffsetDateTime>,
    /// Done before then.
    pub(super) to: Option<OffsetDateTime>,
}

pub(super) async fn insert(
    conn: &mut PgConnection,
    id: AuditId,
    act: &Act,
    request_id: Option<String>,
) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into audit_acts
           (id, actor_id, action, subject_kind, subject_id, before, after, request_id)
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
        id.0,
        act.by.map(|by| by.0),
        act.action.as_str(),
        act.subject.kind,
        act.subject.id,
        act.before,
        act.after,
        request_id,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Acts, newest first, before the id `before`.
pub(super) async fn page(
    db: &PgPool,
    wanted: &Wanted,
    before: Option<AuditId>,
    limit: i64,
) -> sqlx::Result<Vec<AuditEntry>> {
    let rows = sqlx::query!(
        r#"select a.id, a.at, a.actor_id, p.email as "email?", a.action, a.subject_kind,
                  a.subject_id, a.before, a.after, a.request_id
           from audit_acts a left join accounts p on p.id = a.actor_id
           where ($1::uuid is null or a.actor_id = $1)
             and ($2::text is null
                  or a.actor_id = (select id from accounts where lower(email) = lower($2)))
             and ($3::text is null
                  or a.subject_id in (
                      select lower($3) union all
                      select 'acc_' || replace(id::text, '-', '') from accounts
                      where lower(email) = lower($3)))
             and ($4::text is null or a.action = $4)
             and ($5::timestamptz is null or a.at >= $5)
             and ($6::timestamptz is null or a.at < $6)
             and ($7::uuid is null or a.id < $7)
           order by a.id desc limit $8"#,
        wanted.actor.map(|id| id.0),
        wanted.actor_email,
        wanted.subject,
        wanted.action.map(Action::as_str),
        wanted.from,
        wanted.to,
        before.map(|id| id.0),
        limit,
    )
    .fetch_all(db)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| AuditEntry {
            id: AuditId(row.id),
            at: row.at,
            actor: row
                .actor_id
                .zip(row.email)
                .map(|(id, email)| Actor { id: AccountId(id), email }),
            action: row.action,
            subject: Subject { kind: row.subject_kind, id: row.subject_id },
            before: row.before,
            after: row.after,
            request_id: row.request_id,
        })
        .collect())
}
