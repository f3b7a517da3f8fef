#!lua
-- Lets a live hold last longer: once for the buyer, or up to an order's deadline. Never shortens.
-- KEYS: meta claims holds due
-- ARGV: offset_ms epoch account hold by_ms until_ms limit_ms
--       (by_ms > 0: the buyer's one extension; else to until_ms; limit_ms after birth at most)
-- Returns: {"held", now_ms, record} (record as in hold.lua)
--   | {"rebuild"} | {"stale", epoch} | {"lost"} (run out, other id, or a seat of it gone)
--   | {"not_extendable"}
local meta = redis.call('HMGET', KEYS[1], 'ready', 'epoch')
if not meta[1] then return {'rebuild'} end
if meta[2] ~= ARGV[2] then return {'stale', meta[2]} end
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000) + ARGV[1]
local own = redis.call('HGET', KEYS[3], ARGV[3])
if not own then return {'lost'} end
local hold, fence, expires, born, extended, pass, named =
  own:match('^(%S+) (%d+) (%d+) (%d+) (%d) (%S+) (%S+)$')
if hold ~= ARGV[4] or tonumber(expires) <= now then return {'lost'} end
local seats = {}
for seat in named:gmatch('%d+') do seats[#seats + 1] = seat end
for _, claim in ipairs(redis.call('HMGET', KEYS[2], unpack(seats))) do
  -- The fence says whether the seat is still this hold's and not a later one's.
  if not claim or claim:match('^%d+') ~= fence then return {'lost'} end
end
local later = tonumber(ARGV[6])
if tonumber(ARGV[5]) > 0 then
  if extended == '1' then return {'not_extendable'} end
  later, extended = expires + ARGV[5], '1'
end
later = math.max(tonumber(expires), math.min(later, born + ARGV[7]))
local claims, claim = {}, string.format('%s %d %s', fence, later, ARGV[3])
for _, seat in ipairs(seats) do claims[#claims + 1], claims[#claims + 2] = seat, claim end
local record = string.format('%s %s %d %s %s %s %s', hold, fence, later, born, extended, pass, named)
redis.call('HSET', KEYS[2], unpack(claims))
redis.call('HSET', KEYS[3], ARGV[3], record)
redis.call('ZADD', KEYS[4], later, ARGV[3])
return {'held', now, record}
