/** Pieces of a drawing in SVG; lengths in pixels. */

const FONT = 'Helvetica, Arial, sans-serif';

/** Colours of the parts of an array, the same in every picture. */
export const FILL = {
  decoder: '#fbe3b5',
  pe: '#d3e3f8',
  accumulator: '#d5edd0',
  encoder: '#e6d9f3',
  control: '#f8d5d2',
  register: '#c9ced6',
  group: '#f5f6f8',
  none: 'none',
} as const;

export type Fill = keyof typeof FILL;

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Box extends Point {
  readonly w: number;
  readonly h: number;
}

export interface TextStyle {
  readonly size?: number;
  readonly anchor?: 'start' | 'middle' | 'end';
  readonly bold?: boolean;
  /** For remarks beside the drawing. */
  readonly muted?: boolean;
  /** Reads from bottom to top. */
  readonly upright?: boolean;
}

/** A drawing on a white card, readable on dark pages too. */
export function picture(width: number, height: number, pieces: readonly string[]): string {
  return `${[
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="${FONT}">`,
    '<defs><marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8.5" markerHeight="8.5" markerUnits="userSpaceOnUse" orient="auto"><path d="M0,0.5 L8,4 L0,7.5 Z" fill="#3c4654"/></marker></defs>',
    `<rect width="${width}" height="${height}" rx="8" fill="white"/>`,
    ...pieces,
    '</svg>',
  ].join('\n')}\n`;
}

export function text(content: string, { x, y }: Point, style: TextStyle = {}): string {
  const { size = 12, anchor = 'middle', bold = false, muted = false, upright = false } = style;
  const weight = bold ? ' font-weight="bold"' : '';
  const turn = upright ? ` transform="rotate(-90 ${x} ${y})"` : '';
  return `<text x="${x}" y="${y}" font-size="${size}" text-anchor="${anchor}" fill="${muted ? '#5b6675' : '#1b2430'}"${weight}${turn}>${escaped(content)}</text>`;
}

/** Lines of text one below the other; the first baseline is at `y`. */
export function lines(contents: readonly string[], { x, y }: Point, style: TextStyle = {}): string {
  const step = (style.size ?? 12) + 4;
  return contents.map((line, index) => text(line, { x, y: y + index * step }, style)).join('\n');
}

/** A rectangle with lines of text in its middle. */
export function box(
  { x, y, w, h }: Box,
  fill: Fill,
  labels: readonly string[] = [],
  style: TextStyle = {},
): string {
  const size = style.size ?? 12;
  const first = y + h / 2 - ((labels.length - 1) * (size + 4)) / 2 + size * 0.35;
  const rect = `<rect x="${x}" y="${y}" width="${w}" height="${h}" rx="3" fill="${FILL[fill]}" stroke="#3c4654"/>`;
  return [
    rect,
    ...(labels.length > 0 ? [lines(labels, { x: x + w / 2, y: first }, style)] : []),
  ].join('\n');
}

/** What belongs together, behind everything else. */
export function group({ x, y, w, h }: Box): string {
  return `<rect x="${x}" y="${y}" width="${w}" height="${h}" rx="6" fill="${FILL.group}" stroke="#b4bcc8"/>`;
}

/** A line through points; with a tip at its end unless said otherwise. */
export function wire(
  points: readonly Point[],
  { tip = true, bus = false }: { tip?: boolean; bus?: boolean } = {},
): string {
  const path = points.map(({ x, y }, index) => `${index === 0 ? 'M' : 'L'}${x},${y}`).join(' ');
  const marker = tip ? ' marker-end="url(#tip)"' : '';
  return `<path d="${path}" fill="none" stroke="#3c4654" stroke-width="${bus ? 2 : 1.2}"${marker}/>`;
}

/** Where a wire branches. */
export function dot({ x, y }: Point): string {
  return `<circle cx="${x}" cy="${y}" r="2.6" fill="#3c4654"/>`;
}

function escaped(content: string): string {
  return content.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
