//! Tickets in PostgreSQL. The order's row is locked by every caller that changes them.

use frontrow_shared::id::{AccountId, OrderId, PerformanceId, SeatNo, TicketId};
use sqlx::{PgConnection, PgPool};
use uuid::Uuid;

use super::TicketError;
use super::code::{self, CODE_BYTES};

/// A seat as it is printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PrintedSeat {
    /// The seat within its performance.
    pub seat_no: SeatNo,
    /// Section.
    pub section: String,
    /// Row.
    pub row: String,
    /// Seat.
    pub label: String,
    /// Price class.
    pub grade: String,
}

/// A ticket.
#[derive(Debug, Clone)]
pub struct TicketRow {
    /// `tkt_…`
    pub id: TicketId,
    /// The order that paid for it.
    pub order: OrderId,
    /// The performance.
    pub performance: PerformanceId,
    /// The seat.
    pub seat: PrintedSeat,
    /// What the QR code says.
    pub code: String,
    /// `valid`, `suspended` or `void`.
    pub state: String,
}

/// Issues one ticket a seat.
///
/// # Errors
/// A seat that has a live ticket already; PostgreSQL.
pub async fn issue(
    conn: &mut PgConnection,
    order: OrderId,
    account: AccountId,
    performance: PerformanceId,
    seats: &[PrintedSeat],
) -> Result<(), TicketError> {
    for seat in seats {
        let random: [u8; CODE_BYTES] = rand::random();
        let made = sqlx::query!(
            "insert into tickets (id, order_id, account_id, performance_id, seat_no, section_code,
                                  row_label, seat_label, grade, code)
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
            Uuid::now_v7(),
            order.0,
            account.0,
            performance.0,
            seat.seat_no,
            seat.section,
            seat.row,
            seat.label,
            seat.grade,
            code::of(random),
        )
        .execute(&mut *conn)
        .await;
        if let Err(error) = made {
            let twice = crate::db::violates(&error, "tickets_seat_key");
            return Err(if twice { TicketError::SeatTicketed(seat.seat_no) } else { error.into() });
        }
    }
    Ok(())
}

/// Suspends the valid tickets of an order while its money is on the way back.
///
/// # Errors
/// What PostgreSQL says.
pub async fn suspend(conn: &mut PgConnection, order: OrderId) -> sqlx::Result<()> {
    move_all(conn, order, &["valid"], "suspended").await
}

/// Makes the suspended tickets of an order valid again.
///
/// # Errors
/// What PostgreSQL says.
pub async fn restore(conn: &mut PgConnection, order: OrderId) -> sqlx::Result<()> {
    move_all(conn, order, &["suspended"], "valid").await
}

/// Voids the tickets of an order: its money is not with us any more.
///
/// # Errors
/// What PostgreSQL says.
pub async fn void(conn: &mut PgConnection, order: OrderId) -> sqlx::Result<()> {
    move_all(conn, order, &["valid", "suspended"], "void").await
}

async fn move_all(
    conn: &mut PgConnection,
    order: OrderId,
    from: &[&str],
    to: &str,
) -> sqlx::Result<()> {
    sqlx::query!(
        "update tickets set state = $3, updated_at = frontrow_now()
         where order_id = $1 and state = any($2)",
        order.0,
        from as &[&str],
        to,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// The tickets of an order, by seat.
///
/// # Errors
/// What PostgreSQL says.
pub async fn of_order(pool: &PgPool, order: OrderId) -> sqlx::Result<Vec<TicketRow>> {
    let rows = sqlx::query_as!(
        Row,
        "select id, order_id, performance_id, seat_no, section_code, row_label, seat_label, grade,
                code, state
         from tickets where order_id = $1 order by seat_no",
        order.0,
    )
    .fetch_all(pool)
    .await?;
    Ok(rows.into_iter().map(TicketRow::from).collect())
}

/// The order that paid for a ticket.
///
/// # Errors
/// What PostgreSQL says.
pub async fn order_of(pool: &PgPool, ticket: TicketId) -> sqlx::Result<Option<OrderId>> {
    let order = sqlx::query_scalar!("select order_id from tickets where id = $1", ticket.0);
    Ok(order.fetch_optional(pool).await?.map(OrderId))
}

/// The order that paid for the ticket of a code; small letters are as good, for who types it.
///
/// # Errors
/// What PostgreSQL says.
pub async fn order_of_code(pool: &PgPool, code: &str) -> sqlx::Result<Option<OrderId>> {
    let code = code.to_ascii_uppercase();
    let order = sqlx::query_scalar!("select order_id from tickets where code = $1", code);
    Ok(order.fetch_optional(pool).await?.map(OrderId))
}

/// The newest orders, at most fifty, with a ticket for a seat: section, row and number with blanks or
/// hyphens between them, such as `A 1 2` or `1층 가구역-3-12`.
///
/// # Errors
/// What PostgreSQL says.
pub async fn orders_of_seat(pool: &PgPool, seat: &str) -> sqlx::Result<Vec<OrderId>> {
    let parts: Vec<&str> = seat.rsplitn(3, [' ', '-']).collect();
    let [label, row, section] = parts.as_slice() else { return Ok(Vec::new()) };
    let orders = sqlx::query_scalar!(
        r#"select order_id as "order_id!" from tickets
           where section_code = $1 and row_label = $2 and seat_label = $3
           order by id desc limit 50"#,
        section,
        row,
        label,
    );
    Ok(orders.fetch_all(pool).await?.into_iter().map(OrderId).collect())
}

/// Whether the account has a ticket, valid or suspended, for a show that has not begun.
///
/// # Errors
/// What PostgreSQL says.
pub async fn is_any_ahead(conn: &mut PgConnection, account: AccountId) -> sqlx::Result<bool> {
    sqlx::query_scalar!(
        r#"select exists (select from tickets t join performances p on p.id = t.performance_id
               where t.account_id = $1 and t.state <> 'void'
                 and p.starts_at > frontrow_now()) as "any!""#,
        account.0,
    )
    .fetch_one(conn)
    .await
}

/// The ticket, when it belongs to `account`.
pub(super) async fn own(
    pool: &PgPool,
    account: AccountId,
    ticket: TicketId,
) -> sqlx::Result<Option<TicketRow>> {
    let row = sqlx::query_as!(
        Row,
        "select id, order_id, performance_id, seat_no, section_code, row_label, seat_label, grade,
                code, state
         from tickets where id = $1 and account_id = $2",
        ticket.0,
        account.0,
    )
    .fetch_optional(pool)
    .await?;
    Ok(row.map(TicketRow::from))
}

struct Row {
    id: Uuid,
    order_id: Uuid,
    performance_id: Uuid,
    seat_no: SeatNo,
    section_code: String,
    row_label: String,
    seat_label: String,
    grade: String,
    code: String,
    state: String,
}

impl From<Row> for TicketRow {
    fn from(row: Row) -> Self {
        Self {
            id: TicketId(row.id),
            order: OrderId(row.order_id),
            performance: PerformanceId(row.performance_id),
            seat: PrintedSeat {
                seat_no: row.seat_no,
                section: row.section_code,
                row: row.row_label,
                label: row.seat_label,
                grade: row.grade,
            },
            code: row.code,
            state: row.state,
        }
    }
}
