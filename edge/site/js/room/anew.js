import { fresh, write } from "/js/room/memory.js";

/** Lines up anew: the next join gives up a place that has had its turn. @param {string} sale */
export const startOver = (sale) => write(sale, { ...fresh(), again: true });

/** Leaves on purpose: one write, so that no tab sees a moment without a place and joins again. @param {string} sale */
export const leaveBehind = (sale) => write(sale, { ...fresh(), left: true });
