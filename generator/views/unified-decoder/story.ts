import { decode, lanesOfWord } from '../../../golden/exact/index.ts';
import { type LpFormat, lpFormat } from '../../../golden/format.ts';
import { alignColumns } from '../../../system/text.ts';
import { bitLength, svLiteral } from '../../systemverilog.ts';
import { middleWord } from '../examples.ts';
import { RS_WIDTH } from '../format-ports.ts';
import type { Parameter } from '../text.ts';
import type { DecodedLane, UnifiedDecoder } from './describe.ts';
import { alternatives, contentText, modeWord } from './mode.ts';

export function unifiedDecoderStory(decoder: UnifiedDecoder): string[] {
  const { operand, modes, maxEs, lanes, widest } = decoder;
  const several = lanes.length > 1;
  const [n] = modes;
  const what = several
    ? `Decoder of a container of weights, ${contentText(modes)}: flags`
    : `Decoder of ${n}-bit ${operand}s in formats that come at run time: flags`;
  const idle = modes.length > 1 ? ' A lane that is idle in a mode reads zero.' : '';
  if (widest === null) {
    return [
      `${what} and sign. Words of 2 bits are 0, 1, -1 and NaR in every format: es and rs change ` +
        'nothing, and there is no log.',
      '',
      'Combinational. Words by the golden model:',
      '',
      ...exampleRows(decoder),
    ];
  }
  const aligned = modes.length > 1 ? " Words are left-aligned in the lane's widest word:" : '';
  const longest = `k from the length of the leading run, at most rs bits`;
  const scaled = maxEs > 0 ? '{k, rest} << es' : '{k, rest}';
  return [
    `${what}, sign, and log2 of the magnitude.`,
    '',
    `The log is ${scaled}: the regime ${longest}, then the bits behind it.` +
      (aligned === ''
        ? ''
        : `${aligned} the zeros behind a word end its run, and are the low bits that its log lacks.`) +
      idle,
    '',
    'Combinational. Words by the golden model:',
    '',
    ...exampleRows(decoder),
  ];
}

/** A container of every mode, one row for each of its words. */
function exampleRows(decoder: UnifiedDecoder): string[] {
  const { modes, maxEs, lanes, widest } = decoder;
  const columns = (when: boolean, ...cells: string[]) => (when ? cells : []);
  const titles = [
    ...columns(modes.length > 1, 'mode_i'),
    ...columns(maxEs > 0, 'es_i'),
    'rs_i',
    'code_i',
    ...columns(lanes.length > 1, 'lane'),
    'sign',
    ...columns(widest !== null, 'log'),
    'value',
  ];
  const rows = examples(decoder).flatMap(({ format, words }) =>
    words.map((word, index) => {
      const { sign, log, value } = reading(format, word, lanes[index]);
      return [
        ...columns(modes.length > 1, modeWord(format.n)),
        ...columns(maxEs > 0, svLiteral(format.es, bitLength(maxEs))),
        svLiteral(format.rs, RS_WIDTH),
        container(decoder, format, words),
        ...columns(lanes.length > 1, String(index)),
        sign,
        ...columns(widest !== null, log),
        value,
      ];
    }),
  );
  const right = ['lane', 'sign', 'log'].map((name) => titles.indexOf(name));
  return alignColumns([titles, ...rows], right).map((row) => `  ${row}`);
}

interface Example {
  readonly format: LpFormat;
  /** Lane 0 first. */
  readonly words: readonly number[];
}

/** Where there is one lane, one word in each of three formats. */
function examples({ modes, maxEs, lanes }: UnifiedDecoder): Example[] {
  const formatOf = (n: number, es: number, rs: number) =>
    lpFormat({ n, es: Math.min(es, maxEs), rs: Math.min(rs, n - 1) });
  const negative = (format: LpFormat) => 2 ** format.n - middleWord(format);
  if (lanes.length === 1) {
    return [formatOf(8, 0, 7), formatOf(8, maxEs, 4), formatOf(8, 1, 2)].map((format, index) => ({
      format,
      words: [[1, negative(format), format.maxWord][index] ?? 0],
    }));
  }
  return modes.map((n) => {
    const format = formatOf(n, 1, 5);
    const words = n === 2 ? [1, 3, 0, 2] : [negative(format), format.maxWord];
    return { format, words: words.slice(0, lanesOfWord(n)) };
  });
}

function container(
  { containerBits }: UnifiedDecoder,
  { n }: LpFormat,
  words: readonly number[],
): string {
  const bits = words.reduce((all, word, index) => all + word * 2 ** (index * n), 0);
  return svLiteral(bits, containerBits, 'binary');
}

/** What the lane's ports say of a word. */
function reading(format: LpFormat, word: number, lane: DecodedLane | undefined) {
  const decoded = decode(format, word);
  if (decoded.kind !== 'number') {
    return { sign: '0', log: '0', value: decoded.kind === 'zero' ? '0' : 'NaR' };
  }
  const octaves = Number(decoded.log) / 2 ** format.fractionBits;
  return {
    sign: String(decoded.sign),
    log: lane?.widths ? String(octaves * 2 ** lane.fractionBits) : '',
    value: `${decoded.sign === 1 ? '-' : '+'}2^${octaves}`,
  };
}

export function unifiedDecoderParameters({ lanes, maxEs, widest }: UnifiedDecoder): Parameter[] {
  return [
    ...(widest === null
      ? []
      : [
          {
            name: 'ReachWidth',
            value: widest.rest,
            why: 'of a run of n - 1 bits, those behind the first',
          },
        ]),
    ...lanes.flatMap((lane) => laneParameters(lane, maxEs)),
    ...(lanes.some(({ widths }) => widths === null)
      ? [{ name: 'TernaryWidth', value: 2, why: 'a lane of 2-bit words: 0, 1, -1 and NaR' }]
      : []),
  ];
}

function laneParameters(
  { slot, modes, widths, ending: { parameter } }: DecodedLane,
  maxEs: number,
): Parameter[] {
  if (widths === null) return [];
  const n = modes.length > 1 ? `the widest of ${alternatives(modes)}` : 'n';
  const row = (name: string, value: number, why: string) => ({
    name: `${name}${parameter}`,
    value,
    why,
  });
  return [
    row('WordWidth', slot, n),
    row('BodyWidth', widths.body, 'the bits below the sign'),
    row('RunWidth', widths.run, `m - 1 is at most ${slot - 2}`),
    row('RestWidth', widths.rest, 'behind the shortest regime, a single bit'),
    row('RegimeWidth', widths.regime, 'k = m - 1 or -m'),
    row(
      'LogWidth',
      widths.log,
      maxEs === 0 ? 'regime and rest' : `regime and rest, shifted by es, at most ${maxEs}`,
    ),
  ];
}
