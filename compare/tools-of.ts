import { toolVersion } from '../generator/index.ts';
import type { Setup } from '../synth/prepare.ts';
import { Failure } from '../system/failure.ts';

/** Versions that took part. Throws Failure where libraries were opened with different ones. */
export function toolsOf(
  benches: readonly { readonly setup: Pick<Setup, 'yosys' | 'sta'> }[],
): Record<string, string> {
  const versions = benches.map(({ setup: { yosys, sta } }) => ({
    logposit: toolVersion,
    [yosys.name]: yosys.version,
    ...(sta === null ? {} : { [sta.name]: sta.version }),
  }));
  const [first = { logposit: toolVersion }] = versions;
  if (versions.some((one) => JSON.stringify(one) !== JSON.stringify(first))) {
    throw new Failure('tool-failed', 'the tools changed while designs were compared');
  }
  return first;
}
