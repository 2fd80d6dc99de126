import type { Tool } from '../system/tool.ts';
import { type Library, openLibrary } from './library.ts';
import { type Probe, probeLibrary } from './probe.ts';
import { defaultLibrary, locateOpenSta, locateYosys } from './tools.ts';

/** Tools and library, all tried. */
export interface Setup {
  readonly yosys: Tool;
  readonly sta: Tool;
  readonly library: Library;
  readonly probe: Probe;
  /** Limit for each run of a tool. */
  readonly timeoutSeconds: number;
}

/** Finds what synthesis works with. Throws Failure (tool-missing, tool-failed, timeout, input). */
export async function prepare(liberty: string | undefined, timeoutSeconds: number): Promise<Setup> {
  const [yosys, sta] = await Promise.all([locateYosys(), locateOpenSta()]);
  const file = liberty ?? (await defaultLibrary());
  const library = await openLibrary(file);
  const probe = await probeLibrary(file, { yosys, library, timeoutSeconds }, sta);
  return { yosys, sta, library, probe, timeoutSeconds };
}
