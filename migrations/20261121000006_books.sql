create table ledger_entries (
    id         uuid primary key,
    booked_on  date not null,
    kind       text not null,
    order_id   uuid not null references orders (id),
    refund_id  uuid references refunds (id),
    created_at timestamptz not null default frontrow_now(),
    constraint ledger_entries_kind_known check (kind in ('sale', 'refund'))
);
create unique index ledger_entries_sale_key on ledger_entries (order_id) where kind = 'sale';
create unique index ledger_entries_refund_key on ledger_entries (refund_id) where refund_id is not null;
comment on table ledger_entries is 'Bookings; each has lines that add up to nothing. Append-only.';
comment on column ledger_entries.id is 'UUIDv7.';
comment on column ledger_entries.booked_on is 'PostgreSQL''s date in the seller''s zone.';
comment on column ledger_entries.kind is 'sale or refund.';
comment on column ledger_entries.order_id is 'The order that it is about.';
comment on column ledger_entries.refund_id is 'The refund, for kind refund.';
comment on column ledger_entries.created_at is 'When it was booked.';

create table ledger_lines (
    entry_id uuid not null references ledger_entries (id),
    line_no  smallint not null,
    account  text not null,
    seller_id uuid references accounts (id),
    currency char(3) not null,
    debit    bigint not null default 0,
    credit   bigint not null default 0,
    primary key (entry_id, line_no),
    constraint ledger_lines_account_known check (account in ('provider_receivable', 'seller_payable', 'discount_expense', 'fee_income')),
    constraint ledger_lines_one_side check ((debit > 0 and credit = 0) or (credit > 0 and debit = 0))
);
comment on table ledger_lines is 'Sides of a booking; debits equal credits in every entry, checked at commit.';
comment on column ledger_lines.entry_id is 'The booking.';
comment on column ledger_lines.line_no is 'Order of the lines, from 1.';
comment on column ledger_lines.account is 'provider_receivable (the provider owes us), seller_payable (we owe the seller), discount_expense (coupons that the house bears), fee_income.';
comment on column ledger_lines.seller_id is 'Whose payable; null is the house.';
comment on column ledger_lines.currency is 'ISO 4217 code.';
comment on column ledger_lines.debit is 'Minor units on the left.';
comment on column ledger_lines.credit is 'Minor units on the right.';

create function ledger_balanced() returns trigger language plpgsql as $$
declare
    difference bigint;
begin
    select coalesce(sum(debit - credit), 0) into difference
    from ledger_lines where entry_id = new.entry_id;
    if difference <> 0 then
        raise exception 'ledger entry % is out of balance by %', new.entry_id, difference
            using errcode = 'check_violation', constraint = 'ledger_balanced';
    end if;
    return null;
end $$;
comment on function ledger_balanced() is 'Refuses a transaction whose booking does not balance.';
create constraint trigger ledger_balanced after insert on ledger_lines
    deferrable initially deferred for each row execute function ledger_balanced();

create function ledger_append_only() returns trigger language plpgsql as $$
begin
    raise exception 'the ledger is append-only: book a reversing entry instead'
        using errcode = 'restrict_violation', constraint = 'ledger_append_only';
end $$;
comment on function ledger_append_only() is 'Refuses changes to what is booked.';
create trigger ledger_entries_append_only before update or delete on ledger_entries
    for each row execute function ledger_append_only();
create trigger ledger_lines_append_only before update or delete on ledger_lines
    for each row execute function ledger_append_only();

create table outbox (
    id           uuid primary key,
    aggregate    text not null,
    aggregate_id uuid not null,
    seq          bigint not null,
    kind         text not null,
    payload      jsonb not null,
    created_at   timestamptz not null default frontrow_now(),
    published_at timestamptz,
    constraint outbox_seq_key unique (aggregate, aggregate_id, seq)
);
create index outbox_unpublished on outbox (id) where published_at is null;
comment on table outbox is 'What happened, written in the transaction that made it happen; relayed in the order of seq for each aggregate.';
comment on column outbox.id is 'UUIDv7.';
comment on column outbox.aggregate is 'What kind of thing, such as order.';
comment on column outbox.aggregate_id is 'Which one.';
comment on column outbox.seq is '1, 2, 3 … for one aggregate; consumers drop what is not newer.';
comment on column outbox.kind is 'What happened, such as order_confirmed.';
comment on column outbox.payload is 'The facts.';
comment on column outbox.created_at is 'When.';
comment on column outbox.published_at is 'When the sink had taken it.';

create table webhook_inbox (
    id           uuid primary key,
    provider     text not null,
    dedupe_key   text not null,
    headers      jsonb not null,
    body         bytea not null,
    received_at  timestamptz not null default frontrow_now(),
    processed_at timestamptz,
    constraint webhook_inbox_dedupe_key unique (provider, dedupe_key)
);
create index webhook_inbox_open on webhook_inbox (received_at) where processed_at is null;
comment on table webhook_inbox is 'Webhooks as they came; each only says go and look.';
comment on column webhook_inbox.id is 'UUIDv7.';
comment on column webhook_inbox.provider is 'Who sent it, as claimed by the address.';
comment on column webhook_inbox.dedupe_key is 'The transmission id, or a hash of the body.';
comment on column webhook_inbox.headers is 'The provider''s own headers.';
comment on column webhook_inbox.body is 'The raw body, at most 64 KiB.';
comment on column webhook_inbox.received_at is 'When it came.';
comment on column webhook_inbox.processed_at is 'When it was acted upon.';
