// Puts whole arrays of several shapes, for every set of modes, through long streams of tiles, first one
// mode at a time, then all of them in turn, and prints what was compared. An array has --products
// products in each mode, or --vectors vectors where it would need more for that; all arrays together
// have --products in each mode at least, or the run fails.
// Usage: verify-arrays.ts [--seed N] [--products N] [--vectors N] [--gaps N] [--only REGEX]
// --gaps: at least so many vectors in each mode while streams are held up: beats of all four streams must
// come, in order, once. REGEX selects arrays by their names, which are rows x columns and modes: 8x8_842.
import { randomInt } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import {
  type ArrayDesign,
  type ArrayShape,
  arrayDesign,
  arraySchema,
  writeDesign,
} from '../generator/index.ts';
import { lanesOfWord } from '../golden/exact/index.ts';
import { arrayChecks } from '../sim/array/checks.ts';
import { arraySource } from '../sim/array/modules.ts';
import { type ArrayScope, deepScope } from '../sim/array/scope.ts';
import { buildSimulator } from '../sim/build.ts';
import { checkOf } from '../sim/results.ts';
import { prepareRuntime } from '../sim/runtime.ts';
import { simulate } from '../sim/simulate.ts';
import { forModule } from '../sim/simulate-all.ts';
import { findSimulationTools } from '../sim/tools.ts';
import type { Check } from '../sim/verdict.ts';
import { readRtl } from '../system/rtl-files.ts';
import { alignColumns } from '../system/text.ts';

const SHAPES = [
  [1, 1],
  [1, 7],
  [7, 1],
  [3, 5],
  [8, 8],
  [16, 16],
] as const;
const MODES = [[8], [4], [2], [8, 4], [8, 2], [4, 2], [8, 4, 2]] as const;
/** Vectors of a tile: long enough for small arrays to be busy. */
const VECTORS = 64;
const LIMITS = { totalSeconds: 3600, idleSeconds: 60 };

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: String(randomInt(2 ** 32)) },
    products: { type: 'string', default: '1e7' },
    vectors: { type: 'string', default: '40000' },
    gaps: { type: 'string', default: '0' },
    only: { type: 'string', default: '' },
  },
});
const seed = Number(values.seed);
const products = Number(values.products);
const mostVectors = Number(values.vectors);
const gaps = Number(values.gaps);
const only = new RegExp(values.only);
const tools = await findSimulationTools();
const runtime = await prepareRuntime(tools, 'array');

const rows: string[][] = [];
let failed = 0;
/** Products by mode, of the arrays that work in that mode alone. */
const made = new Map<number, number>();
for (const [height, width] of SHAPES) {
  for (const modes of MODES) {
    const name = `${height}x${width}_${modes.join('')}`;
    if (!only.test(name)) continue;
    const config = arraySchema.parse({
      name: `a${name}`,
      kind: 'array',
      array: { rows: height, cols: width, modes, vectors: VECTORS },
      accumulator: { startMax: 4096 },
    });
    await verifyArray(name, arrayDesign(config));
  }
}
const head = ['array', 'mode', 'check', 'beats', 'seconds', 'verdict'];
process.stdout.write(`${alignColumns([head, ...rows], [3, 4]).join('\n')}\n`);
const sums = [...made].sort(([a], [b]) => b - a);
for (const [mode, macs] of sums) {
  process.stdout.write(`${mode}-bit weights: ${macs.toLocaleString('en')} products\n`);
}
process.stdout.write(`${rows.length} checks, ${failed} failed, seed ${seed}\n`);
const enough = sums.length > 0 && sums.every(([, macs]) => macs >= products);
process.exitCode = failed === 0 && enough ? 0 : 1;

async function verifyArray(name: string, design: ArrayDesign): Promise<void> {
  const directory = await mkdtemp(join(tmpdir(), 'logposit-arrays-'));
  try {
    await writeDesign(design, directory);
    const module = design.modules.find(({ role }) => role === 'array');
    if (module === undefined) throw new Error(`${name} has no array`);
    const sources = await readRtl(directory, design.config.name);
    const source = { sources, ...arraySource(design, module) };
    const command = await buildSimulator([source], tools, runtime);
    const simulator = forModule({ command, args: [String(seed)], cwd: directory }, 0);
    for (const modes of mixesOf(design.shape.modes)) {
      const { vectors, ...others } = deepScope(design.shape, modes[0] ?? 8, {
        products,
        mostVectors,
      });
      const scope = { ...others, vectors: { ...vectors, gaps: Math.max(vectors.gaps, gaps) } };
      let passed = true;
      for (const workload of arrayChecks(design, seed, scope, modes)) {
        const begin = performance.now();
        const end = await simulate(simulator, workload, LIMITS);
        const check = checkOf(name, workload, end);
        passed &&= check.verdict.kind === 'pass';
        note(name, modes.join(' '), check, (performance.now() - begin) / 1000);
      }
      if (passed) count(design.shape, modes, scope);
    }
  } finally {
    await rm(directory, { recursive: true });
  }
}

/** Each mode alone, then all of them. */
function mixesOf(modes: readonly number[]): (readonly number[])[] {
  const alone = modes.map((mode) => [mode]);
  return modes.length === 1 ? alone : [...alone, modes];
}

/** Products that count: those of tiles without resets. */
function count({ rows, cols }: ArrayShape, modes: readonly number[], scope: ArrayScope): void {
  const [mode, ...others] = modes;
  if (mode === undefined || others.length > 0) return;
  const { fullSpeed, gaps } = scope.vectors;
  const macs = (fullSpeed + gaps) * rows * cols * lanesOfWord(mode);
  made.set(mode, (made.get(mode) ?? 0) + macs);
}

function note(name: string, mode: string, check: Check, seconds: number): void {
  const { verdict, vectors } = check;
  if (verdict.kind !== 'pass') {
    failed += 1;
    process.stderr.write(`${JSON.stringify(verdict)}\n`);
  }
  rows.push([
    name,
    mode,
    check.name,
    vectors.toLocaleString('en'),
    seconds.toFixed(1),
    verdict.kind,
  ]);
  process.stderr.write(`${name}, ${mode}-bit weights, ${check.name}: ${verdict.kind}\n`);
}
