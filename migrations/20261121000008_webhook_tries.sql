alter table webhook_inbox
    add column tries       integer not null default 0,
    add column next_try_at timestamptz not null default frontrow_now() + interval '15 seconds';
comment on column webhook_inbox.tries is 'How often it was taken up after it had been left behind.';
comment on column webhook_inbox.next_try_at is 'When it is taken up again if it was not acted upon by then; later each time, so that those that fail do not hold up the others.';
drop index webhook_inbox_open;
create index webhook_inbox_open on webhook_inbox (next_try_at) where processed_at is null;
