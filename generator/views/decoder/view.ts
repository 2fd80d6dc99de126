import { formatName, type LpFormat } from '../../../golden/format.ts';
import { alignColumns } from '../../../system/text.ts';
import type { Module, Port } from '../../design.ts';
import { bitLength, svLiteral } from '../../systemverilog.ts';
import { middleWord, wordLog } from '../examples.ts';
import { type HeaderView, header, type Provenance } from '../header.ts';
import { input, output, portLines, signedPort } from '../ports.ts';
import {
  concatenation,
  declarations,
  localparams,
  lsbText,
  type Parameter,
  slice,
} from '../text.ts';
import { flagAssignments } from './flags.ts';

/** A run of one bit and its terminator (where rs = 1 the run is alone). */
const SHORTEST_REGIME = 2;

/** Bits of a decoded word: {regime, tail} is the log, tail = {exponent, fraction}. */
export interface DecoderWidths {
  readonly word: number;
  readonly body: number;
  /** Bits of m - 1, the regime run's length less one; 0 where every run is one bit long. */
  readonly run: number;
  readonly exponent: number;
  readonly fraction: number;
  readonly tail: number;
  readonly log: number;
}

export function decoderWidths(format: LpFormat): DecoderWidths {
  // A word of 2 bits has no bit left for an exponent: its log is 0.
  const exponent = format.n === 2 ? 0 : format.es;
  const run = bitLength(format.rs - 1);
  const tail = exponent + format.fractionBits;
  return {
    word: format.n,
    body: format.n - 1,
    run,
    exponent,
    fraction: format.fractionBits,
    tail,
    log: 1 + run + tail,
  };
}

export function decoderPorts(format: LpFormat): Port[] {
  const { word, log } = decoderWidths(format);
  return [
    input('code_i', word, `${shapeName(format)} word`),
    output('zero_o', 1, 'the word is zero'),
    output('nar_o', 1, 'the word is NaR (not a real)'),
    output('sign_o', 1, '1: negative; 0 for zero and NaR'),
    signedPort(
      output(
        'log_o',
        log,
        `log2 of the magnitude, ${lsbText(format.fractionBits)}; 0 for zero, NaR`,
      ),
    ),
  ];
}

export interface DecoderView {
  readonly header: HeaderView;
  readonly name: string;
  readonly ports: readonly string[];
  readonly localparams: readonly string[];
  readonly fields: LogFieldsView;
  readonly flags: readonly string[];
}

/** Reading the log of a word, were it a number: from code_i to `log`, with the word's `body` on the way. */
export interface LogFieldsView {
  readonly signals: readonly string[];
  readonly body: { readonly story: string; readonly value: string };
  readonly longestRun: number;
  /** Null where rs = 1: the run is one bit and nothing has to be counted. */
  readonly runs: RunTable | null;
  /** Bits behind the shortest regime, at the top of a tail. */
  readonly behindRegime: string;
  readonly hasTail: boolean;
}

interface RunTable {
  /** What a row assigns. */
  readonly target: string;
  readonly rows: readonly RunRow[];
  readonly regime: string;
  readonly log: string;
}

interface RunRow {
  readonly pattern: string;
  readonly value: string;
}

export function decoderView(module: Module, format: LpFormat, provenance: Provenance): DecoderView {
  const widths = decoderWidths(format);
  return {
    header: header(decoderStory(format, module), provenance),
    name: module.name,
    ports: portLines(module.ports),
    localparams: localparams(decoderParameters(format)),
    fields: logFieldsView(format),
    flags: flagAssignments({
      word: 'code_i',
      negative: 'code_i[WordWidth-1]',
      width: widths.word,
      zero: 'zero_o',
      nar: 'nar_o',
      sign: 'sign_o',
      log: { target: 'log_o', value: 'log' },
    }),
  };
}

const MAGNITUDE = {
  story: "A negative word is two's-complemented first.",
  value: 'code_i[WordWidth-1] ? -code_i[BodyWidth-1:0] : code_i[BodyWidth-1:0]',
} as const;

const NEVER_NEGATIVE = {
  story: 'No word is negative.',
  value: 'code_i[BodyWidth-1:0]',
} as const;

/** The fields of a word, for templates that have `decoderParameters` above them. */
export function logFieldsView(format: LpFormat, nonNegative = false): LogFieldsView {
  const widths = decoderWidths(format);
  return {
    signals: declarations(decoderSignals(widths)),
    body: nonNegative ? NEVER_NEGATIVE : MAGNITUDE,
    longestRun: format.rs,
    runs: format.rs === 1 ? null : runTable(format, widths),
    behindRegime: tailExpression(widths.body - Math.min(format.rs, SHORTEST_REGIME), widths.tail),
    hasTail: widths.tail > 0,
  };
}

function decoderStory(format: LpFormat, module: Module): string[] {
  const { exponent, fraction } = decoderWidths(format);
  const operands = (module.serves ?? []).join(' and ');
  const fields = [
    `the regime k from the length of the leading run (at most ${bits(format.rs)})`,
    ...(exponent > 0 ? [`${bits(exponent, 'exponent')} e`] : []),
    ...(fraction > 0 ? [`${bits(fraction, 'fraction')} f`] : []),
  ];
  const letters = ['k', ...(exponent > 0 ? ['e'] : []), ...(fraction > 0 ? ['f'] : [])];
  return [
    `Decoder of ${shapeName(format)} words (${operands}): flags, sign, and log2 of the magnitude.`,
    '',
    `The log is {${letters.join(', ')}}: ${fields.join(', ')}. Reading it takes no arithmetic ` +
      'beyond the run length. Words of this very format:',
    '',
    ...exampleRows(format),
  ];
}

/** Smallest, a negative one in the middle, and largest word, read by the golden model. */
function exampleRows(format: LpFormat): string[] {
  const words = [...new Set([1, 2 ** format.n - middleWord(format), format.maxWord])];
  const rows = words.map((word) => {
    const negative = word > format.maxWord;
    const log = wordLog(format, word);
    return [
      svLiteral(word, format.n, 'binary'),
      negative ? '1' : '0',
      String(log * 2 ** format.fractionBits),
      `${negative ? '-' : '+'}2^${log}`,
    ];
  });
  return alignColumns([['code_i', 'sign', 'log', 'value'], ...rows], [1, 2]).map(
    (row) => `  ${row}`,
  );
}

export function decoderParameters(format: LpFormat): Parameter[] {
  const widths = decoderWidths(format);
  return [
    { name: 'WordWidth', value: widths.word, why: 'n' },
    { name: 'BodyWidth', value: widths.body, why: 'n - 1: the bits below the sign' },
    ...(widths.run > 0
      ? [
          {
            name: 'RunWidth',
            value: widths.run,
            why: `m - 1 is at most rs - 1 = ${format.rs - 1}`,
          },
          { name: 'RegimeWidth', value: 1 + widths.run, why: 'k = m - 1 or -m' },
        ]
      : []),
    ...(widths.tail > 0
      ? [
          {
            name: 'TailWidth',
            value: widths.tail,
            why: `${widths.exponent} exponent + ${widths.fraction} fraction bits`,
          },
        ]
      : []),
    {
      name: 'LogWidth',
      value: widths.log,
      why: `${1 + widths.run} regime + ${widths.tail} tail bits`,
    },
  ];
}

function decoderSignals(widths: DecoderWidths) {
  return [
    { name: 'body', width: 'BodyWidth', meaning: 'magnitude of the word, sign bit dropped' },
    ...(widths.run > 0
      ? [
          { name: 'run', width: 'BodyWidth', meaning: 'body with the regime run as leading ones' },
          { name: 'run_less_one', width: 'RunWidth', meaning: 'm - 1, m the length of the run' },
          { name: 'regime', width: 'RegimeWidth', meaning: 'k' },
          ...(widths.tail > 0
            ? [{ name: 'rest', width: 'TailWidth', meaning: 'bits behind the shortest regime' }]
            : []),
        ]
      : []),
    ...(widths.tail > 0
      ? [{ name: 'tail', width: 'TailWidth', meaning: 'exponent and fraction, missing bits 0' }]
      : []),
    { name: 'log', width: 'LogWidth', meaning: 'log of the word, were it a number' },
  ];
}

function runTable(format: LpFormat, widths: DecoderWidths): RunTable {
  const rows = Array.from({ length: format.rs }, (_, index) => runRow(format, widths, index + 1));
  return {
    target: widths.tail > 0 ? '{run_less_one, tail}' : 'run_less_one',
    rows,
    regime: '{~body[BodyWidth-1], run_less_one ^ {RunWidth{~body[BodyWidth-1]}}}',
    log: widths.tail > 0 ? '{regime, tail}' : 'regime',
  };
}

/** Run of m ones: a shorter one than rs is followed by its terminator. */
function runRow(format: LpFormat, widths: DecoderWidths, m: number): RunRow {
  const terminator = m < format.rs ? '0' : '';
  const used = m + terminator.length;
  const runLessOne = svLiteral(m - 1, widths.run);
  const rest = used === SHORTEST_REGIME ? 'rest' : `rest << ${used - SHORTEST_REGIME}`;
  return {
    pattern: `${widths.body}'b${'1'.repeat(m)}${terminator}${'?'.repeat(widths.body - used)}`,
    value: widths.tail === 0 ? runLessOne : `{${runLessOne}, ${rest}}`,
  };
}

/** The low `free` bits of the body at the top of the tail, zeros below. */
function tailExpression(free: number, tailWidth: number): string {
  const zeros = tailWidth - free;
  const bits = free > 0 ? [slice('body', free - 1, 0)] : [];
  return concatenation([...bits, ...(zeros > 0 ? [svLiteral(0, zeros)] : [])]);
}

/** The format without sf, which never enters a PE. */
export function shapeName({ n, es, rs }: LpFormat): string {
  return formatName({ n, es, rs, sf: 0 });
}

/** "1 bit", "3 fraction bits". */
function bits(count: number, kind = ''): string {
  return [String(count), kind, count === 1 ? 'bit' : 'bits'].filter(Boolean).join(' ');
}
