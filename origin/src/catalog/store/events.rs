//! Events.

use frontrow_shared::id::{AccountId, EventId};
use sqlx::PgConnection;
use uuid::Uuid;

use crate::catalog::entries::EventForm;

/// An event with its id.
#[derive(Debug, Clone)]
pub(in crate::catalog) struct EventRow {
    pub(in crate::catalog) id: Uuid,
    seller_id: Option<Uuid>,
    title: String,
    title_en: String,
    summary: String,
    summary_en: String,
    description: String,
    description_en: String,
    poster_url: Option<String>,
}

impl EventRow {
    pub(in crate::catalog) fn form(self) -> EventForm {
        EventForm {
            seller: self.seller_id.map(AccountId),
            title: self.title,
            title_en: self.title_en,
            summary: self.summary,
            summary_en: self.summary_en,
            description: self.description,
            description_en: self.description_en,
            poster_url: self.poster_url,
        }
    }
}

/// Enters an event.
pub(in crate::catalog) async fn insert(
    conn: &mut PgConnection,
    id: EventId,
    form: &EventForm,
) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into events (id, seller_id, title, title_en, summary, summary_en,
                             description, description_en, poster_url)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        id.0,
        form.seller.map(|id| id.0),
        form.title,
        form.title_en,
        form.summary,
        form.summary_en,
        form.description,
        form.description_en,
        form.poster_url,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Locks an event and reads it.
pub(in crate::catalog) async fn lock(
    conn: &mut PgConnection,
    id: EventId,
) -> sqlx::Result<Option<EventRow>> {
    sqlx::query_as!(
        EventRow,
        "select id, seller_id, title, title_en, summary, summary_en, description,
                description_en, poster_url
         from events where id = $1 for update",
        id.0
    )
    .fetch_optional(conn)
    .await
}

/// Events, newest first, before the id `before`.
pub(in crate::catalog) async fn list(
    conn: &mut PgConnection,
    only: Option<EventId>,
    before: Option<EventId>,
    limit: i64,
) -> sqlx::Result<Vec<EventRow>> {
    sqlx::query_as!(
        EventRow,
        "select id, seller_id, title, title_en, summary, summary_en, description,
                description_en, poster_url
         from events
         where ($1::uuid is null or id = $1) and ($2::uuid is null or id < $2)
         order by id desc limit $3",
        only.map(|id| id.0),
        before.map(|id| id.0),
        limit,
    )
    .fetch_all(conn)
    .await
}

/// Writes a changed event back.
pub(in crate::catalog) async fn update(
    conn: &mut PgConnection,
    id: EventId,
    form: &EventForm,
) -> sqlx::Result<()> {
    sqlx::query!(
        "update events set title = $2, title_en = $3, summary = $4, summary_en = $5,
                           description = $6, description_en = $7, poster_url = $8
         where id = $1",
        id.0,
        form.title,
        form.title_en,
        form.summary,
        form.summary_en,
        form.description,
        form.description_en,
        form.poster_url,
    )
    .execute(conn)
    .await?;
    Ok(())
}
