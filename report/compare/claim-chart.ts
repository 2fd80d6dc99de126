import type { TopLevelSpec } from 'vega-lite';
import type { Claim } from '../../compare/report.ts';
import { wrap } from '../../system/text.ts';
import { PIXEL } from '../chart/pixels.ts';
import { fitted } from '../chart/text-width.ts';
import { COLOUR } from '../svg-chart.ts';
import { claimGroups, targetText } from './claims.ts';

/** Pixels: of the whole chart, of names on the left and of numbers on the right. */
const WIDTH = 380;
const LEFT = 118;
const RIGHT = 44;
const FONT = 11;
const TEXT_LINE = 15;
const ROW = 17;
const GAP = 11;
/** Letters of a line of a claim's text. */
const LETTERS = 56;

interface Placed {
  readonly y: number;
  readonly text: string;
}

/** How far each ratio is beyond its target, or short of it: the line is the target, whiskers are noise that was measured. */
export function claimChart(claims: readonly Claim[]): TopLevelSpec {
  const texts: Placed[] = [];
  const rows: { readonly y: number; readonly claim: Claim }[] = [];
  const rules: { readonly y: number; readonly y2: number }[] = [];
  let y = 0;
  for (const group of claimGroups(claims)) {
    const [first] = group;
    const text =
      first === undefined ? '' : `${first.text}: ${targetText(first).replace(' ', '\u00a0')}`;
    for (const line of wrap(text, LETTERS)) {
      texts.push({ y: y + TEXT_LINE / 2, text: line });
      y += TEXT_LINE;
    }
    const top = y + 1;
    for (const claim of group) {
      rows.push({ y: y + ROW / 2 + 1, claim });
      y += ROW;
    }
    rules.push({ y: top, y2: y + 1 });
    y += GAP;
  }
  const inner = WIDTH - LEFT - RIGHT;
  const reach = Math.max(
    0.3,
    ...claims.map((claim) => Math.abs(advantage(claim)) + (claim.noise ?? 0)),
  );
  const pixel = (log: number) => LEFT + inner * (0.5 + log / (2.15 * reach));
  const marks = rows.map(({ y: at, claim }) => ({
    y: at,
    x: pixel(advantage(claim)),
    colour: colourOf(claim),
    shape: claim.met ? 'circle' : 'M-1,-1L1,1M1,-1L-1,1',
    library: fitted(claim.library, LEFT - 12, FONT),
    ratio: claim.ratio.toFixed(2),
  }));
  const whiskers = rows.flatMap(({ y: at, claim }) => whisker(at, claim, pixel));
  const colour = { field: 'colour', type: 'nominal', scale: null } as const;
  return {
    padding: { left: 0, right: 4, top: 2, bottom: 2 },
    width: WIDTH - 4,
    height: y - GAP + 4,
    layer: [
      {
        data: { values: rules.map((rule) => ({ ...rule, x: pixel(0) })) },
        mark: { type: 'rule', stroke: COLOUR.ink, strokeWidth: 1.25 },
        encoding: { ...PIXEL, y2: { field: 'y2' } },
      },
      {
        data: { values: whiskers },
        mark: { type: 'rule', strokeWidth: 7, opacity: 0.3 },
        encoding: {
          y: PIXEL.y,
          x: { ...PIXEL.x, field: 'low' },
          x2: { field: 'high' },
          color: colour,
        },
      },
      {
        data: { values: marks },
        mark: { type: 'point', filled: false, opacity: 1, size: 52, strokeWidth: 2.25 },
        encoding: {
          ...PIXEL,
          color: colour,
          shape: { field: 'shape', type: 'nominal', scale: null },
        },
      },
      {
        data: { values: texts },
        mark: { type: 'text', align: 'left', baseline: 'middle', fontSize: FONT, x: 2 },
        encoding: { y: PIXEL.y, text: { field: 'text' } },
      },
      {
        data: { values: marks },
        mark: {
          type: 'text',
          align: 'left',
          baseline: 'middle',
          fontSize: FONT,
          x: 8,
          color: COLOUR.muted,
        },
        encoding: { y: PIXEL.y, text: { field: 'library' } },
      },
      {
        data: { values: marks },
        mark: {
          type: 'text',
          align: 'right',
          baseline: 'middle',
          fontSize: FONT,
          x: WIDTH - 6,
          fontWeight: 600,
        },
        encoding: { y: PIXEL.y, text: { field: 'ratio' }, color: colour },
      },
    ],
  };
}

function colourOf({ met }: Claim): string {
  return met ? COLOUR.good : COLOUR.bad;
}

/** None where no noise was measured. */
function whisker(y: number, claim: Claim, pixel: (log: number) => number) {
  if (claim.noise === null) return [];
  const [middle, half] = [advantage(claim), Math.log(1 + claim.noise)];
  return [{ y, low: pixel(middle - half), high: pixel(middle + half), colour: colourOf(claim) }];
}

/** Log of the ratio beside its target: above 0 the target is met. */
function advantage({ ratio, target, quantity }: Claim): number {
  const log = Math.log(ratio / target);
  return quantity === 'density' ? log : -log;
}
