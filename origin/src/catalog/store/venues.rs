//! Venues and their seating.

use frontrow_shared::id::VenueId;
use sqlx::PgConnection;
use uuid::Uuid;

use crate::catalog::entries::{VenueForm, VenuePatch};
use crate::catalog::entry::EntryError;
use crate::catalog::error::CatalogError;
use crate::catalog::seating::{Row, Seating, Section};

/// A venue without its plan.
#[derive(Debug, Clone)]
pub(in crate::catalog) struct VenueRow {
    pub(in crate::catalog) id: Uuid,
    pub(in crate::catalog) name: String,
    pub(in crate::catalog) name_en: String,
    pub(in crate::catalog) city: String,
    pub(in crate::catalog) city_en: String,
    pub(in crate::catalog) timezone: String,
}

/// Enters a venue with its checked plan.
pub(in crate::catalog) async fn insert(
    conn: &mut PgConnection,
    id: VenueId,
    form: &VenueForm,
    seating: &Seating,
) -> Result<(), CatalogError> {
    let known = sqlx::query_scalar!(
        r#"select exists (select from pg_timezone_names where name = $1) as "known!""#,
        form.timezone
    );
    if !known.fetch_one(&mut *conn).await? {
        return Err(EntryError::new("timezone", "takes an IANA name such as Asia/Seoul").into());
    }
    sqlx::query!(
        "insert into venues (id, name, name_en, city, city_en, timezone, width, height)
         values ($1, $2, $3, $4, $5, $6, $7, $8)",
        id.0,
        form.name,
        form.name_en,
        form.city,
        form.city_en,
        form.timezone,
        seating.width,
        seating.height,
    )
    .execute(&mut *conn)
    .await?;
    for (ordinal, section) in (0..).zip(&seating.sections) {
        insert_section(conn, id, ordinal, section).await?;
    }
    Ok(())
}

pub(super) async fn insert_section(
    conn: &mut PgConnection,
    venue: VenueId,
    ordinal: i32,
    section: &Section,
) -> sqlx::Result<()> {
    let id = Uuid::now_v7();
    sqlx::query!(
        "insert into venue_sections (id, venue_id, code, name, name_en, ordinal, outline)
         values ($1, $2, $3, $4, $5, $6, $7)",
        id,
        venue.0,
        section.code,
        section.name,
        section.name_en,
        ordinal,
        section.outline,
    )
    .execute(&mut *conn)
    .await?;
    let rows = &section.rows;
    let column = |of: fn(&Row) -> i32| rows.iter().map(of).collect::<Vec<i32>>();
    let labels: Vec<String> = rows.iter().map(|row| row.label.clone()).collect();
    sqlx::query!(
        "insert into venue_rows (section_id, ordinal, label, first_label, seats, x0, dx, y)
         select $1, r.n - 1, r.label, r.first_label, r.seats, r.x0, r.dx, r.y
         from unnest($2::text[], $3::int[], $4::int[], $5::int[], $6::int[], $7::int[])
              with ordinality as r (label, first_label, seats, x0, dx, y, n)",
        id,
        &labels,
        &column(|row| row.first_label),
        &column(|row| row.seats),
        &column(|row| row.x0),
        &column(|row| row.dx),
        &column(|row| row.y),
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// The plan of a venue; `None` without such a venue.
pub(in crate::catalog) async fn seating(
    conn: &mut PgConnection,
    id: VenueId,
) -> sqlx::Result<Option<Seating>> {
    let venue = sqlx::query!("select width, height from venues where id = $1", id.0);
    let Some(venue) = venue.fetch_optional(&mut *conn).await? else {
        return Ok(None);
    };
    let rows = sqlx::query!(
        "select s.code, s.name, s.name_en, s.outline,
                r.label, r.first_label, r.seats, r.x0, r.dx, r.y
         from venue_sections s join venue_rows r on r.section_id = s.id
         where s.venue_id = $1 order by s.ordinal, r.ordinal",
        id.0
    );
    let mut sections: Vec<Section> = Vec::new();
    for row in rows.fetch_all(conn).await? {
        if sections.last().is_none_or(|section| section.code != row.code) {
            sections.push(Section {
                code: row.code,
                name: row.name,
                name_en: row.name_en,
                outline: row.outline,
                rows: Vec::new(),
            });
        }
        if let Some(section) = sections.last_mut() {
            section.rows.push(Row {
                label: row.label,
                first_label: row.first_label,
                seats: row.seats,
                x0: row.x0,
                dx: row.dx,
                y: row.y,
            });
        }
    }
    Ok(Some(Seating { width: venue.width, height: venue.height, sections }))
}

/// Venues, newest first, before the id `before`.
pub(in crate::catalog) async fn list(
    conn: &mut PgConnection,
    only: Option<VenueId>,
    before: Option<VenueId>,
    limit: i64,
) -> sqlx::Result<Vec<VenueRow>> {
    sqlx::query_as!(
        VenueRow,
        "select id, name, name_en, city, city_en, timezone from venues
         where ($1::uuid is null or id = $1) and ($2::uuid is null or id < $2)
         order by id desc limit $3",
        only.map(|id| id.0),
        before.map(|id| id.0),
        limit,
    )
    .fetch_all(conn)
    .await
}

/// Locks a venue and reads it.
pub(in crate::catalog) async fn lock(
    conn: &mut PgConnection,
    id: VenueId,
) -> sqlx::Result<Option<VenueRow>> {
    sqlx::query_as!(
        VenueRow,
        "select id, name, name_en, city, city_en, timezone from venues
         where id = $1 for update",
        id.0
    )
    .fetch_optional(conn)
    .await
}

/// Changes what may change.
pub(in crate::catalog) async fn update(
    conn: &mut PgConnection,
    id: VenueId,
    patch: &VenuePatch,
) -> sqlx::Result<()> {
    sqlx::query!(
        "update venues set name = coalesce($2, name), name_en = coalesce($3, name_en),
                           city = coalesce($4, city), city_en = coalesce($5, city_en)
         where id = $1",
        id.0,
        patch.name,
        patch.name_en,
        patch.city,
        patch.city_en,
    )
    .execute(conn)
    .await?;
    Ok(())
}
