-- The one clock of every deadline, and the settings that a whole database shares.
create table frontrow_settings (
    name  text primary key,
    value text not null
);
comment on table frontrow_settings is 'Settings that all replicas share; read by functions, written by tests and operators.';
comment on column frontrow_settings.name is 'What is set, such as clock_offset_ms.';
comment on column frontrow_settings.value is 'The value as text.';

-- Deadlines are compared with this clock alone, so that skewed application hosts cannot
-- disagree. clock_timestamp, not now(): a transaction that waited for a lock must see the
-- time at which it got it. The offset is zero outside tests.
create function frontrow_now() returns timestamptz
    language sql volatile parallel safe
    return clock_timestamp() + coalesce(
        (select value::bigint from frontrow_settings where name = 'clock_offset_ms'), 0
    ) * interval '1 millisecond';
comment on function frontrow_now() is 'The clock of all deadlines; offset only in tests.';
