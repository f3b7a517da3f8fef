import { fresh, write } from "/js/room/memory.js";

/**
 * What this browser remembers of its place in a room. In localStorage: a reload and another tab are the same visitor.
 * @typedef {object} Memory
 * @property {string} secret 32 random bytes: prove that the place is ours
 * @property {string} nonce made once: a claim sent again is the same claim
 * @property {string} [token] queue token
 * @property {boolean} [stale] the room does not take the token: joining again with it finds the place
 * @property {number} [epoch] the room's life of which the token is; a page in a later one joins again
 * @property {number} [index] from 0
 * @property {number} [number] as shown, from 1
 * @property {string} [lane]
 * @property {number} [aheadAtFirst] people ahead when first seen
 * @property {boolean} [granted] a pass was given: other tabs hear of it
 * @property {boolean} [over] its turn has ended
 * @property {boolean} [again] the next join is meant as a new place
 * @property {boolean} [wish] somebody pressed to join
 * @property {boolean} [left] on purpose: a reload must not join again
 */

/** Lines up anew: the next join gives up a place that has had its turn. @param {string} sale */
export const startOver = (sale) => write(sale, { ...fresh(), again: true });

/** Leaves on purpose: one write, so that no tab sees a moment without a place and joins again. @param {string} sale */
export const leaveBehind = (sale) => write(sale, { ...fresh(), left: true });
