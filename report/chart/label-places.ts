import { type Box, boxAround, covers, cross, cuts, type Line, near, nearest } from './geometry.ts';

/** Where texts stand beside the points of a chart, so that none covers another. Lengths in pixels. */

export interface Labelled {
  readonly x: number;
  readonly y: number;
  /** What it may say, the best first. */
  readonly texts: readonly string[];
  /** Whether to go without the text before those of smaller rank do. */
  readonly rank: number;
}

export interface LabelPlace {
  readonly text: string;
  /** Where the text is aligned, across and at its middle. */
  readonly x: number;
  readonly y: number;
  /** The side at the point: widths of texts are a guess, and this end is not. */
  readonly align: 'left' | 'right' | 'center';
  /** End of a line from the point to a text that stands apart from it. */
  readonly leader: { readonly x: number; readonly y: number } | null;
}

export interface LabelRoom {
  readonly width: number;
  readonly height: number;
  /** Of a line of text. */
  readonly lineHeight: number;
  /** Radius of a point. */
  readonly radius: number;
  widthOf(text: string): number;
  /** Lines that texts had better not cross. */
  readonly lines?: readonly Line[];
}

interface Candidate {
  readonly text: string;
  readonly box: Box;
  readonly leader: Line | null;
  /** What it costs wherever the other texts are. */
  readonly cost: number;
}

/** Rounds of improvement: after this many nothing moves any more, or only in circles. */
const ROUNDS = 12;
/** More than any distance: texts over each other are worse than far away ones. */
const OVERLAP = 1000;
const CROSSING = 120;
const OVER_LINE = 30;
/** A text that says less. */
const SHORTER = 60;

/** A place for each label, null for those that there is no room for. The same for the same points. */
export function placeLabels(points: readonly Labelled[], room: LabelRoom): (LabelPlace | null)[] {
  const candidates = points.map((point) => candidatesOf(point, points, room));
  const chosen = candidates.map((list) => list[0]);
  for (let round = 0; round < ROUNDS; round += 1) {
    let moved = false;
    for (const [index, list] of candidates.entries()) {
      const others = chosen.filter((_, other) => other !== index);
      const best = cheapest(list, others);
      moved ||= best !== chosen[index];
      chosen[index] = best;
    }
    if (!moved) break;
  }
  const order = points
    .map((_, index) => index)
    .sort((a, b) => rankOf(points, a) - rankOf(points, b));
  const kept: Candidate[] = [];
  const places: (LabelPlace | null)[] = points.map(() => null);
  for (const index of order) {
    const candidate = cheapest(candidates[index] ?? [], kept);
    const point = points[index];
    if (
      candidate === undefined ||
      point === undefined ||
      kept.some((other) => clash(candidate, other) >= OVERLAP)
    )
      continue;
    kept.push(candidate);
    places[index] = placeOf(candidate, point);
  }
  return places;
}

function rankOf(points: readonly Labelled[], index: number): number {
  return points[index]?.rank ?? 0;
}

function placeOf({ text, box, leader }: Candidate, { x }: Labelled): LabelPlace {
  const { left, right, top, bottom } = box;
  const y = (top + bottom) / 2;
  const end = leader === null ? null : leader.to;
  if (x <= left) return { text, x: left, y, align: 'left', leader: end };
  if (x >= right) return { text, x: right, y, align: 'right', leader: end };
  return { text, x: (left + right) / 2, y, align: 'center', leader: end };
}

function cheapest(
  list: readonly Candidate[],
  others: readonly (Candidate | undefined)[],
): Candidate | undefined {
  let best: Candidate | undefined;
  let least = Infinity;
  for (const candidate of list) {
    if (candidate.cost >= least) break;
    let { cost } = candidate;
    for (const other of others) {
      if (other !== undefined) cost += clash(candidate, other);
      if (cost >= least) break;
    }
    if (cost < least) [best, least] = [candidate, cost];
  }
  return best;
}

/** Distances from the rim of a point to its text. */
const DISTANCES = [4, 12, 22, 34, 48, 64, 84] as const;
const ANGLES = 16;
/** Texts nearer than this need no line. */
const APART = 10;

/** Places around a point that cover no other point and lie within the chart, the cheapest first. */
function candidatesOf(
  point: Labelled,
  points: readonly Labelled[],
  room: LabelRoom,
): readonly Candidate[] {
  return point.texts
    .flatMap((text, index) => placesOf(text, index * SHORTER, { point, points, room }))
    .sort((a, b) => a.cost - b.cost);
}

interface Around {
  readonly point: Labelled;
  readonly points: readonly Labelled[];
  readonly room: LabelRoom;
}

function placesOf(text: string, price: number, { point, points, room }: Around): Candidate[] {
  const { width, height, radius, lines = [] } = room;
  const size = { x: room.widthOf(text) / 2, y: room.lineHeight / 2 };
  const found: Candidate[] = [];
  for (const distance of DISTANCES) {
    for (let step = 0; step < ANGLES; step += 1) {
      const angle = (2 * Math.PI * step) / ANGLES;
      const away = { x: Math.cos(angle), y: Math.sin(angle) };
      // The nearest point of the box lies `distance` from the rim.
      const centre = {
        x: point.x + away.x * (radius + distance) + sign(away.x) * size.x,
        y: point.y + away.y * (radius + distance) + sign(away.y) * size.y,
      };
      const box = boxAround(centre, size);
      const outside = box.left < 0 || box.right > width || box.top < 0 || box.bottom > height;
      if (outside || points.some((other) => covers(box, other, radius + 1))) continue;
      const to = nearest(box, point);
      const leader = distance > APART ? { from: point, to } : null;
      const through =
        leader && points.some((other) => other !== point && near(leader, other, radius));
      const crossed = lines.filter((line) => cuts(box, line)).length;
      const beside = Math.abs(away.y) < 0.1 ? 0 : Math.abs(away.x) < 0.1 ? 3 : 2;
      const leftwards = away.x < -0.1 ? 1 : 0;
      const cost =
        price + distance + beside + leftwards + crossed * OVER_LINE + (through ? CROSSING : 0);
      found.push({ text, box, leader, cost });
    }
  }
  return found;
}

function sign(value: number): number {
  return Math.abs(value) < 1e-9 ? 0 : Math.sign(value);
}

/** What two places cost together. */
function clash(a: Candidate, b: Candidate): number {
  const gap = 2;
  const apart =
    a.box.right + gap <= b.box.left ||
    b.box.right + gap <= a.box.left ||
    a.box.bottom <= b.box.top ||
    b.box.bottom <= a.box.top;
  let cost = apart ? 0 : OVERLAP;
  if (a.leader && cuts(b.box, a.leader)) cost += CROSSING;
  if (b.leader && cuts(a.box, b.leader)) cost += CROSSING;
  if (a.leader && b.leader && cross(a.leader, b.leader)) cost += CROSSING;
  return cost;
}
