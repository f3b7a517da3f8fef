import { seatOf } from "/js/seatmap/hall.js";
import { inkOn } from "/js/seatmap/shapes.js";
import { BLOCKED, FREE, TAKEN } from "/js/seatmap/states.js";

/** A seat's radius on the screen, in CSS pixels, from which its number can be read. */
const NUMBERED = 10;

/**
 * Draws what can be seen of the hall.
 * @param {CanvasRenderingContext2D} ctx scaled to CSS pixels
 * @param {import("./hall.js").Hall} hall
 * @param {import("./viewport.js").View} view @param {import("./viewport.js").Size} screen
 * @param {{layers: import("./layers.js").Layer[], states: Uint8Array, chosen: Set<number>, own: () => Set<number>,
 *   sectionName: (section: any) => string, cursor: number, focused: number, remaining:
 *   number[], ink: Record<string, string>, stage: string, freeText: (n: number) => string}} scene
 */
export function drawHall(ctx, hall, view, screen, scene) {
  const { ink } = scene;
  ctx.fillStyle = ink.surface;
  ctx.fillRect(0, 0, screen.width, screen.height);
  ctx.save();
  ctx.translate(view.x, view.y);
  ctx.scale(view.scale, view.scale);
  const px = 1 / view.scale;
  const seen = hall.boxes.map(
    ({ x0, y0, x1, y1 }) =>
      x1 * view.scale + view.x > 0 &&
      x0 * view.scale + view.x < screen.width &&
      y1 * view.scale + view.y > 0 &&
      y0 * view.scale + view.y < screen.height,
  );
  drawStage(ctx, hall, scene, px);
  drawOutlines(ctx, hall, seen, scene, px);
  drawSeats(ctx, hall, seen, scene, px);
  drawChosen(ctx, hall, scene, px);
  ctx.restore();
  if (hall.radius * view.scale < 4) drawNames(ctx, hall, seen, view, scene);
  else {
    drawNumbers(ctx, hall, view, screen, scene);
    drawRowNames(ctx, hall, seen, view, screen, scene);
    drawSectionNames(ctx, hall, seen, view, screen, scene);
  }
}

function drawStage(ctx, { stage: { x, y, width, height } }, { ink, stage }, px) {
  ctx.fillStyle = ink.sunk;
  ctx.beginPath();
  ctx.roundRect(x, y, width, height, height * 0.2);
  ctx.fill();
  ctx.fillStyle = ink.muted;
  ctx.font = `600 ${Math.min(height * 0.8, Math.max(height * 0.3, 12 * px))}px ${ink.font}`;
  ctx.textAlign = "center";
  ctx.textBaseline = "middle";
  ctx.fillText(stage, x + width / 2, y + height / 2, width);
}

function drawOutlines(ctx, hall, seen, { ink, focused }, px) {
  hall.plan.sections.forEach((section, s) => {
    if (!seen[s] || !section.outline) return;
    section.path ??= new Path2D(section.outline);
    ctx.fillStyle = s === focused ? ink.soft : ink.sunk;
    ctx.fill(section.path);
    ctx.lineWidth = (s === focused ? 2 : 1) * px;
    ctx.strokeStyle = s === focused ? ink.accent : ink.line;
    ctx.stroke(section.path);
  });
}

function drawSeats(ctx, hall, seen, { layers, ink }, px) {
  const r = hall.radius * 0.86;
  layers.forEach((layer, s) => {
    if (!seen[s]) return;
    hall.grades.forEach(({ color }, grade) => {
      ctx.fillStyle = color;
      ctx.fill(layer.free[grade]);
      ctx.strokeStyle = color;
      ctx.lineWidth = Math.max(px * 0.8, r * 0.22);
      ctx.stroke(layer.held[grade]);
    });
    ctx.strokeStyle = ink.faint;
    ctx.lineWidth = Math.max(px * 0.7, r * 0.26);
    ctx.stroke(layer.taken);
    ctx.fillStyle = ink.faint;
    ctx.fill(layer.blocked);
  });
}

function drawChosen(ctx, hall, { chosen, own, cursor, ink }, px) {
  // Chosen seats stay visible however far away one looks.
  const r = Math.max(hall.radius, 6 * px);
  for (const seat of [...chosen, ...own()]) {
    const [x, y] = [hall.x[seat], hall.y[seat]];
    ctx.beginPath();
    ctx.arc(x, y, r, 0, 2 * Math.PI);
    ctx.fillStyle = ink.accent;
    ctx.fill();
    ctx.beginPath();
    ctx.moveTo(x - r * 0.42, y + r * 0.02);
    ctx.lineTo(x - r * 0.1, y + r * 0.36);
    ctx.lineTo(x + r * 0.46, y - r * 0.34);
    ctx.strokeStyle = ink.onAccent;
    ctx.lineWidth = r * 0.22;
    ctx.stroke();
  }
  if (cursor < 0) return;
  ctx.beginPath();
  ctx.arc(hall.x[cursor], hall.y[cursor], Math.max(hall.radius * 1.25, 9 * px), 0, 2 * Math.PI);
  ctx.strokeStyle = ink.ink;
  ctx.lineWidth = 2.5 * px;
  ctx.stroke();
}

function drawNames(ctx, hall, seen, view, { ink, remaining, freeText }) {
  ctx.textAlign = "center";
  ctx.textBaseline = "middle";
  hall.boxes.forEach(({ x0, y0, x1, y1 }, s) => {
    if (!seen[s]) return;
    const [x, y] = [hall.middles[s].x * view.scale + view.x, hall.middles[s].y * view.scale + view.y];
    const wide = (x1 - x0) * view.scale;
    const text = hall.plan.sections[s].code;
    const lines = wide > 84 && (y1 - y0) * view.scale > 48 ? [text, freeText(remaining[s] ?? 0)] : [text];
    const width = lines.length > 1 ? 56 : 30;
    ctx.fillStyle = ink.plate;
    ctx.beginPath();
    ctx.roundRect(x - width / 2, y - 10 * lines.length, width, 20 * lines.length, 7);
    ctx.fill();
    ctx.fillStyle = ink.ink;
    lines.forEach((line, i) => {
      ctx.font = `${i ? 500 : 700} ${i ? 11 : 14}px ${ink.font}`;
      ctx.fillText(line, x, y + (i - (lines.length - 1) / 2) * 17 + (lines.length > 1 ? 1 : 0), width);
    });
  });
}

/** The number of each seat that is large enough to read it in. */
function drawNumbers(ctx, hall, view, screen, { states, chosen, own, ink }) {
  const r = hall.radius * view.scale;
  if (r < NUMBERED) return;
  ctx.font = `600 ${Math.min(16, r * 0.86)}px ${ink.font}`;
  ctx.textAlign = "center";
  ctx.textBaseline = "middle";
  const mine = own();
  for (let seat = 0; seat < hall.x.length; seat++) {
    const [x, y] = [hall.x[seat] * view.scale + view.x, hall.y[seat] * view.scale + view.y];
    if (x < -r || x > screen.width + r || y < -r || y > screen.height + r) continue;
    // Sold and chosen seats have their marks, blocked ones are nobody's; a card names them all the same.
    if (states[seat] === BLOCKED || states[seat] === TAKEN || chosen.has(seat) || mine.has(seat)) continue;
    ctx.fillStyle = states[seat] === FREE ? inkOn(hall.grades[hall.grade[seat]].color) : ink.muted;
    ctx.fillText(seatOf(hall, seat).label, x, y + 0.5, r * 1.8);
  }
}

/** Row names beside their rows; at the edge of the screen where the row goes on beyond it. */
function drawRowNames(ctx, hall, seen, view, screen, { ink }) {
  const r = hall.radius * view.scale;
  ctx.font = `600 ${r < NUMBERED ? 11 : 13}px ${ink.font}`;
  ctx.textAlign = "center";
  ctx.textBaseline = "middle";
  hall.plan.sections.forEach((section, s) => {
    if (!seen[s]) return;
    const right = hall.boxes[s].x1 * view.scale + view.x;
    const named = new Set();
    for (const row of section.rows) {
      const y = row.y * view.scale + view.y;
      if (y < 0 || y > screen.height || named.has(row.label)) continue;
      // Runs of one row beyond an aisle bear its name once.
      named.add(row.label);
      const beside = (Math.min(row.x0, row.x0 + (row.count - 1) * row.dx) - hall.radius) * view.scale + view.x - 12;
      const pinned = beside < 14;
      if (pinned && right < 28) continue;
      if (beside > screen.width) continue;
      if (pinned) plate(ctx, 14, y, 24, Math.min(20, r * 2.4), ink);
      ctx.fillStyle = pinned ? ink.ink : ink.muted;
      ctx.fillText(row.label, pinned ? 14 : beside, y, 26);
    }
  });
}

/** Section names above their seats; at the upper edge of the screen where the section goes on beyond it. */
function drawSectionNames(ctx, hall, seen, view, screen, { ink, sectionName }) {
  ctx.font = `700 13px ${ink.font}`;
  ctx.textAlign = "center";
  ctx.textBaseline = "middle";
  hall.boxes.forEach(({ x0, y0, x1, y1 }, s) => {
    if (!seen[s]) return;
    const [left, right] = [Math.max(0, x0 * view.scale + view.x), Math.min(screen.width, x1 * view.scale + view.x)];
    const y = Math.min(Math.max(14, y0 * view.scale + view.y - 12), y1 * view.scale + view.y - 12);
    const pinned = y0 * view.scale + view.y - 12 < 14;
    const text = sectionName(hall.plan.sections[s]);
    const width = ctx.measureText(text).width + 16;
    const x = Math.min(screen.width - width / 2 - 4, Math.max(width / 2 + 4, (left + right) / 2));
    if (right - left < 24) return;
    if (pinned) plate(ctx, x, y, width, 24, ink);
    ctx.fillStyle = ink.ink;
    ctx.fillText(text, x, y + 0.5);
  });
}

/** What is written over seats stands on this. */
function plate(ctx, x, y, width, height, ink) {
  ctx.fillStyle = ink.surface;
  ctx.beginPath();
  ctx.roundRect(x - width / 2, y - height / 2, width, height, 6);
  ctx.fill();
  if (height < 18) return;
  ctx.strokeStyle = ink.line;
  ctx.lineWidth = 1;
  ctx.stroke();
}
