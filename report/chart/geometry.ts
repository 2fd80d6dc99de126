/** Boxes and lines in a chart. Lengths in pixels. */

export interface Line {
  readonly from: Spot;
  readonly to: Spot;
}

export interface Spot {
  readonly x: number;
  readonly y: number;
}

export interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

export function boxAround(centre: Spot, half: Spot): Box {
  return {
    left: centre.x - half.x,
    right: centre.x + half.x,
    top: centre.y - half.y,
    bottom: centre.y + half.y,
  };
}

export function nearest(box: Box, { x, y }: Spot): Spot {
  return {
    x: Math.min(box.right, Math.max(box.left, x)),
    y: Math.min(box.bottom, Math.max(box.top, y)),
  };
}

export function covers(box: Box, spot: Spot, radius: number): boolean {
  const { x, y } = nearest(box, spot);
  return Math.hypot(x - spot.x, y - spot.y) < radius;
}

export function cuts(box: Box, line: Line): boolean {
  if (isBeside(box, line)) return false;
  const inside = ({ x, y }: Spot) => x > box.left && x < box.right && y > box.top && y < box.bottom;
  if (inside(line.from) || inside(line.to)) return true;
  const corners = [
    { x: box.left, y: box.top },
    { x: box.right, y: box.bottom },
    { x: box.left, y: box.bottom },
    { x: box.right, y: box.top },
  ] as const;
  return (
    cross(line, { from: corners[0], to: corners[1] }) ||
    cross(line, { from: corners[2], to: corners[3] })
  );
}

/** Most lines are far away: that is cheap to see. */
function isBeside({ left, right, top, bottom }: Box, { from, to }: Line): boolean {
  return (
    (from.x < left && to.x < left) ||
    (from.x > right && to.x > right) ||
    (from.y < top && to.y < top) ||
    (from.y > bottom && to.y > bottom)
  );
}

export function cross(a: Line, b: Line): boolean {
  const side = ({ from, to }: Line, { x, y }: Spot) =>
    Math.sign((to.x - from.x) * (y - from.y) - (to.y - from.y) * (x - from.x));
  return side(a, b.from) !== side(a, b.to) && side(b, a.from) !== side(b, a.to);
}

/** Whether a line passes a spot closer than a radius. */
export function near({ from, to }: Line, { x, y }: Spot, radius: number): boolean {
  const along = { x: to.x - from.x, y: to.y - from.y };
  const length = along.x ** 2 + along.y ** 2;
  const share = length === 0 ? 0 : ((x - from.x) * along.x + (y - from.y) * along.y) / length;
  const at = Math.min(1, Math.max(0, share));
  return Math.hypot(x - from.x - at * along.x, y - from.y - at * along.y) < radius;
}
