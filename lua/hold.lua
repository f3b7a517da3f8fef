#!lua
-- Takes seats for one buyer, all or none. A hold id's first 16 digits again: the hold again.
-- KEYS: meta claims holds due map waited
-- ARGV: offset_ms epoch account hold pass ttl_ms max_seats presale_ms presale_grade general_ms
--       closes_ms grade seats...
-- Returns: {"held", now_ms, "hold fence expires_ms born_ms extended pass seat,seat"}
--   | {"rebuild"} | {"stale", epoch} | {"no_seats"} | {"too_many"} | {"duplicate", seat}
--   | {"unknown", seat} | {"lapsed"} (an own hold has run out: sweep, then try again)
--   | {"reused"} (same request, other seats) | {"holding", hold} | {"not_open", opens_ms}
--   | {"membership", general_ms} | {"over"} | {"taken", seat...}
local call, account, last = redis.call, ARGV[3], #ARGV
local meta = call('HMGET', KEYS[1], 'ready', 'epoch', 'seats')
if not meta[1] then return {'rebuild'} end
if meta[2] ~= ARGV[2] then return {'stale', meta[2]} end
if last < 13 then return {'no_seats'} end
if last - 12 > tonumber(ARGV[7]) then return {'too_many'} end
local seen, read, write, all, at, to = {}, {KEYS[5]}, {KEYS[5]}, tonumber(meta[3]), 1, 1
for i = 13, last do
  local seat = ARGV[i]
  local number = (seat == '0' or seat:find('^[1-9]%d*$')) and tonumber(seat)
  if not number or number >= all then return {'unknown', seat} end
  if seen[seat] then return {'duplicate', seat} end
  local place = '#' .. seat
  seen[seat], read[at + 1], read[at + 2], read[at + 3], at = true, 'GET', 'u2', place, at + 3
  write[to + 1], write[to + 2], write[to + 3], write[to + 4], to = 'SET', 'u2', place, '1', to + 4
end
local time, named = call('TIME'), table.concat(ARGV, ',', 13)
local now, own = time[1] * 1000 + math.floor(time[2] / 1000) + ARGV[1], call('HGET', KEYS[3], account)
if own then
  local hold, expires, held = own:match('^(%S+) %d+ (%d+) .- (%S+)$')
  if tonumber(expires) <= now then return {'lapsed'} end
  if hold:sub(1, 16) ~= ARGV[4]:sub(1, 16) then return {'holding', hold} end
  return held == named and {'held', now, own} or {'reused'}
end
local member = tonumber(ARGV[12]) >= tonumber(ARGV[9])
local opens = tonumber(ARGV[member and 8 or 10])
if now >= tonumber(ARGV[11]) then return {'over'} end
if now < opens then
  return {(member or now < tonumber(ARGV[8])) and 'not_open' or 'membership', opens}
end
local taken = {'taken'}
for i, state in ipairs(call('BITFIELD', unpack(read))) do
  -- A claim that has run out frees its seat at the next touch, unless somebody waits for it.
  local seat = ARGV[i + 12]
  local expires = state == 1 and call('HGET', KEYS[2], seat):match('^%d+ (%d+)')
  if expires and tonumber(expires) <= now then state = call('SISMEMBER', KEYS[6], seat) end
  if state ~= 0 then taken[#taken + 1] = tonumber(seat) end
end
if #taken > 1 then return taken end
-- Numbers are written as whole ones here: Redis and Lua by themselves write fractions, which takes
-- as long as reading a hash, and a version has more digits than Lua's have.
local fence, text = call('HINCRBY', KEYS[1], 'version', 1), string.format
local terms, claims = text('%d %d ', fence, now + ARGV[6]), {}
local record = ARGV[4] .. ' ' .. terms .. text('%d', now) .. ' 0 ' .. ARGV[5] .. ' ' .. named
for i = 13, last do claims[i * 2 - 25], claims[i * 2 - 24] = ARGV[i], terms .. account end
call('HSET', KEYS[2], unpack(claims))
call('HSET', KEYS[3], account, record)
call('ZADD', KEYS[4], text('%d', now + ARGV[6]), account)
call('BITFIELD', unpack(write))
return {'held', now, record}
