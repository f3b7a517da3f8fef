use frontrow_shared::id::{AccountId, PassId, SaleId, VisitorId};
use frontrow_shared::jwks::{Jwk, Jwks};
use frontrow_shared::keys::{KeyRing, Purpose};
use frontrow_shared::pass::{self, EDGE_LEEWAY_MS, PassClaims, PassError};
use frontrow_shared::remembered::Remembered;
use frontrow_shared::time::UnixMillis;
use uuid::Uuid;

use crate::{changed_by_one_byte, ring};

const T: i64 = 1_760_000_000;
const SALE: SaleId = SaleId(Uuid::from_u128(1));
const KNOWN: &str = "eyJhbGciOiJFZERTQSIsImtpZCI6ImsxIiwidHlwIjoiZnItcGFzcytqd3QifQ.eyJpc3MiOiJmcm9udHJvdy1lZGdlIiwiYXVkIjoic2FsXzAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAxIiwic3ViIjoidmlzXzAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAyIiwiYWNjIjoiYWNjXzAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAzIiwianRpIjoicGFzXzAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDA0IiwiaWF0IjoxNzYwMDAwMDAwLCJuYmYiOjE3NjAwMDAwMDAsImV4cCI6MTc2MDAwMDMwMCwiaGFyZCI6MTc2MDAwMDkwMCwiZXBvIjoxfQ.o_4VCb9W683sjoHudfGq_IUu9IMCalmG-rnBbQwFufWmHLAKnsGlMzSB9JAE-x8GftRTT9w2X_gF33covsBlDw";

fn claims() -> PassClaims {
    PassClaims {
        iss: pass::ISSUER.to_owned(),
        aud: SALE,
        sub: VisitorId(Uuid::from_u128(2)),
        acc: Some(AccountId(Uuid::from_u128(3))),
        jti: PassId(Uuid::from_u128(4)),
        iat: T,
        nbf: T,
        exp: T + 300,
        hard: T + 900,
        epo: 1,
    }
}

fn jwks(ring: &KeyRing) -> Jwks {
    Jwks { keys: ring.iter().map(|(kid, seed)| Jwk::of_seed(kid, seed)).collect() }
}

fn at(ms: i64) -> UnixMillis {
    UnixMillis(T * 1000 + ms)
}

#[test]
fn the_pass_is_the_known_one_and_reads_back() {
    let ring = ring(Purpose::Pass, "k1");
    assert_eq!(pass::sign(&ring, &claims()), KNOWN);
    assert_eq!(pass::verify(&jwks(&ring), KNOWN, SALE, at(0), 0), Ok(claims()));
}

#[test]
fn each_failure_has_its_own_error() {
    let ours = ring(Purpose::Pass, "k1");
    let jwks = jwks(&ours);
    let verify = |token: &str, sale, now| pass::verify(&jwks, token, sale, now, 0);
    for malformed in ["", "a.b", "a.b.c", &KNOWN[1..], &format!("{KNOWN}.x")] {
        assert_eq!(verify(malformed, SALE, at(0)), Err(PassError::Malformed), "{malformed}");
    }
    let foreign = pass::sign(&ring(Purpose::Pass, "k2"), &claims());
    assert_eq!(verify(&foreign, SALE, at(0)), Err(PassError::ForeignKey));
    // The right key id over a wrong key: the seed of another purpose.
    let forged = pass::sign(&ring(Purpose::Hop, "k1"), &claims());
    assert_eq!(verify(&forged, SALE, at(0)), Err(PassError::Forged));
    let other = SaleId(Uuid::from_u128(9));
    assert_eq!(verify(KNOWN, other, at(0)), Err(PassError::WrongSale));
    let unbound = pass::sign(&ours, &PassClaims { acc: None, ..claims() });
    assert_eq!(verify(&unbound, SALE, at(0)), Err(PassError::Unbound));
    assert_eq!(verify(KNOWN, SALE, at(-1)), Err(PassError::NotYetValid));
    assert_eq!(verify(KNOWN, SALE, at(300_000)), Err(PassError::Expired));
    assert!(verify(KNOWN, SALE, at(299_999)).is_ok());
}

#[test]
fn the_leeway_is_the_callers_and_the_hard_end_holds() {
    let ring = ring(Purpose::Pass, "k1");
    let jwks = jwks(&ring);
    let late = at(300_000 + EDGE_LEEWAY_MS - 1);
    assert!(pass::verify(&jwks, KNOWN, SALE, late, EDGE_LEEWAY_MS).is_ok());
    assert!(pass::verify(&jwks, KNOWN, SALE, late.plus(1), EDGE_LEEWAY_MS).is_err());
    let beyond = PassClaims { exp: T + 5000, ..claims() };
    let token = pass::sign(&ring, &beyond);
    assert_eq!(pass::verify(&jwks, &token, SALE, at(900_000), 0), Err(PassError::Expired));
}

#[test]
fn no_byte_of_a_pass_can_be_changed() {
    let jwks = jwks(&ring(Purpose::Pass, "k1"));
    for changed in changed_by_one_byte(KNOWN) {
        assert!(pass::verify(&jwks, &changed, SALE, at(0), 0).is_err(), "{changed}");
    }
}

#[test]
fn a_remembered_signature_excuses_nothing_else() {
    let ours = ring(Purpose::Pass, "k1");
    let (jwks, memory) = (jwks(&ours), Remembered::default());
    let again = |jwks: &Jwks, token: &str, sale, ms| {
        pass::verify_again(&memory, jwks, token, (sale, at(ms), 0))
    };
    for _ in 0..2 {
        assert_eq!(again(&jwks, KNOWN, SALE, 0), Ok(claims()));
    }
    assert_eq!(again(&jwks, KNOWN, SALE, 300_000), Err(PassError::Expired));
    assert_eq!(again(&jwks, KNOWN, SaleId(Uuid::from_u128(9)), 0), Err(PassError::WrongSale));
    for changed in changed_by_one_byte(KNOWN) {
        assert!(again(&jwks, &changed, SALE, 0).is_err(), "{changed}");
    }
    // The key has left the set, or its id names another one now.
    assert_eq!(again(&Jwks::default(), KNOWN, SALE, 0), Err(PassError::ForeignKey));
    let other = self::jwks(&ring(Purpose::Hop, "k1"));
    assert_eq!(again(&other, KNOWN, SALE, 0), Err(PassError::Forged));
}
