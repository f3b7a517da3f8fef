//! The map of all seats of a performance: two bits a seat.
//!
//! Seat 0 is in the two high bits of byte 0, seat 1 in the next two, and so on; what is left of
//! the last byte is 0. 10,000 seats are 2,500 bytes, 3,336 characters of base64, and the whole
//! document with 24 sections stays under 4,096 bytes.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Serialize};

/// What a seat is to somebody who chooses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SeatState {
    /// Can be held.
    Free,
    /// In somebody's hold; may come back within minutes.
    Held,
    /// In an order, paid or not.
    Taken,
    /// Not for sale, or kept for somebody who waits.
    Blocked,
}

impl SeatState {
    /// The two bits.
    #[must_use]
    pub fn bits(self) -> u8 {
        match self {
            Self::Free => 0,
            Self::Held => 1,
            Self::Taken => 2,
            Self::Blocked => 3,
        }
    }

    /// Reads the two low bits; every value is a state.
    #[must_use]
    pub fn from_bits(bits: u8) -> Self {
        match bits & 3 {
            0 => Self::Free,
            1 => Self::Held,
            2 => Self::Taken,
            _ => Self::Blocked,
        }
    }
}

/// A map that does not fit its own number of seats.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum MapError {
    /// Not standard base64.
    #[error("the states of a seat map are not base64")]
    NotBase64,
    /// Bytes missing or left over.
    #[error("a seat map of {seats} seats cannot have {bytes} bytes")]
    WrongLength {
        /// How many seats it says it has.
        seats: usize,
        /// How many bytes it has.
        bytes: usize,
    },
}

/// Puts states together, four to a byte.
#[must_use]
pub fn pack(states: &[SeatState]) -> Vec<u8> {
    states
        .chunks(4)
        .map(|four| {
            four.iter()
                .zip([6, 4, 2, 0])
                .fold(0, |byte, (state, shift)| byte | state.bits() << shift)
        })
        .collect()
}

/// Takes them apart again.
///
/// # Errors
/// More or fewer bytes than `seats` need.
pub fn unpack(bytes: &[u8], seats: usize) -> Result<Vec<SeatState>, MapError> {
    if bytes.len() != seats.div_ceil(4) {
        return Err(MapError::WrongLength { seats, bytes: bytes.len() });
    }
    let four = |byte: &u8| [6, 4, 2, 0].map(|shift| SeatState::from_bits(byte >> shift));
    Ok(bytes.iter().flat_map(four).take(seats).collect())
}

/// The document that browsers read, once a second at most.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SeatMap {
    /// Grows with every change; with `epoch` it names these states and no others.
    pub version: u64,
    /// Rises when Redis may have lost holds.
    pub epoch: u64,
    /// How many seats.
    pub seats: u32,
    /// [`pack`]ed states in standard base64.
    pub states: String,
    /// Free seats of each section, in plan order.
    pub remaining: Vec<u32>,
}

impl SeatMap {
    /// Makes the document. `sections` tells each seat's section by its place in plan order;
    /// `bytes` are packed states, one for each seat of `sections`.
    ///
    /// # Errors
    /// `bytes` of another length.
    pub fn new(version: u64, epoch: u64, bytes: &[u8], sections: &[u16]) -> Result<Self, MapError> {
        let states = unpack(bytes, sections.len())?;
        let count = sections.iter().max().map_or(0, |last| usize::from(*last) + 1);
        let mut remaining = vec![0; count];
        for (state, section) in states.iter().zip(sections) {
            if *state == SeatState::Free {
                remaining[usize::from(*section)] += 1;
            }
        }
        let seats = u32::try_from(sections.len()).unwrap_or(u32::MAX);
        Ok(Self { version, epoch, seats, states: STANDARD.encode(bytes), remaining })
    }

    /// The states, seat by seat.
    ///
    /// # Errors
    /// A document that was not made by [`SeatMap::new`].
    pub fn decode(&self) -> Result<Vec<SeatState>, MapError> {
        let bytes = STANDARD.decode(&self.states).map_err(|_| MapError::NotBase64)?;
        unpack(&bytes, self.seats as usize)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn seat_0_is_in_the_high_bits() {
        use SeatState::{Blocked, Free, Held, Taken};
        assert_eq!(pack(&[Held, Taken, Blocked, Free, Taken]), [0b0110_1100, 0b1000_0000]);
    }

    #[test]
    fn an_arena_fits_into_four_kilobytes() {
        let states: Vec<_> = (0..10_000).map(|seat| SeatState::from_bits(seat as u8)).collect();
        let sections: Vec<_> = (0..10_000u32).map(|seat| (seat * 24 / 10_000) as u16).collect();
        let map = SeatMap::new(9_007_199_254_740_991, 1_000, &pack(&states), &sections).unwrap();
        assert!(serde_json::to_vec(&map).unwrap().len() <= 4_096);
        assert_eq!(map.remaining.len(), 24);
        assert_eq!(map.remaining.iter().sum::<u32>(), 2_500);
        assert_eq!(map.decode().unwrap(), states);
    }

    #[test]
    fn a_map_that_does_not_fit_is_refused() {
        let wrong = Err(MapError::WrongLength { seats: 5, bytes: 1 });
        assert_eq!(unpack(&[0], 5), wrong);
        let mut map = SeatMap::new(1, 1, &[0, 0], &[0; 5]).unwrap();
        map.states = "AA==".to_owned();
        assert_eq!(map.decode(), wrong);
        map.states = "?".to_owned();
        assert_eq!(map.decode(), Err(MapError::NotBase64));
    }

    proptest! {
        #[test]
        fn what_is_packed_unpacks(bits in prop::collection::vec(0u8..4, 0..200)) {
            let states: Vec<_> = bits.into_iter().map(SeatState::from_bits).collect();
            prop_assert_eq!(unpack(&pack(&states), states.len()), Ok(states));
        }
    }
}
