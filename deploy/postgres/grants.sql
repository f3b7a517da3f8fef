-- What the runtime role may do, as the owner, after every `frontrow migrate`; may be run again:
--   psql "$OWNER_URL" -f grants.sql

begin;

-- Nobody else gets in, and nobody but the owner makes anything.
do $$ begin
    execute format('revoke all on database %I from public', current_database());
    execute format('grant connect on database %I to frontrow_app', current_database());
end $$;
revoke create on schema public from public;
grant usage on schema public to frontrow_app;

revoke all on all tables in schema public from frontrow_app;
grant select, insert, update on all tables in schema public to frontrow_app;
-- A new table can be used between `migrate` and this file.
alter default privileges in schema public grant select, insert, update on tables to frontrow_app;

-- What is booked, and what staff did, stays: the triggers refuse changes, and so do the rights.
do $$
declare
    kept regclass;
begin
    for kept in
        select distinct tgrelid::regclass from pg_trigger
        where tgfoid::regproc::text like '%append_only'
    loop
        execute format('revoke update on %s from frontrow_app', kept);
    end loop;
end $$;

-- Figures of on-sales are thrown away after a day; nothing hangs on them.
grant delete on sale_figures, problem_counts to frontrow_app;
-- Drafts that nobody has seen are taken back; whatever an order points to cannot be.
grant delete on venues, venue_sections, venue_rows, events, performances, grades,
    performance_seats, sales to frontrow_app;
-- So are webhooks a month after they were acted upon.
grant delete on webhook_inbox to frontrow_app;
-- And what nobody needs any more a month after its end: events, passes, keys of requests.
grant delete on outbox, passes, catalog_entries to frontrow_app;

-- What is used once, and what need not be kept of a person who left.
grant delete on account_mail_tokens, account_outside_flows, account_outside_sign_ins, mails, sessions
    to frontrow_app;

-- The clock of all deadlines and the list of migrations are only read.
revoke insert, update on frontrow_settings, _sqlx_migrations from frontrow_app;

commit;
