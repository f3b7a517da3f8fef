#!lua flags=no-writes
-- Reads the map of all seats: two bits a seat, seat 0 in the high bits of the first byte.
-- KEYS: meta map
-- ARGV: epoch
-- Returns: {"map", version, bytes} | {"rebuild"} | {"stale", epoch}
local meta = redis.call('HMGET', KEYS[1], 'ready', 'epoch', 'version')
if not meta[1] then return {'rebuild'} end
if meta[2] ~= ARGV[1] then return {'stale', meta[2]} end
return {'map', tonumber(meta[3]), redis.call('GET', KEYS[2]) or ''}
