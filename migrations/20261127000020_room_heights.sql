alter table room_syncs add column heights bigint[] not null default '{}';
comment on column room_syncs.heights is 'The highest numbers that the room was ever said to have come to: epoch, places given, called, late, gone, passes granted, first place of the general sale. Said back to a room that has lost its storage.';
