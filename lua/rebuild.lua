#!lua flags=allow-oom
-- Fills everything from PostgreSQL, in steps: one begin, fills, one finish. Until finish the
-- performance is not ready and every other script answers {"rebuild"}; all holds are void.
-- KEYS: meta truth claims holds due map waited
-- ARGV: token step, then
--       begin: epoch seats home (which Redis this is)
--       fill: first (a multiple of 4), then for each seat from it: version state (0, 2 or 3)
--       finish: expire_at_ms (when all of it may be forgotten)
-- Returns: {"done"} | {"overtaken"} (another rebuild has begun since)
local time = redis.call('TIME')
local step = ARGV[2]
if step == 'begin' then
  -- The map's version starts at the clock, so that no version is ever used for two maps.
  local version = string.format('%d', time[1] * 1000000 + time[2])
  local last = redis.call('HGET', KEYS[1], 'version')
  if last and tonumber(last) >= tonumber(version) then version = string.format('%d', last + 1) end
  redis.call('UNLINK', KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5], KEYS[6])
  redis.call('HSET', KEYS[1], 'building', ARGV[1], 'epoch', ARGV[3], 'seats', ARGV[4],
    'home', ARGV[5], 'version', version)
  return {'done'}
end
if redis.call('HGET', KEYS[1], 'building') ~= ARGV[1] then return {'overtaken'} end
if step == 'fill' then
  local first, truth, bytes, byte = tonumber(ARGV[3]), {}, {}, 0
  local last = first + (#ARGV - 3) / 2 - 1
  for seat = first, last do
    local at = 4 + (seat - first) * 2
    local version, state = ARGV[at], tonumber(ARGV[at + 1])
    truth[#truth + 1], truth[#truth + 2] = seat, version .. ' ' .. state
    if state == 0 and redis.call('SISMEMBER', KEYS[7], seat) == 1 then state = 3 end
    byte = byte * 4 + state
    if seat == last then byte = byte * 4 ^ (3 - seat % 4) end
    if seat % 4 == 3 or seat == last then bytes[#bytes + 1], byte = string.char(byte), 0 end
  end
  redis.call('HSET', KEYS[2], unpack(truth))
  redis.call('SETRANGE', KEYS[6], first / 4, table.concat(bytes))
  return {'done'}
end
redis.call('HDEL', KEYS[1], 'building')
redis.call('HSET', KEYS[1], 'ready', 1)
for _, key in ipairs({1, 2, 6}) do redis.call('PEXPIREAT', KEYS[key], ARGV[3]) end
return {'done'}
