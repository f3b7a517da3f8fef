/** Seat states of the live document: two bits a seat. */
export const FREE = 0;
export const HELD = 1;
export const TAKEN = 2;
export const BLOCKED = 3;

/** Before the first answer no seat is offered. @param {number} seats */
export const unknownStates = (seats) => new Uint8Array(seats).fill(BLOCKED);

/**
 * @param {string} base64 four seats a byte, seat 0 in the two high bits of byte 0
 * @param {number} seats how many there are: the last byte may be padded
 * @returns {Uint8Array} one state a seat
 */
export function decodeStates(base64, seats) {
  const packed = atob(base64);
  if (packed.length < Math.ceil(seats / 4))
    throw new RangeError(`the seat map ends after ${packed.length * 4} of ${seats} seats`);
  const states = new Uint8Array(seats);
  for (let seat = 0; seat < seats; seat++) states[seat] = (packed.charCodeAt(seat >> 2) >> (6 - 2 * (seat & 3))) & 3;
  return states;
}

/** Seats whose state differs. @param {Uint8Array} before @param {Uint8Array} after @returns {number[]} */
export function changed(before, after) {
  const seats = [];
  for (let seat = 0; seat < after.length; seat++) if (before[seat] !== after[seat]) seats.push(seat);
  return seats;
}
