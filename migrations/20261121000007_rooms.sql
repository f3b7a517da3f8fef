create table passes (
    id           uuid primary key,
    sale_id      uuid not null references sales (id),
    visitor_id   uuid not null,
    account_id   uuid,
    place        bigint not null,
    epoch        bigint not null,
    expires_at   timestamptz not null,
    hard_end_at  timestamptz not null,
    granted_at   timestamptz not null default frontrow_now(),
    ended_at     timestamptz,
    ended_reason text,
    ended_xid    xid8,
    constraint passes_end_whole check ((ended_at is null) = (ended_reason is null) and (ended_at is null) = (ended_xid is null))
);
create index passes_living on passes (sale_id, expires_at) where ended_at is null;
create index passes_ended on passes (sale_id, ended_xid) where ended_xid is not null;
comment on table passes is 'Passes that a room has granted, as the core knows them; the room is told which ones have ended.';
comment on column passes.id is 'The jti; pas_… outside.';
comment on column passes.sale_id is 'The sale.';
comment on column passes.visitor_id is 'The visitor; vis_… outside.';
comment on column passes.account_id is 'The account that claimed it, if signed in.';
comment on column passes.place is 'The place in the line that it was granted for.';
comment on column passes.epoch is 'The epoch of the room that granted it; a room that lost its storage has another.';
comment on column passes.expires_at is 'End of its sliding life as last reported by the room.';
comment on column passes.hard_end_at is 'End of its life with all renewals.';
comment on column passes.granted_at is 'When the core first heard of it.';
comment on column passes.ended_at is 'When it ended; a pass that has ended opens nothing at the core.';
comment on column passes.ended_reason is 'Why: paid, hold_lapsed, cancelled, left, expired or revoked.';
comment on column passes.ended_xid is 'The transaction that ended it: the list for the room is read below pg_snapshot_xmin, so that no end is skipped.';
