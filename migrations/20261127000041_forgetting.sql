-- What is forgotten when it is old enough, and by what it is found. None of these columns changes in
-- a row's everyday life, so that no update writes an index for it.
alter table outbox add column kept boolean not null default false;
create index outbox_due on outbox (created_at) where not kept;
create index passes_over on passes (hard_end_at);
create index catalog_entries_due on catalog_entries (created_at);

comment on column outbox.kept is 'Stays however old it is: it was the newest of its aggregate when its time had come, so that seq goes on from it.';
comment on table catalog_entries is 'Which Idempotency-Key of a person made what, whoever they are and whatever it is; forgotten after a month.';
comment on column catalog_entries.account_id is 'Whose key it is: the same key of somebody else is another.';
comment on column catalog_entries.entry_id is 'The id of what was made: a venue, a coupon, a grant ...';
comment on column coupons.entry_key is 'Written by older versions alone; Idempotency-Keys stand in catalog_entries.';
comment on column coupon_grants.claim_key is 'Written by older versions alone; Idempotency-Keys stand in catalog_entries.';
