-- What must hold in our books at any moment between two steps of a journey; each row is a breach.
with breaches (rule, about) as (
    select 'a seat has at most one live ticket', performance_id || ' seat ' || seat_no
    from tickets where state <> 'void' group by performance_id, seat_no having count(*) > 1
    union all
    select 'a live ticket stands on a seat that is sold to its order', t.id::text
    from tickets t join performance_seats s using (performance_id, seat_no)
    where t.state <> 'void' and (s.state <> 'sold' or s.order_id is distinct from t.order_id)
    union all
    select 'a confirmed order has a live ticket for each of its seats', o.id::text
    from orders o where o.state = 'confirmed'
        and (select count(*) from order_lines l where l.order_id = o.id)
            <> (select count(*) from tickets t where t.order_id = o.id and t.state <> 'void')
    union all
    select 'a seat belongs to an order that may have it', s.performance_id || ' seat ' || s.seat_no
    from performance_seats s join orders o on o.id = s.order_id
    where (s.state = 'reserved' and o.state <> 'awaiting_payment')
        or (s.state = 'claimed' and o.state not in ('confirming', 'needs_review'))
        or (s.state = 'sold' and o.state not in ('confirmed', 'partially_refunded', 'needs_review'))
    union all
    select 'an order is the sum of its lines', o.id::text
    from orders o join order_lines l on l.order_id = o.id
    group by o.id having o.subtotal <> sum(l.price) or o.discount <> sum(l.discount)
    union all
    select 'a booking balances', entry_id::text
    from ledger_lines group by entry_id having sum(debit) <> sum(credit)
    union all
    select 'what the provider owes for a sale is its total less what went back of it', o.id::text
    from orders o
    left join lateral (
        select coalesce(sum(l.debit - l.credit), 0) as owed
        from ledger_entries e join ledger_lines l on l.entry_id = e.id
        where e.order_id = o.id and l.account = 'provider_receivable'
    ) ledger on true
    left join lateral (
        select coalesce(sum(r.amount), 0) as back
        from refunds r join payment_attempts a on a.id = r.attempt_id
        where r.order_id = o.id and r.state = 'done' and a.state = 'captured'
    ) refund on true
    where ledger.owed <> case
        when exists (select from ledger_entries e where e.order_id = o.id and e.kind = 'sale')
        then o.total - refund.back else 0 end
    union all
    select 'a coupon is used by one order, and consumed when that is confirmed', g.id::text
    from coupon_grants g join orders o on o.id = g.order_id
    where (g.state = 'reserved' and o.state not in ('awaiting_payment', 'confirming', 'needs_review'))
        or (g.state = 'consumed' and o.state not in ('confirmed', 'partially_refunded', 'needs_review'))
)
select rule, about from breaches
