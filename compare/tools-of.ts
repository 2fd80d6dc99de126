import { toolVersion } from '../generator/index.ts';
import type { Setup } from '../synth/prepare.ts';
import { Failure } from '../system/failure.ts';

/** Versions by name. */
export type Tools = Readonly<Record<string, string>>;

/** What maps and times in a library. */
export function benchTools({ yosys, sta }: Pick<Setup, 'yosys' | 'sta'>): Tools {
  return {
    [yosys.name]: yosys.version,
    ...(sta === null ? {} : { [sta.name]: sta.version }),
  };
}

/** All versions that took part. Throws Failure where a tool had two of them. */
export function toolsOf(parts: readonly Tools[]): Tools {
  const tools: Record<string, string> = { logposit: toolVersion };
  for (const [name, version] of parts.flatMap((part) => Object.entries(part))) {
    const known = tools[name] ?? version;
    if (known !== version) {
      throw new Failure(
        'tool-failed',
        `the tools changed while designs were compared: ${name} ${known} and ${version}`,
      );
    }
    tools[name] = version;
  }
  return tools;
}
