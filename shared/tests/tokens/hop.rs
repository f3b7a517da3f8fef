use frontrow_shared::hop::{self, HopError, HopRequest, IDENTITY_HEADERS, Identity, WINDOW_MS};
use frontrow_shared::keys::Purpose;
use frontrow_shared::time::UnixMillis;
use proptest::prelude::*;

use crate::{changed_by_one_byte, ring};

const NOW: UnixMillis = UnixMillis(1_760_000_000_000);
const KNOWN: &str = "v1 kid=k1,ts=1760000000000,nonce=BwcHBwcHBwcHBwcHBwcHBw,\
                     sig=Mu7PGjJh8ktI46SGl7romlZK-7I1ebkg6o8ZRF47XV8";

fn request() -> HopRequest<'static> {
    HopRequest {
        method: "POST",
        path_and_query: "/api/v1/sales/x/holds?a=1",
        body: br#"{"seats":[1,2]}"#,
        identity: Identity {
            client_ip: "203.0.113.9",
            pass: "pass",
            request_id: "req-1",
            ..Identity::default()
        },
    }
}

#[test]
fn the_signature_is_the_known_one_and_fits() {
    let ring = ring(Purpose::Hop, "k1");
    assert_eq!(hop::sign(&ring, &request(), NOW, &[7; 16]), KNOWN);
    let verified = hop::verify(&ring, Some(KNOWN), &request(), NOW).unwrap();
    assert_eq!(verified.nonce, "BwcHBwcHBwcHBwcHBwcHBw");
    assert_eq!(verified.signed_at, NOW);
}

#[test]
fn each_failure_has_its_own_error() {
    let ours = ring(Purpose::Hop, "k1");
    let verify = |header, now| hop::verify(&ours, header, &request(), now);
    assert_eq!(verify(None, NOW), Err(HopError::Missing));
    let longer = format!("{KNOWN},x=1");
    for malformed in ["", "v2 kid=k1", "v1 ts=1,kid=k1,nonce=x,sig=y", &longer] {
        assert_eq!(verify(Some(malformed), NOW), Err(HopError::Malformed), "{malformed}");
    }
    let foreign = hop::sign(&ring(Purpose::Hop, "k2"), &request(), NOW, &[7; 16]);
    assert_eq!(verify(Some(&foreign), NOW), Err(HopError::ForeignKey));
    let other_purpose = hop::sign(&ring(Purpose::Sync, "k1"), &request(), NOW, &[7; 16]);
    assert_eq!(verify(Some(&other_purpose), NOW), Err(HopError::Forged));
    for (shift, good) in
        [(WINDOW_MS, true), (-WINDOW_MS, true), (WINDOW_MS + 1, false), (-WINDOW_MS - 1, false)]
    {
        let result = verify(Some(KNOWN), NOW.plus(shift));
        assert_eq!(result.is_ok(), good, "{shift}");
        assert!(good || result == Err(HopError::Expired));
    }
}

#[test]
fn no_byte_of_the_header_can_be_changed() {
    let ring = ring(Purpose::Hop, "k1");
    for changed in changed_by_one_byte(KNOWN) {
        assert!(hop::verify(&ring, Some(&changed), &request(), NOW).is_err(), "{changed}");
    }
}

#[test]
fn nothing_can_move_from_one_field_to_the_next() {
    let ring = ring(Purpose::Hop, "k1");
    let mut moved = request();
    moved.identity = Identity { client_ip: "203.0.113.9pass", ..moved.identity };
    moved.identity.pass = "";
    assert_eq!(hop::verify(&ring, Some(KNOWN), &moved, NOW), Err(HopError::Forged));
}

proptest! {
    /// Whatever is signed, a change of any one byte of any part is refused.
    #[test]
    fn no_byte_of_the_request_can_be_changed(
        parts in prop::collection::vec("[a-z0-9/._-]{1,12}", 11),
        which in 0usize..11,
        at in any::<prop::sample::Index>(),
        flip in 1u8..128,
    ) {
        let ring = ring(Purpose::Hop, "k1");
        let header = hop::sign(&ring, &of(&parts), NOW, &[1; 16]);
        prop_assert!(hop::verify(&ring, Some(&header), &of(&parts), NOW).is_ok());
        let mut changed = parts.clone();
        let mut bytes = changed[which].clone().into_bytes();
        let at = at.index(bytes.len());
        bytes[at] = (bytes[at] ^ flip) & 0x7f;
        changed[which] = String::from_utf8(bytes).unwrap();
        prop_assert_eq!(
            hop::verify(&ring, Some(&header), &of(&changed), NOW),
            Err(HopError::Forged)
        );
    }
}

fn of(parts: &[String]) -> HopRequest<'_> {
    let identity = Identity::from_headers(|name| {
        let at = IDENTITY_HEADERS.iter().position(|known| *known == name)?;
        Some(parts[3 + at].as_str())
    });
    HopRequest { method: &parts[0], path_and_query: &parts[1], body: parts[2].as_bytes(), identity }
}
