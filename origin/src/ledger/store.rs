//! The books in PostgreSQL, which refuses changes and entries that do not balance.

use frontrow_shared::id::OrderId;
use sqlx::{PgConnection, PgPool};
use uuid::Uuid;

use super::posting::{Line, Occasion, Posting};
use super::view::{EntryView, LineView};

/// Books an entry. `booked_on` is PostgreSQL's date in Korea, where the seller's books are kept.
///
/// # Errors
/// What PostgreSQL says: a sale or a refund that is booked already violates
/// `ledger_entries_sale_key` or `ledger_entries_refund_key`.
pub async fn post(conn: &mut PgConnection, posting: &Posting) -> sqlx::Result<()> {
    let entry = Uuid::now_v7();
    let (kind, refund) = match posting.occasion {
        Occasion::Sale => ("sale", None),
        Occasion::Refund(refund) => ("refund", refund.map(|id| id.0)),
    };
    sqlx::query!(
        "insert into ledger_entries (id, booked_on, kind, order_id, refund_id)
         values ($1, (frontrow_now() at time zone 'Asia/Seoul')::date, $2, $3, $4)",
        entry,
        kind,
        posting.order.0,
        refund,
    )
    .execute(&mut *conn)
    .await?;
    let amounts = |of: fn(&Line) -> i64| posting.lines.iter().map(of).collect::<Vec<_>>();
    sqlx::query!(
        "insert into ledger_lines (entry_id, line_no, account, seller_id, currency, debit, credit)
         select $1::uuid, line_no::smallint, account, $2::uuid, $3::char(3), debit, credit
         from unnest($4::text[], $5::bigint[], $6::bigint[])
           with ordinality as line (account, debit, credit, line_no)",
        entry,
        posting.seller,
        posting.currency.code(),
        &posting.lines.iter().map(|line| line.account.as_str().to_owned()).collect::<Vec<_>>(),
        &amounts(|line| line.debit),
        &amounts(|line| line.credit),
    )
    .execute(&mut *conn)
    .await?;
    Ok(())
}

/// Whether an order was booked as a sale.
///
/// # Errors
/// What PostgreSQL says.
pub async fn is_sold(conn: &mut PgConnection, order: OrderId) -> sqlx::Result<bool> {
    sqlx::query_scalar!(
        r#"select exists (select from ledger_entries where order_id = $1 and kind = 'sale')
           as "sold!""#,
        order.0,
    )
    .fetch_one(conn)
    .await
}

/// All entries about an order, oldest first.
///
/// # Errors
/// What PostgreSQL says.
pub async fn of_order(pool: &PgPool, order: OrderId) -> sqlx::Result<Vec<EntryView>> {
    let rows = sqlx::query!(
        r#"select e.id, e.booked_on, e.kind, e.refund_id,
                  l.account as "account?", l.debit as "debit?", l.credit as "credit?",
                  l.currency as "currency?"
           from ledger_entries e left join ledger_lines l on l.entry_id = e.id
           where e.order_id = $1 order by e.id, l.line_no"#,
        order.0,
    )
    .fetch_all(pool)
    .await?;
    let mut entries: Vec<(Uuid, EntryView)> = Vec::new();
    for row in rows {
        if entries.last().is_none_or(|(id, _)| *id != row.id) {
            let entry = EntryView {
                booked_on: row.booked_on.to_string(),
                kind: row.kind,
                refund_id: row.refund_id.map(Into::into),
                lines: Vec::new(),
            };
            entries.push((row.id, entry));
        }
        if let (Some((_, entry)), Some(account), Some(debit), Some(credit), Some(currency)) =
            (entries.last_mut(), row.account, row.debit, row.credit, row.currency)
        {
            entry.lines.push(LineView { account, debit, credit, currency });
        }
    }
    Ok(entries.into_iter().map(|(_, entry)| entry).collect())
}
