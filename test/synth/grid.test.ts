import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { systolicDesign, systolicSchema, writeDesign } from '../../generator/index.ts';
import { type SynthResult, synthesizePoints } from '../../synth/index.ts';
import { instancesOf } from '../../synth/netlist-text.ts';
import { OSU018 } from './support.ts';

const GRID = { rows: 4, cols: 4, products: 2, columnsPerRegister: 2 } as const;

const CLOCK_NS = 2.3;

let base = '';
let result: SynthResult;

beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), 'logposit-test-'));
  result = await run('g');
});
afterAll(() => {
  vi.unstubAllEnvs();
  return rm(base, { recursive: true });
});

/** Synthesises the grid under a name; all runs share a cache, unless told otherwise. */
async function run(name: string, clockNs = CLOCK_NS, cache = 'cache'): Promise<SynthResult> {
  const datapath = { kind: 'int', weightBits: 3, activationBits: 3 } as const;
  const design = systolicDesign(
    systolicSchema.parse({ name, kind: 'systolic', datapath, grid: GRID }),
  );
  const directory = join(base, name);
  await writeDesign(design, directory);
  vi.stubEnv('LOGPOSIT_CACHE', join(base, cache));
  return synthesizePoints(design, { directory, liberty: OSU018, effort: 'low', clockNs });
}

test('a grid has three points, the one at the clock no larger than need be', () => {
  const { points, tried, clock } = result.report;
  expect(points.map(({ name }) => name)).toEqual(['smallest', 'fastest', 'clock']);
  const [smallest, fastest, atClock] = points.map(({ totalArea, criticalPath }) => ({
    totalArea,
    ns: criticalPath?.ns ?? 0,
  }));
  if (!smallest || !fastest || !atClock) throw new Error('three points');
  expect(clock).toEqual({ ns: CLOCK_NS, note: null });
  expect(smallest.ns).toBeGreaterThan(CLOCK_NS);
  expect(atClock.ns).toBeLessThanOrEqual(CLOCK_NS);
  expect(atClock.totalArea).toBeGreaterThan(smallest.totalArea);
  for (const { ns, totalArea } of tried) {
    if ((ns ?? 0) <= CLOCK_NS) expect(atClock.totalArea).toBeLessThanOrEqual(totalArea);
  }
});

test('a grid is timed in parts, as between registers', () => {
  const { criticalPath, modules, tops } = result.report;
  expect(tops).toEqual(['g_array']);
  expect(criticalPath?.module).toBe('g_cluster');
  expect(criticalPath?.from).toMatch(/^act_q\[\d\]_reg\/Q$/);
  expect(criticalPath?.to).toMatch(/u_pe\/sum_q\[\d+\]_reg\/D$/);
  expect(criticalPath?.method).toContain('each part of the grid as between registers');
  const ns = (name: string) => modules.find((one) => one.name === name)?.criticalPath?.ns ?? 0;
  expect(ns('g_cluster')).toBeGreaterThan(ns('g_pe'));
  expect(ns('g_pe')).toBeGreaterThan(ns('g_tree'));
});

test('wrappers are inside of what has them, and areas add up', () => {
  const { modules, totalArea } = result.report;
  const by = new Map(modules.map((module) => [module.name, module]));
  expect([...by.keys()].filter((name) => /adder|gate/.test(name))).toEqual([]);
  expect(by.get('g_tree')?.cellTypes.FAX1).toBeGreaterThan(0);
  expect(by.get('g_pe')).toMatchObject({ cellTypes: { LATCH: 1, AND2X1: 1 } });
  const area = (name: string): number => {
    const { area: own = 0, instances = {} } = by.get(name) ?? {};
    return Object.entries(instances).reduce((sum, [child, n]) => sum + n * area(child), own);
  };
  expect(area('g_array')).toBeCloseTo(totalArea, 4);
});

test('the netlists are those of the figures, cell by cell', () => {
  for (const { name, modules } of result.report.points) {
    const assembly = result.assemblies[name] ?? [];
    expect(assembly.map((node) => node.name)).toEqual(modules.map((module) => module.name));
    for (const [index, { netlist, area }] of assembly.entries()) {
      const counts: Record<string, number> = {};
      for (const { type } of instancesOf(netlist)) counts[type] = (counts[type] ?? 0) + 1;
      const { cellTypes, instances, area: told } = modules[index] ?? {};
      expect(counts).toEqual({ ...cellTypes, ...instances });
      expect(area).toBe(told);
    }
  }
});

test('a second run finds all in the memo, under another name too', async () => {
  const again = await run('g');
  expect(again.report).toEqual({
    ...result.report,
    cached: true,
    hits: again.report.hits,
    seconds: again.report.seconds,
  });
  expect(again.assemblies).toEqual(
    JSON.parse(JSON.stringify(result.assemblies), (key, value) =>
      key === 'cached' ? true : value,
    ),
  );
  const other = await run('other');
  expect(other.report).toMatchObject({ cached: true, totalArea: result.report.totalArea });
});

test('a clock that nothing reaches is said to be missed, and by how little', async () => {
  const { report, assemblies } = await run('g', 0.5);
  expect(report.points.map(({ name }) => name)).toEqual(['smallest', 'fastest']);
  expect(report.clock?.note).toMatch(
    /^nothing reaches 0\.5 ns: g_cluster takes \d\.\d\d ns at best$/,
  );
  expect(assemblies).not.toHaveProperty('clock');
});

test('designs at the same time get the figures that they get alone', async () => {
  const [first, second] = await Promise.all([run('g', CLOCK_NS, 'new'), run('h', CLOCK_NS, 'new')]);
  expect(first.report.points).toEqual(result.report.points);
  expect(second.report.totalArea).toBe(result.report.totalArea);
});
