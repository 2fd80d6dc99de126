import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { type ArrayDesign, isArrayDesign, readDesign } from '../../generator/index.ts';
import { foldedScales, logScales, startValues } from '../../quantize/channels.ts';
import { checkPlan, type LayerPlan, parsePlan, planText } from '../../quantize/plan.ts';
import { packageRoot } from '../../system/package-root.ts';
import { conv1, network } from './plan-by-hand.ts';

/** docs/plan.md shows a plan and edits of it; they do what it says. */
const page = readFileSync(join(packageRoot, 'docs/plan.md'), 'utf8');
const [, example = ''] = /```json\n([\s\S]*?)```/.exec(page) ?? [];
const plan = parsePlan(example, 'plan.json');
const first = { ...network, steps: network.steps.slice(0, 1) };
let lpa: ArrayDesign;

beforeAll(async () => {
  const design = await readDesign(join(packageRoot, 'examples/lpa.json'));
  if (!isArrayDesign(design)) throw new Error('lpa.json is an array');
  lpa = design;
});

function withLayer(change: Partial<LayerPlan>) {
  return { ...plan, layers: [{ ...conv1, ...change }] };
}

describe('docs/plan.md', () => {
  it('shows a plan as it is written, for the layer that it names', () => {
    expect(planText(withLayer({}))).toBe(example);
    checkPlan(plan, first, lpa, 'plan.json');
  });

  it('edits it to weights of 4 bits', () => {
    const weight = { n: 4, es: 0, rs: 3, sf: 0 };
    checkPlan(withLayer({ mode: 4, weight }), first, lpa, 'plan.json');
    const activation = { n: 8, es: 1, rs: 7, sf: 0 };
    const wider = { mode: 4, weight, activation };
    const [, message = ''] = /^(plan\.json: .*) \(they follow/m.exec(page) ?? [];
    expect(message).not.toBe('');
    expect(() => checkPlan(withLayer(wider), first, lpa, 'plan.json')).toThrow(message);
    const widths = { tile: 26, sum: 26 };
    checkPlan(withLayer({ ...wider, widths }), first, lpa, 'plan.json');
  });

  it.each([
    ['weight', -2, 2],
    ['activation', -2, 2],
    ['output', 2, 0],
  ] as const)('shifts scales and starts with sf of %s', (key, scale, start) => {
    const [step] = network.steps;
    if (step?.kind !== 'layer') throw new Error('a network of layers');
    const folded = foldedScales(step.layer);
    const moved = { ...conv1, [key]: { ...conv1[key], sf: 2 } };
    expect(logScales(folded, moved, 8)).toEqual(conv1.scales.map((c) => c + scale * 256));
    expect(startValues(folded, moved, 10)).toEqual(conv1.starts.map((b) => b * 2 ** start));
  });
});
