#!lua flags=no-writes
-- Tells a buyer's live hold.
-- KEYS: meta claims holds
-- ARGV: offset_ms epoch account
-- Returns: {"held", now_ms, record} (record as in hold.lua) | {"none"}
--   | {"rebuild"} | {"stale", epoch} | {"lost"} (run out, or a seat of it gone)
local meta = redis.call('HMGET', KEYS[1], 'ready', 'epoch')
if not meta[1] then return {'rebuild'} end
if meta[2] ~= ARGV[2] then return {'stale', meta[2]} end
local own = redis.call('HGET', KEYS[3], ARGV[3])
if not own then return {'none'} end
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000) + ARGV[1]
local fence, expires, named = own:match('^%S+ (%d+) (%d+) .- (%S+)$')
if tonumber(expires) <= now then return {'lost'} end
local seats = {}
for seat in named:gmatch('%d+') do seats[#seats + 1] = seat end
for _, claim in ipairs(redis.call('HMGET', KEYS[2], unpack(seats))) do
  if not claim or claim:match('^%d+') ~= fence then return {'lost'} end
end
return {'held', now, own}
