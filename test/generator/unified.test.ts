import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { resolveArray } from '../../generator/config/resolve-array.ts';
import { type ArrayInput, arraySchema } from '../../generator/config/schema.ts';
import type { ArrayModule } from '../../generator/design.ts';
import { arrayProvenance } from '../../generator/emit-array.ts';
import { planArrayDecoders } from '../../generator/plan-array/decoders.ts';
import { planArrayEncoder } from '../../generator/plan-array/encoder.ts';
import type { Planned } from '../../generator/planned.ts';
import { render } from '../../generator/render.ts';
import { conversionConfigs } from '../support/conversion-configs.ts';
import { expectAccepted } from '../support/open-tools.ts';

const scratch = mkdtempSync(join(tmpdir(), 'logposit-unified-'));
afterAll(() => rmSync(scratch, { recursive: true }));

for (const config of conversionConfigs()) {
  test(`${config.name}: Verilator, Icarus and Yosys accept decoders and encoder without a word`, () => {
    const modules = planned(config);
    for (const { module, template, view } of modules) {
      const text = render(template, view);
      writeFileSync(join(scratch, module.file), text);
      writeFileSync(join(scratch, 'alone.f'), `${module.file}\n`);
      expectAccepted({
        directory: scratch,
        list: 'alone.f',
        files: [module.file],
        modules: [module.name],
      });
      expect(text.split('\n').filter((line) => line.length > 100)).toEqual([]);
      expect(text).not.toContain('\n\n\n');
    }
  });
}

test('ports: a mode where there are several, es where it is not always 0, logs where there are any', () => {
  const of = (array: ArrayInput['array']) => portsOf({ array }, 't_weight_decoder');
  expect(of({ modes: [8, 4, 2], maxEs: 2 })).toEqual([
    'mode_i 2',
    'es_i 2',
    'rs_i 3',
    'code_i 8',
    'zero_o 4',
    'nar_o 4',
    'sign_o 4',
    'log_0_o 12',
    'log_1_o 7',
  ]);
  const single = ['rs_i 3', 'code_i 8', 'zero_o 1', 'nar_o 1', 'sign_o 1'];
  expect(of({ modes: [8], maxEs: 0 })).toEqual([...single, 'log_0_o 10']);
  expect(of({ modes: [2], maxEs: 0 })).toEqual([
    'rs_i 3',
    'code_i 8',
    'zero_o 4',
    'nar_o 4',
    'sign_o 4',
  ]);
  expect(portsOf({ array: { maxEs: 0 } }, 't_act_decoder')).toEqual([...single, 'log_o 10']);
});

test('a restricted choice of modes selects nothing that it does not have', () => {
  const text = (modes: (8 | 4 | 2)[]) => textOf({ array: { modes } }, 't_weight_decoder');
  expect(text([4])).not.toMatch(/mode_i/);
  expect(text([8, 4])).toContain("assign word_1 = mode_i[1] ? 4'd0 : code_i[7:4];");
  expect(text([4, 2])).toContain("assign word_0 = mode_i[0] ? code_i[3:0] : {code_i[1:0], 2'd0};");
  expect(text([2])).not.toMatch(/log_|reach/);
});

test('fixed formats share a decoder where they are equal, and leave no format port', () => {
  const lp8 = { n: 8, es: 1, rs: 7 };
  const names = (input: Input) => planned(checked(input)).map(({ module }) => module.name);
  expect(names({ weight: lp8, activation: { ...lp8, sf: 2 } })).toEqual(['t_decoder', 't_encoder']);
  expect(names({ weight: { n: 4, es: 0, rs: 3 }, activation: lp8 })).toEqual([
    't_weight_decoder',
    't_act_decoder',
    't_encoder',
  ]);
  expect(portsOf({ weight: lp8, activation: lp8 }, 't_encoder')).toEqual([
    'scale_i 13',
    'relu_i 1',
    'acc_i 44',
    'nar_i 1',
    'code_o 8',
  ]);
});

type Input = Omit<ArrayInput, 'name' | 'kind'>;

function checked(input: Input) {
  return arraySchema.parse({ name: 't', kind: 'array', ...input });
}

function planned(config: ReturnType<typeof checked>): Planned<ArrayModule>[] {
  const resolved = resolveArray(config);
  const provenance = arrayProvenance(resolved);
  return [...planArrayDecoders(resolved, provenance), planArrayEncoder(resolved, provenance)];
}

function moduleOf(input: Input, name: string): Planned<ArrayModule> {
  const found = planned(checked(input)).find(({ module }) => module.name === name);
  if (!found) throw new Error(`no module ${name}`);
  return found;
}

function portsOf(input: Input, name: string): string[] {
  return moduleOf(input, name).module.ports.map((port) => `${port.name} ${port.width}`);
}

function textOf(input: Input, name: string): string {
  const { template, view } = moduleOf(input, name);
  return render(template, view);
}
