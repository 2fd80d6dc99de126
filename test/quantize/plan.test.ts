import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkPlan, parsePlan, planText, readPlan } from '../../quantize/plan.ts';
import { Failure } from '../../system/failure.ts';
import { DAMAGED, type Damaged, fixed } from './damaged-plans.ts';
import { array, conv1, FORMAT, network, plan } from './plan-by-hand.ts';

describe('a plan file', () => {
  it('has keys in one order, formats and lists on a line each', () => {
    const layer = { ...conv1, weight: { sf: 0.1, rs: 7, es: 0, n: 8 } };
    const { array: made, model, version } = plan;
    expect(planText({ layers: [layer], array: made, model, version })).toBe(`{
  "version": 1,
  "model": { "file": "net.onnx", "hash": "abc123" },
  "array": { "rows": 4, "accumulatorFraction": 10, "encoderFraction": 8 },
  "layers": [
    {
      "name": "conv1",
      "operator": "Conv",
      "mode": 8,
      "weight": { "n": 8, "es": 0, "rs": 7, "sf": 0.1 },
      "activation": { "n": 8, "es": 0, "rs": 7, "sf": 0 },
      "output": { "n": 8, "es": 0, "rs": 7, "sf": 0 },
      "rounding": "linear",
      "scales": [0, 256],
      "starts": [0, 1536],
      "widths": { "tile": 20, "sum": 20 }
    }
  ]
}
`);
  });

  it('comes back as it was written, numbers exactly', async () => {
    const odd = {
      ...conv1,
      name: 'a "b"\n\\',
      weight: { ...FORMAT, sf: 0.1 + 0.2 },
      starts: [2 ** 53 - 1],
    };
    const written = planText({ ...plan, layers: [odd] });
    expect(parsePlan(written, 'plan.json')).toEqual({ ...plan, layers: [odd] });
    expect(planText(parsePlan(written, 'plan.json'))).toBe(written);
    const directory = await mkdtemp(join(tmpdir(), 'plan-'));
    const path = join(directory, 'plan.json');
    await writeFile(path, `\uFEFF${written}`);
    expect(await readPlan(path)).toEqual({ ...plan, layers: [odd] });
    await rm(directory, { recursive: true });
  });

  it('of a network without layers is a plan', () => {
    expect(parsePlan(planText({ ...plan, layers: [] }), 'plan.json').layers).toEqual([]);
  });

  it('that is not there is named', async () => {
    await expect(readPlan('no/such/plan.json')).rejects.toThrow(
      'cannot read no/such/plan.json: no such file or directory',
    );
  });
});

function refusal({ text: damaged, array: given = array }: Damaged): string {
  try {
    checkPlan(parsePlan(damaged, 'plan.json'), network, given, 'plan.json');
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    expect(error.kind).toBe('input');
    return error.hint === undefined ? error.message : `${error.message} (${error.hint})`;
  }
  return 'taken';
}

describe('a damaged plan', () => {
  it('is not the one that the others are made from', () => {
    expect(refusal({ title: '', text: planText(plan), line: '' })).toBe('taken');
    expect(refusal({ title: '', text: planText(plan), array: fixed, line: '' })).toBe('taken');
  });

  it.each(DAMAGED)('is refused: $title', (damaged) => {
    expect(refusal(damaged)).toBe(damaged.line);
  });
});
