import type { Check, LayerReport, Mismatch, Verdict, VerifyReport } from '../sim/index.ts';
import { alignColumns } from '../system/text.ts';
import { count } from './figures.ts';
import type { Paint } from './paint.ts';

/** The verdict of a verification, its checks, and the first mismatch field by field. */
export function verifyLines(report: VerifyReport, paint: Paint): string[] {
  const { checks, notRun = [], firstMismatch, layer } = report;
  const rows = [
    ...checks.map((check) => [
      `  ${check.module}`,
      check.name,
      check.vectors.toLocaleString('en'),
      check.exhaustive ? 'all' : 'part',
      verdictText(check.verdict),
    ]),
    ...notRun.map(({ module, name, reason }) => [
      `  ${module}`,
      name,
      '0',
      'none',
      `not run: ${reason}`,
    ]),
  ];
  const table = alignColumns([['  module', 'check', 'vectors', 'inputs', 'verdict'], ...rows], [2]);
  return [
    ...table.map((line, index) =>
      index === 0 ? paint.dim(line) : paintRow(line, checks[index - 1], paint),
    ),
    ...(firstMismatch ? ['', ...mismatchLines(firstMismatch, paint)] : []),
    ...(layer ? ['', ...layerLines(layer)] : []),
    '',
    summary(report, paint),
  ];
}

/** What was not run has no check. */
function paintRow(line: string, check: Check | undefined, paint: Paint): string {
  return check?.verdict.kind === 'pass' ? line : paint.bad(line);
}

/** One phrase per kind of verdict. */
export function verdictText(verdict: Verdict): string {
  switch (verdict.kind) {
    case 'pass':
      return 'pass';
    case 'mismatch':
      return `${verdict.count.toLocaleString('en')} mismatches`;
    case 'unknown-state':
      return `unknown state: ${verdict.detail}`;
    case 'short-output':
      return `output ends after ${verdict.got} of ${verdict.expected} vectors`;
    case 'long-output':
      return `output goes on after all ${verdict.expected} vectors`;
    case 'crashed':
      return `simulator crashed after ${verdict.after} vectors: ${verdict.detail}`;
    case 'timeout':
      return `no end within ${verdict.seconds} s, stopped after ${verdict.after} vectors`;
    case 'tool-missing':
      return verdict.detail;
  }
}

/** What was multiplied, and how good the sums are. */
function layerLines(layer: LayerReport): string[] {
  const { channels, depth, vectors, formats, sqnr, overflowed, nar } = layer;
  const sums = channels * vectors;
  const share = overflowed === 0 ? '' : ` (${((100 * overflowed) / sums).toPrecision(2)} %)`;
  const quality =
    sqnr === null ? 'no figure: no error, or no signal' : `SQNR ${sqnr.toFixed(2)} dB`;
  return alignColumns([
    ['  layer', `${layer.weights}: ${count(channels, 'channel')} of ${depth}, ${formats.weight}`],
    ['  times', `${layer.activations}: ${count(vectors, 'vector')}, ${formats.activation}`],
    [
      '  makes',
      `${count(layer.products, 'product')}, ${count(sums, 'sum')}, ${layer.rounding} rounding`,
    ],
    ['  quality', `${quality} against the unquantised numbers in binary64`],
    [
      '  lost',
      `${overflowed.toLocaleString('en')} sums overflowed${share}, ${nar.toLocaleString('en')} NaR`,
    ],
  ]);
}

function mismatchLines(mismatch: Mismatch, paint: Paint): string[] {
  const { module, check, index, inputs, expected, got, differs } = mismatch;
  const marked = (name: string) => (differs.includes(name) ? paint.bad('differs') : '');
  return [
    paint.bad(`first mismatch: ${module}, ${check}, vector ${index}`),
    ...alignColumns(Object.entries(inputs).map(([name, value]) => [`  ${name}`, value])),
    ...alignColumns([
      ['  output', 'expected', 'got', ''],
      ...Object.keys(expected).map((name) => [
        `  ${name}`,
        expected[name] ?? '',
        got[name] ?? '',
        marked(name),
      ]),
    ]),
  ];
}

function summary(report: VerifyReport, paint: Paint): string {
  const { config, verdict, vectors, exhaustive, mismatches, seed, notRun = [] } = report;
  const scope = exhaustive ? 'every pair of operand words included' : 'operand words sampled';
  const left = notRun.length === 0 ? '' : `, ${count(notRun.length, 'check')} not run`;
  const counted = `${vectors.toLocaleString('en')} vectors compared bit for bit, ${scope}${left}`;
  return verdict === 'pass'
    ? `${paint.good(`${config}: pass`)}, ${counted}, 0 mismatches (seed ${seed})`
    : `${paint.bad(`${config}: ${verdict}`)}, ${counted}, ${mismatches.toLocaleString('en')} mismatches (seed ${seed})`;
}
