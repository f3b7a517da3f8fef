//! What webhooks ask for. Each only says "go and look at this attempt": nothing in a body is
//! believed, and since everybody can send one, none costs more than a look at an index.
//!
//! An attempt has one row, however many come; the last body stays in it only if the look found
//! something new. So many looks are done a minute: what comes beyond waits for the next one.

use frontrow_shared::id::AttemptId;
use serde::Deserialize;
use serde_json::Value;
use sqlx::PgPool;
use uuid::Uuid;

/// Headers of Toss that are kept with the body.
const HEADERS: [&str; 3] = [
    "tosspayments-webhook-transmission-id",
    "tosspayments-webhook-transmission-time",
    "tosspayments-webhook-transmission-retried-count",
];

/// Longest value of a header that is kept, in bytes.
const HEADER_MAX: usize = 200;

/// How long a webhook is kept that was acted upon, in days. The provider repeats one for not
/// quite four, and the double is known by the stored one; beyond that it serves people who look
/// into a payment, who come within a month.
const KEPT_DAYS: i32 = 30;

/// How often one attempt is looked at within a minute: a payment's own news come singly.
const LOOKS_A_MINUTE: i32 = 4;

/// The longest body that is kept, in bytes: some times as long as any of Toss.
const KEPT_BYTES: usize = 16 * 1024;

/// Most that are deleted by one statement.
const FORGET: i64 = 1_000;

/// A look that is to be done now.
#[derive(Debug, Clone)]
pub struct Waiting {
    /// Its row.
    pub id: Uuid,
    /// Our name of the attempt that it is about, if it says one.
    pub provider_order_id: Option<String>,
    asked: i64,
}

/// Notes that somebody asks to look at an attempt; the row to [`take`] up.
///
/// # Errors
/// What PostgreSQL says.
pub async fn ask(
    pool: &PgPool,
    provider: &str,
    attempt: AttemptId,
    headers: &http::HeaderMap,
    body: &[u8],
) -> sqlx::Result<Uuid> {
    let kept: serde_json::Map<String, Value> = HEADERS
        .into_iter()
        .filter_map(|name| {
            let value = headers.get(name)?.to_str().ok()?;
            Some((name.to_owned(), Value::from(value.get(..HEADER_MAX).unwrap_or(value))))
        })
        .collect();
    // One that waits goes on waiting, and one that is looked at is looked at again.
    sqlx::query_scalar!(
        "insert into webhook_inbox as w
           (id, provider, dedupe_key, headers, body, attempt_id, next_try_at)
         values ($1, $2, $3, $4, $5, $6, frontrow_now())
         on conflict (attempt_id) where attempt_id is not null do update
           set headers = excluded.headers, body = excluded.body, asked = w.asked + 1,
               received_at = frontrow_now(), processed_at = null,
               tries = case when w.processed_at is null then w.tries else 0 end,
               next_try_at = case
                 when w.processed_at is null then w.next_try_at
                 when w.looks >= $7 and w.minute_began > frontrow_now() - interval '1 minute'
                   then w.minute_began + interval '1 minute'
                 else frontrow_now() end
         returning id",
        Uuid::now_v7(),
        provider,
        attempt.to_string(),
        Value::Object(kept),
        body,
        attempt.0,
        LOOKS_A_MINUTE,
    )
    .fetch_one(pool)
    .await
}

/// Takes up looks whose time has come, or the one named if its has. Each comes again after 15
/// seconds if nobody says that it is [`done`], as when a process was killed, then after a minute,
/// at last every hour: those that always fail do not hold up the others, and no two replicas have
/// the same.
///
/// # Errors
/// What PostgreSQL says.
pub async fn take(pool: &PgPool, only: Option<Uuid>, limit: i64) -> sqlx::Result<Vec<Waiting>> {
    let rows = sqlx::query!(
        "update webhook_inbox w
         set tries = w.tries + 1,
             looks = case when w.minute_began > frontrow_now() - interval '1 minute'
                     then w.looks + 1 else 1 end,
             minute_began = case when w.minute_began > frontrow_now() - interval '1 minute'
                     then w.minute_began else frontrow_now() end,
             next_try_at = frontrow_now()
               + least(interval '15 seconds' * power(4, least(w.tries, 6)), interval '1 hour')
         from (select id from webhook_inbox
               where processed_at is null and next_try_at <= frontrow_now()
                 and ($1::uuid is null or id = $1)
               order by next_try_at limit $2 for update skip locked) due
         where w.id = due.id
         returning w.id, w.body, w.asked",
        only,
        limit,
    )
    .fetch_all(pool)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Waiting { id: row.id, provider_order_id: subject(&row.body), asked: row.asked })
        .collect())
}

/// Says that it was looked; `changed`: something was new, and what told of it is kept. True when
/// another came meanwhile, so that it is to be looked again now.
///
/// # Errors
/// What PostgreSQL says.
pub async fn done(pool: &PgPool, waiting: &Waiting, changed: bool) -> sqlx::Result<bool> {
    let again = sqlx::query_scalar!(
        r#"update webhook_inbox
           set processed_at = case when asked = $2 then frontrow_now() end,
               body = case when asked = $2 and not $3 then '' else body end,
               headers = case when asked = $2 and not $3 then '{}'::jsonb else headers end,
               next_try_at = case
                 when looks >= $4 and minute_began > frontrow_now() - interval '1 minute'
                   then minute_began + interval '1 minute'
                 else frontrow_now() end
           where id = $1 and processed_at is null
           returning processed_at is null and next_try_at <= frontrow_now() as "again!""#,
        waiting.id,
        waiting.asked,
        changed,
        LOOKS_A_MINUTE,
    )
    .fetch_optional(pool)
    .await?;
    Ok(again.unwrap_or(false))
}

/// Deletes some of those that were acted upon long ago; how many. One that never was stays, however
/// old.
///
/// # Errors
/// What PostgreSQL says.
pub async fn forget(pool: &PgPool) -> sqlx::Result<u64> {
    let forgotten = sqlx::query!(
        "delete from webhook_inbox where id in (
           select id from webhook_inbox
           where processed_at < frontrow_now() - make_interval(days => $1)
           order by processed_at limit $2 for update skip locked)",
        KEPT_DAYS,
        FORGET,
    );
    Ok(forgotten.execute(pool).await?.rows_affected())
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Subject {
    order_id: Option<String>,
    data: Option<Data>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Data {
    order_id: Option<String>,
}

/// What a webhook is about: `data.orderId`, or `orderId` in the flat form of deposits. None for
/// what cannot be one.
#[must_use]
pub fn subject(body: &[u8]) -> Option<String> {
    if body.len() > KEPT_BYTES {
        return None;
    }
    let subject: Subject = serde_json::from_slice(body).ok()?;
    subject.data.and_then(|data| data.order_id).or(subject.order_id).filter(|id| is_name(id))
}

/// Whether a text can be the name of one of our attempts. PostgreSQL takes no NUL, for one.
fn is_name(id: &str) -> bool {
    (1..=64).contains(&id.len()) && id.bytes().all(|b| b.is_ascii_graphic())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_forms_name_the_attempt_and_anything_else_names_none() {
        let status = br#"{"eventType":"PAYMENT_STATUS_CHANGED","data":{"orderId":"a","x":1}}"#;
        assert_eq!(subject(status).as_deref(), Some("a"));
        let deposit = br#"{"createdAt":"2026","secret":"ps","status":"DONE","orderId":"b"}"#;
        assert_eq!(subject(deposit).as_deref(), Some("b"));
        let nul = br#"{"orderId":"\u0000"}"#;
        for other in [&b"[]"[..], b"{}", b"\xff", br#"{"data":{"orderId":7}}"#, nul] {
            assert_eq!(subject(other), None);
        }
    }
}
