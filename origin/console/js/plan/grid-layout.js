/** Where blocks of seats lie when somebody says only how many rows and seats each has. Plan units. */
const SEAT = 10;
const ROW = 12;
const AISLE = 30;
const MARGIN = 20;

/**
 * Lays blocks out: those of a tier side by side, in their order and centred; tiers one behind the other, the stage first.
 * @param {{code: string, name: string, name_en: string, tier: number, rows: number, seats: number, first_row: number, first_seat: number}[]} blocks
 */
export function layOut(blocks) {
  const tiers = [...new Set(blocks.map(({ tier }) => tier))].sort((a, b) => a - b).map((tier) => blocks.filter((block) => block.tier === tier));
  const across = (tier) => tier.reduce((sum, { seats }) => sum + (seats - 1) * SEAT, 0) + AISLE * (tier.length - 1);
  const width = Math.max(...tiers.map(across), 0) + 2 * MARGIN;
  const placed = new Map();
  let y0 = MARGIN;
  for (const tier of tiers) {
    let x0 = Math.round((width - across(tier)) / 2);
    for (const block of tier) {
      placed.set(block, { x0, y0 });
      x0 += (block.seats - 1) * SEAT + AISLE;
    }
    y0 += (Math.max(...tier.map(({ rows }) => rows)) - 1) * ROW + AISLE;
  }
  const sections = blocks.map((block) => {
    const { code, name, name_en, rows, seats, first_row, first_seat } = block;
    return { code, name, name_en, grid: { ...placed.get(block), dx: SEAT, dy: ROW, rows, seats, first_row, first_seat } };
  });
  return { width, height: y0 - AISLE + MARGIN, sections };
}

/** The same plan with its rows written out, as it can be drawn. @param {ReturnType<typeof layOut>} plan */
export function writtenOut({ width, height, sections }) {
  const rowsOf = (grid) => Array.from({ length: grid.rows }, (_, i) => ({ label: `${grid.first_row + i}`, first_label: grid.first_seat, seats: grid.seats, x0: grid.x0, dx: grid.dx, y: grid.y0 + i * grid.dy }));
  const outline = ({ x0, y0, dx, dy, rows, seats }) => `M${x0 - dx / 2},${y0 - dy / 2}H${x0 + dx * (seats - 1) + dx / 2}V${y0 + dy * (rows - 1) + dy / 2}H${x0 - dx / 2}Z`;
  return { width, height, sections: sections.map(({ grid, ...section }) => ({ ...section, outline: outline(grid), rows: rowsOf(grid) })) };
}
