import { expect, test } from 'vitest';
import { type ArrayInput, arrayDesign, arraySchema } from '../../generator/index.ts';
import { paintFor } from '../../report/paint.ts';
import { type RunResult, runLines } from '../../report/run-text.ts';

/** What the steps of `run` found, without any module or check. */
const RESULT: RunResult = {
  generate: { directory: 'out', files: [] },
  verify: {
    config: 'a',
    verdict: 'pass',
    vectors: 12_345,
    exhaustive: false,
    seed: 1,
    mismatches: 0,
    firstMismatch: null,
    checks: [],
    rtlHash: '',
    tools: {},
    seconds: {},
  },
  synth: {
    config: 'a',
    library: { name: 'lib', file: 'lib.lib', hash: '' },
    tools: {},
    scriptHash: '',
    rtlHash: '',
    tops: [],
    memories: [],
    areaUnit: 'um2',
    nand2Area: 1,
    timingNote: null,
    modules: [],
    totalArea: 0,
    nand2: 0,
    criticalPath: null,
    points: [],
    tried: [],
    skipped: [],
    cached: false,
    hits: { area: 0, timing: 0 },
    seconds: {},
  },
};

function summaryOf(input: Omit<ArrayInput, 'name' | 'kind'>): string {
  const design = arrayDesign(arraySchema.parse({ name: 'a', kind: 'array', ...input }));
  const lines = runLines(design, RESULT, paintFor({ isTTY: false }));
  return lines.slice(lines.indexOf('Summary')).join('\n');
}

test('the summary of an array counts its weights in every mode', () => {
  const text = summaryOf({ array: { rows: 4, cols: 3, modes: [8, 2], maxEs: 1 } });
  expect(text).toContain('a holds 12 weights of 8 bits or 48 weights of 2 bits');
  expect(text).toContain('Each tile names its formats, with es up to 1.');
  expect(text).toContain('agrees with the golden model in all 12,345 vectors');
  expect(text).toContain('out/a_array.sv');
});

test('the summary of an array with fixed formats names them', () => {
  const text = summaryOf({
    array: { rows: 2, cols: 2 },
    weight: { n: 4, es: 0, rs: 2 },
    activation: { n: 8, es: 1, rs: 4 },
  });
  expect(text).toContain('a holds 8 weights of 4 bits,');
  expect(text).toContain('Activations are LP<8,1,4> words, results LP<8,1,4>.');
});
