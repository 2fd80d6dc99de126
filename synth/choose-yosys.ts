import { Failure } from '../system/failure.ts';
import { embeddedVersion } from './embedded/run-embedded.ts';
import { locateYosys } from './tools.ts';
import type { Yosys } from './yosys.ts';

/** Which Yosys to insist on. */
export const YOSYS_CHOICES = ['system', 'embedded'] as const;
export type YosysChoice = (typeof YOSYS_CHOICES)[number];

/**
 * The Yosys that was asked for; without a wish the system's, or the embedded one where the system has
 * none that is new enough. Throws Failure (tool-missing, tool-failed, timeout).
 */
export async function chooseYosys(choice?: YosysChoice): Promise<Yosys> {
  if (choice === 'embedded') return embeddedYosys();
  try {
    return { ...(await locateYosys()), embedded: false };
  } catch (error) {
    const missing = error instanceof Failure && error.kind === 'tool-missing';
    if (choice === 'system' || !missing) throw error;
    return embeddedYosys();
  }
}

function embeddedYosys(): Yosys {
  const version = embeddedVersion();
  return {
    name: 'Yosys',
    command: 'yosys',
    version: `${version} (embedded)`,
    build: `@yowasp/yosys ${version}`,
    embedded: true,
  };
}
