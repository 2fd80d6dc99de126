import { type CheckedPe, type PeInput, peSchema } from '../../generator/config/schema.ts';
import { formatName } from '../../golden/format.ts';
import { createRandom } from '../../sim/random.ts';

type Input = Omit<PeInput, 'name'>;
type Format = { readonly n: number; readonly es: number; readonly rs: number };

/** Designs that share two operand formats: simulated by one process. */
export interface Pair {
  /** As in the table: `LP<8,1,7>`, or `LP<4,0,2> x LP<8,1,7>`. */
  readonly name: string;
  /** Row of the summary. */
  readonly group: string;
  readonly configs: readonly CheckedPe[];
}

/** Part of the plan, not of a run: another seed would be another plan. */
const MIXED_SEED = 3;
const MIXED_PAIRS = 100;

const WIDTHS = [
  { suffix: 'auto', accumulator: {} },
  { suffix: 'wrap16', accumulator: { width: 16, overflow: 'wrap' } },
  { suffix: 'sat16', accumulator: { width: 16, overflow: 'saturate' } },
] as const;
const OPERANDS = ['words', 'logs'] as const;
const STAGES = [0, 1, 2] as const;
/** One pair in so many gets a floating sum too. */
const FLOAT_PERIOD = 4;
const SIGNIFICANDS = [4, 8, 12, 24, 32, 5, 16] as const;

const ALIGNS = ['truncate', 'nearest', 'floor', 'floor-act'] as const;
const CONVERTERS = ['table', 'table', 'mitchell'] as const;
const UNDERFLOWS = ['flush', 'saturate'] as const;

/** All formats n 2..8, es 0..3, rs 1..n-1 with themselves, and 100 mixed pairs of them. */
export function formatPairs(): Pair[] {
  const formats = allFormats();
  const alike = formats.map((format, index) => ({
    name: formatName({ ...format, sf: 0 }),
    group: `n = ${format.n}`,
    configs: designs(`f${index}`, index, { weight: format, activation: format }),
  }));
  const mixed = mixedFormats(formats).map(([weight, activation], index) => ({
    name: `${formatName({ ...weight, sf: 0 })} x ${formatName({ ...activation, sf: 0 })}`,
    group: 'mixed',
    configs: designs(`m${index}`, index, { weight, activation, ...options(index) }),
  }));
  return [...alike, ...mixed];
}

export function allFormats(): Format[] {
  const formats: Format[] = [];
  for (let n = 2; n <= 8; n++) {
    for (let es = 0; es <= 3; es++) {
      for (let rs = 1; rs < n; rs++) formats.push({ n, es, rs });
    }
  }
  return formats;
}

/** Different pairs of different formats. */
function mixedFormats(formats: readonly Format[]): [Format, Format][] {
  const random = createRandom(MIXED_SEED, 'mixed pairs');
  const chosen = new Map<string, [Format, Format]>();
  while (chosen.size < MIXED_PAIRS) {
    const pair: [Format, Format] = [random.pick(formats), random.pick(formats)];
    if (pair[0] !== pair[1]) chosen.set(JSON.stringify(pair), pair);
  }
  return [...chosen.values()];
}

/** Mixed pairs take turns through the options; cycles of different length meet in every combination. */
function options(index: number): Pick<Input, 'converter' | 'accumulator' | 'encoder'> {
  return {
    converter: { kind: CONVERTERS[index % CONVERTERS.length] },
    accumulator: { align: ALIGNS[index % ALIGNS.length] },
    encoder: {
      underflow: UNDERFLOWS[Math.floor(index / 2) % UNDERFLOWS.length],
      relu: index % 5 === 0,
      scale: index % 7 === 0 ? 5 - index : 'auto',
    },
  };
}

/** The three widths, at times a floating sum; forms of the operands and pipeline stages take turns. */
function designs(name: string, index: number, input: Input): CheckedPe[] {
  const { align, ...rest } = input.accumulator ?? {};
  const fixed = WIDTHS.map(({ suffix, accumulator }, turn) =>
    peSchema.parse({
      ...input,
      name: `${name}_${suffix}`,
      pe: peForm(index + turn),
      accumulator: { ...rest, ...(align === undefined ? {} : { align }), ...accumulator },
    }),
  );
  if (index % FLOAT_PERIOD > 0) return fixed;
  const turn = index / FLOAT_PERIOD;
  const floating = peSchema.parse({
    ...input,
    name: `${name}_float`,
    pe: peForm(turn),
    accumulator: { kind: 'float', significand: SIGNIFICANDS[turn % SIGNIFICANDS.length] },
  });
  return [...fixed, floating];
}

function peForm(turn: number): Input['pe'] {
  return {
    operands: OPERANDS[turn % OPERANDS.length],
    pipeline: STAGES[Math.floor(turn / OPERANDS.length) % STAGES.length],
  };
}
