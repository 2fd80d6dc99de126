import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Module } from '../../generator/index.ts';
import { type ArrayContract, FREE } from './contract.ts';
import { type Proof, readProof } from './equivalence.ts';
import { runScript } from './mutants.ts';
import { type NextStatePair, nextStatePair, readNetlist } from './next-state.ts';

const SAT_SECONDS = 60;

/**
 * Compares `gold` and `gate`, found in these files of a directory: from equal states, for all inputs,
 * they must have the same outputs, clock their registers alike and go to equal states. First for all states and inputs, then for
 * those of the module's contract: bits that are not read may then differ, before and after; at last
 * also what is only compared with 0.
 */
export async function proveFromEqualStates(
  module: Module,
  contract: ArrayContract | null,
  directory: string,
  sources: readonly string[],
): Promise<Proof> {
  const pair = await nextStatePair(directory, sources, contract?.shows ?? []);
  const free = await check(module, directory, pair, FREE);
  if (free.kind === 'equivalent' || contract === null) return free;
  const strictly = { ...contract, onlyNonzero: [] };
  const loosened = await reachableBits(module, directory, pair, strictly);
  const strict = await check(module, directory, pair, strictly, loosened);
  if (strict.kind === 'equivalent' || contract.onlyNonzero.length === 0) return strict;
  return check(module, directory, pair, contract, loosened);
}

/** Bits of the states, as `state_0[1]`. */
type Bits = ReadonlySet<string>;

async function check(
  module: Module,
  directory: string,
  pair: NextStatePair,
  contract: ArrayContract,
  loosened: Bits = new Set(),
): Promise<Proof> {
  await writeFile(join(directory, 'miter.sv'), miterText(module, pair, contract, loosened));
  await runScript(
    directory,
    `${readMiter(pair, contract)}
     tee -o proof.log sat -timeout ${SAT_SECONDS} -prove trigger 0 -show-inputs -show-outputs miter`,
  );
  return readProof(await readFile(join(directory, 'proof.log'), 'utf8'), contract.what);
}

function readMiter({ file }: NextStatePair, { sources }: ArrayContract): string {
  return `read_json ${file}
    read_verilog -sv ${[...sources, 'miter.sv'].join(' ')}
    hierarchy -top miter
    proc -norom
    flatten
    opt -full`;
}

/**
 * Bits in which the copies may differ at some time, after equal states. Where all others are equal
 * from the start, SAT has little left to show.
 */
async function reachableBits(
  module: Module,
  directory: string,
  pair: NextStatePair,
  contract: ArrayContract,
): Promise<Bits> {
  const bits = pair.states.flatMap(({ port, bits: { length } }) =>
    Array.from({ length }, (_, index) => ({ port, index })),
  );
  const changes = bits.map(({ port, index }) => `${port}_gold[${index}] != ${port}_gate[${index}]`);
  let reached: Bits = new Set();
  for (;;) {
    const text = miterText(module, pair, contract, reached, changes);
    await writeFile(join(directory, 'miter.sv'), text);
    await runScript(directory, `${readMiter(pair, contract)}\nwrite_json miter.json`);
    const { modules } = await readNetlist(join(directory, 'miter.json'));
    const changed = modules.miter?.ports.changed?.bits ?? [];
    const more = bits
      .filter((_, index) => changed[index] !== '0')
      .map(({ port, index }) => `${port}[${index}]`);
    const next = new Set([...reached, ...more]);
    if (next.size === reached.size) return reached;
    reached = next;
  }
}

/** `loosened`: bits that may differ where they are not read. `told`: bits of an output of its own. */
function miterText(
  module: Module,
  { states, shown }: NextStatePair,
  { assumed, invariants, loose, masked, onlyNonzero, delayed, compared, body, fed }: ArrayContract,
  loosened: Bits,
  told: readonly string[] = [],
): string {
  const inputs = module.ports.filter(({ direction }) => direction === 'input');
  const placeOf = new Map(
    states.flatMap(({ port, bits }) => bits.map((name, index) => [name ?? '', { port, index }])),
  );
  /** Whether one of the bits is 1 of which only that is read. */
  const any = (copy: 's' | 't' | 'gold' | 'gate') => {
    const bits = onlyNonzero.flatMap((name) => placeOf.get(name) ?? []);
    return `(|{1'b0, ${bits.map(({ port, index }) => `${port}_${copy}[${index}]`).join(', ')}})`;
  };
  const isRead = (bit: string, name: string | null, time: 'now' | 'next') => {
    if (!loosened.has(bit)) return "1'b1";
    const state = time === 'now' ? 's' : 'gold';
    const bitOf = (known: string) => {
      const place = placeOf.get(known);
      return place === undefined ? null : `${place.port}_${state}[${place.index}]`;
    };
    const flags = masked(name ?? '').flatMap((flag) => bitOf(flag) ?? []);
    const unmasked = flags.length === 0 ? [] : [`!(${flags.join(' || ')})`];
    const read = readWhen(loose, name, time, (known) => bitOf(known) ?? "1'b1");
    return [`(${read})`, ...unmasked].join(' && ');
  };
  const results = module.ports.filter(({ direction }) => direction === 'output');
  const early = states.filter(({ bits }) =>
    bits.every((name) => delayed.registers.includes(name?.replace(/_\d+$/, '') ?? '')),
  );
  const lines: string[] = [];
  const free = [
    ...new Set(body.flatMap((line) => [...line.matchAll(/\[(\d+):0\] \w+ = (free_\w+);/g)])),
  ];
  const ports = [
    ...free.map(([, high, name]) => `input [${high}:0] ${name}`),
    ...inputs.map(({ name, width }) => `input [${width - 1}:0] free_${name}`),
    ...(early.length > 0 ? inputs : []).map(
      ({ name, width }) => `input [${width - 1}:0] free_before_${name}`,
    ),
    ...states.flatMap(({ port, bits }) => [
      `input [${bits.length - 1}:0] ${port}_s`,
      `input [${bits.length - 1}:0] ${port}_t`,
    ]),
  ];
  for (const copy of ['gold', 'gate']) {
    for (const { name, width } of results) {
      lines.push(`wire [${width - 1}:0] ${copy}_${name};`);
    }
  }
  lines.push(...body);
  for (const { name, width } of inputs) {
    lines.push(`wire [${width - 1}:0] in_${name} = ${fed.get(name) ?? `free_${name}`};`);
  }
  for (const prefix of ['now', 'next']) {
    for (const [port, width] of shown) {
      lines.push(`wire [${width - 1}:0] ${prefix}_${port.slice('show_'.length)};`);
    }
  }
  for (const { port, bits } of early) {
    lines.push(`wire [${bits.length - 1}:0] ${port}_early_gold, ${port}_early_gate;`);
  }
  for (const copy of early.length > 0 ? ['gold', 'gate'] : []) {
    const connections = [
      ...inputs.map(({ name }) => `.${name}(${delayed.fed.get(name) ?? `free_before_${name}`})`),
      ...states.map(({ port }) => `.${port}_q(${port}_s)`),
      ...early.map(({ port }) => `.${port}(${port}_early_${copy})`),
    ];
    lines.push(`${copy} u_${copy}_before (${connections.join(', ')});`);
  }
  for (const { port, bits } of states) {
    const range = `[${bits.length - 1}:0]`;
    lines.push(`wire ${range} ${port}_gold, ${port}_gate, ${port}_in;`);
    lines.push(`wire ${port}_gold_clk, ${port}_gate_clk;`);
    for (const [index, name] of bits.entries()) {
      if (onlyNonzero.includes(name ?? '')) {
        const chosen = `${any('t')} ? ${port}_t[${index}] : ${port}_s[${index}]`;
        lines.push(`assign ${port}_in[${index}] = ${any('s')} && (${chosen});`);
        continue;
      }
      const when = isRead(`${port}[${index}]`, name, 'now');
      lines.push(
        `assign ${port}_in[${index}] = (${when}) ? ${port}_s[${index}] : ${port}_t[${index}];`,
      );
    }
  }
  const instance = (cell: string, name: string, state: string, connections: readonly string[]) => {
    const all = [
      ...inputs.map((port) => `.${port.name}(in_${port.name})`),
      ...states.map((each) => {
        const { port } = each;
        if (!early.includes(each)) return `.${port}_q(${port}_${state})`;
        return `.${port}_q(${port}_early_${cell})`;
      }),
      ...connections,
    ];
    lines.push(`${cell} ${name} (${all.join(', ')});`);
  };
  const shows = (prefix: string) =>
    [...shown.keys()].map((port) => `.${port}(${prefix}_${port.slice('show_'.length)})`);
  instance('gold', 'u_gold', 's', [
    ...results.map(({ name }) => `.${name}(gold_${name})`),
    ...states.map(({ port }) => `.${port}(${port}_gold), .${port}_clk(${port}_gold_clk)`),
    ...shows('now'),
  ]);
  instance('gate', 'u_gate', 'in', [
    ...results.map(({ name }) => `.${name}(gate_${name})`),
    ...states.map(({ port }) => `.${port}(${port}_gate), .${port}_clk(${port}_gate_clk)`),
  ]);
  // The state after this cycle, for what is told of it.
  if (shown.size > 0) instance('gold', 'u_next', 'gold', shows('next'));

  const differ = [
    ...results.map(({ name }) => {
      const read = compared.get(name) ?? ((copy: string) => `${copy}_${name}`);
      return `${read('gold')} != ${read('gate')}`;
    }),
    // An edge more or less matters where the state would change.
    ...states.map((each) => {
      const { port } = each;
      const moves = early.includes(each) ? "1'b1" : `${port}_gold != ${port}_s`;
      return `${port}_gold_clk != ${port}_gate_clk && ${moves}`;
    }),
    ...states
      .filter((each) => !early.includes(each))
      .flatMap(({ port, bits }) =>
        bits.map((name, index) => {
          if (onlyNonzero.includes(name ?? '')) return `${any('gold')} != ${any('gate')}`;
          const when = isRead(`${port}[${index}]`, name, 'next');
          return `(${when}) && ${port}_gold[${index}] != ${port}_gate[${index}]`;
        }),
      ),
  ];
  const at = (time: 'now' | 'next') => invariants.map((each) => each.replaceAll('TIME', time));
  const legal = ["1'b1", ...assumed, ...at('now')].map((each) => `(${each})`).join(' && ');
  differ.push(...at('next').map((each) => `!(${each})`));
  if (told.length > 0) {
    ports.push(`output [${told.length - 1}:0] changed`);
    lines.push(`assign changed = {${[...told].reverse().join(', ')}};`);
  }
  return `module miter (${[...ports, 'output trigger'].join(', ')});
${lines.join('\n')}
wire differs = ${differ.map((each) => `(${each})`).join(' || ')};
assign trigger = ${legal} && differs;
endmodule
`;
}

/** When a bit of a register is read, by its name in the source. */
function readWhen(
  loose: ArrayContract['loose'],
  name: string | null,
  time: 'now' | 'next',
  bitOf: (name: string) => string,
): string {
  const [, path = '', own = ''] = /^(.*\.)?([^.]*)$/.exec(name ?? '') ?? [];
  const [, register, bit] = /^(.*)_(\d+)$/.exec(own) ?? [];
  const rule = loose.get(own) ?? loose.get(register ?? '');
  const beside = (known: string) => bitOf(`${path}${known}`);
  return rule === undefined ? "1'b1" : rule(time, loose.has(own) ? 0 : Number(bit), beside);
}
