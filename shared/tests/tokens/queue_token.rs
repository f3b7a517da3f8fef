use base64::prelude::{BASE64_URL_SAFE_NO_PAD, Engine as _};
use frontrow_shared::id::{SaleId, VisitorId};
use frontrow_shared::keys::Purpose;
use frontrow_shared::queue_token::{self, QueueToken, QueueTokenError, Segment};
use frontrow_shared::room::{Lane, Place};
use frontrow_shared::time::UnixMillis;
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use crate::{changed_by_one_byte, ring};

const NOW: UnixMillis = UnixMillis(1_760_000_000_000);
const SALE: SaleId = SaleId(Uuid::from_u128(1));
const SECRET: [u8; 32] = [5; 32];
const KNOWN: &str = "AQJrMQAAAAAAAAAAAAAAAAAAAAEAAAAHAAEAAwAAACkAAAAAAAAAAAAAAAAAAAAC-EnWcyX6zwQXe8ZjstxUQFGDHFie9YHUEvLrpEg053wAAAGZyCzAAAAAAZnINefAN1r3RmR8Iv9SeWzXZAZ_4qlheGhV2Vi6QNmPhWIo6KA";

fn token() -> QueueToken {
    QueueToken {
        sale: SALE,
        epoch: 7,
        segment: Segment::Live,
        shard: 3,
        place: Place { lane: Lane::General, index: 41 },
        visitor: VisitorId(Uuid::from_u128(2)),
        thumbprint: Sha256::digest(SECRET).into(),
        issued: NOW,
        expires: NOW.plus(600_000),
    }
}

#[test]
fn the_token_is_the_known_one_and_reads_back() {
    let ring = ring(Purpose::QueueToken, "k1");
    assert_eq!(queue_token::seal(&ring, &token()), KNOWN);
    assert_eq!(queue_token::open(&ring, KNOWN, SALE, NOW), Ok(token()));
}

#[test]
fn each_failure_has_its_own_error() {
    let ours = ring(Purpose::QueueToken, "k1");
    let open = |text: &str, sale, now| queue_token::open(&ours, text, sale, now);
    let kid_too_long = BASE64_URL_SAFE_NO_PAD.encode([1, 200, 0, 0]);
    for malformed in ["", "AQ", "!", &KNOWN[4..], &kid_too_long] {
        assert_eq!(open(malformed, SALE, NOW), Err(QueueTokenError::Malformed), "{malformed}");
    }
    let foreign = queue_token::seal(&ring(Purpose::QueueToken, "k2"), &token());
    assert_eq!(open(&foreign, SALE, NOW), Err(QueueTokenError::ForeignKey));
    let forged = queue_token::seal(&ring(Purpose::Status, "k1"), &token());
    assert_eq!(open(&forged, SALE, NOW), Err(QueueTokenError::Forged));
    let other = SaleId(Uuid::from_u128(9));
    assert_eq!(open(KNOWN, other, NOW), Err(QueueTokenError::WrongSale));
    assert_eq!(open(KNOWN, SALE, NOW.plus(-5_001)), Err(QueueTokenError::NotYetValid));
    assert!(open(KNOWN, SALE, NOW.plus(-5_000)).is_ok());
    assert_eq!(open(KNOWN, SALE, NOW.plus(600_000)), Err(QueueTokenError::Expired));
}

#[test]
fn no_byte_of_a_token_can_be_changed() {
    let ring = ring(Purpose::QueueToken, "k1");
    for changed in changed_by_one_byte(KNOWN) {
        assert!(queue_token::open(&ring, &changed, SALE, NOW).is_err(), "{changed}");
    }
}

#[test]
fn only_the_secret_proves_the_place() {
    let secret = BASE64_URL_SAFE_NO_PAD.encode(SECRET);
    assert!(token().is_proved_by(&secret));
    for changed in changed_by_one_byte(&secret) {
        assert!(!token().is_proved_by(&changed), "{changed}");
    }
    assert!(!token().is_proved_by(""));
}
