import type { ArrayModule, ArrayShape } from '../../generator/index.ts';
import { lanesOfWord } from '../../golden/exact/index.ts';
import { decodeTable } from '../../golden/fast/index.ts';
import { formatName, type LpFormat, lpFormat } from '../../golden/format.ts';
import { decoderChecks } from '../checks/decoder.ts';
import { binaryText, logText } from '../explain.ts';
import { bytesOf } from '../limbs.ts';
import { decodedRecord } from '../stimulus/decoded.ts';
import { isRunTime } from '../unit.ts';
import { type Difference, differingFields, type Explanation, type Workload } from '../workload.ts';

/** Every word of every format that a decoder of an array may be told. */
export function arrayDecoderChecks(shape: ArrayShape, module: ArrayModule): Workload[] {
  const isWeight = module.serves?.[0] === 'weight';
  const side = isWeight ? (shape.lanes[0]?.weight ?? shape.activation) : shape.activation;
  if (!isRunTime(module)) return side.fixed === null ? [] : decoderChecks(side.fixed);
  return [runTimeCheck(shape, isWeight)];
}

/** Values on the ports of a decoder. */
interface Question {
  readonly code: number;
  readonly es: number;
  readonly rs: number;
  readonly mode: number;
}

const CODES = 256;
const RS_VALUES = 8;
/** n of the words by mode_i. */
const MODE_WORDS = [2, 4, 8, 8] as const;
const EVERY_OTHER = 0x9e37;

function runTimeCheck(shape: ArrayShape, isWeight: boolean): Workload {
  const modes = isWeight
    ? [0, 1, 2, 3].filter((mode) => shape.modes.includes(MODE_WORDS[mode] as number))
    : [3];
  const questions = allQuestions(shape.maxEs, modes);
  const lanes = isWeight ? shape.lanes.length : 1;
  /** Units of the logs of each lane: 2^-(n - 2) of its widest words. */
  const fractions = isWeight
    ? shape.lanes.map(({ weight }) => weight.fractionBits)
    : [shape.activation.fractionBits];
  return {
    name: 'all words of all formats',
    exhaustive: true,
    args: ['records'],
    fed: true,
    recordWords: lanes,
    blocks: () => [
      {
        input: bytesOf(Uint32Array.from(questions, packed)),
        expected: Uint32Array.from(questions.flatMap((question) => answer(question, fractions))),
      },
    ],
    explain: (difference) => explain(questions, fractions, difference),
  };
}

/** In a scattered order: a decoder that keeps an earlier word would go unnoticed among neighbours. */
function allQuestions(maxEs: number, modes: readonly number[]): Question[] {
  const total = CODES * RS_VALUES * (maxEs + 1) * modes.length;
  return Array.from({ length: total }, (_, index) => {
    let rest = index;
    const next = (count: number) => {
      const value = rest % count;
      rest = Math.floor(rest / count);
      return value;
    };
    const code = (next(CODES) * EVERY_OTHER) % CODES;
    const mode = modes[next(modes.length)] as number;
    return { code, mode, rs: next(RS_VALUES), es: next(maxEs + 1) };
  });
}

function packed({ code, es, rs, mode }: Question): number {
  return code + es * 2 ** 8 + rs * 2 ** 12 + mode * 2 ** 16;
}

function formatOf({ es, rs, mode }: Question): LpFormat {
  const n = MODE_WORDS[mode] as number;
  return lpFormat({ n, es, rs: Math.max(1, Math.min(rs, n - 1)) });
}

/** A word for each lane; a lane that the mode does not use decodes to zero. */
function answer(question: Question, fractions: readonly number[]): number[] {
  const format = formatOf(question);
  const table = decodedWords(format);
  return fractions.map((fractionBits, lane) => {
    if (lane >= lanesOfWord(format.n)) return 1;
    const word = (question.code >> (lane * format.n)) % 2 ** format.n;
    return scaled(table[word] as number, fractionBits - format.fractionBits) >>> 0;
  });
}

/** A record whose log is told in units finer by so many bits. */
export function scaled(record: number, bits: number): number {
  return (record >> 3) * 2 ** bits * 8 + (record & 7);
}

const tables = new Map<string, Int32Array>();

function decodedWords(format: LpFormat): Int32Array {
  const known = tables.get(formatName(format));
  if (known !== undefined) return known;
  const table = decodeTable(format);
  const words = Int32Array.from(table.kind, (_, word) => decodedRecord(table, word));
  tables.set(formatName(format), words);
  return words;
}

function explain(
  questions: readonly Question[],
  fractions: readonly number[],
  { index, expected, got }: Difference,
): Explanation {
  const question = questions[index] as Question;
  const lane = expected.findIndex((word, at) => word !== got[at]);
  const fields = (record: number) => ({
    [`zero_o, lane ${lane}`]: String(record & 1),
    [`nar_o, lane ${lane}`]: String((record >> 1) & 1),
    [`sign_o, lane ${lane}`]: String((record >> 2) & 1),
    [`log_o, lane ${lane}`]: logText((record | 0) >> 3, fractions[lane] as number),
  });
  const wanted = fields(expected[lane] as number);
  const seen = fields(got[lane] as number);
  return {
    inputs: {
      code_i: binaryText(question.code, 8),
      format: formatName(formatOf(question)),
      es_i: String(question.es),
      rs_i: String(question.rs),
      mode_i: binaryText(question.mode, 2),
    },
    expected: wanted,
    got: seen,
    differs: differingFields(wanted, seen),
  };
}
