-- What staff look orders up by. The everyday states need no index: the newest orders have them.
create index orders_unusual on orders (state, id desc)
    where state in ('confirming', 'awaiting_deposit', 'partially_refunded', 'refunded', 'needs_review');
create index refunds_order on refunds (order_id);
