import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ArrayDesign, ArrayModule } from '../../generator/index.ts';
import { type ArrayContract, arrayContract, type Clause, FREE } from './array-contract.ts';
import { type Proof, readProof } from './equivalence.ts';
import { runScript } from './mutants.ts';
import { type NextStatePair, nextStatePair } from './next-state.ts';

const SAT_SECONDS = 60;

/**
 * Compares `gold` and `gate`, found in these files of a directory: from equal states, for all inputs,
 * they must have the same outputs and go to equal states. First for all states and inputs, then for
 * those of the module's contract, whose invariants are proven along with it: they hold after a reset
 * and in every next state.
 */
export async function proveArrayModule(
  design: ArrayDesign,
  module: ArrayModule,
  directory: string,
  sources: readonly string[],
): Promise<Proof> {
  const contract = arrayContract(design, module);
  const pair = await nextStatePair(directory, sources, contract.shows);
  const free = await check(module, directory, pair, FREE);
  if (free.kind === 'equivalent' || contract === FREE) return free;
  return check(module, directory, pair, contract);
}

async function check(
  module: ArrayModule,
  directory: string,
  pair: NextStatePair,
  contract: ArrayContract,
): Promise<Proof> {
  await writeFile(join(directory, 'miter.sv'), miterText(module, pair, contract));
  await runScript(
    directory,
    `read_json ${pair.file}
     read_verilog -sv ${[...contract.sources, 'miter.sv'].join(' ')}
     hierarchy -top miter
     proc -norom
     flatten
     opt -full
     tee -o proof.log sat -timeout ${SAT_SECONDS} -prove trigger 0 -show-inputs -show-outputs miter`,
  );
  return readProof(await readFile(join(directory, 'proof.log'), 'utf8'), textOf(contract));
}

function textOf({ assumed, invariants, loose }: ArrayContract): string | null {
  const parts = [
    ...assumed.map(({ what }) => what),
    ...invariants.map(({ what }) => `${what} (by induction)`),
    ...loose.map(({ what }) => `${what} (not read)`),
  ];
  return parts.length === 0 ? null : parts.join(', ');
}

function miterText(
  module: ArrayModule,
  { states, shown }: NextStatePair,
  { assumed, invariants, loose, body, fed, outputs }: ArrayContract,
): string {
  const inputs = module.ports.filter(({ direction }) => direction === 'input');
  const results = module.ports.filter(({ direction }) => direction === 'output');
  const lines: string[] = [];
  const ports = [
    ...inputs.map(({ name, width }) => `input [${width - 1}:0] free_${name}`),
    ...states.flatMap(({ port, bits }) => [
      `input [${bits.length - 1}:0] ${port}_s`,
      `input [${bits.length - 1}:0] ${port}_t`,
    ]),
  ];
  for (const { name, width } of inputs) {
    lines.push(`wire [${width - 1}:0] in_${name} = ${fed.get(name) ?? `free_${name}`};`);
  }
  for (const prefix of ['now', 'next']) {
    for (const [port, width] of shown) {
      lines.push(`wire [${width - 1}:0] ${prefix}_${port.slice('show_'.length)};`);
    }
  }
  for (const { port, bits } of states) {
    const range = `[${bits.length - 1}:0]`;
    lines.push(`wire ${range} ${port}_gold, ${port}_gate, ${port}_in;`);
    for (const [index, name] of bits.entries()) {
      const rule = looseRule(loose, name);
      const when = rule === null ? "1'b1" : rule.when('now', rule.bit);
      lines.push(
        `assign ${port}_in[${index}] = (${when}) ? ${port}_s[${index}] : ${port}_t[${index}];`,
      );
    }
  }
  for (const copy of ['gold', 'gate']) {
    for (const { name, width } of results) {
      lines.push(`wire [${width - 1}:0] ${copy}_${name};`);
    }
  }
  const instance = (cell: string, name: string, state: string, connections: readonly string[]) => {
    const all = [
      ...inputs.map((port) => `.${port.name}(in_${port.name})`),
      ...states.map(({ port }) => `.${port}_q(${port}_${state})`),
      ...connections,
    ];
    lines.push(`${cell} ${name} (${all.join(', ')});`);
  };
  const shows = (prefix: string) =>
    [...shown.keys()].map((port) => `.${port}(${prefix}_${port.slice('show_'.length)})`);
  instance('gold', 'u_gold', 's', [
    ...results.map(({ name }) => `.${name}(gold_${name})`),
    ...states.map(({ port }) => `.${port}(${port}_gold)`),
    ...shows('now'),
  ]);
  instance('gate', 'u_gate', 'in', [
    ...results.map(({ name }) => `.${name}(gate_${name})`),
    ...states.map(({ port }) => `.${port}(${port}_gate)`),
  ]);
  // The state after this cycle, for what is told of it.
  if (shown.size > 0) instance('gold', 'u_next', 'gold', shows('next'));
  lines.push(...body);

  const differ = [
    ...results.map(({ name }) => {
      const when = outputs.get(name);
      return `${when === undefined ? '' : `(${when}) && `}gold_${name} != gate_${name}`;
    }),
    ...states.flatMap(({ port, bits }) =>
      bits.map((name, index) => {
        const rule = looseRule(loose, name);
        const when = rule === null ? "1'b1" : rule.when('next', rule.bit);
        return `(${when}) && ${port}_gold[${index}] != ${port}_gate[${index}]`;
      }),
    ),
  ];
  const all = (clauses: readonly Clause[], time: 'now' | 'next') =>
    clauses.length === 0 ? "1'b1" : clauses.map(({ holds }) => `(${holds(time)})`).join(' && ');
  // In reset nothing is known of the state before, and all of it must hold of the one after.
  const reset = inputs.some(({ name }) => name === 'rst_ni') ? '!in_rst_ni' : "1'b0";
  return `module miter (${[...ports, 'output trigger'].join(', ')});
${lines.join('\n')}
wire assumed = ${all(assumed, 'now')};
wire known = ${reset} || (${all(invariants, 'now')});
wire kept = ${all(invariants, 'next')};
wire differs = ${differ.map((each) => `(${each})`).join(' || ')};
wire lasting = ${all(invariants, 'now')};
assign trigger = assumed && ((known && !kept) || (lasting && differs));
endmodule
`;
}

interface LooseBit {
  readonly when: (time: 'now' | 'next', bit: number) => string;
  readonly bit: number;
}

function looseRule(loose: ArrayContract['loose'], name: string | null): LooseBit | null {
  const [, register, bit] = /^(.*)_(\d+)$/.exec(name ?? '') ?? [];
  const exact = loose.find((rule) => rule.register === name);
  if (exact !== undefined) return { when: exact.when, bit: 0 };
  const rule = loose.find((each) => each.register === register);
  return rule === undefined ? null : { when: rule.when, bit: Number(bit) };
}
