import { contentHash } from '../system/cache.ts';
import { toolVersion } from './version.ts';
import type { Provenance } from './views/header.ts';
import type { WeightBounds } from './weights/bounds.ts';

/** The hash covers the content of the weights too: their name in the config does not say it. */
export function provenanceOf(
  config: { readonly name: string },
  weights: WeightBounds | undefined,
): Provenance {
  const parts = [config, ...(weights === undefined ? [] : [weights])];
  return {
    tool: `logposit ${toolVersion}`,
    command: `logposit generate ${config.name}.json`,
    configHash: contentHash(...parts.map((part) => JSON.stringify(part))),
  };
}
