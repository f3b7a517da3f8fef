#!lua flags=allow-oom
-- Gives the seats of a hold back at its buyer's wish.
-- KEYS: meta claims holds due map waited
-- ARGV: epoch account hold
-- Returns: {"released", seats_freed} | {"gone"} (there is no such hold any more)
--   | {"rebuild"} | {"stale", epoch}
local meta = redis.call('HMGET', KEYS[1], 'ready', 'epoch')
if not meta[1] then return {'rebuild'} end
if meta[2] ~= ARGV[1] then return {'stale', meta[2]} end
local own = redis.call('HGET', KEYS[3], ARGV[2])
if not own then return {'gone'} end
local hold, fence, named = own:match('^(%S+) (%d+) .- (%S+)$')
if hold ~= ARGV[3] then return {'gone'} end
local freed, write, seats = {}, {KEYS[5]}, {}
for seat in named:gmatch('%d+') do seats[#seats + 1] = seat end
local claims = redis.call('HMGET', KEYS[2], unpack(seats))
local waited = redis.call('SMISMEMBER', KEYS[6], unpack(seats))
for i, seat in ipairs(seats) do
  -- The fence keeps the hands off seats that a later hold has taken since this one ran out.
  if claims[i] and claims[i]:match('^%d+') == fence then
    freed[#freed + 1] = seat
    local state = waited[i] == 1 and 3 or 0
    for _, word in ipairs({'SET', 'u2', '#' .. seat, state}) do write[#write + 1] = word end
  end
end
if #freed > 0 then
  redis.call('HDEL', KEYS[2], unpack(freed))
  redis.call('BITFIELD', unpack(write))
  redis.call('HINCRBY', KEYS[1], 'version', 1)
end
redis.call('HDEL', KEYS[3], ARGV[2])
redis.call('ZREM', KEYS[4], ARGV[2])
return {'released', #freed}
