import { cachedJson, contentHash } from '../system/cache.ts';
import type { Adders } from './adders.ts';
import type { CanonicalModule } from './canonical.ts';
import { onceAtATime } from './once-at-a-time.ts';
import { FILES, type LogicForm, logicFiles, logicHash, logicScript } from './script.ts';
import type { Structure } from './structures.ts';
import { WRAPPER_STUBS } from './wrappers.ts';
import { runYosysJob, type Yosys } from './yosys.ts';

/** A module as gates of Yosys and flip-flops. */
export interface Logic extends LogicFacts {
  /** RTLIL. */
  text(): Promise<string>;
}

interface LogicFacts {
  /** Of the text: recipes that build no adder otherwise come to the same logic. */
  readonly hash: string;
  /** Without gates ABC has nothing to do, whatever the recipe. */
  readonly hasGates: boolean;
  /** Without arithmetic all adders are alike. */
  readonly hasArithmetic: boolean;
}

interface LogicContext {
  readonly yosys: Yosys;
  readonly structure?: Structure | undefined;
  readonly timeoutSeconds: number;
}

interface LogicRun {
  readonly facts: LogicFacts;
  readonly text: string;
}

const together = onceAtATime<LogicRun>();

/**
 * The logic of a module, from the memo where it was made before. Every recipe reads this text, so its
 * result depends on nothing that ran before it. Throws Failure.
 */
export async function logicOf(
  canonical: CanonicalModule,
  recipe: { readonly adders: Adders; readonly open: boolean },
  context: LogicContext,
): Promise<Logic> {
  const { structure = 'as written' } = context;
  const form = (adders: Adders) => formOf(canonical, { ...recipe, adders }, structure);
  const first = await logicOfForm(canonical, form(FIRST), context);
  if (recipe.adders === FIRST || !first.hasArithmetic) return first;
  return logicOfForm(canonical, form(recipe.adders), context);
}

/** Needed of every module, by the first recipe. */
const FIRST: Adders = 'ripple';

function formOf(
  { wrappers }: CanonicalModule,
  { adders, open }: { readonly adders: Adders; readonly open: boolean },
  structure: Structure,
): LogicForm {
  const there = adders === 'cells' || wrappers.includes('full-adder');
  return { adders, fullAdders: there ? (open ? 'open' : 'closed') : 'none', structure };
}

async function logicOfForm(
  canonical: CanonicalModule,
  form: LogicForm,
  context: LogicContext,
): Promise<Logic> {
  const key = contentHash(LAYOUT, canonical.hash, logicHash(form), context.yosys.build);
  const run = () =>
    together(key, () => cachedJson('logic', key, () => makeLogic(canonical, form, context)));
  const facts = await cachedJson('logic-facts', key, async () => (await run()).facts);
  return { ...facts, text: async () => (await run()).text };
}

/** Changes whenever LogicFacts mean something else. */
const LAYOUT = '1';

async function makeLogic(
  { source, stubs }: CanonicalModule,
  form: LogicForm,
  { yosys, timeoutSeconds }: LogicContext,
): Promise<LogicRun> {
  const results = await runYosysJob(yosys, {
    script: logicScript(form),
    files: { [FILES.source]: source, [FILES.children]: WRAPPER_STUBS + stubs, ...logicFiles(form) },
    library: null,
    outputs: [FILES.logic, FILES.arithmetic],
    timeoutSeconds,
  });
  const text = results.get(FILES.logic) ?? '';
  const types = [...text.matchAll(/^ *cell \\?(\$\S+) /gm)].map(([, type]) => type);
  const facts = {
    hash: contentHash(text),
    hasGates: types.some((type) => type !== PLAIN_FLOP),
    hasArithmetic: results.get(FILES.arithmetic)?.trim() !== '',
  };
  return { facts, text };
}

/** Other flip-flops may become one with gates before it. */
const PLAIN_FLOP = '$_DFF_P_';
