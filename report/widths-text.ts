import type { AccumulatorBounds } from '../golden/exact/index.ts';
import { formatName } from '../golden/format.ts';
import { rankedChannels, type WidthQuestion, type WidthReport } from '../quantize/widths.ts';
import { alignColumns } from '../system/text.ts';
import type { Tensor } from '../tensor/index.ts';
import { count } from './figures.ts';
import type { Paint } from './paint.ts';

/** Widths of one tensor's weights, with what was asked. */
export interface MeasuredWidths {
  readonly tensor: Omit<Tensor, 'values'>;
  readonly question: WidthQuestion;
  readonly report: WidthReport;
  /** Where a width was to be checked: the first channel that does not fit, if any. */
  readonly fits?: { readonly width: number; readonly channel?: number };
}

const SHOWN_CHANNELS = 8;
const SHOWN_WORDS = 8;
const BAR_COLUMNS = 40;

/** The widest channels, the distribution over all, and what is saved against any weights. */
export function widthsLines(measured: MeasuredWidths, paint: Paint): string[] {
  const { report, fits } = measured;
  return [
    ...heading(measured),
    '',
    ...channelTable(report, paint),
    '',
    ...histogram(report.channels),
    '',
    ...alignColumns(summary(measured)),
    ...(fits === undefined ? [] : [verdict(report, fits, paint)]),
  ];
}

function heading({ tensor, question }: MeasuredWidths): string[] {
  const { arithmetic, activations, start } = question;
  const { weight, activation, accumulatorFraction, align } = arithmetic;
  const taken = tensor.kind === 'real' ? 'encoded into' : 'words of';
  const signs = activations === 'both' ? 'activations' : 'activations that are not negative';
  const from =
    start.least === start.most ? `from ${start.most}` : `from ${start.least} to ${start.most}`;
  return [
    `${tensor.reference}: ${count(tensor.channels, 'channel')} of ${count(tensor.depth, 'weight')}, ` +
      `${taken} ${formatName(weight)}, content hash ${tensor.hash.slice(0, 16)}`,
    `times ${formatName(activation)} ${signs}, summed ${from} in LSBs of 2^${-accumulatorFraction}, ${align}`,
  ];
}

/** The widest channels first; all of them where they are few. */
function channelTable({ channels }: WidthReport, paint: Paint): string[] {
  const ranked = rankedChannels(channels);
  const limit = ranked.length <= 2 * SHOWN_CHANNELS ? ranked.length : SHOWN_CHANNELS;
  const shown = ranked.slice(0, limit);
  const rows = shown.map(({ channel, bounds }) => [
    `  ${channel}`,
    String(bounds.upper),
    String(bounds.lower),
    String(bounds.width),
  ]);
  const left = ranked.length - shown.length;
  const [head = '', ...body] = alignColumns([['  channel', 'U+', 'U-', 'P'], ...rows], [1, 2, 3]);
  return [
    paint.dim(head),
    ...body,
    ...(left === 0 ? [] : [paint.dim(`  and ${left} narrower ones (--json lists all)`)]),
  ];
}

/** How many channels need which width. */
function histogram(channels: readonly AccumulatorBounds[]): string[] {
  const counts = new Map<number, number>();
  for (const { width } of channels) counts.set(width, (counts.get(width) ?? 0) + 1);
  const most = Math.max(...counts.values());
  const rows = [...counts]
    .sort(([a], [b]) => b - a)
    .map(([width, channelsOfWidth]) => [
      `  ${width} bits`,
      '#'.repeat(Math.ceil((channelsOfWidth / most) * BAR_COLUMNS)),
      count(channelsOfWidth, 'channel'),
    ]);
  return alignColumns(rows, [0]);
}

function summary({ question, tensor, report }: MeasuredWidths): string[][] {
  const { all, agnostic, widest, tiles } = report;
  const saved = agnostic.width - all.width;
  const { n } = question.arithmetic.activation;
  const words = [...widest.vector.subarray(0, SHOWN_WORDS)].map((word) => hex(word, n));
  const more = widest.vector.length > SHOWN_WORDS ? ' ...' : '';
  const bound = widest.side === 'upper' ? 'U+' : '-U-';
  return [
    ['  these weights', `P = ${bits(all)}, for channel ${widest.channel}`],
    ['  any weights', `P = ${bits(agnostic)} for ${count(tensor.depth, 'product')}: ${saved} more`],
    ...(tiles === undefined
      ? []
      : [
          [
            `  tiles of ${tiles.tile}`,
            `P_I = ${bits(tiles.aware.inner)}, P_O = ${bits(tiles.aware.outer)} ` +
              `(any weights: ${tiles.agnostic.inner.width} and ${tiles.agnostic.outer.width})`,
          ],
        ]),
    [
      '  attained',
      `channel ${widest.channel} reaches ${bound} with activations ${words.join(' ')}${more}`,
    ],
  ];
}

function verdict(
  { channels }: WidthReport,
  { width, channel }: NonNullable<MeasuredWidths['fits']>,
  paint: Paint,
): string {
  if (channel === undefined) return paint.good(`  fits ${width} bits: no sum overflows`);
  const needed = channels[channel]?.width;
  return paint.bad(`  does NOT fit ${width} bits: channel ${channel} needs ${needed}`);
}

/** The narrowest hardware has two bits. */
function bits({ width }: AccumulatorBounds): string {
  return width === 1 ? '1 bit (hardware has at least 2)' : `${width} bits`;
}

function hex(word: number, n: number): string {
  return `0x${word.toString(16).padStart(Math.ceil(n / 4), '0')}`;
}
