#!lua flags=no-writes
-- Tells which Redis this is, and which one the performance was filled on.
-- KEYS: meta
-- ARGV: (none)
-- Returns: {"home", here, filled_on} ("" when it is not filled)
-- A restart changes run_id, a promoted replica changes master_replid: either may have lost holds.
local info = redis.call('INFO', 'server', 'replication')
local here = info:match('run_id:(%x+)') .. '.' .. info:match('master_replid:(%x+)')
return {'home', here, redis.call('HGET', KEYS[1], 'home') or ''}
