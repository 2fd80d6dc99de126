import type { CellModel, LibraryModel } from '../../../synth/energy/cell-model.ts';

/** A netlist of random cells, and how many each of its modules has. */
export interface RandomNetlist {
  readonly text: string;
  readonly cellCounts: ReadonlyMap<string, number>;
  readonly inputWidth: number;
}

/** Numbers below `limit`, the same for the same seed (xorshift32). */
export function randomNumbers(seed: number): (limit: number) => number {
  let state = seed | 1;
  return (limit) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % limit;
  };
}

export interface RandomOptions {
  readonly seed: number;
  readonly inputWidth: number;
  /** Clocked cells of each module; clock gates are instantiated where they are given. */
  readonly flops: readonly string[];
  /** Body of a module cg(clk_i, enable_i, clk_o), and how many cells it has. */
  readonly gate: { readonly body: string; readonly cells: number } | null;
  /** Gates of each module at least; every gate of the library is there once. */
  readonly gates: number;
}

/** Gates that can be simulated: with inputs, outputs and no stored bit. */
export function gatesOf(library: LibraryModel): CellModel[] {
  return Object.values(library.cells).filter(
    ({ flaw, state, inputs, outputs }) =>
      flaw === null && state === null && inputs.length > 0 && outputs.length > 0,
  );
}

/**
 * Module `top` with two instances of `leaf`: buses, concatenations, constants, escaped names; gates
 * read what is before them, so that there is no loop but through registers.
 */
export function randomNetlist(library: LibraryModel, options: RandomOptions): RandomNetlist {
  const random = randomNumbers(options.seed);
  const all = gatesOf(library);
  const half = Math.ceil(all.length / 2);
  const { inputWidth, gate } = options;
  const leaf = randomModule('leaf', all.slice(0, half), library, options, random, null);
  const top = randomModule('top', all.slice(half), library, options, random, leaf.width);
  const gateText =
    gate === null
      ? ''
      : `module cg(clk_i, enable_i, clk_o);\n  input clk_i, enable_i; output clk_o;\n${gate.body}\nendmodule\n`;
  return {
    text: `${gateText}${leaf.text}${top.text}`,
    cellCounts: new Map([
      ['leaf', leaf.cells],
      ['top', top.cells],
      ...(gate === null ? [] : ([['cg', gate.cells]] as const)),
    ]),
    inputWidth,
  };
}

function randomModule(
  name: string,
  once: readonly CellModel[],
  library: LibraryModel,
  { inputWidth, flops, gate, gates }: RandomOptions,
  random: (limit: number) => number,
  leafWidth: number | null,
) {
  const known = Array.from({ length: inputWidth }, (_, bit) => `a_i[${bit}]`);
  const lines: string[] = [];
  const wires: string[] = [];
  const pick = () => (random(16) === 0 ? `1'b${random(2)}` : (known[random(known.length)] ?? ''));
  let cells = 0;
  const newNet = () => {
    const net = random(3) === 0 ? `\\n.${wires.length}[0] ` : `n${wires.length}`;
    wires.push(`  wire ${net};`);
    return net;
  };
  const place = (model: CellModel, pins: Readonly<Record<string, string>>) => {
    const instance = random(2) === 0 ? `\\u[${cells}] ` : `u_${cells}`;
    const list = Object.entries(pins).map(([pin, net]) => `.${pin}(${net})`);
    lines.push(`  ${model.name} ${instance} (${list.join(', ')});`);
    cells += 1;
  };
  const outputs = (model: CellModel) =>
    Object.fromEntries(model.outputs.map((output) => [output.name, newNet()]));

  // Registers first, with data nets that are chosen when all nets are known.
  const clocks = ['clk_i'];
  const registers = flops.map((type) => {
    const model = library.cells[type] as CellModel;
    const pins = outputs(model);
    // Nothing reads latches: those that open while registers sample would race in Icarus.
    if (model.state?.kind === 'flop') known.push(...Object.values(pins));
    return { model, pins };
  });
  if (leafWidth !== null) {
    for (const instance of ['\\l[0] ', '\\l[1] ']) {
      const bits = Array.from({ length: inputWidth }, pick);
      const net = `y_${instance.slice(3, 4)}`;
      wires.push(`  wire [${leafWidth - 1}:0] ${net};`);
      lines.push(`  leaf ${instance} (.clk_i(clk_i), .a_i({ ${bits.join(', ')} }), .y_o(${net}));`);
      known.push(...Array.from({ length: leafWidth }, (_, bit) => `${net}[${bit}]`));
    }
  }
  const models = [...once];
  while (models.length < gates) models.push(once[random(once.length)] as CellModel);
  for (const model of models.sort(() => random(2) - 0.5)) {
    const pins = outputs(model);
    place(model, { ...Object.fromEntries(model.inputs.map((pin) => [pin.name, pick()])), ...pins });
    known.push(...Object.values(pins));
  }
  if (gate !== null) {
    const net = newNet();
    lines.push(
      `  cg u_cg (.clk_i(clk_i), .enable_i(${known[random(known.length)]}), .clk_o(${net}));`,
    );
    clocks.push(net);
  }
  for (const { model, pins } of registers) {
    const clock = clocks[random(clocks.length)] as string;
    const inputs = model.inputs.map((pin) => [
      pin.name,
      model.state?.clock.includes(pin.name)
        ? clock
        : // Asynchronous pins are never active, so that the state does not collapse.
          new RegExp(`!? ?${pin.name}\\b`).exec(`${model.state?.clear}${model.state?.preset}`)
          ? "1'b1"
          : // Latches read inputs only: they are no barrier to loops.
            known[random(model.state?.kind === 'flop' ? known.length : inputWidth)],
    ]);
    place(model, { ...Object.fromEntries(inputs), ...pins });
  }
  const width = Math.min(8, known.length);
  const bits = known.slice(-width).reverse();
  const text = `module ${name}(clk_i, a_i, y_o);
  input clk_i;
  wire clk_i;
  input [${inputWidth - 1}:0] a_i;
  wire [${inputWidth - 1}:0] a_i;
  output [${width - 1}:0] y_o;
  wire [${width - 1}:0] y_o;
${wires.join('\n')}
${lines.join('\n')}
  assign y_o = { ${bits.join(', ')} };
endmodule
`;
  return { text, cells, width };
}
