//! Passes and sync.

use frontrow_shared::id::{PassId, SaleId};
use frontrow_shared::problem::Code;
use frontrow_shared::sync::{REPORT_MAX, RoomSettings, SyncAnswer, SyncReport};
use sqlx::PgConnection;

use super::health::{Signs, health};
use super::pass_store::{self, EndReason};
use super::report_store::{self, RoomReport};
use super::sync_store;
use crate::http::{ApiError, ApiResult};
use crate::state::AppState;
use frontrow_shared::room::shrunk;

/// Refuses a pass that has ended (paid, hold lapsed, left), at most a second late.
///
/// # Errors
/// `pass_ended`; `unavailable` when PostgreSQL is away.
pub async fn refuse_ended(state: &AppState, pass: PassId) -> ApiResult<()> {
    if state.live_passes.has_ended(&state.db, pass).await? {
        return Err(ApiError::new(Code::PassEnded));
    }
    Ok(())
}

/// Ends a pass within the caller's transaction; the room hears of it at its next sync.
///
/// # Errors
/// What PostgreSQL says.
pub async fn end_pass(
    conn: &mut PgConnection,
    sale: SaleId,
    pass: PassId,
    reason: EndReason,
) -> sqlx::Result<()> {
    pass_store::end(conn, sale, pass, reason).await
}

/// Ends passes whose hold ran out, but for those with an order that awaits payment or is being
/// confirmed: the order ends them when it ends itself.
///
/// # Errors
/// What PostgreSQL says.
pub async fn end_lapsed(
    conn: &mut PgConnection,
    sale: SaleId,
    mut passes: Vec<PassId>,
) -> sqlx::Result<()> {
    let busy = sync_store::busy(&mut *conn, &passes).await?;
    passes.retain(|pass| busy.iter().all(|other| other.jti != *pass));
    // In one order everywhere, so that two replicas cannot wait for each other.
    passes.sort_unstable();
    for pass in passes {
        pass_store::end(&mut *conn, sale, pass, EndReason::HoldLapsed).await?;
    }
    Ok(())
}

/// Whether a pass has ended, as PostgreSQL says now. [`refuse_ended`] may be a second behind.
///
/// # Errors
/// What PostgreSQL says.
pub async fn has_ended_now(state: &AppState, pass: PassId) -> sqlx::Result<bool> {
    pass_store::has_ended(&state.db, pass).await
}

/// The settings of a sale's room.
///
/// # Errors
/// `sale_not_found`, so that the edge makes no room for it.
pub async fn settings(state: &AppState, sale: SaleId) -> ApiResult<RoomSettings> {
    let settings = published_settings(state, sale).await?;
    settings.ok_or_else(|| ApiError::new(Code::SaleNotFound))
}

/// The settings of a sale's room; nothing while it is a draft.
///
/// # Errors
/// What PostgreSQL says.
pub async fn published_settings(
    state: &AppState,
    sale: SaleId,
) -> sqlx::Result<Option<RoomSettings>> {
    sync_store::settings(&state.db, sale).await
}

/// What the room of a sale last said of itself; nothing before its first report.
///
/// # Errors
/// What PostgreSQL says.
pub async fn last_report(
    conn: &mut PgConnection,
    sale: SaleId,
) -> sqlx::Result<Option<RoomReport>> {
    report_store::last(conn, sale).await
}

/// Takes in a room's report and answers with what the core knows. Taking the same report in
/// twice changes nothing.
///
/// # Errors
/// `sale_not_found`; `body_invalid` for a list that is too long; `unavailable`.
pub async fn sync(state: &AppState, sale: SaleId, report: &SyncReport) -> ApiResult<SyncAnswer> {
    let longest = report.granted.len().max(report.ended.len()).max(report.expiring.len());
    if longest > REPORT_MAX {
        return Err(ApiError::new(Code::BodyInvalid)
            .detail(format!("A list of the report has more than {REPORT_MAX} entries.")));
    }
    let cursor = match report.cursor.as_str() {
        "" => None,
        text => Some(text.parse().map_err(|_| {
            ApiError::new(Code::BodyInvalid).detail("The cursor is not one of ours.")
        })?),
    };
    let settings = settings(state, sale).await?;
    let signs = Signs {
        redis_answers: redis_answers(state).await,
        connections_used: state.db.size().saturating_sub(idle(state)),
        connections_max: state.config.stores.db_connections,
    };

    // Each list is a transaction of its own: its rows are locked in the order of their ids, as
    // the sweeper locks them; both lists in one transaction would not be in one order.
    let mut conn = state.db.acquire().await?;
    sync_store::upsert_granted(&mut conn, sale, report).await?;
    sync_store::mark_ended(&mut conn, sale, report).await?;
    let health = health(signs);
    let cap_in_force = shrunk(settings.cap, health);
    let known = sync_store::note(&mut conn, sale, report, cap_in_force).await?;
    let now_ms = sync_store::now(&mut conn).await?;
    let (mut ended, next) = sync_store::ended_since(&mut conn, sale, cursor).await?;
    if !report.granted.is_empty() {
        ended.extend(sync_store::ended_among(&mut conn, sale, &report.granted).await?);
    }
    let foreign_active = sync_store::foreign_active(&mut conn, sale, report.epoch).await?;
    let living = match foreign_active {
        0 => Vec::new(),
        _ => sync_store::foreign(&mut conn, sale, report.epoch).await?,
    };
    let answer = SyncAnswer {
        acked: report
            .granted
            .iter()
            .map(|pass| pass.jti)
            .chain(report.ended.iter().map(|pass| pass.jti))
            .collect(),
        ended,
        cursor: next.to_string(),
        busy: sync_store::busy(&mut conn, &report.expiring).await?,
        stock: sync_store::stock(&mut conn, sale).await?,
        cap: settings.cap,
        health,
        foreign_active,
        living,
        known: Some(known),
        settings,
        now_ms,
    };
    tell_metrics(sale, report, &answer);
    Ok(answer)
}

async fn redis_answers(state: &AppState) -> bool {
    redis::cmd("PING").query_async::<String>(&mut state.redis.clone()).await.is_ok()
}

fn idle(state: &AppState) -> u32 {
    u32::try_from(state.db.num_idle()).unwrap_or(u32::MAX)
}

fn tell_metrics(sale: SaleId, report: &SyncReport, answer: &SyncAnswer) {
    let gauge = |name: &'static str, value: u32| {
        metrics::gauge!(name, "sale" => sale.to_string()).set(f64::from(value));
    };
    gauge("frontrow_room_active", report.active);
    gauge("frontrow_room_waiting", report.waiting);
    gauge("frontrow_room_called", report.called);
    gauge("frontrow_room_cap", answer.cap);
    gauge("frontrow_sale_seats_free", answer.stock.free);
}

/// Forgets passes whose sale is long over and that no open order needs; how many.
///
/// # Errors
/// What PostgreSQL says.
pub async fn forget_passes(pool: &sqlx::PgPool) -> sqlx::Result<u64> {
    pass_store::forget(pool).await
}
