#!lua flags=allow-oom
-- Puts PostgreSQL's state of seats into the map, where it is newer than what is known. A newer
-- version always ends the claim on the seat: PostgreSQL has decided about it since.
-- KEYS: meta truth claims holds due map waited
-- ARGV: epoch seat version state... (state: 0 free, 2 taken, 3 blocked)
-- Returns: {"projected", seats_changed} | {"rebuild"} | {"stale", epoch}
local meta = redis.call('HMGET', KEYS[1], 'ready', 'epoch', 'seats')
if not meta[1] then return {'rebuild'} end
if meta[2] ~= ARGV[1] then return {'stale', meta[2]} end
local changed, owners = 0, {}
for i = 2, #ARGV, 3 do
  local seat, version, state = ARGV[i], ARGV[i + 1], ARGV[i + 2]
  local known = redis.call('HGET', KEYS[2], seat)
  if known and tonumber(version) > tonumber(known:match('^%d+')) then
    redis.call('HSET', KEYS[2], seat, version .. ' ' .. state)
    local claim = redis.call('HGET', KEYS[3], seat)
    if claim then
      local fence, account = claim:match('^(%d+) %d+ (%S+)$')
      owners[account] = fence
      redis.call('HDEL', KEYS[3], seat)
    end
    if state == '0' and redis.call('SISMEMBER', KEYS[7], seat) == 1 then state = 3 end
    redis.call('BITFIELD', KEYS[6], 'SET', 'u2', '#' .. seat, state)
    changed = changed + 1
  end
end
if changed > 0 then redis.call('HINCRBY', KEYS[1], 'version', 1) end
-- A hold without a claim left has become an order, or was overruled: it ends here.
for account, fence in pairs(owners) do
  local own = redis.call('HGET', KEYS[4], account)
  local current, named = (own or ''):match('^%S+ (%d+) .- (%S+)$')
  if current == fence then
    local left = false
    for seat in named:gmatch('%d+') do
      local claim = redis.call('HGET', KEYS[3], seat)
      left = left or (claim and claim:match('^%d+') == fence)
    end
    if not left then
      redis.call('HDEL', KEYS[4], account)
      redis.call('ZREM', KEYS[5], account)
    end
  end
end
return {'projected', changed}
