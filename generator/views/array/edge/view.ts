import type { ArrayModule } from '../../../design.ts';
import { total } from '../../buses.ts';
import { type HeaderView, header, type Provenance } from '../../header.ts';
import { portLines } from '../../ports.ts';
import { concatenation, declarations, localparams, type Parameter } from '../../text.ts';
import { connections } from '../connections.ts';
import type { FormatPart } from '../tile.ts';
import type { Unit } from './unit.ts';

/** One side of the grid: how words reach it in step with its wave, and what decodes them. */
export interface Side {
  readonly story: readonly string[];
  /** What words enter: the rows of the left edge, the columns of the upper one. */
  readonly line: 'row' | 'col';
  readonly count: Parameter;
  /** Bits that enter a line in one cycle. */
  readonly word: Parameter;
  /** Port that the words come from. */
  readonly data: string;
  /** Run-time inputs of the decoders: they travel along with the words. */
  readonly formats: readonly FormatPart[];
  readonly decoder: string;
  readonly unit: Unit;
  /** Port that the decoders drive. */
  readonly output: string;
}

export interface EdgeView {
  readonly header: HeaderView;
  readonly name: string;
  readonly ports: readonly string[];
  readonly localparams: readonly string[];
  readonly line: string;
  /** Name of the number of lines. */
  readonly lines: string;
  /** Name of the width of what enters a line. */
  readonly width: string;
  readonly data: string;
  /** Null where the only line waits for no other. */
  readonly skew: SkewView | null;
  readonly decode: DecodeView;
}

interface SkewView {
  readonly story: string;
  readonly signals: readonly string[];
  /** What travels along with the words, as it enters; empty where formats are fixed. */
  readonly formats: string;
}

interface DecodeView {
  readonly each: string;
  readonly count: string;
  readonly signals: readonly string[];
  /** The parts of what travelled along; empty where nothing did. */
  readonly formats: string;
  readonly module: string;
  readonly connections: readonly string[];
  readonly output: string;
  /** The lines of an assigned concatenation. */
  readonly packed: readonly string[];
}

export function edgeView(module: ArrayModule, side: Side, provenance: Provenance): EdgeView {
  return {
    header: header(side.story, provenance),
    name: module.name,
    ports: portLines(module.ports),
    localparams: localparams(edgeParameters(side)),
    line: side.line,
    lines: side.count.name,
    width: side.word.name,
    data: side.data,
    skew: isSkewed(side) ? skewView(side) : null,
    decode: decodeView(side),
  };
}

function isSkewed({ count }: Side): boolean {
  return count.value > 1;
}

function formatsTravel(side: Side): boolean {
  return isSkewed(side) && side.formats.length > 0;
}

function edgeParameters(side: Side): Parameter[] {
  const { count, word, formats, unit } = side;
  const format = {
    name: 'FormatWidth',
    value: total(formats.map(({ width }) => width.value)),
    why: formatTuple(side),
  };
  const rows = [
    ...(isSkewed(side) ? [count, word] : []),
    unit.count,
    unit.code,
    ...(formatsTravel(side) ? [...formats.map(({ width }) => width), format] : []),
    ...unit.parameters,
    unit.decoded,
  ];
  // A decoder for each line has the numbers of the line.
  return [...new Map(rows.map((row) => [row.name, row])).values()];
}

function formatTuple({ formats }: Side): string {
  return concatenation(formats.map(({ name }) => name));
}

function skewView(side: Side): SkewView {
  const { line, count, word } = side;
  const along = formatsTravel(side)
    ? [
        {
          name: 'formats',
          width: `${count.name}*FormatWidth`,
          meaning: `${formatTuple(side)} in front of each decoder`,
        },
        {
          name: 'formats_q',
          width: `(${count.name}-1)*FormatWidth`,
          meaning: `the same, from ${line} 1 on`,
        },
      ]
    : [];
  const story = `the words of ${line} n pass n registers`;
  return {
    story: along.length > 0 ? `${story}, what tells their format as many.` : `${story}.`,
    signals: declarations([
      { name: 'words', width: `${count.name}*${word.name}`, meaning: 'in front of each decoder' },
      ...along,
    ]),
    formats:
      along.length > 0
        ? concatenation(['formats_q', ...side.formats.map(({ name }) => `${name}_i`)])
        : '',
  };
}

function decodeView(side: Side): DecodeView {
  const { unit, formats } = side;
  const travelled = formatsTravel(side);
  const source = isSkewed(side) ? 'words' : side.data;
  return {
    each: unit.each,
    count: unit.count.name,
    signals: declarations([
      ...(travelled ? formats.map((part) => ({ ...part, width: part.width.name })) : []),
      ...unit.signals,
    ]),
    formats: travelled ? formatTuple(side) : '',
    module: side.decoder,
    connections: connections({
      ...Object.fromEntries(
        formats.map(({ name }) => [`${name}_i`, travelled ? name : `${name}_i`]),
      ),
      code_i: `${source}[${unit.each}*${unit.code.name} +: ${unit.code.name}]`,
      ...unit.connections,
    }),
    output: `${side.output}[${unit.each}*${unit.decoded.name} +: ${unit.decoded.name}]`,
    packed: unit.packed.map((part, place, { length }) =>
      [place === 0 ? '{' : ' ', part, place === length - 1 ? '};' : ','].join(''),
    ),
  };
}
