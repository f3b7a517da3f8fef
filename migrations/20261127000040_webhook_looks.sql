-- A webhook says "go and look" at an attempt, however often it comes: one row an attempt, so that
-- nobody fills the table by sending, and so many looks a minute.
alter table webhook_inbox
    add column attempt_id   uuid references payment_attempts (id),
    add column asked        bigint not null default 1,
    add column looks        integer not null default 0,
    add column minute_began timestamptz not null default frontrow_now();
create unique index webhook_inbox_attempt_key on webhook_inbox (attempt_id) where attempt_id is not null;

comment on column webhook_inbox.attempt_id is 'The attempt that it is about: one row each. Null only in rows of an older version.';
comment on column webhook_inbox.asked is 'How often somebody sent one about this attempt; tells whether another came during a look.';
comment on column webhook_inbox.looks is 'How often it was looked in the minute that began at minute_began.';
comment on column webhook_inbox.minute_began is 'When the first look of the last minute with looks was.';
comment on column webhook_inbox.body is 'The last body about this attempt; empty once a look has found that nothing had changed.';
