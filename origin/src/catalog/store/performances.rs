//! Performances, their grades and their seats.

use std::collections::HashMap;

use frontrow_shared::id::{PerformanceId, VenueId};
use sqlx::PgConnection;
use time::OffsetDateTime;
use uuid::Uuid;

use super::venues;
use crate::catalog::entries::{self, GradeForm, PerformanceForm};
use crate::catalog::entry::EntryError;
use crate::catalog::grading::GradedRow;
use crate::catalog::seating::Seating;

/// A performance as staff see it.
#[derive(Debug, Clone)]
pub(in crate::catalog) struct PerformanceRow {
    pub(in crate::catalog) id: Uuid,
    pub(in crate::catalog) event_id: Uuid,
    pub(in crate::catalog) venue_id: Uuid,
    pub(in crate::catalog) starts_at: OffsetDateTime,
    pub(in crate::catalog) doors_at: Option<OffsetDateTime>,
    pub(in crate::catalog) duration_min: Option<i32>,
    pub(in crate::catalog) max_seats_per_hold: i16,
    pub(in crate::catalog) max_seats_per_buyer: i16,
    pub(in crate::catalog) seats: i32,
    pub(in crate::catalog) published_at: Option<OffsetDateTime>,
    pub(in crate::catalog) off_sale_at: Option<OffsetDateTime>,
    pub(in crate::catalog) off_sale_reason: Option<String>,
}

impl PerformanceRow {
    /// Whether its dates and limits can be taken.
    pub(in crate::catalog) fn check(&self) -> Result<(), EntryError> {
        entries::dates(self.starts_at, self.doors_at, self.duration_min)?;
        entries::limits(self.max_seats_per_hold, self.max_seats_per_buyer)
    }
}

/// Enters a performance with its grades and lays out its seats.
pub(in crate::catalog) async fn insert(
    conn: &mut PgConnection,
    id: PerformanceId,
    form: &PerformanceForm,
    seating: &Seating,
    rows: &[GradedRow],
) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into performances (id, event_id, venue_id, starts_at, doors_at, duration_min,
                                   currency, max_seats_per_hold, max_seats_per_buyer, seats)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        id.0,
        form.event.0,
        form.venue.0,
        form.starts_at,
        form.doors_at,
        form.duration_min,
        form.currency.code(),
        form.max_seats_per_hold,
        form.max_seats_per_buyer,
        seating.seats(),
    )
    .execute(&mut *conn)
    .await?;
    for (ordinal, grade) in (0..).zip(&form.grades) {
        insert_grade(conn, id, ordinal, grade).await?;
    }
    lay_out(conn, id, seating, rows).await
}

pub(super) async fn insert_grade(
    conn: &mut PgConnection,
    performance: PerformanceId,
    ordinal: i32,
    grade: &GradeForm,
) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into grades (performance_id, code, name, name_en, price, color, ordinal)
         values ($1, $2, $3, $4, $5, $6, $7)",
        performance.0,
        grade.code,
        grade.name,
        grade.name_en,
        grade.price.minor,
        grade.color,
        ordinal,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// One row a seat, out of one row of arrays a row of seats.
async fn lay_out(
    conn: &mut PgConnection,
    performance: PerformanceId,
    seating: &Seating,
    rows: &[GradedRow],
) -> sqlx::Result<()> {
    let (mut ordinals, mut codes, mut labels, mut grades) = (vec![], vec![], vec![], vec![]);
    let (mut first_nos, mut first_labels, mut seats) = (vec![], vec![], vec![]);
    for graded in rows {
        let section = &seating.sections[graded.section];
        let row = &section.rows[graded.row];
        ordinals.push(i32::try_from(graded.section).unwrap_or(i32::MAX));
        codes.push(section.code.clone());
        labels.push(row.label.clone());
        grades.push(graded.grade.clone());
        first_nos.push(graded.first_seat_no);
        first_labels.push(row.first_label);
        seats.push(row.seats);
    }
    sqlx::query!(
        "insert into performance_seats (performance_id, seat_no, section_ordinal, section_code,
                                        row_label, seat_label, grade)
         select $1, r.first_no + k, r.ordinal, r.code, r.label, (r.first_label + k)::text, r.grade
         from unnest($2::int[], $3::text[], $4::text[], $5::text[], $6::int[], $7::int[],
                     $8::int[])
              as r (ordinal, code, label, grade, first_no, first_label, seats),
              generate_series(0, r.seats - 1) as k",
        performance.0,
        &ordinals,
        &codes,
        &labels,
        &grades,
        &first_nos,
        &first_labels,
        &seats,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// The graded rows of a performance as they were laid out, with its venue; `None` without
/// such a performance.
pub(in crate::catalog) async fn laid_out(
    conn: &mut PgConnection,
    performance: PerformanceId,
) -> sqlx::Result<Option<(Seating, Vec<GradedRow>)>> {
    let venue =
        sqlx::query_scalar!("select venue_id from performances where id = $1", performance.0);
    let Some(venue) = venue.fetch_optional(&mut *conn).await? else {
        return Ok(None);
    };
    let Some(seating) = venues::seating(&mut *conn, VenueId(venue)).await? else {
        return Ok(None);
    };
    // Seats are numbered in plan order, so the rows' first seats follow from the plan.
    let mut rows = Vec::new();
    let mut first_seat_no = 0;
    for (section, of) in seating.sections.iter().enumerate() {
        for (row, run) in of.rows.iter().enumerate() {
            rows.push(GradedRow { section, row, grade: String::new(), first_seat_no });
            first_seat_no += run.seats;
        }
    }
    let firsts: Vec<i32> = rows.iter().map(|row| row.first_seat_no).collect();
    let found = sqlx::query!(
        "select seat_no, grade from performance_seats
         where performance_id = $1 and seat_no = any($2)",
        performance.0,
        &firsts,
    );
    let found = found.fetch_all(conn).await?.into_iter();
    let mut grades: HashMap<i32, String> = found.map(|row| (row.seat_no, row.grade)).collect();
    for row in &mut rows {
        row.grade = grades.remove(&row.first_seat_no).unwrap_or_default();
    }
    Ok(Some((seating, rows)))
}

/// Locks a performance and reads it.
pub(in crate::catalog) async fn lock(
    conn: &mut PgConnection,
    id: PerformanceId,
) -> sqlx::Result<Option<PerformanceRow>> {
    sqlx::query_as!(
        PerformanceRow,
        "select id, event_id, venue_id, starts_at, doors_at, duration_min, max_seats_per_hold,
                max_seats_per_buyer, seats, published_at, off_sale_at, off_sale_reason
         from performances where id = $1 for update",
        id.0
    )
    .fetch_optional(conn)
    .await
}

/// Performances, newest first, before the id `before`.
pub(in crate::catalog) async fn list(
    conn: &mut PgConnection,
    only: Option<PerformanceId>,
    before: Option<PerformanceId>,
    limit: i64,
) -> sqlx::Result<Vec<PerformanceRow>> {
    sqlx::query_as!(
        PerformanceRow,
        "select id, event_id, venue_id, starts_at, doors_at, duration_min, max_seats_per_hold,
                max_seats_per_buyer, seats, published_at, off_sale_at, off_sale_reason
         from performances
         where ($1::uuid is null or id = $1) and ($2::uuid is null or id < $2)
         order by id desc limit $3",
        only.map(|id| id.0),
        before.map(|id| id.0),
        limit,
    )
    .fetch_all(conn)
    .await
}

/// Writes a changed performance back.
pub(in crate::catalog) async fn update(
    conn: &mut PgConnection,
    row: &PerformanceRow,
) -> sqlx::Result<()> {
    sqlx::query!(
        "update performances set starts_at = $2, doors_at = $3, duration_min = $4,
                                 max_seats_per_hold = $5, max_seats_per_buyer = $6
         where id = $1",
        row.id,
        row.starts_at,
        row.doors_at,
        row.duration_min,
        row.max_seats_per_hold,
        row.max_seats_per_buyer,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Makes a performance visible to buyers, once; whether it has a sale, without which it stays
/// a draft.
pub(in crate::catalog) async fn publish(
    conn: &mut PgConnection,
    id: PerformanceId,
) -> sqlx::Result<bool> {
    let done = sqlx::query!(
        "update performances p set published_at = coalesce(published_at, frontrow_now())
         where id = $1 and exists (select from sales s where s.performance_id = p.id)",
        id.0
    );
    Ok(done.execute(conn).await?.rows_affected() == 1)
}

/// Writes a changed grade back; its code and place stay.
pub(in crate::catalog) async fn update_grade(
    conn: &mut PgConnection,
    performance: PerformanceId,
    grade: &GradeForm,
) -> sqlx::Result<()> {
    sqlx::query!(
        "update grades set name = $3, name_en = $4, price = $5, color = $6
         where performance_id = $1 and code = $2",
        performance.0,
        grade.code,
        grade.name,
        grade.name_en,
        grade.price.minor,
        grade.color,
    )
    .execute(conn)
    .await?;
    Ok(())
}
