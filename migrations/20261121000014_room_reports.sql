alter table room_syncs
    add column active       integer not null default 0,
    add column waiting      integer not null default 0,
    add column called       integer not null default 0,
    add column cap_in_force integer not null default 0;
comment on column room_syncs.active is 'Passes that held a slot, as the room said.';
comment on column room_syncs.waiting is 'People with a place who were not called yet, as the room said.';
comment on column room_syncs.called is 'Places called so far, as the room said.';
comment on column room_syncs.cap_in_force is 'How many passes there might be at once: the cap, shrunk by the core''s health.';
