import { cachedJson, contentHash } from '../system/cache.ts';
import { Failure } from '../system/failure.ts';
import { type CanonicalModule, restoreNames } from './canonical.ts';
import { compiledGates } from './compiled-gates.ts';
import type { Library } from './library.ts';
import { type Logic, logicOf } from './logic.ts';
import { onceAtATime } from './once-at-a-time.ts';
import { FIRST_RECIPE, type Recipe } from './recipes.ts';
import { childName, FILES, mappingFiles, mappingScript } from './script.ts';
import { parseStat } from './stat.ts';
import type { Structure } from './structures.ts';
import { runYosysJob, type Yosys } from './yosys.ts';

/** A module mapped alone, under the names of its CanonicalModule. */
export interface MappedModule {
  /** In the library's unit, without children. */
  readonly area: number;
  /** Library cells by type, without children. */
  readonly cellTypes: Readonly<Record<string, number>>;
  readonly flops: number;
  /** Instances of each child, by its number. */
  readonly instances: readonly number[];
  /** Structural Verilog. */
  readonly netlist: string;
  /** Of the netlist. */
  readonly hash: string;
}

/** What a mapped module's figures depend on besides its source and the recipe. */
export interface MappingContext {
  readonly yosys: Yosys;
  readonly library: Library;
  /** Limit for one run of Yosys. */
  readonly timeoutSeconds: number;
  /** How logic is written down before it is mapped; as it is where absent. */
  readonly structure?: Structure | undefined;
}

export interface MappingResult {
  readonly mapped: MappedModule;
  /** The figures were known: no Yosys ran. */
  readonly cached: boolean;
}

/** Changes whenever MappedModule means something else. */
const LAYOUT = '4';

const together = onceAtATime<MappingResult>();

/**
 * Area and netlist of one module by one recipe, from the memo where the same hardware was mapped before under
 * whatever name. Throws Failure; no figure is ever missing or guessed.
 */
export async function mapModule(
  name: string,
  canonical: CanonicalModule,
  recipe: Recipe,
  context: MappingContext,
): Promise<MappingResult> {
  try {
    const closed = recipe.fullAdders === 'cells' && context.library.cells.fullAdder !== null;
    const logic = await logicOf(canonical, { adders: recipe.adders, open: !closed }, context);
    return await mapLogic(logic, canonical.children.length, recipe, context);
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    const text = restoreNames(error.message, name, canonical.children).replace(
      `${FILES.source}:`,
      `${name}.sv:`,
    );
    throw new Failure(error.kind, `mapping ${name}: ${text}`, error.hint, error.detail);
  }
}

function mapLogic(
  logic: Logic,
  childCount: number,
  recipe: Recipe,
  context: MappingContext,
): Promise<MappingResult> {
  const { yosys, library } = context;
  const used = logic.hasGates ? recipe : FIRST_RECIPE;
  const files = mappingFiles(library.cells);
  const parts = [
    logic.hash,
    library.mappableHash,
    mappingScript(used, 'compiled'),
    ...Object.values(files),
    yosys.build,
  ];
  const key = contentHash(LAYOUT, String(childCount), ...parts);
  return together(key, async () => {
    let cached = true;
    const mapped = await cachedJson('area', key, async () => {
      cached = false;
      const gates = await compiledGates(context);
      const results = await runYosysJob(yosys, {
        script: mappingScript(used, gates === null ? 'liberty' : 'compiled'),
        files: {
          [FILES.logic]: await logic.text(),
          ...files,
          ...(gates === null ? {} : { [FILES.gates]: gates }),
        },
        library,
        outputs: [FILES.flops, FILES.stat, FILES.netlist],
        timeoutSeconds: context.timeoutSeconds,
      });
      const text = (file: string) => results.get(file) ?? '';
      return readMapping(
        { flops: text(FILES.flops), stat: text(FILES.stat), netlist: text(FILES.netlist) },
        childCount,
      );
    });
    return { mapped, cached };
  });
}

/** Turns the files that the recipe writes into figures, all of which must be there. */
export function readMapping(
  files: { readonly flops: string; readonly stat: string; readonly netlist: string },
  childCount: number,
): MappedModule {
  const children = Array.from({ length: childCount }, (_, index) => childName(index));
  const isCell = (type: string) => !children.includes(type);
  const beforeLogic = parseStat(files.flops);
  const flopTypes = Object.keys(beforeLogic.cells).filter(
    (type) => isCell(type) && !type.startsWith('$'),
  );
  const { cells, area, withoutArea } = parseStat(files.stat);
  const cellTypes = Object.fromEntries(Object.entries(cells).filter(([type]) => isCell(type)));
  const types = Object.keys(cellTypes);

  const unmapped = types.filter((type) => type.startsWith('$'));
  if (unmapped.length > 0) throw incomplete(`cells left unmapped: ${unmapped.join(', ')}`);
  const unknown = withoutArea.filter(isCell);
  if (unknown.length > 0) throw incomplete(`cells without an area: ${unknown.join(', ')}`);
  if (types.length > 0 && !(area !== null && area > 0)) throw incomplete('no area');
  return {
    area: area ?? 0,
    cellTypes,
    flops: flopTypes.reduce((sum, type) => sum + (cellTypes[type] ?? 0), 0),
    instances: children.map((child) => cells[child] ?? 0),
    netlist: files.netlist,
    hash: contentHash(files.netlist),
  };
}

function incomplete(what: string): Failure {
  return new Failure('tool-failed', `the mapped netlist has ${what}`);
}
