//! What must be true of orders, seats, tickets, money and coupons at any moment, whatever
//! happened: asked of PostgreSQL, and of Toss's own books.

use std::collections::HashMap;

use sqlx::{PgPool, Row};

use super::Toss;

/// Each finds rows that must not be; the first column names the row.
const INVARIANTS: &[(&str, &str)] = &[
    (
        "the lines of an order add up to it",
        "select o.id::text from orders o join order_lines l on l.order_id = o.id
         group by o.id having sum(l.price) <> o.subtotal or sum(l.discount) <> o.discount
                           or sum(l.paid) + o.fees <> o.total",
    ),
    (
        "a living order has all its seats in its state, an ended one none; only an order whose \
         money is there and whose sale is not booked may have lost them",
        "select o.id::text from orders o join order_lines l on l.order_id = o.id
         left join performance_seats s on s.performance_id = o.performance_id
              and s.seat_no = l.seat_no and s.order_id = o.id
         left join ledger_entries e on e.order_id = o.id and e.kind = 'sale'
         left join payment_attempts a on a.order_id = o.id and a.state = 'captured'
         where s.state is distinct from
           case when o.state = 'awaiting_payment' then 'reserved'
                when o.state = 'confirming' then 'claimed'
                when o.state = 'needs_review' and e.id is null then 'claimed'
                when o.state in ('confirmed', 'needs_review') then 'sold' end
           and not (o.state = 'needs_review' and e.id is null and a.id is not null)",
    ),
    (
        "a seat belongs to a line of its order",
        "select s.seat_no::text from performance_seats s
         left join order_lines l on l.order_id = s.order_id and l.seat_no = s.seat_no
         where s.order_id is not null and l.order_id is null",
    ),
    (
        "an order that is sold has one live ticket a seat, every other order none",
        "select o.id::text from orders o join order_lines l on l.order_id = o.id
         left join ledger_entries e on e.order_id = o.id and e.kind = 'sale'
         left join tickets t on t.order_id = o.id and t.seat_no = l.seat_no and t.state <> 'void'
         group by o.id, l.seat_no, e.id
         having count(t.id) <> case when o.state = 'confirmed'
                                      or (o.state = 'needs_review' and e.id is not null)
                                    then 1 else 0 end",
    ),
    (
        "a ticket is suspended exactly while the money of its order is on its way back",
        "select t.id::text from tickets t where t.state <> 'void'
           and (t.state = 'suspended') <> exists(
             select 1 from refunds r join payment_attempts a on a.id = r.attempt_id
             where r.order_id = t.order_id and a.state = 'captured'
               and r.state in ('requested', 'sending', 'unknown'))",
    ),
    (
        "a paid order has one captured attempt of its total, an unpaid one none",
        "select o.id::text from orders o
         left join payment_attempts a on a.order_id = o.id and a.state = 'captured'
         group by o.id
         having (count(a.id) <> case when o.total > 0 and o.state in ('confirmed', 'refunded')
                                     then 1 else 0 end and o.state <> 'needs_review')
             or max(a.amount) <> o.total",
    ),
    (
        "an order is confirming exactly while one attempt is; one under review has one attempt \
         whose money is there, or may be",
        "select o.id::text from orders o
         left join payment_attempts a on a.order_id = o.id and a.state in ('confirming', 'captured')
         group by o.id
         having count(a.id) filter (where a.state = 'confirming')
                  <> case when o.state = 'confirming' then 1 else 0 end
                and o.state <> 'needs_review'
             or o.state = 'needs_review' and count(a.id) <> 1",
    ),
    (
        "every booking balances",
        "select entry_id::text from ledger_lines group by entry_id having sum(debit) <> sum(credit)",
    ),
    (
        "every sale is booked once",
        "select o.id::text from orders o left join ledger_entries e on e.order_id = o.id
         group by o.id
         having (count(*) filter (where e.kind = 'sale') <> 1 and o.state = 'confirmed')
             or (count(e.id) > 0 and o.state not in ('confirmed', 'refunded', 'needs_review'))
             or count(*) filter (where e.kind = 'sale') > 1
             or (count(*) filter (where e.kind = 'refund') > 0
                 and count(*) filter (where e.kind = 'sale') = 0)",
    ),
    (
        "the provider owes what was sold less what has gone back of it",
        "select o.id::text from orders o
         join ledger_entries sale on sale.order_id = o.id and sale.kind = 'sale'
         where (select coalesce(sum(l.debit - l.credit), 0)
                from ledger_entries e join ledger_lines l on l.entry_id = e.id
                where e.order_id = o.id and l.account = 'provider_receivable')
            <> o.total - (select coalesce(sum(r.amount), 0)
                          from refunds r join payment_attempts a on a.id = r.attempt_id
                          where r.order_id = o.id and r.state = 'done' and a.state = 'captured')",
    ),
    (
        "nothing is left on any account of an order that went back",
        "select o.id::text from orders o join ledger_entries e on e.order_id = o.id
         join ledger_lines l on l.entry_id = e.id where o.state = 'refunded'
         group by o.id, l.account having sum(l.debit) <> sum(l.credit)",
    ),
    (
        "a buyer's limit counts the seats of living orders",
        "select b.account_id::text from buyer_limits b
         where b.seats <> (select count(*) from orders o join order_lines l on l.order_id = o.id
                           where o.performance_id = b.performance_id
                             and o.account_id = b.account_id
                             and o.state not in ('expired', 'cancelled', 'refunded'))",
    ),
    (
        "no living order is without a limit row",
        "select o.id::text from orders o
         left join buyer_limits b
              on b.performance_id = o.performance_id and b.account_id = o.account_id
         where b.seats is null",
    ),
    (
        "a grant is reserved by an order that is being paid, consumed by one that is paid",
        "select g.id::text from coupon_grants g left join orders o on o.id = g.order_id
         left join ledger_entries e on e.order_id = o.id and e.kind = 'sale'
         where g.state <> case
           when o.id is null then 'issued'
           when o.state in ('awaiting_payment', 'confirming') then 'reserved'
           when o.state = 'needs_review' and e.id is null then 'reserved'
           when o.state in ('confirmed', 'needs_review') then 'consumed' else 'issued' end",
    ),
    (
        "the events of an order have no gap",
        "select aggregate_id::text from outbox group by aggregate, aggregate_id
         having max(seq) <> count(*) or min(seq) <> 1",
    ),
];

/// What is wrong: the invariant and the row. Empty when all is well.
pub(crate) async fn violations(db: &PgPool, toss: Option<&Toss>) -> Vec<String> {
    let mut wrong = Vec::new();
    for (name, sql) in INVARIANTS {
        let rows = sqlx::query(sqlx::AssertSqlSafe(*sql)).fetch_all(db).await;
        for row in rows.unwrap_or_else(|error| panic!("{name}: {error}")) {
            wrong.push(format!("{name}: {}", row.get::<String, _>(0)));
        }
    }
    if let Some(toss) = toss {
        wrong.extend(differences(db, toss).await);
    }
    wrong
}

/// Where Toss's books and ours differ: of every order the money that is with us must be what the
/// ledger says, and no payment may be approved twice. Money on its way back is between the two.
async fn differences(db: &PgPool, toss: &Toss) -> Vec<String> {
    let ours = sqlx::query(
        "select a.provider_order_id, a.state,
                (select coalesce(sum(l.debit - l.credit), 0)::bigint
                 from ledger_lines l join ledger_entries e on e.id = l.entry_id
                 where e.order_id = a.order_id and l.account = 'provider_receivable') as net,
                exists(select 1 from refunds r where r.attempt_id = a.id
                       and r.state in ('requested', 'sending', 'unknown')) as moving,
                case when o.state = 'needs_review' and not exists(
                       select 1 from ledger_entries e where e.order_id = a.order_id)
                     then a.amount - (select coalesce(sum(r.amount), 0)::bigint from refunds r
                                      where r.attempt_id = a.id and r.state = 'done')
                     end as unsold
         from payment_attempts a join orders o on o.id = a.order_id",
    );
    let ours: HashMap<String, (String, i64, bool, Option<i64>)> = ours
        .fetch_all(db)
        .await
        .expect("the attempts are read")
        .into_iter()
        .map(|row| (row.get(0), (row.get(1), row.get(2), row.get(3), row.get(4))))
        .collect();
    let mut wrong = Vec::new();
    for payment in toss.payments().await {
        let name = payment["order_id"].as_str().unwrap_or_default();
        let approvals = payment["approvals"].as_i64().unwrap_or_default();
        let total = payment["total_amount"].as_i64().unwrap_or_default();
        let canceled = payment["canceled_amount"].as_i64().unwrap_or_default();
        if approvals > 1 {
            wrong.push(format!("{name} was approved {approvals} times"));
        }
        let with_us = if approvals == 0 { 0 } else { total - canceled };
        let Some((state, net, moving, unsold)) = ours.get(name) else { continue };
        // What is under review and no sale stands in no books yet, but in the attempt's row.
        let booked = if state == "captured" { unsold.unwrap_or(*net) } else { 0 };
        if with_us != booked && !moving && state != "confirming" {
            wrong.push(format!("{name} ({state}): {with_us} at Toss, {booked} in the ledger"));
        }
    }
    wrong
}

/// Moves the clock of deadlines to `ms` from the machine's.
pub(crate) async fn shift_clock(db: &PgPool, ms: i64) {
    sqlx::query(
        "insert into frontrow_settings (name, value) values ('clock_offset_ms', $1)
         on conflict (name) do update set value = excluded.value",
    )
    .bind(ms.to_string())
    .execute(db)
    .await
    .expect("the clock moves");
}

/// Waits until no other connection is inside a transaction: a refusal is answered before its
/// rollback has arrived, and a sweeper passes by a row that is still locked.
pub(crate) async fn rolled_back(db: &PgPool) {
    for _ in 0..1_000 {
        let open: bool = sqlx::query_scalar(
            "select exists (select from pg_stat_activity where datname = current_database()
             and pid <> pg_backend_pid() and backend_type = 'client backend'
             and xact_start is not null)",
        )
        .fetch_one(db)
        .await
        .expect("the activity is read");
        if !open {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(5)).await;
    }
    panic!("a transaction stays open");
}

/// Waits until exactly so many sessions wait for a lock of another one.
pub(crate) async fn waiting_for_locks(db: &PgPool, sessions: i64) {
    let waiting = async {
        loop {
            let found: i64 = sqlx::query_scalar(
                "select count(*) from pg_stat_activity
                 where datname = current_database() and wait_event_type = 'Lock'",
            )
            .fetch_one(db)
            .await
            .unwrap();
            if found == sessions {
                return;
            }
            tokio::time::sleep(std::time::Duration::from_millis(5)).await;
        }
    };
    let patience = std::time::Duration::from_secs(20);
    let message = format!("{sessions} sessions wait for a lock");
    tokio::time::timeout(patience, waiting).await.expect(&message);
}
