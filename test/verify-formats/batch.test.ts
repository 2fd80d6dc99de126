import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Session, verifyBatch } from '../../scripts/verify-formats/batch.ts';
import { formatPairs } from '../../scripts/verify-formats/plan.ts';
import { checkCoverage, failures } from '../../scripts/verify-formats/result.ts';
import { type EmittedPair, emitPairs } from '../../scripts/verify-formats/subjects.ts';
import { prepareRuntime } from '../../sim/runtime.ts';
import { findSimulationTools } from '../../sim/tools.ts';

let session: Session;
let pairs: EmittedPair[];

beforeAll(async () => {
  const directory = await mkdtemp(join(tmpdir(), 'logposit-formats-'));
  const tools = await findSimulationTools();
  const runtime = await prepareRuntime(tools, 'build');
  const limits = { totalSeconds: 120, idleSeconds: 60 };
  session = { tools, runtime, seed: 1, limits, directory };
  const smallest = [...formatPairs().entries()].slice(0, 2);
  pairs = await emitPairs(smallest, directory);
});
afterAll(() => rm(session.directory, { recursive: true }));

/** The pairs with the first place that reads so changed, in all files. */
function edited(from: string, to: string): EmittedPair[] {
  const fileEdit = <T extends { readonly text: string }>(file: T): T => ({
    ...file,
    text: file.text.replace(from, to),
  });
  return pairs.map((pair) => ({
    ...pair,
    designs: pair.designs.map(({ design, sources }) => ({
      design: { ...design, sources: design.sources.map(fileEdit) },
      sources: { ...sources, files: sources.files.map(fileEdit) },
    })),
    subjects: pair.subjects.map((subject) => ({
      ...subject,
      sources: { ...subject.sources, files: subject.sources.files.map(fileEdit) },
    })),
  }));
}

it('verifies every module of every design once', async () => {
  const results = await verifyBatch(pairs, session);
  expect(results.flatMap(failures)).toEqual([]);
  expect(() => checkCoverage(results)).not.toThrow();
  for (const { modules } of results) {
    const pes = modules.filter(({ role }) => role === 'pe');
    expect(pes.length).toBeGreaterThanOrEqual(3);
    for (const { checks } of pes) expect(checks.some(({ exhaustive }) => exhaustive)).toBe(true);
  }
  const missing = results.map((result) => ({ ...result, claims: [] }));
  expect(() => checkCoverage(missing)).toThrow(
    'modules without any check in: LP<2,0,1>, LP<2,1,1>',
  );
}, 120_000);

it('reports a fault in every module that has it', async () => {
  const results = await verifyBatch(edited('weight_sign ^ act_sign', 'weight_sign'), session);
  const failed = new Set(results.flatMap(failures).map(({ module }) => module));
  expect([...failed].every((module) => module.endsWith('_pe'))).toBe(true);
  expect(failed.size).toBeGreaterThanOrEqual(2);
}, 120_000);
