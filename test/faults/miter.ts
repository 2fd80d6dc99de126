import { type Design, isFloatDesign, type ModuleDescription } from '../../generator/index.ts';
import { takesLogs } from '../../sim/unit.ts';

/** A module that feeds the same inputs to the modules `gold` and `gate` and compares what comes out. */
export interface Miter {
  readonly text: string;
  /** What its inputs are held to; null where they are free. */
  readonly contract: string | null;
}

/** For all inputs that the ports can have. */
export function freeMiter(module: ModuleDescription): Miter {
  const inputs = inputsOf(module);
  const declared = inputs.map(({ name, width }) => `input [${width - 1}:0] in_${name}`);
  const fed = new Map(inputs.map(({ name }) => [name, `in_${name}`]));
  return { text: miterText(module, { declared, body: [], fed, illegal: null }), contract: null };
}

/**
 * For the inputs that the module is specified for: decoded operands are those of some word, floating
 * sums are zero or normalised. Null where every input is. That a floating sum leaves the PE in this
 * form is proven along with the rest, not assumed.
 */
export function contractMiter(design: Design, module: ModuleDescription): Miter | null {
  const declared: string[] = [];
  const body: string[] = [];
  const fed = new Map<string, string>();
  const clauses: string[] = [];

  if (takesLogs(module)) {
    clauses.push('operands as the decoders make them');
    for (const [prefix, operand] of OPERANDS) {
      const decoder = design.modules.find(({ serves }) => serves?.includes(operand));
      if (decoder === undefined) throw new RangeError(`no decoder for the ${operand}`);
      declared.push(`input [${design.mac[operand].n - 1}:0] in_${prefix}`);
      const ports = decoder.ports.filter(({ direction }) => direction === 'output');
      for (const { name, width } of ports) {
        const wire = `${prefix}_${name.replace(/_o$/, '_i')}`;
        body.push(`wire [${width - 1}:0] ${wire};`);
        fed.set(wire, wire);
      }
      const connections = ports.map(
        ({ name }) => `.${name}(${prefix}_${name.replace(/_o$/, '_i')})`,
      );
      body.push(
        `${decoder.name} ${prefix}_decoder (.code_i(in_${prefix}), ${connections.join(', ')});`,
      );
    }
  }

  const sum = inputsOf(module).find(({ name }) => name === SUM_INPUT[module.role]);
  const float = isFloatDesign(design) && sum !== undefined;
  const top = float ? design.derived.W - 1 : 0;
  if (float) {
    clauses.push(`${sum.name} zero or normalised`);
    body.push(
      `wire [${sum.width - 1}:0] sum = in_${sum.name}[${top}] ? in_${sum.name} : ${sum.width}'d0;`,
    );
    fed.set(sum.name, 'sum');
  }
  if (clauses.length === 0) return null;

  for (const { name, width } of inputsOf(module)) {
    if (fed.has(name) && name !== sum?.name) continue;
    declared.push(`input [${width - 1}:0] in_${name}`);
    if (!fed.has(name)) fed.set(name, `in_${name}`);
  }
  const illegal = float && module.role === 'pe' ? `gold_acc_o != 0 && !gold_acc_o[${top}]` : null;
  return {
    text: miterText(module, { declared, body, fed, illegal }),
    contract: clauses.join(', '),
  };
}

const OPERANDS = [
  ['weight', 'weight'],
  ['act', 'activation'],
] as const;

/** The port on which a sum comes in. */
const SUM_INPUT = { decoder: null, pe: 'start_i', encoder: 'acc_i' } as const;

interface MiterParts {
  readonly declared: readonly string[];
  readonly body: readonly string[];
  /** Expression by input port. */
  readonly fed: ReadonlyMap<string, string>;
  /** What the outputs of `gold` must never be, besides different from those of `gate`. */
  readonly illegal: string | null;
}

function miterText(
  module: ModuleDescription,
  { declared, body, fed, illegal }: MiterParts,
): string {
  const outputs = module.ports.filter(({ direction }) => direction === 'output');
  const instance = (copy: string) => {
    const connections = [
      ...inputsOf(module).map(({ name }) => `.${name}(${fed.get(name)})`),
      ...outputs.map(({ name }) => `.${name}(${copy}_${name})`),
    ];
    return `${copy} u_${copy} (${connections.join(', ')});`;
  };
  const ports = ['gold', 'gate'].flatMap((copy) =>
    outputs.map(({ name, width }) => `output [${width - 1}:0] ${copy}_${name}`),
  );
  const differ = outputs.map(({ name }) => `gold_${name} != gate_${name}`);
  const wrong = illegal === null ? differ : [...differ, `(${illegal})`];
  return `module miter (${[...declared, ...ports, 'output trigger'].join(', ')});
${[...body, instance('gold'), instance('gate')].join('\n')}
assign trigger = ${wrong.join(' || ')};
endmodule
`;
}

function inputsOf({ ports }: ModuleDescription) {
  return ports.filter(({ direction }) => direction === 'input');
}
