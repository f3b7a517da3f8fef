create table coupons (
    id            uuid primary key,
    code          text,
    name          text not null,
    name_en       text not null,
    kind          text not null,
    amount        bigint,
    bps           integer,
    cap           bigint,
    minimum_spend bigint not null default 0,
    currency      char(3) not null default 'KRW',
    performance_id uuid references performances (id),
    valid_from    timestamptz not null,
    valid_until   timestamptz not null,
    entry_key     text,
    created_at    timestamptz not null default frontrow_now(),
    constraint coupons_entry_key unique (entry_key),
    constraint coupons_kind_whole check (
        (kind = 'fixed' and amount > 0 and bps is null and cap is null)
        or (kind = 'percent' and bps between 1 and 10000 and amount is null and cap > 0)
    ),
    constraint coupons_window check (valid_from < valid_until),
    constraint coupons_minimum check (minimum_spend >= 0)
);
create unique index coupons_code_key on coupons (upper(code)) where code is not null;
comment on table coupons is 'Definitions of discounts.';
comment on column coupons.id is 'UUIDv7; cpn_… outside.';
comment on column coupons.code is 'What buyers enter to get a grant; null when only staff grants it.';
comment on column coupons.name is 'Name in Korean.';
comment on column coupons.name_en is 'Name in English.';
comment on column coupons.kind is 'fixed (amount off) or percent (bps off, at most cap).';
comment on column coupons.amount is 'fixed: minor units off the order.';
comment on column coupons.bps is 'percent: basis points off the order.';
comment on column coupons.cap is 'percent: most minor units off.';
comment on column coupons.minimum_spend is 'Subtotal in minor units from which it applies.';
comment on column coupons.currency is 'ISO 4217 code of its amounts.';
comment on column coupons.performance_id is 'Only for this performance; null for all.';
comment on column coupons.valid_from is 'Usable from.';
comment on column coupons.valid_until is 'Usable until, exclusive.';
comment on column coupons.entry_key is 'Idempotency-Key of the request that entered it.';
comment on column coupons.created_at is 'When it was entered.';

create table coupon_grants (
    id          uuid primary key,
    coupon_id   uuid not null references coupons (id),
    account_id  uuid not null references accounts (id),
    state       text not null default 'issued',
    order_id    uuid,
    claim_key   text,
    created_at  timestamptz not null default frontrow_now(),
    constraint coupon_grants_person_key unique (coupon_id, account_id),
    constraint coupon_grants_state_known check (state in ('issued', 'reserved', 'consumed', 'expired', 'revoked')),
    constraint coupon_grants_order check ((state in ('reserved', 'consumed')) = (order_id is not null))
);
create index coupon_grants_account on coupon_grants (account_id);
create unique index coupon_grants_order_key on coupon_grants (order_id) where order_id is not null;
comment on table coupon_grants is 'One person''s right to use a coupon, once.';
comment on column coupon_grants.id is 'UUIDv7; grt_… outside.';
comment on column coupon_grants.coupon_id is 'The coupon.';
comment on column coupon_grants.account_id is 'Whose.';
comment on column coupon_grants.state is 'issued, reserved (by an order), consumed (by a sale), expired, revoked. A released grant is issued again.';
comment on column coupon_grants.order_id is 'The order that reserves or consumed it.';
comment on column coupon_grants.claim_key is 'The client''s Idempotency-Key of the claim; null when staff granted it.';
comment on column coupon_grants.created_at is 'When it was granted.';

create table orders (
    id              uuid primary key,
    account_id      uuid not null references accounts (id),
    sale_id         uuid not null references sales (id),
    performance_id  uuid not null references performances (id),
    seller_id       uuid references accounts (id),
    state           text not null default 'awaiting_payment',
    currency        char(3) not null,
    subtotal        bigint not null,
    discount        bigint not null,
    fees            bigint not null,
    total           bigint not null,
    quote           jsonb not null,
    hold_id         uuid not null,
    pass_id         uuid,
    deadline_at     timestamptz not null,
    idempotency_key text not null,
    request_hash    bytea not null,
    review_reason   text,
    created_at      timestamptz not null default frontrow_now(),
    updated_at      timestamptz not null default frontrow_now(),
    constraint orders_idempotency_key unique (account_id, idempotency_key),
    constraint orders_state_known check (state in ('awaiting_payment', 'confirming', 'confirmed', 'partially_refunded', 'refunded', 'awaiting_deposit', 'expired', 'cancelled', 'needs_review')),
    constraint orders_money check (subtotal >= 0 and discount >= 0 and fees >= 0 and total = subtotal - discount + fees and total >= 0)
);
create unique index orders_hold_key on orders (hold_id);
create index orders_account on orders (account_id, id desc);
create index orders_due on orders (deadline_at) where state = 'awaiting_payment';
create index orders_pass on orders (pass_id) where state in ('awaiting_payment', 'confirming');
comment on table orders is 'Purchases.';
comment on column orders.id is 'UUIDv7; ord_… outside.';
comment on column orders.account_id is 'The buyer.';
comment on column orders.sale_id is 'Through which sale.';
comment on column orders.performance_id is 'For which performance.';
comment on column orders.seller_id is 'Who is owed the money; null is the house.';
comment on column orders.state is 'awaiting_payment, confirming, confirmed, partially_refunded, refunded, awaiting_deposit, expired, cancelled or needs_review; moves are guarded updates.';
comment on column orders.currency is 'ISO 4217 code of all its amounts.';
comment on column orders.subtotal is 'Sum of seat prices.';
comment on column orders.discount is 'What the coupon takes off.';
comment on column orders.fees is 'What is added.';
comment on column orders.total is 'What is charged.';
comment on column orders.quote is 'The frozen quote with its lines, as shown to the buyer.';
comment on column orders.hold_id is 'The hold it was made from; one order a hold.';
comment on column orders.pass_id is 'The pass it was made under; ended when the order is paid.';
comment on column orders.deadline_at is 'When an unpaid order expires, by frontrow_now().';
comment on column orders.idempotency_key is 'The client''s key of the creating request.';
comment on column orders.request_hash is 'SHA-256 of the creating request, to refuse another under the same key.';
comment on column orders.review_reason is 'needs_review: what a person has to look at.';
comment on column orders.created_at is 'When it was made.';
comment on column orders.updated_at is 'When its state last moved.';

create table order_lines (
    order_id   uuid not null references orders (id),
    seat_no    integer not null,
    grade      text not null,
    price      bigint not null,
    discount   bigint not null,
    paid       bigint not null,
    primary key (order_id, seat_no),
    constraint order_lines_money check (price >= 0 and discount between 0 and price and paid = price - discount)
);
comment on table order_lines is 'One seat of an order, with its share of the discount.';
comment on column order_lines.order_id is 'The order.';
comment on column order_lines.seat_no is 'The seat, within the performance of the order.';
comment on column order_lines.grade is 'Price class at the time of the quote.';
comment on column order_lines.price is 'Price of the seat.';
comment on column order_lines.discount is 'Its share of the discount.';
comment on column order_lines.paid is 'What was paid for it.';

create table buyer_limits (
    performance_id uuid not null references performances (id),
    account_id     uuid not null references accounts (id),
    seats          integer not null default 0,
    primary key (performance_id, account_id),
    constraint buyer_limits_range check (seats >= 0)
);
comment on table buyer_limits is 'How many seats an account has in live or paid orders of a performance.';
comment on column buyer_limits.performance_id is 'The performance.';
comment on column buyer_limits.account_id is 'The buyer.';
comment on column buyer_limits.seats is 'Seats in orders that are awaiting payment, confirming or confirmed.';

create table payment_attempts (
    id                uuid primary key,
    order_id          uuid not null references orders (id),
    provider          text not null,
    provider_order_id text not null,
    payment_key       text,
    state             text not null default 'created',
    amount            bigint not null,
    currency          char(3) not null,
    client_key        text,
    confirm_key       text,
    confirm_round     integer not null default 0,
    lease_until       timestamptz,
    next_try_at       timestamptz,
    tries             integer not null default 0,
    confirm_started_at timestamptz,
    failure_code      text,
    failure_message   text,
    method            text,
    receipt_url       text,
    approved_at       timestamptz,
    created_at        timestamptz not null default frontrow_now(),
    updated_at        timestamptz not null default frontrow_now(),
    constraint payment_attempts_provider_order_key unique (provider, provider_order_id),
    constraint payment_attempts_payment_key unique (provider, payment_key),
    constraint payment_attempts_state_known check (state in ('created', 'redirected', 'confirming', 'captured', 'awaiting_deposit', 'lapsed', 'declined', 'expired')),
    constraint payment_attempts_client_key unique (order_id, client_key)
);
create unique index payment_attempts_live_key on payment_attempts (order_id) where state in ('confirming', 'awaiting_deposit', 'captured');
create index payment_attempts_confirming on payment_attempts (lease_until) where state = 'confirming';
comment on table payment_attempts is 'Tries at paying an order; at most one of an order may be in flight or successful.';
comment on column payment_attempts.id is 'UUIDv7; att_… outside.';
comment on column payment_attempts.order_id is 'The order.';
comment on column payment_attempts.provider is 'Whom is paid through, such as toss. An order of nothing has no attempt.';
comment on column payment_attempts.provider_order_id is 'The order id that the provider sees: one an attempt.';
comment on column payment_attempts.payment_key is 'The provider''s name of the payment, from the return page.';
comment on column payment_attempts.state is 'created, redirected, confirming, captured, awaiting_deposit, lapsed, declined or expired.';
comment on column payment_attempts.amount is 'What is to be charged: the total of the order.';
comment on column payment_attempts.currency is 'ISO 4217 code.';
comment on column payment_attempts.client_key is 'The client''s Idempotency-Key of the creating request.';
comment on column payment_attempts.confirm_key is 'Idempotency key of the confirm call, stored before it is made.';
comment on column payment_attempts.confirm_round is 'How many confirm keys were used; the key is cf-{attempt}-{round}.';
comment on column payment_attempts.lease_until is 'Until when one process works at it.';
comment on column payment_attempts.next_try_at is 'When the reconciler should look again.';
comment on column payment_attempts.tries is 'How often it was looked at without an answer.';
comment on column payment_attempts.confirm_started_at is 'When it became confirming.';
comment on column payment_attempts.failure_code is 'The provider''s or our code of a definite failure.';
comment on column payment_attempts.failure_message is 'Its message, for support.';
comment on column payment_attempts.method is 'How it was paid, in the provider''s words.';
comment on column payment_attempts.receipt_url is 'The provider''s receipt.';
comment on column payment_attempts.approved_at is 'When the provider approved it.';
comment on column payment_attempts.created_at is 'When it was made.';
comment on column payment_attempts.updated_at is 'When its state last moved.';

create table refunds (
    id              uuid primary key,
    order_id        uuid not null references orders (id),
    attempt_id      uuid not null references payment_attempts (id),
    state           text not null default 'requested',
    amount          bigint not null,
    currency        char(3) not null,
    reason          text not null,
    source          text not null,
    provider_key    text not null,
    provider_round  integer not null default 0,
    balance_before  bigint not null,
    transaction_key text,
    lease_until     timestamptz,
    next_try_at     timestamptz,
    tries           integer not null default 0,
    failure_code    text,
    failure_message text,
    created_at      timestamptz not null default frontrow_now(),
    updated_at      timestamptz not null default frontrow_now(),
    constraint refunds_state_known check (state in ('requested', 'sending', 'done', 'failed', 'unknown')),
    constraint refunds_amount check (amount > 0),
    constraint refunds_source_known check (source in ('buyer', 'staff', 'seat_lost'))
);
create unique index refunds_live_key on refunds (order_id) where state in ('requested', 'sending', 'unknown');
create index refunds_open on refunds (next_try_at) where state in ('requested', 'sending', 'unknown');
comment on table refunds is 'Money going back; at most one of an order in flight.';
comment on column refunds.id is 'UUIDv7; rfd_… outside.';
comment on column refunds.order_id is 'The order.';
comment on column refunds.attempt_id is 'The captured attempt that it reverses.';
comment on column refunds.state is 'requested, sending, done, failed or unknown.';
comment on column refunds.amount is 'How much, in minor units.';
comment on column refunds.currency is 'ISO 4217 code.';
comment on column refunds.reason is 'Why, as sent to the provider.';
comment on column refunds.source is 'Who asked: buyer, staff, or seat_lost when the system gives money back by itself.';
comment on column refunds.provider_key is 'Idempotency key of the cancel call, stored before it is made.';
comment on column refunds.provider_round is 'How many cancel keys were used; the key is rf-{refund}, later rf-{refund}-{round}.';
comment on column refunds.balance_before is 'What could be given back before it: the provider compares.';
comment on column refunds.transaction_key is 'The provider''s name of the refund.';
comment on column refunds.lease_until is 'Until when one process works at it.';
comment on column refunds.next_try_at is 'When the reconciler should look again.';
comment on column refunds.tries is 'How often it was tried without an answer.';
comment on column refunds.failure_code is 'The provider''s code of a definite failure.';
comment on column refunds.failure_message is 'Its message, for support.';
comment on column refunds.created_at is 'When it was asked for.';
comment on column refunds.updated_at is 'When its state last moved.';

create table tickets (
    id             uuid primary key,
    order_id       uuid not null references orders (id),
    account_id     uuid not null references accounts (id),
    performance_id uuid not null references performances (id),
    seat_no        integer not null,
    section_code   text not null,
    row_label      text not null,
    seat_label     text not null,
    grade          text not null,
    code           text not null,
    state          text not null default 'valid',
    created_at     timestamptz not null default frontrow_now(),
    updated_at     timestamptz not null default frontrow_now(),
    constraint tickets_code_key unique (code),
    constraint tickets_state_known check (state in ('valid', 'suspended', 'void')),
    constraint tickets_seat foreign key (performance_id, seat_no) references performance_seats (performance_id, seat_no)
);
create unique index tickets_seat_key on tickets (performance_id, seat_no) where state <> 'void';
create index tickets_order on tickets (order_id);
comment on table tickets is 'Rights to one seat. The partial unique index is the last guard against selling a seat twice.';
comment on column tickets.id is 'UUIDv7; tkt_… outside.';
comment on column tickets.order_id is 'The order that paid for it.';
comment on column tickets.account_id is 'Whose it is.';
comment on column tickets.performance_id is 'The performance.';
comment on column tickets.seat_no is 'The seat.';
comment on column tickets.section_code is 'Section, as printed.';
comment on column tickets.row_label is 'Row, as printed.';
comment on column tickets.seat_label is 'Seat, as printed.';
comment on column tickets.grade is 'Price class, as printed.';
comment on column tickets.code is 'What the QR code says: 160 random bits in base32.';
comment on column tickets.state is 'valid, suspended (a refund is under way) or void.';
comment on column tickets.created_at is 'When it was issued.';
comment on column tickets.updated_at is 'When its state last moved.';
