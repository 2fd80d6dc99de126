import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type ArrayDesign,
  type ArrayModule,
  type Design,
  isArrayDesign,
  type LpDesign,
  type Module,
  writeDesign,
} from '../../generator/index.ts';
import { type VerifyReport, verify } from '../../sim/index.ts';
import { arrayHarness } from './array-harness.ts';
import type { Edit } from './edits.ts';
import { type Proof, proofText, proveChange } from './equivalence.ts';

/** What became of one fault in one design. */
export type Outcome =
  | { readonly kind: 'not applicable' }
  | { readonly kind: 'reported'; readonly by: string; readonly report?: VerifyReport }
  /** Passed, but nothing else could be: the change changes nothing. `why` tells how that is known. */
  | { readonly kind: 'equivalent'; readonly why: string }
  | { readonly kind: 'survived'; readonly proof: Exclude<Proof, { kind: 'equivalent' }> };

/** A design written once, into which faults are planted one at a time. */
export interface Bed {
  readonly design: LpDesign;
  readonly directory: string;
  dispose(): Promise<void>;
}

interface PeBed {
  readonly design: Design;
  readonly directory: string;
}

export async function prepareBed(design: LpDesign): Promise<Bed> {
  const root = await mkdtemp(join(tmpdir(), 'logposit-faults-'));
  const directory = join(root, 'original');
  await writeDesign(design, directory);
  return { design, directory, dispose: () => rm(root, { recursive: true }) };
}

/** The text with the first place changed; null where the fault has no place. Throws if nothing changes. */
export function applyEdit(text: string, edit: Edit): string | null {
  if (!edit.find.test(text)) return null;
  const changed = text.replace(edit.find, edit.replace);
  if (changed === text) throw new Error(`${edit.role}: ${edit.fault} changes nothing`);
  return changed;
}

/** Plants a fault in every file of its role that has its place, one file after another. */
export async function plant(bed: Bed, edit: Edit, seed: number): Promise<Outcome> {
  let outcome: Outcome = { kind: 'not applicable' };
  for (const module of bed.design.modules) {
    const { name, file, role } = module;
    const text = await readFile(join(bed.directory, file), 'utf8');
    const changed = role === edit.role ? applyEdit(text, edit) : null;
    if (changed === null) continue;
    if (isArrayDesign(bed.design)) {
      const array = { design: bed.design, directory: bed.directory };
      const known = await plantInArray(array, module as ArrayModule, changed, seed);
      if (known.kind === 'survived') return known;
      outcome = known;
      continue;
    }
    const report = await verifyChanged(
      { design: bed.design, directory: bed.directory },
      { name, file, text: changed },
      seed,
    );
    const failing = report.checks.find(({ verdict }) => verdict.kind !== 'pass');
    if (failing) {
      outcome = { kind: 'reported', by: `${report.verdict}: ${failing.name}`, report };
    } else {
      const known = await whyEquivalent(bed, module, changed, report);
      if (known.kind === 'survived') return known;
      outcome = known;
    }
  }
  return outcome;
}

/** The whole array finds the fault, or the module's own checks do, or nothing comes of it. */
async function plantInArray(
  { design, directory }: { readonly design: ArrayDesign; readonly directory: string },
  module: ArrayModule,
  changed: string,
  seed: number,
): Promise<Outcome> {
  const harness = await arrayHarness(design, module, seed);
  const change = { file: module.file, text: changed };
  const by = await withChange(directory, change, harness);
  if (by !== null) return { kind: 'reported', by };
  const proof = await proveChange(design, module, directory, changed);
  if (proof.kind !== 'equivalent') return { kind: 'survived', proof };
  return { kind: 'equivalent', why: proofText(proof, design, module) };
}

/** Every input was compared, or SAT proves the rest. */
async function whyEquivalent(
  { design, directory }: Bed,
  module: Module,
  changed: string,
  { checks }: VerifyReport,
): Promise<Extract<Outcome, { kind: 'equivalent' | 'survived' }>> {
  const own = checks.filter((check) => check.module === module.name);
  if (module.role !== 'pe' && own.some(({ exhaustive }) => exhaustive)) {
    return { kind: 'equivalent', why: 'every word or sum compared' };
  }
  const proof = await proveChange(design, module, directory, changed);
  if (proof.kind !== 'equivalent') return { kind: 'survived', proof };
  return { kind: 'equivalent', why: proofText(proof, design, module) };
}

interface ChangedFile {
  readonly file: string;
  readonly text: string;
}

/** Verifies the changed module and, for a decoder, the PE that holds it. */
function verifyChanged(
  { design, directory }: PeBed,
  change: ChangedFile & { readonly name: string },
  seed: number,
): Promise<VerifyReport> {
  const modules = design.modules.filter(
    ({ name, role }) => name === change.name || (role === 'pe' && change.name.includes('decoder')),
  );
  return withChange(directory, change, (changed) =>
    verify({ ...design, modules }, { directory: changed, seed }),
  );
}

/** Hands on a copy of a directory in which one file is another. */
async function withChange<T>(
  original: string,
  { file, text }: ChangedFile,
  use: (directory: string) => Promise<T>,
): Promise<T> {
  const directory = await mkdtemp(`${original}.changed-`);
  await cp(original, directory, { recursive: true });
  try {
    await writeFile(join(directory, file), text);
    return await use(directory);
  } finally {
    await rm(directory, { recursive: true });
  }
}
