import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { compareCommand } from '../../cli/commands/compare.ts';
import { sweepCommand } from '../../cli/commands/sweep.ts';
import { createEta } from '../../cli/eta.ts';
import { createProgram } from '../../cli/program.ts';
import type { CompareRequest } from '../../compare/request.ts';
import { planText } from '../../quantize/plan.ts';
import { plan } from '../quantize/plan-by-hand.ts';
import { sweepReport } from '../support/compare-report.ts';
import { type Workplace, workplace } from './command-line.ts';

/** The commands with an engine that only remembers what it was asked for. */

const REPORT = sweepReport(2);
let asked: CompareRequest[];
let printed: string;
let place: Workplace;

async function engine() {
  return {
    knownDesigns: ['int8_booth_dot8', 'lp_linear_dot8'],
    async compareDesigns(request: CompareRequest) {
      asked.push(request);
      return REPORT;
    },
  };
}

beforeEach(() => {
  asked = [];
  printed = '';
  place = workplace();
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    printed += String(text);
    return true;
  });
});

afterEach(() => {
  vi.restoreAllMocks();
  place.dispose();
});

test('without options: everything, and a table', async () => {
  await compareCommand({}, engine);
  expect(asked).toEqual([{ libraries: [], clockNs: null, streams: null, designs: null }]);
  expect(printed).toContain('Grids of 64 x 32 on osu018_stdcells at 6 ns');
});

test('libraries, clock, designs, time limit; JSON is the report; a page is written', async () => {
  const html = join(place.directory, 'compare.html');
  const options = { library: ['a.lib', 'b.lib.gz'], clock: '4.5', timeout: '60', json: true, html };
  await compareCommand({ ...options, designs: 'lp_linear_dot8, int8_booth_dot8' }, engine);
  expect(asked).toEqual([
    {
      libraries: ['a.lib', 'b.lib.gz'],
      clockNs: 4.5,
      streams: null,
      timeoutSeconds: 60,
      designs: ['lp_linear_dot8', 'int8_booth_dot8'],
    },
  ]);
  expect(JSON.parse(printed)).toEqual(JSON.parse(JSON.stringify(REPORT)));
  expect(readFileSync(html, 'utf8')).toContain('</html>');
  expect(place.listing()).toEqual(['compare.html']);
});

test('plans: their mixes, named after their files', async () => {
  const layers = plan.layers.map((layer) => ({ ...layer, macs: 5, parameters: 2 }));
  const path = place.write('nets/kws.json', planText({ ...plan, layers }));
  await compareCommand({ plan: [path], designs: 'lp_linear_dot8' }, engine);
  expect(asked).toEqual([
    {
      libraries: [],
      clockNs: null,
      streams: null,
      designs: ['lp_linear_dot8'],
      plans: [{ name: 'kws.json', shares: { 8: 1 }, macs: 15, bits: { macs: 8, weights: 8 } }],
    },
  ]);
});

test.each([
  [['none.json'], 'cannot read none.json: no such file or directory'],
  [['bad.json'], 'bad.json:1:15: not a JSON object'],
  [['old.json'], 'old.json: layer "conv1": macs is missing'],
  [['old.json', 'old.json'], '--plan names old.json twice'],
])('plans that are refused before any work: %j', async (names, line) => {
  place.write('bad.json', '{ "version": 1');
  place.write('old.json', planText(plan));
  const paths = names.map((name) => (name === 'none.json' ? name : join(place.directory, name)));
  await expect(compareCommand({ plan: paths }, engine)).rejects.toThrow(
    line.replace('names old.json', `names ${join(place.directory, 'old.json')}`),
  );
  expect(asked).toEqual([]);
});

test('a page is refused where a plan lies', async () => {
  const path = place.write('plan.json', '{}');
  await expect(compareCommand({ plan: [path], html: path }, engine)).rejects.toThrow(
    'is the file that is read from',
  );
});

test('a sweep: designs of its grid', async () => {
  const grid = place.write('grid.json', '{ "base": {}, "vary": { "kind": ["pe"] } }');
  await expect(sweepCommand(grid, {}, engine)).rejects.toThrow(
    'grid.json:1:25: vary "kind" is the same for all designs of a sweep',
  );
  await expect(sweepCommand('missing.json', {}, engine)).rejects.toThrow(
    'cannot read missing.json: no such file or directory',
  );
  expect(asked).toEqual([]);
});

test.each([
  [{ clock: '-1' }, '--clock must be a number of ns from 0.05 to 1000, not "-1"'],
  [{ clock: 'fast' }, '--clock must be a number of ns from 0.05 to 1000, not "fast"'],
  [{ timeout: '0' }, '--timeout must be an integer from 1 to 86400, not "0"'],
  [{ designs: 'a,,b' }, '--designs must be ids separated by commas, not "a,,b"'],
  [{ designs: 'int8_both_dot8' }, 'no design "int8_both_dot8" (nearest: int8_booth_dot8'],
  [{ html: '/nowhere/at/all.html' }, 'cannot write /nowhere/at/all.html: no such file'],
  [{ html: '' }, 'cannot write "": a file has a name'],
  [{ html: 'missing/' }, 'cannot write missing/: no such file'],
  [{ html: `${'a'.repeat(300)}.html` }, 'name too long'],
  [{ library: ['same.lib'], html: 'same.lib' }, '--html same.lib is the file that is read from'],
])('refused before any work: %j', async (options, line) => {
  await expect(compareCommand(options, engine)).rejects.toThrow(line);
  expect(asked).toEqual([]);
});

test('options that do not go together are told before any work, with the design', async () => {
  const base = { datapath: { kind: 'int' }, grid: { rows: 8 } };
  const text = JSON.stringify({ base, vary: { 'grid.products': [1, 3] } });
  await expect(sweepCommand(place.write('grid.json', text), {}, engine)).rejects.toThrow(
    'grid.json: int_products3: grid.rows must be a multiple of grid.products = 3, not 8',
  );
  expect(asked).toEqual([]);
});

test('a page is refused where the grid lies', async () => {
  const grid = place.write('grid.json', '{}');
  await expect(sweepCommand(grid, { html: grid }, engine)).rejects.toThrow(
    'is the file that is read from',
  );
  expect(existsSync(grid)).toBe(true);
});

test('both commands are in the help, with examples', () => {
  const program = createProgram();
  for (const name of ['compare', 'sweep']) {
    const command = program.commands.find((one) => one.name() === name);
    expect(command?.helpInformation()).toContain('--library <file...>');
    let help = '';
    command?.configureOutput({ writeOut: (text) => (help += text) }).outputHelp();
    expect(help).toContain(`logposit ${name} `);
  }
});

test('what is left is told from the pace of the last minute', () => {
  const eta = createEta();
  expect(eta.left({ done: 0, total: 100 }, 0)).toBe('');
  expect(eta.left({ done: 1, total: 100 }, 1000)).toBe('');
  expect(eta.left({ done: 10, total: 100 }, 10_000)).toBe('about 2 min left');
  expect(eta.left({ done: 60, total: 100 }, 20_000)).toBe('about 13 s left');
  expect(eta.left({ done: 61, total: 100 }, 200_000)).toBe('');
  expect(eta.left({ done: 100, total: 100 }, 210_000)).toBe('');
});
