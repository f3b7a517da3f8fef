-- A payment is read back once a day while its tickets matter: a webhook that never came hides nothing.
alter table payment_attempts add column compared_at timestamptz;
comment on column payment_attempts.compared_at is 'captured: when it was last compared with what the provider says, or captured; null in old rows.';
create index payment_attempts_to_compare on payment_attempts (compared_at nulls first) where state = 'captured';
