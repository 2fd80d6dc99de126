// Plants every fault in several designs and prints which were reported: the harness must fail.
// Usage: verify-faults.ts [--seed N] [--configs f0,p2,...] [--only REGEX]
// REGEX selects faults by the name that the matrix gives them.
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import {
  arrayDesign,
  type CheckedArray,
  type CheckedPe,
  design,
  type LpDesign,
} from '../generator/index.ts';
import { runAll } from '../sim/jobs.ts';
import { alignColumns } from '../system/text.ts';
import { ACCELERATOR_EDITS, ARRAY_EDITS, EDITS, type ListedEdit } from '../test/faults/edits.ts';
import { type Outcome, plant, prepareBed } from '../test/faults/plant.ts';
import { acceleratorFaultConfigs } from '../test/support/accelerator-fault-configs.ts';
import { arrayFaultConfigs } from '../test/support/array-fault-configs.ts';
import { familyConfigs, faultConfigs } from '../test/support/varied-configs.ts';

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: '1' },
    only: { type: 'string', default: '' },
    configs: {
      type: 'string',
      default: [...faultConfigs(), ...arrayFaultConfigs(), ...acceleratorFaultConfigs()]
        .map(({ name }) => name)
        .join(','),
    },
  },
});
const seed = Number(values.seed);
const only = new RegExp(values.only);
const names = values.configs.split(',');

/** Designs of one kind, and the faults of their parts. */
interface Family {
  readonly designs: readonly LpDesign[];
  readonly edits: readonly ListedEdit[];
  /** Whether every fault must have a place: the designs are all that were made for it. */
  readonly whole: boolean;
}

const families: Family[] = [
  {
    designs: named([...faultConfigs(), ...familyConfigs()]).map((config) => design(config)),
    edits: EDITS.filter((edit) => only.test(key(edit))),
    whole: named(faultConfigs()).length === faultConfigs().length,
  },
  {
    designs: named(arrayFaultConfigs()).map((config) => arrayDesign(config)),
    edits: ARRAY_EDITS.filter((edit) => only.test(key(edit))),
    whole: named(arrayFaultConfigs()).length === arrayFaultConfigs().length,
  },
  {
    designs: named(acceleratorFaultConfigs()).map((config) => arrayDesign(config)),
    edits: ACCELERATOR_EDITS.filter((edit) => only.test(key(edit))),
    whole: named(acceleratorFaultConfigs()).length === acceleratorFaultConfigs().length,
  },
];

let failures = 0;
let planted = 0;
for (const family of families.filter(({ designs }) => designs.length > 0)) {
  const columns: Outcome[][] = [];
  for (const each of family.designs) columns.push(await outcomesIn(each, family.edits));
  printMatrix(family, columns);
  printCounts(family, columns);
  failures += printUnreported(family, columns);
  planted += columns.length;
}
process.exitCode = failures === 0 && planted > 0 ? 0 : 1;

function named<C extends CheckedPe | CheckedArray>(configs: readonly C[]): C[] {
  return configs.filter(({ name }) => names.includes(name));
}

/** What becomes of each fault in one design. */
async function outcomesIn(emitted: LpDesign, edits: readonly ListedEdit[]): Promise<Outcome[]> {
  const begin = performance.now();
  const bed = await prepareBed(emitted);
  try {
    const jobs = edits.map((edit) => () => plant(bed, edit, seed));
    return await runAll(jobs, availableParallelism(), new AbortController());
  } finally {
    await bed.dispose();
    const seconds = Math.round((performance.now() - begin) / 1000);
    process.stderr.write(`${emitted.config.name}: ${seconds} s\n`);
  }
}

function printMatrix({ designs, edits }: Family, columns: readonly Outcome[][]): void {
  const rows = edits.map((edit, at) => [key(edit), ...columns.map((column) => cell(column[at]))]);
  print(alignColumns([['fault', ...designs.map(({ config }) => config.name)], ...rows]));
}

/** Faults planted by what they change and in which variant. */
function printCounts({ designs, edits }: Family, columns: readonly Outcome[][]): void {
  const parts = [...new Set(edits.map(({ part }) => part))];
  const planted = (part: string, column: readonly Outcome[]) =>
    edits.filter((edit, at) => edit.part === part && column[at]?.kind !== 'not applicable').length;
  const rows = designs.map((each, at) => [
    each.config.name,
    variantText(each),
    ...parts.map((part) => String(planted(part, columns[at] ?? []))),
  ]);
  const head = ['', 'variant', ...parts];
  print([
    '',
    ...alignColumns(
      [head, ...rows],
      parts.map((_, at) => at + 2),
    ),
  ]);
}

/** What every fault that was not reported rests on. Returns how many are not explained. */
function printUnreported({ designs, edits, whole }: Family, columns: readonly Outcome[][]): number {
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
      const name = `${designs[at]?.config.name} ${key(edit)}`;
      if (outcome.kind === 'equivalent') equivalent.push(`equivalent: ${name}: ${outcome.why}`);
      if (outcome.kind === 'survived') survivors.push(`survived: ${name}\n${detail(outcome)}`);
    }
  }
  const counts =
    `${planted} faults planted, ${equivalent.length} equivalent, ${survivors.length} survived, ` +
    `${homeless.length} without a place`;
  print(['', counts, ...equivalent, ...never, ...survivors, ...homeless]);
  // In some of the designs, a fault may have no place or none that matters.
  return survivors.length + (whole ? homeless.length + unexplained : 0);
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

function variantText({ config }: LpDesign): string {
  if (config.kind === 'array') {
    const { rows, cols, modes } = config.array;
    const formats = config.weight === undefined ? (modes ?? []).join(', ') : 'fixed';
    return `${rows} x ${cols}, ${formats}, ${config.accumulator.overflow ?? 'wrap'}`;
  }
  const { pe, accumulator } = config;
  const sum = accumulator.kind === 'float' ? 'float' : 'fixed';
  return `${sum}, ${pe.operands}, pipeline ${pe.pipeline}`;
}

function detail({ proof }: Extract<Outcome, { kind: 'survived' }>): string {
  return proof.kind === 'different' ? proof.counterexample : proof.detail;
}
