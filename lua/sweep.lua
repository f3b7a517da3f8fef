#!lua flags=allow-oom
-- Ends holds that have run out, as due.lua named them, and frees what they still claim. One that
-- is gone already, or is another one by now, is left alone.
-- KEYS: meta claims holds due map waited
-- ARGV: offset_ms epoch holds... (account hold account hold ...)
-- Returns: {"swept", holds_ended}
--   | {"rebuild"} | {"stale", epoch}
local meta = redis.call('HMGET', KEYS[1], 'ready', 'epoch')
if not meta[1] then return {'rebuild'} end
if meta[2] ~= ARGV[2] then return {'stale', meta[2]} end
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000) + ARGV[1]
local swept, changed = 0, false
for i = 3, #ARGV, 2 do
  local account, own = ARGV[i], redis.call('HGET', KEYS[3], ARGV[i])
  local hold, fence, expires, named = (own or ''):match('^(%S+) (%d+) (%d+) .- (%S+)$')
  if hold == ARGV[i + 1] and tonumber(expires) <= now then
    local freed, write, seats = {}, {KEYS[5]}, {}
    for seat in named:gmatch('%d+') do seats[#seats + 1] = seat end
    local claims = redis.call('HMGET', KEYS[2], unpack(seats))
    local waited = redis.call('SMISMEMBER', KEYS[6], unpack(seats))
    for n, seat in ipairs(seats) do
      -- Only what carries this hold's fence: a lapsed seat may be another's by now.
      if claims[n] and claims[n]:match('^%d+') == fence then
        freed[#freed + 1] = seat
        local state = waited[n] == 1 and 3 or 0
        for _, word in ipairs({'SET', 'u2', '#' .. seat, state}) do write[#write + 1] = word end
      end
    end
    if #freed > 0 then
      redis.call('HDEL', KEYS[2], unpack(freed))
      redis.call('BITFIELD', unpack(write))
      changed = true
    end
    redis.call('HDEL', KEYS[3], account)
    redis.call('ZREM', KEYS[4], account)
    swept = swept + 1
  end
end
if changed then redis.call('HINCRBY', KEYS[1], 'version', 1) end
return {'swept', swept}
