import { basename } from 'node:path';
import { parseConfig } from '../../generator/index.ts';
import { type Fit, fitTensor } from '../../quantize/fit.ts';
import { quantizeValues } from '../../quantize/lp-words.ts';
import { fitLines } from '../../report/fit-text.ts';
import { paintFor } from '../../report/paint.ts';
import { Failure, ioFailure } from '../../system/failure.ts';
import { writeFileAtomically } from '../../system/files.ts';
import { inShapeOrder, readTensor, type Tensor } from '../../tensor/index.ts';
import { npyBytes } from '../../tensor/write-npy.ts';
import { type FitOptions, integerOption } from '../options.ts';
import { refuseTensorFile } from '../output-file.ts';
import { printJson, printLines } from '../print.ts';
import { withProgress } from '../progress.ts';

/** Finds the format of a tensor. Throws Failure (usage, input, io). */
export async function fitCommand(reference: string, options: FitOptions): Promise<void> {
  const question = fitQuestion(options);
  const target = outputTarget(options.out);
  refuseTensorFile('--out', options.out, reference);
  const axis = integerOption('--axis', options.axis, { min: 0, max: 63 });
  const tensor = await readTensor(reference, axis === undefined ? {} : { axis });
  refuseUnfit(tensor);
  const found = await withProgress(`fitting ${reference}`, async () =>
    fitTensor(tensor.values, question),
  );
  if (target !== undefined) await write(target, tensor, found, question.rounding);
  if (options.json) printJson(fitJson(tensor, found, question));
  else {
    const next = target && nextCommand(target, reference, options);
    const report = { tensor, fit: found, ...question, ...(next === undefined ? {} : { next }) };
    printLines(fitLines(report, paintFor(process.stdout)));
  }
}

/** What to type once a config is written; words alone need one first. */
function nextCommand({ path, kind }: Target, reference: string, options: FitOptions) {
  if (kind === 'words') return undefined;
  const { rounding, axis } = options;
  const words = [
    ...['npx', 'logposit', 'verify', path, '--weights', reference],
    ...(rounding === undefined ? [] : ['--rounding', rounding]),
    ...(axis === undefined ? [] : ['--axis', axis]),
  ];
  return words.map(shellWord).join(' ');
}

/** A word as a shell takes it whole. */
function shellWord(word: string): string {
  return /^[\w@%+=:,./-][\w@%+=:,./#-]*$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}

interface Question {
  readonly n: number;
  readonly rounding: 'log' | 'linear';
  readonly es?: number;
  readonly rs?: number;
}

function fitQuestion(options: FitOptions): Question {
  const n = integerOption('--n', options.n, { min: 2, max: 16 }) ?? 8;
  const es = integerOption('--es', options.es, { min: 0, max: 5 });
  const rs = integerOption('--rs', options.rs, { min: 1, max: n - 1 });
  const { rounding = 'log' } = options;
  if (rounding !== 'log' && rounding !== 'linear') {
    throw new Failure('usage', `--rounding must be log or linear, not "${rounding}"`);
  }
  return { n, rounding, ...(es === undefined ? {} : { es }), ...(rs === undefined ? {} : { rs }) };
}

interface Target {
  readonly path: string;
  readonly kind: 'words' | 'config';
}

function outputTarget(path: string | undefined): Target | undefined {
  if (path === undefined) return undefined;
  if (path.endsWith('.npy')) return { path, kind: 'words' };
  if (path.endsWith('.json')) {
    if (isConfigName(path)) return { path, kind: 'config' };
    throw new Failure(
      'usage',
      `--out ${path}: a config is named as its file, which is no name`,
      'a name starts with a to z, goes on with a to z, 0 to 9 and single _, and is no SystemVerilog keyword',
    );
  }
  throw new Failure('usage', `--out must end in .npy or .json, not "${path}"`);
}

function isConfigName(path: string): boolean {
  try {
    parseConfig(configText(path, { n: 8, es: 0, rs: 7, sf: 0 }, 1), path);
    return true;
  } catch (error) {
    if (error instanceof Failure) return false;
    throw error;
  }
}

function refuseUnfit({ reference, kind, values }: Tensor): void {
  if (kind === 'integer') {
    throw new Failure(
      'input',
      `${reference} holds integers, which are taken for words of a format already`,
      'fit needs floating-point values',
    );
  }
  if (values.every((value) => value === 0)) {
    throw new Failure('input', `${reference} holds only zeros: every format holds them exactly`);
  }
}

async function write(
  { path, kind }: Target,
  tensor: Tensor,
  { best }: Fit,
  rounding: Question['rounding'],
): Promise<void> {
  const content = () => {
    if (kind === 'config') return configText(path, best.format, tensor.depth);
    const words = quantizeValues(tensor.values, best.format, rounding);
    const ordered = inShapeOrder(tensor, Float64Array.from(words));
    return npyBytes(ordered, tensor.shape, best.format.n <= 8 ? 'uint8' : 'uint16');
  };
  try {
    await writeFileAtomically(path, content());
  } catch (error) {
    throw ioFailure(error, 'write', path);
  }
}

interface Shape {
  readonly n: number;
  readonly es: number;
  readonly rs: number;
  readonly sf: number;
}

/** As many products as a config may have. */
const LARGEST_DEPTH = 2 ** 20;

/** A config named as its file: these weights, activations of the same shape, sums of K products. */
function configText(path: string, { n, es, rs, sf }: Shape, depth: number): string {
  const name = basename(path, '.json');
  const accumulator = { depth: Math.min(depth, LARGEST_DEPTH) };
  const config = { name, weight: { n, es, rs, sf }, activation: { n, es, rs }, accumulator };
  return `${JSON.stringify(config, null, 2)}\n`;
}

function fitJson(
  { reference, shape, channels, depth, hash }: Tensor,
  { best, others }: Fit,
  { n, rounding }: Question,
): object {
  const { format, sqnr, zeros, saturated } = best;
  const { es, rs, sf } = format;
  return {
    tensor: { reference, shape, channels, depth, hash },
    n,
    rounding,
    best: { es, rs, sf, sqnr, zeros, saturated },
    others,
  };
}
