import type { ArrayShape } from '../../config/array-shape.ts';
import type { Port } from '../../design.ts';
import { bitLength } from '../../systemverilog.ts';
import { RS_WIDTH } from '../format-ports.ts';
import { input } from '../ports.ts';
import type { Parameter } from '../text.ts';
import { modeBits } from '../unified-decoder/mode.ts';

/** Bits of a mode as section 5 of the specification has it: 1x, 01, 00 for n = 8, 4, 2. */
export const MODE_BITS = 2;

/** Bits of the mode for weights of n bits, as a pattern of casez. */
export function modeCode(n: number): string {
  return modeBits(n).replace('x', '?');
}

/** "1x: 8, 01: 4 bits", of the modes that the array has. */
export function modeText({ modes }: ArrayShape): string {
  return `${modes.map((n) => `${modeBits(n)}: ${n}`).join(', ')} bits`;
}

/** es and rs of words whose format comes at run time; no es where it can only be 0. */
export function formatPorts({ runTime, maxEs }: ArrayShape, prefix: string, whose: string): Port[] {
  if (!runTime) return [];
  const most = maxEs > 1 ? `0 to ${maxEs}` : '0 or 1';
  return [
    ...(maxEs > 0 ? [input(`${prefix}es_i`, bitLength(maxEs), `es of ${whose}, ${most}`)] : []),
    input(`${prefix}rs_i`, RS_WIDTH, `rs of ${whose}, 1 to 7`),
  ];
}

/** A part of what a decoder must be told of its words. */
export interface FormatPart {
  readonly name: 'mode' | 'es' | 'rs';
  readonly width: Parameter;
  readonly meaning: string;
}

/** es and rs, as `formatPorts` has them. */
export function formatParts({ runTime, maxEs }: ArrayShape): FormatPart[] {
  if (!runTime) return [];
  const es = { name: 'EsWidth', value: bitLength(maxEs), why: `0 to ${maxEs}` };
  const rs = { name: 'RsWidth', value: RS_WIDTH, why: '1 to 7' };
  return [
    ...(maxEs > 0 ? [{ name: 'es', width: es, meaning: 'exponent bits' } as const] : []),
    { name: 'rs', width: rs, meaning: 'longest regime run' },
  ];
}

/** The mode, as `modePorts` has it. */
export function modeParts(shape: ArrayShape): FormatPart[] {
  if (shape.modes.length === 1) return [];
  const width = { name: 'ModeWidth', value: MODE_BITS, why: modeText(shape) };
  return [{ name: 'mode', width, meaning: 'n of the weights' }];
}

/** The n of weight words, where it is not always the same. */
export function modePorts(shape: ArrayShape, name: string): Port[] {
  if (shape.modes.length === 1) return [];
  return [input(name, MODE_BITS, `weights: ${modeText(shape)}`)];
}

/** "1 to 32" */
export function vectorsText({ vectors }: ArrayShape): string {
  return vectors === 1 ? 'always 1' : `1 to ${vectors}`;
}

/** What comes with every beat of a tile's weights and counts when the tile starts. */
export function tilePorts(shape: ArrayShape): Port[] {
  return [
    ...formatPorts(shape, 'tile_act_', 'the activations'),
    ...formatPorts(shape, 'tile_out_', 'the results'),
    input('tile_first_i', 1, 'the tile begins sums'),
    input('tile_last_i', 1, 'the tile ends sums: results leave'),
    input('tile_relu_i', 1, 'negative results become zero'),
    input('tile_vectors_i', bitLength(shape.vectors), `vectors of the tile, ${vectorsText(shape)}`),
  ];
}
