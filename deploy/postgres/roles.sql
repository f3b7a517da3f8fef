-- The two roles, once a cluster, as a superuser:
--   psql -d postgres -f roles.sql
--   createdb --owner frontrow_owner frontrow
-- Give them passwords with \password, so that none stands in a file or a shell's history.

-- Owns the schema; only `frontrow migrate` and backups use it.
do $$ begin
    if not exists (select from pg_roles where rolname = 'frontrow_owner') then
        create role frontrow_owner login nosuperuser nocreatedb nocreaterole;
    end if;
end $$;

-- What `frontrow serve` runs as: reads and writes rows, owns nothing, deletes nothing.
do $$ begin
    if not exists (select from pg_roles where rolname = 'frontrow_app') then
        create role frontrow_app login nosuperuser nocreatedb nocreaterole;
    end if;
end $$;
-- A transaction that was forgotten must not hold its locks through an on-sale.
alter role frontrow_app set idle_in_transaction_session_timeout = '60s';
