#!lua
-- Takes seats for one buyer: all of them or none. The same hold id again gives the hold back.
-- KEYS: meta claims holds due map waited
-- ARGV: offset_ms epoch account hold pass ttl_ms max_seats presale_ms presale_grade general_ms
--       closes_ms grade seats...
-- Returns: {"held", now_ms, "hold fence expires_ms born_ms extended pass seat,seat"}
--   | {"rebuild"} | {"stale", epoch} | {"no_seats"} | {"too_many"} | {"duplicate", seat}
--   | {"unknown", seat} | {"lapsed"} (an own hold has run out: sweep, then try again)
--   | {"reused"} (same id, other seats) | {"holding", hold} | {"not_open", opens_ms}
--   | {"membership", general_ms} | {"over"} | {"taken", seat...}
local meta = redis.call('HMGET', KEYS[1], 'ready', 'epoch', 'seats', 'version')
if not meta[1] then return {'rebuild'} end
if meta[2] ~= ARGV[2] then return {'stale', meta[2]} end
if #ARGV < 13 then return {'no_seats'} end
if #ARGV - 12 > tonumber(ARGV[7]) then return {'too_many'} end
local seats, seen, read, write, at = {}, {}, {KEYS[5]}, {KEYS[5]}, 1
for i = 13, #ARGV do
  local seat = ARGV[i]
  local number = (seat == '0' or seat:find('^[1-9]%d*$')) and tonumber(seat)
  if not number or number >= tonumber(meta[3]) then return {'unknown', seat} end
  if seen[seat] then return {'duplicate', seat} end
  seen[seat], seats[i - 12] = true, seat
  local place, from = '#' .. seat, (i - 13) * 4 + 1
  read[at + 1], read[at + 2], read[at + 3], at = 'GET', 'u2', place, at + 3
  write[from + 1], write[from + 2], write[from + 3], write[from + 4] = 'SET', 'u2', place, 1
end
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000) + ARGV[1]
local named, own = table.concat(seats, ','), redis.call('HGET', KEYS[3], ARGV[3])
if own then
  local hold, expires, held = own:match('^(%S+) %d+ (%d+) .- (%S+)$')
  if tonumber(expires) <= now then return {'lapsed'} end
  if hold ~= ARGV[4] then return {'holding', hold} end
  return held == named and {'held', now, own} or {'reused'}
end
local member = tonumber(ARGV[12]) >= tonumber(ARGV[9])
local opens = tonumber(ARGV[member and 8 or 10])
if now >= tonumber(ARGV[11]) then return {'over'} end
if now < opens then
  return {(member or now < tonumber(ARGV[8])) and 'not_open' or 'membership', opens}
end
local taken = {'taken'}
for i, state in ipairs(redis.call('BITFIELD', unpack(read))) do
  -- A claim that has run out frees its seat at the next touch, unless somebody waits for it.
  local expires = state == 1 and redis.call('HGET', KEYS[2], seats[i]):match('^%d+ (%d+)')
  local lapsed = expires and tonumber(expires) <= now
  if lapsed then state = redis.call('SISMEMBER', KEYS[6], seats[i]) end
  if state ~= 0 then taken[#taken + 1] = tonumber(seats[i]) end
end
if #taken > 1 then return taken end
local fence, expires, claims = meta[4] + 1, now + ARGV[6], {}
local claim = string.format('%d %d %s', fence, expires, ARGV[3])
for i = 1, #seats do claims[i * 2 - 1], claims[i * 2] = seats[i], claim end
local record = string.format('%s %d %d %d 0 %s %s', ARGV[4], fence, expires, now, ARGV[5], named)
redis.call('HSET', KEYS[2], unpack(claims))
redis.call('HSET', KEYS[3], ARGV[3], record)
redis.call('HSET', KEYS[1], 'version', string.format('%d', fence))
redis.call('ZADD', KEYS[4], expires, ARGV[3])
redis.call('BITFIELD', unpack(write))
return {'held', now, record}
