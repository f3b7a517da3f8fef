use frontrow_shared::access::{self, AccessClaims, AccessError, Door};
use frontrow_shared::id::{AccountId, SessionId};
use frontrow_shared::jwks::{Jwk, Jwks};
use frontrow_shared::keys::{Key, KeyId};
use frontrow_shared::pass;
use frontrow_shared::remembered::Remembered;
use frontrow_shared::time::UnixMillis;
use uuid::Uuid;

use crate::changed_by_one_byte;

const T: i64 = 1_760_000_000;

fn kid() -> KeyId {
    KeyId::parse("a1").unwrap()
}

fn claims() -> AccessClaims {
    AccessClaims {
        iss: access::ISSUER.to_owned(),
        aud: Door::Site,
        sub: AccountId(Uuid::from_u128(3)),
        sid: SessionId(Uuid::from_u128(5)),
        mem: 2,
        iat: T,
        exp: T + 600,
    }
}

#[test]
fn each_failure_has_its_own_error_and_no_byte_can_be_changed() {
    let seed = Key::new([9; 32]);
    let jwks = Jwks { keys: vec![Jwk::of_seed(&kid(), &seed)] };
    let verify =
        |token: &str, ms| access::verify(&jwks, token, Door::Site, UnixMillis(T * 1000 + ms), 0);
    let token = access::sign(&kid(), &seed, &claims());
    assert_eq!(verify(&token, 0), Ok(claims()));
    assert_eq!(access::key_id(&token).as_deref(), Some("a1"));
    assert_eq!(verify("nonsense", 0), Err(AccessError::Malformed));
    assert_eq!(verify(&token, 600_000), Err(AccessError::Expired));
    let foreign = access::sign(&KeyId::parse("a2").unwrap(), &seed, &claims());
    assert_eq!(verify(&foreign, 0), Err(AccessError::ForeignKey));
    let forged = access::sign(&kid(), &Key::new([8; 32]), &claims());
    assert_eq!(verify(&forged, 0), Err(AccessError::Forged));
    for changed in changed_by_one_byte(&token) {
        assert!(verify(&changed, 0).is_err(), "{changed}");
    }
}

#[test]
fn a_token_of_another_kind_or_issuer_is_no_access_token() {
    let seed = Key::new([9; 32]);
    let jwks = Jwks { keys: vec![Jwk::of_seed(&kid(), &seed)] };
    let verify = |token: &str| access::verify(&jwks, token, Door::Site, UnixMillis(T * 1000), 0);
    let elsewhere = AccessClaims { iss: pass::ISSUER.to_owned(), ..claims() };
    let token = access::sign(&kid(), &seed, &elsewhere);
    assert_eq!(verify(&token), Err(AccessError::Malformed));
    // Each door has its own, whichever was shown before.
    let staff = access::sign(&kid(), &seed, &AccessClaims { aud: Door::Staff, ..claims() });
    let memory = Remembered::default();
    let shown = |token: &str, door| {
        access::verify_again(&memory, &jwks, token, door, UnixMillis(T * 1000), 0)
    };
    assert!(shown(&staff, Door::Staff).is_ok());
    assert_eq!(shown(&staff, Door::Site), Err(AccessError::OtherDoor));
    let site = access::sign(&kid(), &seed, &claims());
    assert!(shown(&site, Door::Site).is_ok());
    assert_eq!(shown(&site, Door::Staff), Err(AccessError::OtherDoor));
}
