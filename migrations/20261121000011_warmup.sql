create table room_syncs (
    sale_id   uuid primary key references sales (id),
    epoch     bigint not null,
    synced_at timestamptz not null,
    wakes_at  timestamptz
) with (fillfactor = 50);
comment on table room_syncs is 'The last word of each room: that it lives, and when it wakes by itself.';
comment on column room_syncs.sale_id is 'The sale whose room it is.';
comment on column room_syncs.epoch is 'The epoch of the room.';
comment on column room_syncs.synced_at is 'When the core last answered a sync of it.';
comment on column room_syncs.wakes_at is 'When the alarm of the room is set to go off, as it then said; null when it sleeps until somebody comes.';

create table warmups (
    sale_id    uuid primary key references sales (id),
    next_at    timestamptz not null,
    rounds     integer not null default 0,
    checked_at timestamptz,
    ready      boolean,
    items      jsonb,
    constraint warmups_result_whole check ((checked_at is null) = (ready is null) and (checked_at is null) = (items is null))
);
comment on table warmups is 'What came of warming up each sale, and when it is due again.';
comment on column warmups.sale_id is 'The sale.';
comment on column warmups.next_at is 'When the job warms it again; while a replica is at it, the end of its lease.';
comment on column warmups.rounds is 'How often it was warmed, by the job or by a person.';
comment on column warmups.checked_at is 'When the last result was found; null before the first.';
comment on column warmups.ready is 'Whether nothing was missing.';
comment on column warmups.items is 'The check list as it was answered: code, state, title, detail, what_to_do.';
