//! What a sync reads and writes, each list in one statement.

use frontrow_shared::id::{AccountId, PassId, SaleId, VisitorId};
use frontrow_shared::sync::{
    BusyPass, CoreEnded, GrantedPass, Heights, Mode, PresaleTerms, RoomSettings, Stock, SyncReport,
};
use frontrow_shared::time::UnixMillis;
use sqlx::{PgConnection, PgPool};
use time::OffsetDateTime;
use uuid::Uuid;

/// Most ended passes in one answer, but for those that one transaction ended together.
const ENDED_MAX: i64 = 1_000;

/// Most passes of other epochs in one answer.
const FOREIGN_MAX: i64 = 200;

/// The settings of a sale's room; nothing for a sale that does not exist or is a draft.
pub(super) async fn settings(pool: &PgPool, sale: SaleId) -> sqlx::Result<Option<RoomSettings>> {
    let row = sqlx::query!(
        r#"select s.mode, s.cap, s.claim_window_seconds, s.pass_seconds, s.pass_hard_seconds,
                  s.lobby_seconds, s.closes_at, e.title,
                  s.general_opens_at, s.presale_grade,
                  coalesce(s.presale_opens_at, s.general_opens_at) as "opens_at!"
           from sales s
           join performances p on p.id = s.performance_id
           join events e on e.id = p.event_id
           where s.id = $1 and p.published_at is not null"#,
        sale.0
    )
    .fetch_optional(pool)
    .await?;
    Ok(row.map(|row| {
        let opens = millis(row.opens_at);
        let lobby_ms = i64::from(row.lobby_seconds) * 1000;
        let general = millis(row.general_opens_at);
        RoomSettings {
            sale,
            mode: mode(&row.mode),
            lobby_opens_at_ms: opens.plus(-lobby_ms),
            opens_at_ms: opens,
            closes_at_ms: millis(row.closes_at),
            cap: u32::try_from(row.cap).unwrap_or(0),
            claim_window_ms: i64::from(row.claim_window_seconds) * 1000,
            pass_ttl_ms: i64::from(row.pass_seconds) * 1000,
            pass_hard_ms: i64::from(row.pass_hard_seconds) * 1000,
            title: row.title,
            presale: row.presale_grade.map(|grade| PresaleTerms {
                grade,
                general_lobby_opens_at_ms: general.plus(-lobby_ms),
                general_opens_at_ms: general,
            }),
        }
    }))
}

/// Stores living passes as the room reports them. Dates only grow, so that a late report
/// shortens nothing; a pass that has ended stays ended.
pub(super) async fn upsert_granted(
    conn: &mut PgConnection,
    sale: SaleId,
    report: &SyncReport,
) -> sqlx::Result<()> {
    let granted = &report.granted;
    let ids: Vec<Uuid> = granted.iter().map(|pass| pass.jti.0).collect();
    let visitors: Vec<Uuid> = granted.iter().map(|pass| pass.visitor.0).collect();
    let accounts: Vec<Option<Uuid>> = granted.iter().map(|p| p.account.map(|id| id.0)).collect();
    let places: Vec<i64> = granted.iter().map(|pass| i64::from(pass.place)).collect();
    let exps: Vec<i64> = granted.iter().map(|pass| pass.exp_ms.0).collect();
    let hards: Vec<i64> = granted.iter().map(|pass| pass.hard_end_ms.0).collect();
    sqlx::query!(
        r#"insert into passes as p
             (id, sale_id, visitor_id, account_id, place, epoch, expires_at, hard_end_at)
           select r.id, $7, r.visitor, a.id, r.place, $8,
                  to_timestamp(r.exp / 1000.0), to_timestamp(r.hard / 1000.0)
           from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::bigint[], $5::bigint[], $6::bigint[])
                as r (id, visitor, account, place, exp, hard)
           left join accounts a on a.id = r.account
           order by r.id
           on conflict (id) do update
             set visitor_id = excluded.visitor_id, account_id = excluded.account_id,
                 place = excluded.place, epoch = excluded.epoch,
                 expires_at = greatest(p.expires_at, excluded.expires_at),
                 hard_end_at = greatest(p.hard_end_at, excluded.hard_end_at)
             where p.sale_id = excluded.sale_id"#,
        &ids,
        &visitors,
        &accounts as &[Option<Uuid>],
        &places,
        &exps,
        &hards,
        sale.0,
        i64::from(report.epoch),
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Notes that the room lives, when it wakes by itself, and what it says of its line. Says the
/// highest numbers that it was ever told of it.
pub(super) async fn note(
    conn: &mut PgConnection,
    sale: SaleId,
    report: &SyncReport,
    cap_in_force: u32,
) -> sqlx::Result<Heights> {
    let small = |count: u32| i32::try_from(count).unwrap_or(i32::MAX);
    let told = report.heights;
    let told = [
        report.epoch.max(told.epoch),
        told.joined,
        told.called,
        told.late,
        told.gone,
        told.granted,
        told.general_from,
    ];
    let told: Vec<i64> = told.into_iter().map(i64::from).collect();
    let heights = sqlx::query_scalar!(
        "insert into room_syncs as r
           (sale_id, epoch, synced_at, wakes_at, active, waiting, called, cap_in_force, heights)
         values ($1, $2, frontrow_now(), to_timestamp($3::bigint / 1000.0), $4, $5, $6, $7, $8)
         on conflict (sale_id) do update
           set epoch = excluded.epoch, synced_at = excluded.synced_at,
               wakes_at = excluded.wakes_at, active = excluded.active,
               waiting = excluded.waiting, called = excluded.called,
               cap_in_force = excluded.cap_in_force,
               heights = array(
                 select greatest(old, new)
                 from unnest(r.heights, excluded.heights) with ordinality as one (old, new, n)
                 order by n)
         returning heights",
        sale.0,
        i64::from(report.epoch),
        report.wakes_at_ms.map(|at| at.0),
        small(report.active),
        small(report.waiting),
        small(report.called),
        small(cap_in_force),
        &told,
    )
    .fetch_one(conn)
    .await?;
    let height = |n: usize| heights.get(n).and_then(|at| u32::try_from(*at).ok()).unwrap_or(0);
    Ok(Heights {
        epoch: height(0),
        joined: height(1),
        called: height(2),
        late: height(3),
        gone: height(4),
        granted: height(5),
        general_from: height(6),
    })
}

/// Marks what the room has ended.
pub(super) async fn mark_ended(
    conn: &mut PgConnection,
    sale: SaleId,
    report: &SyncReport,
) -> sqlx::Result<()> {
    let ids: Vec<Uuid> = report.ended.iter().map(|pass| pass.jti.0).collect();
    let reasons: Vec<String> =
        report.ended.iter().map(|pass| pass.reason.as_str().to_owned()).collect();
    sqlx::query!(
        r#"insert into passes as p
             (id, sale_id, visitor_id, place, epoch, expires_at, hard_end_at,
              ended_at, ended_reason, ended_xid)
           select r.id, $3, r.id, 0, $4, frontrow_now(), frontrow_now(),
                  frontrow_now(), r.reason, pg_current_xact_id()
           from unnest($1::uuid[], $2::text[]) as r (id, reason)
           order by r.id
           on conflict (id) do update
             set ended_at = excluded.ended_at, ended_reason = excluded.ended_reason,
                 ended_xid = excluded.ended_xid
             where p.ended_at is null and p.sale_id = excluded.sale_id"#,
        &ids,
        &reasons,
        sale.0,
        i64::from(report.epoch),
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Passes that have ended since `cursor`, and the cursor to go on from. Only transactions
/// below `pg_snapshot_xmin` are listed: an older one that is still open could otherwise
/// commit an end behind the cursor, and its slot would never come back. The bound is read
/// first and is the next cursor too: taken after the list it could have passed an end that
/// was committed in between. Without a cursor only those matter that could still be alive
/// elsewhere.
pub(super) async fn ended_since(
    conn: &mut PgConnection,
    sale: SaleId,
    cursor: Option<u64>,
) -> sqlx::Result<(Vec<CoreEnded>, u64)> {
    let bound =
        sqlx::query_scalar!(r#"select pg_snapshot_xmin(pg_current_snapshot())::text as "xmin!""#)
            .fetch_one(&mut *conn)
            .await?;
    let rows = sqlx::query!(
        r#"select id, ended_reason as "reason!", ended_xid::text as "xid!"
           from passes
           where sale_id = $1 and ended_xid is not null
             and ended_xid >= $2::text::xid8 and ended_xid < $3::text::xid8
             and ($4 or hard_end_at > frontrow_now())
           order by ended_xid
           fetch first $5 rows with ties"#,
        sale.0,
        cursor.unwrap_or(0).to_string(),
        bound,
        cursor.is_some(),
        ENDED_MAX,
    )
    .fetch_all(conn)
    .await?;
    let next = match rows.last().filter(|_| rows.len() >= ENDED_MAX.unsigned_abs() as usize) {
        Some(last) => number(&last.xid).saturating_add(1),
        None => number(&bound),
    };
    let ended =
        rows.into_iter().map(|row| CoreEnded { jti: PassId(row.id), reason: row.reason }).collect();
    Ok((ended, next))
}

/// Which of these passes have ended, and why: a room that takes in what others remember tells of
/// passes whose end it was told before.
pub(super) async fn ended_among(
    conn: &mut PgConnection,
    sale: SaleId,
    passes: &[GrantedPass],
) -> sqlx::Result<Vec<CoreEnded>> {
    let ids: Vec<Uuid> = passes.iter().map(|pass| pass.jti.0).collect();
    let rows = sqlx::query!(
        r#"select id, ended_reason as "reason!" from passes
           where id = any($1) and sale_id = $2 and ended_at is not null"#,
        &ids,
        sale.0,
    )
    .fetch_all(conn)
    .await?;
    let ended = rows.into_iter();
    Ok(ended.map(|row| CoreEnded { jti: PassId(row.id), reason: row.reason }).collect())
}

/// Some of the living passes of other epochs, for the room to take in. Once it has told them
/// back they are of its epoch, and others follow.
pub(super) async fn foreign(
    conn: &mut PgConnection,
    sale: SaleId,
    epoch: u32,
) -> sqlx::Result<Vec<GrantedPass>> {
    let rows = sqlx::query!(
        r#"select id, visitor_id, account_id, place, expires_at, hard_end_at from passes
           where sale_id = $1 and ended_at is null and epoch <> $2
             and expires_at > frontrow_now() - interval '5 seconds'
           order by hard_end_at desc
           limit $3"#,
        sale.0,
        i64::from(epoch),
        FOREIGN_MAX,
    )
    .fetch_all(conn)
    .await?;
    let passes = rows.into_iter().map(|row| GrantedPass {
        jti: PassId(row.id),
        visitor: VisitorId(row.visitor_id),
        account: row.account_id.map(AccountId),
        place: u32::try_from(row.place).unwrap_or(0),
        exp_ms: millis(row.expires_at),
        hard_end_ms: millis(row.hard_end_at),
    });
    Ok(passes.collect())
}

/// Passes of other epochs of this room that may still be used.
pub(super) async fn foreign_active(
    conn: &mut PgConnection,
    sale: SaleId,
    epoch: u32,
) -> sqlx::Result<u32> {
    let count = sqlx::query_scalar!(
        r#"select count(*) as "count!" from passes
           where sale_id = $1 and ended_at is null and epoch <> $2
             and expires_at > frontrow_now() - interval '5 seconds'"#,
        sale.0,
        i64::from(epoch),
    );
    Ok(u32::try_from(count.fetch_one(conn).await?).unwrap_or(u32::MAX))
}

/// Which of these passes an unfinished order still needs, and until when.
pub(super) async fn busy(
    conn: &mut PgConnection,
    passes: &[PassId],
) -> sqlx::Result<Vec<BusyPass>> {
    let ids: Vec<Uuid> = passes.iter().map(|pass| pass.0).collect();
    let rows = sqlx::query!(
        r#"select pass_id as "pass!",
                  max(greatest(deadline_at, frontrow_now()) + interval '60 seconds') as "until!"
           from orders
           where pass_id = any($1) and state in ('awaiting_payment', 'confirming')
           group by pass_id"#,
        &ids
    )
    .fetch_all(conn)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| BusyPass { jti: PassId(row.pass), until_ms: millis(row.until) })
        .collect())
}

/// The stock as a newcomer sees it: free seats, and those whose order may still run out.
pub(super) async fn stock(conn: &mut PgConnection, sale: SaleId) -> sqlx::Result<Stock> {
    let row = sqlx::query!(
        r#"select count(*) as "total!",
                  count(*) filter (where s.state in ('free', 'reserved')) as "free!"
           from performance_seats s
           join sales on sales.performance_id = s.performance_id
           where sales.id = $1"#,
        sale.0
    )
    .fetch_one(conn)
    .await?;
    let small = |count: i64| u32::try_from(count).unwrap_or(u32::MAX);
    Ok(Stock { free: small(row.free), total: small(row.total) })
}

/// The database's clock.
pub(super) async fn now(conn: &mut PgConnection) -> sqlx::Result<UnixMillis> {
    let now = sqlx::query_scalar!(r#"select frontrow_now() as "now!""#).fetch_one(conn).await?;
    Ok(millis(now))
}

fn millis(at: OffsetDateTime) -> UnixMillis {
    UnixMillis(i64::try_from(at.unix_timestamp_nanos() / 1_000_000).unwrap_or(i64::MAX))
}

/// A transaction id as PostgreSQL prints it.
fn number(text: &str) -> u64 {
    text.parse().unwrap_or(0)
}

fn mode(text: &str) -> Mode {
    match text {
        "scheduled" => Mode::Scheduled,
        "always" => Mode::Always,
        "closed" => Mode::Closed,
        // The check constraint knows one more; what is unknown lets nobody in.
        _ => Mode::Paused,
    }
}
