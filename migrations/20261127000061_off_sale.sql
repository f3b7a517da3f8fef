-- A published performance can be taken off sale. It stays published: who has a ticket still reads
-- about it, and its plan, which everybody's caches keep, never changes.
alter table performances add column off_sale_at timestamptz, add column off_sale_reason text;
comment on column performances.off_sale_at is 'Since when it is off sale; null while it may be sold. Its sale counts as ended from then on.';
comment on column performances.off_sale_reason is 'Why it was taken off sale, for staff.';
