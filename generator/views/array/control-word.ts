import type { ArrayShape } from '../../config/array-shape.ts';
import { bitLength } from '../../systemverilog.ts';
import { total } from '../buses.ts';
import { RS_WIDTH } from '../format-ports.ts';
import { type Parameter, slice } from '../text.ts';
import { MODE_BITS } from './tile.ts';

export type ControlFieldName =
  | 'valid'
  | 'last'
  | 'end'
  | 'first'
  | 'relu'
  | 'set'
  | 'slot'
  | 'index'
  | 'mode'
  | 'out_es'
  | 'out_rs';

/** A field of the word that tells each foot in turn what to do with a vector's sum. */
export interface ControlField {
  readonly name: ControlFieldName;
  readonly lsb: number;
  readonly width: number;
  readonly meaning: string;
}

export interface ControlWord {
  /** Lowest bits first. */
  readonly fields: readonly ControlField[];
  readonly width: number;
}

/** The fields that an array needs: what can have one value only takes no bits. */
export function controlWord(shape: ArrayShape): ControlWord {
  const { runTime, maxEs, modes, vectors, channelSets, resultSlots } = shape;
  const widths: readonly (readonly [ControlFieldName, number, string])[] = [
    ['valid', 1, 'the tile sum of a vector is there'],
    ['last', 1, 'it finishes its sum: a result leaves'],
    ['end', 1, 'no vector of the same sum follows: its channel set is free'],
    ['first', 1, 'it begins a sum'],
    ['relu', 1, 'a negative result becomes zero'],
    ['set', bitLength(channelSets - 1), 'channel set of the sum'],
    ['slot', bitLength(resultSlots - 1), 'result slot'],
    ['index', bitLength(vectors - 1), 'of the vector in its tile'],
    ['mode', modes.length > 1 ? MODE_BITS : 0, 'of the weights: what lanes are idle'],
    ['out_es', bitLength(maxEs), 'es of the result'],
    ['out_rs', runTime ? RS_WIDTH : 0, 'rs of the result'],
  ];
  const present = widths.filter(([, width]) => width > 0);
  const fields = present.map(([name, width, meaning], index) => ({
    name,
    width,
    meaning,
    lsb: total(present.slice(0, index).map(([, below]) => below)),
  }));
  return { fields, width: total(fields.map(({ width }) => width)) };
}

export function hasField({ fields }: ControlWord, name: ControlFieldName): boolean {
  return fields.some((field) => field.name === name);
}

/** Places of fields as localparams, for `controlSlice`. */
export function fieldParameters(
  { fields }: ControlWord,
  names: readonly ControlFieldName[],
): Parameter[] {
  return fields
    .filter(({ name }) => names.includes(name))
    .flatMap(({ name, lsb, width, meaning }) =>
      width === 1
        ? [{ name: `${camel(name)}Bit`, value: lsb, why: meaning }]
        : [
            { name: `${camel(name)}Lsb`, value: lsb, why: meaning },
            { name: `${camel(name)}Width`, value: width, why: 'bits of it' },
          ],
    );
}

/** A field in a signal that holds a control word. */
export function controlSlice(
  { fields }: ControlWord,
  name: ControlFieldName,
  word: string,
): string {
  const field = fields.find((candidate) => candidate.name === name);
  if (field === undefined) throw new RangeError(`the control word has no ${name}`);
  const place = camel(name);
  return field.width === 1 ? `${word}[${place}Bit]` : `${word}[${place}Lsb +: ${place}Width]`;
}

/** Layout of the word as rows of a header, lowest bits first. */
export function controlRows({ fields }: ControlWord): string[][] {
  return fields.map(({ name, lsb, width, meaning }) => [
    slice('', lsb + width - 1, lsb),
    name,
    meaning,
  ]);
}

function camel(name: string): string {
  return name.replace(/(?:^|_)(\w)/g, (_, letter: string) => letter.toUpperCase());
}
