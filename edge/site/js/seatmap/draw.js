/**
 * Draws what can be seen of the hall.
 * @param {CanvasRenderingContext2D} ctx scaled to CSS pixels
 * @param {import("./hall.js").Hall} hall
 * @param {import("./viewport.js").View} view @param {import("./viewport.js").Size} screen
 * @param {{layers: import("./layers.js").Layer[], chosen: Set<number>, cursor: number, focused: number, remaining:
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
  else drawRowNames(ctx, hall, seen, view, scene);
}

/** Plans keep the space before the middle of the front row free: that is where the stage is. */
function drawStage(ctx, { plan, boxes }, { ink, stage }, px) {
  const middle = plan.width / 2;
  const gap = Math.min(...boxes.filter(({ x0, x1 }) => x0 < middle && x1 > middle).map(({ y0 }) => y0), plan.height);
  const beside = boxes.filter(({ y0 }) => y0 < gap).map(({ x0, x1 }) => Math.max(x0 - middle, middle - x1));
  const [width, height] = [Math.min(plan.width * 0.5, 1.7 * Math.min(middle, ...beside)), gap * 0.5];
  if (height < plan.height * 0.03 || width < plan.width * 0.1) return;
  ctx.fillStyle = ink.sunk;
  ctx.beginPath();
  ctx.roundRect(middle - width / 2, gap * 0.22, width, height, height * 0.2);
  ctx.fill();
  ctx.fillStyle = ink.muted;
  ctx.font = `600 ${Math.min(height * 0.8, Math.max(height * 0.3, 12 * px))}px ${ink.font}`;
  ctx.textAlign = "center";
  ctx.textBaseline = "middle";
  ctx.fillText(stage, middle, gap * 0.22 + height / 2, width);
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

function drawChosen(ctx, hall, { chosen, cursor, ink }, px) {
  // Chosen seats stay visible however far away one looks.
  const r = Math.max(hall.radius, 6 * px);
  for (const seat of chosen) {
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

function drawRowNames(ctx, hall, seen, view, { ink }) {
  ctx.font = `500 11px ${ink.font}`;
  ctx.fillStyle = ink.muted;
  ctx.textAlign = "right";
  ctx.textBaseline = "middle";
  hall.plan.sections.forEach((section, s) => {
    if (!seen[s]) return;
    for (const row of section.rows)
      ctx.fillText(row.label, (row.x0 - hall.radius * 2) * view.scale + view.x, row.y * view.scale + view.y);
  });
}
