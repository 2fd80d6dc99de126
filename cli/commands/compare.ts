import { chosenDesigns } from '../../compare/chosen.ts';
import { Failure } from '../../system/failure.ts';
import { type CompareEngine, compareEngine } from '../compare-engine.ts';
import { askedComparison, runComparison } from '../compare-run.ts';
import type { CompareOptions } from '../options.ts';

/** Puts the known designs, or some of them, beside each other. Throws Failure. */
export async function compareCommand(
  options: CompareOptions,
  makeEngine: () => Promise<CompareEngine> = compareEngine,
): Promise<void> {
  const asked = await askedComparison(options, []);
  const engine = await makeEngine();
  const designs = designsOption(options.designs, engine.knownDesigns);
  await runComparison(engine, { ...asked, designs }, options);
}

function designsOption(text: string | undefined, known: readonly string[]): string[] | null {
  if (text === undefined) return null;
  const ids = text.split(',').map((id) => id.trim());
  if (ids.includes('')) {
    throw new Failure('usage', `--designs must be ids separated by commas, not "${text}"`);
  }
  return chosenDesigns(ids, known);
}
