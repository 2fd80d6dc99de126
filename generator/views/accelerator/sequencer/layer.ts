import type { AcceleratorShape } from '../../../accelerator/shape.ts';
import { svLiteral } from '../../../systemverilog.ts';
import { RS_WIDTH } from '../../format-ports.ts';
import { declarations } from '../../text.ts';
import { type LayerValue, layerValues } from '../layer.ts';

/** The copy of the layer registers. */
export interface LayerView {
  readonly signals: readonly string[];
  readonly copies: readonly string[];
}

/** Only its reader needs it, and keeps a copy of its own. */
const READERS_OWN = ['act_base'];

export function layerView(shape: AcceleratorShape): LayerView {
  const kept = layerValues(shape).filter(({ name }) => !READERS_OWN.includes(name));
  const widest = Math.max(...kept.map(({ name }) => name.length)) + 2;
  return {
    signals: declarations(
      kept.map(({ name, width, meaning }) => ({
        name: `${name}_q`,
        ...(width === 1 ? {} : { width: widthName(name) }),
        meaning,
      })),
    ),
    copies: kept.map(({ name }) => `${`${name}_q`.padEnd(widest)} <= ${copied(name)};`),
  };
}

const WIDTH_NAMES: readonly (readonly [RegExp, string])[] = [
  [/^mode$/, 'ModeWidth'],
  [/_es$/, 'EsWidth'],
  [/_rs$/, 'RsWidth'],
  [/^vectors$/, 'VectorsWidth'],
  [/^group$/, 'GroupWidth'],
  [/^(row_tiles|column_blocks)$/, 'CountWidth'],
  [/^weight_base$/, 'WeightPlaceWidth'],
  [/^channel_base$/, 'ChannelPlaceWidth'],
];

/** Name of the localparam that holds a value's width. */
function widthName(name: string): string {
  return WIDTH_NAMES.find(([pattern]) => pattern.test(name))?.[1] ?? '1';
}

/** An array's rs is at most 7, which is all for words of up to 8 bits. */
function copied(name: string): string {
  if (!name.endsWith('_rs')) return `${name}_i`;
  const most = svLiteral(2 ** RS_WIDTH - 1, RS_WIDTH);
  return `${name}_i[RsWidth] ? ${most} : ${name}_i[RsWidth-1:0]`;
}

/** Widths that only some shapes have. */
export function formatWidths(shape: AcceleratorShape): Pick<LayerValue, 'name' | 'width'>[] {
  const widths = layerValues(shape).flatMap(({ name, width }) => {
    const named = widthName(name);
    if (named === 'RsWidth') return [{ name: named, width: RS_WIDTH }];
    return ['ModeWidth', 'EsWidth'].includes(named) && width > 1 ? [{ name: named, width }] : [];
  });
  return [...new Map(widths.map((one) => [one.name, one])).values()];
}
