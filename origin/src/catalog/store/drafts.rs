//! What may be taken back while nobody has seen it.

use frontrow_shared::id::{EventId, PerformanceId, VenueId};
use sqlx::PgConnection;

use super::performances::insert_grade;
use super::venues::insert_section;
use crate::catalog::entries::GradeForm;
use crate::catalog::grading::GradedRow;
use crate::catalog::seating::Seating;

/// Whether a venue or an event has performances.
pub(in crate::catalog) async fn has_performances(
    conn: &mut PgConnection,
    venue: Option<VenueId>,
    event: Option<EventId>,
) -> sqlx::Result<bool> {
    sqlx::query_scalar!(
        r#"select exists (select from performances where venue_id = $1 or event_id = $2) as "has!""#,
        venue.map(|id| id.0),
        event.map(|id| id.0),
    )
    .fetch_one(conn)
    .await
}

/// Takes the plan of a venue away.
async fn clear_plan(conn: &mut PgConnection, id: VenueId) -> sqlx::Result<()> {
    sqlx::query!(
        "delete from venue_rows r using venue_sections s where s.id = r.section_id and s.venue_id = $1",
        id.0
    )
    .execute(&mut *conn)
    .await?;
    sqlx::query!("delete from venue_sections where venue_id = $1", id.0).execute(conn).await?;
    Ok(())
}

/// Gives a venue another plan.
pub(in crate::catalog) async fn replan(
    conn: &mut PgConnection,
    id: VenueId,
    seating: &Seating,
) -> sqlx::Result<()> {
    clear_plan(conn, id).await?;
    let (width, height) = (seating.width, seating.height);
    sqlx::query!("update venues set width = $2, height = $3 where id = $1", id.0, width, height)
        .execute(&mut *conn)
        .await?;
    for (ordinal, section) in (0..).zip(&seating.sections) {
        insert_section(conn, id, ordinal, section).await?;
    }
    Ok(())
}

/// Deletes a venue with its plan.
pub(in crate::catalog) async fn delete_venue(
    conn: &mut PgConnection,
    id: VenueId,
) -> sqlx::Result<()> {
    clear_plan(conn, id).await?;
    sqlx::query!("delete from venues where id = $1", id.0).execute(conn).await?;
    Ok(())
}

/// Deletes an event.
pub(in crate::catalog) async fn delete_event(
    conn: &mut PgConnection,
    id: EventId,
) -> sqlx::Result<()> {
    sqlx::query!("delete from events where id = $1", id.0).execute(conn).await?;
    Ok(())
}

/// Deletes a performance with its seats, grades and sale.
pub(in crate::catalog) async fn delete_performance(
    conn: &mut PgConnection,
    id: PerformanceId,
) -> sqlx::Result<()> {
    sqlx::query!("delete from performance_seats where performance_id = $1", id.0)
        .execute(&mut *conn)
        .await?;
    sqlx::query!("delete from grades where performance_id = $1", id.0).execute(&mut *conn).await?;
    sqlx::query!("delete from sales where performance_id = $1", id.0).execute(&mut *conn).await?;
    sqlx::query!("delete from performances where id = $1", id.0).execute(conn).await?;
    Ok(())
}

/// Gives a performance other grades, and its seats theirs; the seats themselves stay.
pub(in crate::catalog) async fn repaint(
    conn: &mut PgConnection,
    id: PerformanceId,
    grades: &[GradeForm],
    seating: &Seating,
    rows: &[GradedRow],
) -> sqlx::Result<()> {
    // Those of before make room, and go once no seat has them any more.
    let codes: Vec<String> = grades.iter().map(|grade| grade.code.clone()).collect();
    for (ordinal, grade) in (0..).zip(grades) {
        let done = sqlx::query!(
            "update grades set name = $3, name_en = $4, price = $5, color = $6, ordinal = $7
             where performance_id = $1 and code = $2",
            id.0,
            grade.code,
            grade.name,
            grade.name_en,
            grade.price.minor,
            grade.color,
            ordinal,
        );
        if done.execute(&mut *conn).await?.rows_affected() == 0 {
            insert_grade(conn, id, ordinal, grade).await?;
        }
    }
    let seats: Vec<i32> =
        rows.iter().map(|row| seating.sections[row.section].rows[row.row].seats).collect();
    let firsts: Vec<i32> = rows.iter().map(|row| row.first_seat_no).collect();
    let painted: Vec<String> = rows.iter().map(|row| row.grade.clone()).collect();
    sqlx::query!(
        "update performance_seats s set grade = r.grade
         from unnest($2::int[], $3::int[], $4::text[]) as r (first_no, seats, grade)
         where s.performance_id = $1 and s.seat_no >= r.first_no
           and s.seat_no < r.first_no + r.seats and s.grade <> r.grade",
        id.0,
        &firsts,
        &seats,
        &painted,
    )
    .execute(&mut *conn)
    .await?;
    sqlx::query!("delete from grades where performance_id = $1 and code <> all($2)", id.0, &codes)
        .execute(conn)
        .await?;
    Ok(())
}

/// Takes a published performance off sale, once, and closes its room; whether it was on sale.
pub(in crate::catalog) async fn take_off_sale(
    conn: &mut PgConnection,
    id: PerformanceId,
    reason: &str,
) -> sqlx::Result<()> {
    sqlx::query!(
        "update performances set off_sale_at = frontrow_now(), off_sale_reason = $2 where id = $1",
        id.0,
        reason,
    )
    .execute(&mut *conn)
    .await?;
    sqlx::query!("update sales set mode = 'closed' where performance_id = $1", id.0)
        .execute(conn)
        .await?;
    Ok(())
}

/// Puts a performance that is off sale back: its room takes visitors again.
pub(in crate::catalog) async fn put_back(
    conn: &mut PgConnection,
    id: PerformanceId,
) -> sqlx::Result<()> {
    sqlx::query!(
        "update sales set mode = 'scheduled' where performance_id = $1 and mode = 'closed'",
        id.0
    )
    .execute(&mut *conn)
    .await?;
    sqlx::query!(
        "update performances set off_sale_at = null, off_sale_reason = null where id = $1",
        id.0
    )
    .execute(conn)
    .await?;
    Ok(())
}
