import type highs from 'highs';

/** By default the solver stops one part in 10,000 from the optimum. */
const EXACT = { output_flag: false, mip_rel_gap: 0, mip_abs_gap: 0 } as const;

let loaded: ReturnType<typeof highs.default> | undefined;

/** Values of the variables at the proven optimum of a programme in LP text format. Throws where there is none. */
export async function solve(text: string): Promise<ReadonlyMap<string, number>> {
  loaded ??= load();
  const { Status, Columns } = (await loaded).solve(text, EXACT);
  if (Status !== 'Optimal') throw new Error(`the integer programme ended as ${Status}`);
  const columns: [string, object][] = Object.entries(Columns);
  return new Map(columns.map(([name, column]) => [name, primal(column)]));
}

/** Only when it is needed: the solver is 3.5 MB of WebAssembly. */
async function load(): ReturnType<typeof highs.default> {
  const { default: start } = await import('highs');
  // Its types describe the CommonJS file, but Node gives an ES module its own one, whose default is the function.
  return (start as unknown as typeof start.default)();
}

function primal(column: object): number {
  return 'Primal' in column && typeof column.Primal === 'number' ? column.Primal : 0;
}
