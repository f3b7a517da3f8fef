#!/usr/bin/env bash
# Asks a deployed Frontrow whether its parts reach each other; changes nothing.
#   deploy/smoke.sh https://tickets.example.com [http://127.0.0.1:8081]
# The second address is a core's internal listener. Ends with 0 when all is well.
set -uo pipefail
site=${1:?usage: smoke.sh SITE [INTERNAL]}
internal=${2:-}
bad=0

# say NAME WANTED FOUND: one line, and whether it is what was wanted (a pattern).
say() {
    if [[ $3 == $2 ]]; then echo "✓ $1"; else
        echo "✗ $1: wanted $2, found ${3:0:200}"
        bad=1
    fi
}
status() { curl -s -m 10 -o /dev/null -w '%{http_code}' "$@"; }
body() { curl -s -m 10 "$@"; }
header() { curl -s -m 10 -o /dev/null -D - "$2" | tr -d '\r' | grep -i "^$1:" | head -1; }

say 'the edge runs' 200 "$(status "$site/healthz")"
say 'it has keys' '*"kty":"OKP"*' "$(body "$site/.well-known/jwks.json")"
say 'pages are served' 200 "$(status "$site/")"
say 'with their policy' "*default-src 'none'*" "$(header content-security-policy "$site/")"
say 'checkout has the policy of the Worker' '*frame-src*' "$(header content-security-policy "$site/checkout/")"
# A core that does not know the edge's hop key refuses this.
say 'the edge reaches the core' '*"items":*' "$(body "$site/api/v1/performances?limit=1")"
say 'orders need a sign-in' 401 "$(status "$site/api/v1/orders")"
say 'staff routes are not outside' 404 "$(status "$site/staff/v1/orders")"
say 'metrics are not outside' 404 "$(status "$site/metrics")"
if [[ -n $internal ]]; then
    say 'PostgreSQL and Redis answer' '*"postgres":true,"redis":true*' "$(body "$internal/readyz")"
    say 'metrics are there' '*frontrow_*' "$(body "$internal/metrics" | head -c 4000)"
    say 'staff need a sign-in' 401 "$(status "$internal/staff/v1/orders")"
fi
exit $bad
