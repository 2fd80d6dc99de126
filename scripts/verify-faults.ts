// Plants every fault in several designs and prints which were reported: the harness must fail.
// Usage: verify-faults.ts [--seed N] [--configs f0,p2,...] [--only REGEX]
// REGEX selects faults by the name that the matrix gives them.
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { type CheckedPe, design } from '../generator/index.ts';
import { runAll } from '../sim/jobs.ts';
import { alignColumns } from '../system/text.ts';
import { EDITS, type ListedEdit } from '../test/faults/edits.ts';
import { type Outcome, plant, prepareBed } from '../test/faults/plant.ts';
import { familyConfigs, faultConfigs } from '../test/support/varied-configs.ts';

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    only: { type: 'string', default: '' },
    configs: {
      type: 'string',
      default: faultConfigs()
        .map(({ name }) => name)
        .join(','),
    },
  },
});
const seed = Number(values.seed);
const only = new RegExp(values.only);
const edits = EDITS.filter((edit) => only.test(key(edit)));
const names = values.configs.split(',');
const known = [...faultConfigs(), ...familyConfigs()];
const configs = known.filter(({ name }) => names.includes(name));

const columns: Outcome[][] = [];
for (const config of configs) columns.push(await outcomesIn(config));

printMatrix();
printCounts();
process.exitCode = printUnreported() === 0 && configs.length > 0 ? 0 : 1;

/** What becomes of each fault in one design. */
async function outcomesIn(config: CheckedPe): Promise<Outcome[]> {
  const begin = performance.now();
  const bed = await prepareBed(design(config));
  try {
    const jobs = edits.map((edit) => () => plant(bed, edit, seed));
    return await runAll(jobs, availableParallelism(), new AbortController());
  } finally {
    await bed.dispose();
    const seconds = Math.round((performance.now() - begin) / 1000);
    process.stderr.write(`${config.name}: ${seconds} s\n`);
  }
}

function printMatrix(): void {
  const rows = edits.map((edit, at) => [key(edit), ...columns.map((column) => cell(column[at]))]);
  print(alignColumns([['fault', ...configs.map(({ name }) => name)], ...rows]));
}

/** Faults planted by what they change and in which variant. */
function printCounts(): void {
  const parts = [...new Set(edits.map(({ part }) => part))];
  const planted = (part: string, column: readonly Outcome[]) =>
    edits.filter((edit, at) => edit.part === part && column[at]?.kind !== 'not applicable').length;
  const rows = configs.map((config, at) => [
    config.name,
    variantText(config),
    ...parts.map((part) => String(planted(part, columns[at] ?? []))),
  ]);
  const head = ['', 'variant', ...parts];
  print(['', ...alignColumns([head, ...rows], [2, 3, 4, 5, 6])]);
}

/** What every fault that was not reported rests on. Returns how many are not explained. */
function printUnreported(): number {
  const equivalent: string[] = [];
  const survivors: string[] = [];
  const never: string[] = [];
  const homeless: string[] = [];
  let planted = 0;
  let unexplained = 0;
  for (const [index, edit] of edits.entries()) {
    const outcomes = columns.map((column) => column[index] as Outcome);
    const placed = outcomes.filter(({ kind }) => kind !== 'not applicable');
    planted += placed.length;
    if (placed.length === 0) homeless.push(`without a place: ${key(edit)}`);
    else if (placed.every(({ kind }) => kind === 'equivalent')) {
      never.push(`equivalent wherever it is: ${key(edit)}: ${edit.harmless ?? 'UNEXPLAINED'}`);
      if (edit.harmless === undefined) unexplained++;
    }
    for (const [at, outcome] of outcomes.entries()) {
      const name = `${configs[at]?.name} ${key(edit)}`;
      if (outcome.kind === 'equivalent') equivalent.push(`equivalent: ${name}: ${outcome.why}`);
      if (outcome.kind === 'survived') survivors.push(`survived: ${name}\n${detail(outcome)}`);
    }
  }
  const counts =
    `${planted} faults planted, ${equivalent.length} equivalent, ${survivors.length} survived, ` +
    `${homeless.length} without a place`;
  print(['', counts, ...equivalent, ...never, ...survivors, ...homeless]);
  // In some of the designs, a fault may have no place or none that matters.
  const all = names.length === faultConfigs().length;
  return survivors.length + (all ? homeless.length + unexplained : 0);
}

function print(lines: readonly string[]): void {
  process.stdout.write(`${lines.join('\n')}\n`);
}

function key({ part, fault }: ListedEdit): string {
  return `${part}: ${fault}`;
}

function cell(outcome: Outcome | undefined): string {
  switch (outcome?.kind) {
    case 'reported':
    case 'equivalent':
      return outcome.kind;
    case 'survived':
      return 'SURVIVED';
    default:
      return '-';
  }
}

function variantText({ pe, accumulator }: CheckedPe): string {
  const sum = accumulator.kind === 'float' ? 'float' : 'fixed';
  return `${sum}, ${pe.operands}, pipeline ${pe.pipeline}`;
}

function detail({ proof }: Extract<Outcome, { kind: 'survived' }>): string {
  return proof.kind === 'different' ? proof.counterexample : proof.detail;
}
