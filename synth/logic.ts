import { cachedJson, contentHash } from '../system/cache.ts';
import type { Adders } from './adders.ts';
import type { CanonicalModule } from './canonical.ts';
import { FILES, logicFiles, logicHash, logicScript } from './script.ts';
import { runYosysJob, type Yosys } from './yosys.ts';

/** Runs that others wait for: several recipes start from the same logic. */
const underWay = new Map<string, Promise<string>>();

/**
 * A module as gates of Yosys and flip-flops (RTLIL), from the memo where it was made before. Every
 * recipe reads this text, so its result depends on nothing that ran before it. Throws Failure.
 */
export function logicOf(
  canonical: CanonicalModule,
  adders: Adders,
  context: { readonly yosys: Yosys; readonly timeoutSeconds: number },
): Promise<string> {
  const key = contentHash(canonical.hash, logicHash(adders), context.yosys.build);
  const running = underWay.get(key);
  if (running !== undefined) return running;
  const logic = cachedJson('logic', key, () => makeLogic(canonical, adders, context));
  underWay.set(key, logic);
  return logic.finally(() => underWay.delete(key));
}

async function makeLogic(
  { source, stubs }: CanonicalModule,
  adders: Adders,
  { yosys, timeoutSeconds }: { readonly yosys: Yosys; readonly timeoutSeconds: number },
): Promise<string> {
  const results = await runYosysJob(yosys, {
    script: logicScript(adders),
    files: { [FILES.source]: source, [FILES.children]: stubs, ...logicFiles(adders) },
    library: null,
    outputs: [FILES.logic],
    timeoutSeconds,
  });
  return results.get(FILES.logic) ?? '';
}
