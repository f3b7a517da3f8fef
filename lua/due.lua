#!lua flags=no-writes
-- Names holds that have run out, oldest first, and leaves them: what hangs on them ends first.
-- KEYS: meta holds due
-- ARGV: offset_ms epoch limit
-- Returns: {"due", account, hold, pass, account, hold, pass, ...}
--   | {"rebuild"} | {"stale", epoch}
local meta = redis.call('HMGET', KEYS[1], 'ready', 'epoch')
if not meta[1] then return {'rebuild'} end
if meta[2] ~= ARGV[2] then return {'stale', meta[2]} end
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000) + ARGV[1]
local due = {'due'}
for _, account in ipairs(redis.call('ZRANGE', KEYS[3], '-inf', now, 'BYSCORE', 'LIMIT', 0, ARGV[3])) do
  local hold, pass = redis.call('HGET', KEYS[2], account):match('^(%S+) .- (%S+) %S+$')
  for _, word in ipairs({account, hold, pass}) do due[#due + 1] = word end
end
return due
