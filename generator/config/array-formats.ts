import { lanesOfWord } from '../../golden/exact/index.ts';
import { type LpFormat, lpFormat } from '../../golden/format.ts';
import { Failure } from '../../system/failure.ts';
import { signedWidth } from '../systemverilog.ts';
import type { FormatRange, LaneShape } from './array-shape.ts';
import { type CheckedArray, RUN_TIME_DEFAULTS } from './schema.ts';

/** The formats that the parts of an array must read. */
export interface FormatRanges {
  readonly runTime: boolean;
  /** 0 where formats are fixed. */
  readonly maxEs: number;
  readonly modes: readonly number[];
  readonly lanes: readonly Pick<LaneShape, 'index' | 'modes' | 'weight'>[];
  readonly containerBits: number;
  readonly activation: FormatRange;
  readonly output: FormatRange;
}

const CONTAINER_BITS = 8;

/** Run-time formats for the modes of a config, or its fixed ones. Throws Failure (input). */
export function formatRanges(checked: CheckedArray): FormatRanges {
  const { weight, activation, output } = checked;
  if (weight === undefined || activation === undefined) {
    refuseLooseFormats(checked);
    const maxEs = checked.array.maxEs ?? RUN_TIME_DEFAULTS.maxEs;
    const modes = [...(checked.array.modes ?? RUN_TIME_DEFAULTS.modes)].sort((a, b) => b - a);
    const count = Math.max(...modes.map(lanesOfWord));
    const lanes = Array.from({ length: count }, (_, index) => {
      const served = modes.filter((n) => lanesOfWord(n) > index);
      return { index, modes: served, weight: runTimeRange(served[0] ?? 8, maxEs) };
    });
    const words = runTimeRange(CONTAINER_BITS, maxEs);
    return {
      runTime: true,
      maxEs,
      modes,
      lanes,
      containerBits: CONTAINER_BITS,
      activation: words,
      output: words,
    };
  }
  refuseRunTimeOptions(checked);
  const fixed = fixedRange(lpFormat(weight));
  const { n } = fixed;
  const count = lanesOfWord(n);
  return {
    runTime: false,
    maxEs: 0,
    modes: [n],
    lanes: Array.from({ length: count }, (_, index) => ({
      index,
      modes: [n],
      weight: withoutLog(fixed),
    })),
    containerBits: count * n,
    activation: fixedRange(lpFormat(activation)),
    output: fixedRange(lpFormat(output ?? activation)),
  };
}

/** Formats are fixed together or come at run time together. */
function refuseLooseFormats({ weight, activation, output }: CheckedArray): void {
  const given = Object.entries({ weight, activation, output }).find(([, value]) => value);
  if (given === undefined) return;
  const missing = weight === undefined ? 'weight' : 'activation';
  throw new Failure(
    'input',
    `${given[0]} fixes a format, but ${missing} is missing`,
    'an array has fixed formats (weight and activation) or takes them at run time (neither)',
  );
}

function refuseRunTimeOptions({ array }: CheckedArray): void {
  const given = (['modes', 'maxEs'] as const).find((key) => array[key] !== undefined);
  if (given === undefined) return;
  throw new Failure(
    'input',
    `array.${given} has no meaning where weight and activation fix the formats`,
    `remove it, or remove weight and activation`,
  );
}

function fixedRange(format: LpFormat): FormatRange {
  // As the decoder of a fixed format has it: {regime, exponent, fraction}.
  const exponent = format.n === 2 ? 0 : format.es;
  const regime = signedWidth(-format.rs, format.rs - 1);
  return {
    n: format.n,
    fractionBits: format.fractionBits,
    maxLog: format.maxLog,
    logWidth: regime + exponent + format.fractionBits,
    fixed: format,
    largest: format,
  };
}

/** A weight of 2 bits is 0, 1, -1 or NaR: its log is 0 and takes no bits. */
function withoutLog(range: FormatRange): FormatRange {
  return range.n === 2 ? { ...range, logWidth: 0 } : range;
}

/** LP<n, 0..maxEs, 1..n-1>: logs are {k, rest} shifted left by es, in units of 2^-(n-2). */
function runTimeRange(n: number, maxEs: number): FormatRange {
  const fractionBits = n - 2;
  const formats = Array.from({ length: n - 1 }, (_, index) =>
    lpFormat({ n, es: maxEs, rs: index + 1, sf: 0 }),
  );
  const logOf = (format: LpFormat) => format.maxLog * 2 ** (fractionBits - format.fractionBits);
  const largest = formats.reduce((best, format) => (logOf(format) > logOf(best) ? format : best));
  const maxLog = logOf(largest);
  const logWidth = signedWidth(-maxLog, maxLog);
  return withoutLog({ n, fractionBits, maxLog, logWidth, fixed: null, largest });
}
