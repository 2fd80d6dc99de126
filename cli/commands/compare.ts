import { chosenDesigns } from '../../compare/chosen.ts';
import type { CompareRequest } from '../../compare/request.ts';
import { Failure } from '../../system/failure.ts';
import { type CompareEngine, compareEngine } from '../compare-engine.ts';
import { askedComparison, runComparison } from '../compare-run.ts';
import type { CompareOptions } from '../options.ts';

/** Puts the known designs, or some of them, beside each other. Throws Failure. */
export async function compareCommand(
  options: CompareOptions,
  makeEngine: () => Promise<CompareEngine> = compareEngine,
): Promise<void> {
  const asked = await askedComparison(options, options.plan ?? []);
  const engine = await makeEngine();
  const designs = designsOption(options.designs, engine.knownDesigns);
  const plans = await plansOption(options.plan);
  await runComparison(engine, { ...asked, ...plans, designs }, options);
}

/** What reads plans takes a while to load. */
async function plansOption(
  paths: readonly string[] | undefined,
): Promise<Pick<CompareRequest, 'plans'>> {
  if (paths === undefined) return {};
  const { readPlans } = await import('../../compare/plans.ts');
  return { plans: await readPlans(paths) };
}

function designsOption(text: string | undefined, known: readonly string[]): string[] | null {
  if (text === undefined) return null;
  const ids = text.split(',').map((id) => id.trim());
  if (ids.includes('')) {
    throw new Failure('usage', `--designs must be ids separated by commas, not "${text}"`);
  }
  return chosenDesigns(ids, known);
}
