import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { chooseYosys } from '../../synth/choose-yosys.ts';
import { openLibrary } from '../../synth/library.ts';
import { mapDesign } from '../../synth/map-design.ts';
import { FIRST_RECIPE, type Recipe, recipesFor } from '../../synth/recipes.ts';
import { STRUCTURES, type Structure } from '../../synth/structures.ts';
import { proveEqual } from './prove.ts';
import { freshCache, MAC, macDesign, OSU018 } from './support.ts';

/** Netlists of fixtures/mac on osu018 by one recipe, by module name. */
async function mappedMac(
  recipe: Recipe = FIRST_RECIPE,
  structure?: Structure,
): Promise<Map<string, string>> {
  const { modules } = macDesign();
  const texts = await Promise.all(
    modules.map(async ({ name, file }) => {
      return [name, await readFile(join(MAC, file), 'utf8')] as const;
    }),
  );
  const { variants } = await mapDesign(
    { config: 'fx', modules },
    new Map(texts),
    [recipe],
    {
      yosys: await chooseYosys('system'),
      library: await openLibrary(OSU018),
      timeoutSeconds: 60,
      structure,
    },
    () => {},
  );
  return new Map([...variants].map(([name, [node]]) => [name, node?.netlist ?? '']));
}

/** Proves with Yosys that netlists do what the RTL does, from reset on; rejects where they do not. */
function prove(top: string, netlists: ReadonlyMap<string, string>): Promise<void> {
  return proveEqual(top, {
    rtl: ['fx_decoder', 'fx_pe', 'fx_encoder'].map((name) => join(MAC, `${name}.sv`)),
    netlists: [...netlists.values()],
    start: top === 'fx_pe' ? '-set-at 1 in_rst_ni 0' : '',
  });
}

test.each(recipesFor('high').map((recipe) => [recipe.name, recipe] as const))(
  'the netlists of %s do what the RTL does',
  async (_, recipe) => {
    await freshCache();
    const netlists = await mappedMac(recipe);
    expect([...netlists.keys()].sort()).toEqual(['fx_decoder', 'fx_encoder', 'fx_pe']);
    // The decoder is proven inside the PE.
    await Promise.all(['fx_pe', 'fx_encoder'].map((top) => prove(top, netlists)));
  },
);

test('logic written otherwise is other netlists that do the same', async () => {
  await freshCache();
  const netlists = new Set<string>();
  for (const structure of Object.keys(STRUCTURES) as Structure[]) {
    const mapped = await mappedMac(FIRST_RECIPE, structure);
    await prove('fx_pe', mapped);
    netlists.add([...mapped.values()].join(''));
  }
  expect(netlists.size).toBe(Object.keys(STRUCTURES).length);
});

test('a wrong gate in a decoder is seen in the PE', async () => {
  await freshCache();
  const netlists = await mappedMac();
  const decoder = netlists.get('fx_decoder') ?? '';
  const wrong = decoder.replace(/\bNOR2X1\b/, 'NAND2X1');
  expect(wrong).not.toBe(decoder);
  netlists.set('fx_decoder', wrong);
  await expect(prove('fx_pe', netlists)).rejects.toThrow('ERROR: Called with -verify');
});
