import type { ArrayDesign, ArrayModule } from '../../generator/index.ts';
import { controlWord } from '../../generator/views/array/control-word.ts';

type Time = 'now' | 'next';

/** What a module of an array is specified for. */
export interface ArrayContract {
  /** In words. */
  readonly what: string | null;
  /** Vectors of the source that conditions name, as `now_*` and `next_*`. */
  readonly shows: readonly string[];
  /** Conditions on `in_*`. */
  readonly assumed: readonly string[];
  /** By register: when a bit of it is read. Where it is not, the copies may differ in it. */
  readonly loose: ReadonlyMap<string, (time: Time, bit: number) => string>;
  /** By output: what of it is read. */
  readonly compared: ReadonlyMap<string, (copy: 'gold' | 'gate') => string>;
  /** Files of modules that `body` uses. */
  readonly sources: readonly string[];
  readonly body: readonly string[];
  /** Expression by input port, where it is not free. */
  readonly fed: ReadonlyMap<string, string>;
}

export const FREE: ArrayContract = {
  what: null,
  shows: [],
  assumed: [],
  loose: new Map(),
  compared: new Map(),
  sources: [],
  body: [],
  fed: new Map(),
};

/** null where a module is specified for all inputs and states. */
export function arrayContract(design: ArrayDesign, module: ArrayModule): ArrayContract | null {
  switch (module.role) {
    case 'product':
      return decodedOperands(design, module);
    case 'pe':
      return module.name.endsWith('_pe_r0') ? firstRow() : null;
    case 'control':
      return controlContract(design);
    case 'encoder':
      return encoderContract(design, module);
    default:
      return null;
  }
}

/** Operands of a product are those of some words, whatever their formats. */
function decodedOperands(design: ArrayDesign, module: ArrayModule): ArrayContract {
  const { shape } = design;
  const lane = shape.lanes.find(({ weight }) => `${weight.n}` === module.name.split('_').at(-1));
  const lanes = module.ports.find(({ name }) => name === 'weight_zero_i')?.width ?? 1;
  const body: string[] = [];
  const fed = new Map<string, string>();
  const sources: string[] = [];
  for (const [operand, prefix] of [
    ['weight', 'weight'],
    ['activation', 'act'],
  ] as const) {
    const decoder = design.modules.find(({ role, serves }) => {
      return role === 'decoder' && serves?.includes(operand);
    });
    if (decoder === undefined) throw new RangeError(`no decoder for the ${operand}`);
    sources.push(decoder.file);
    const each = shape.runTime || operand === 'activation' ? 1 : lanes;
    const outputs = decoder.ports.filter(({ direction }) => direction === 'output');
    for (let index = 0; index < each; index++) {
      const wire = (name: string) => `${prefix}${index}_${name}`;
      for (const { name, width } of outputs) body.push(`wire [${width - 1}:0] ${wire(name)};`);
      for (const { name, width } of decoder.ports.filter(
        ({ direction }) => direction === 'input',
      )) {
        body.push(`wire [${width - 1}:0] ${wire(name)} = ${freeInput(wire(name))};`);
      }
      const connections = decoder.ports.map(({ name }) => `.${name}(${wire(name)})`);
      body.push(`${decoder.name} u_${prefix}${index} (${connections.join(', ')});`);
    }
    const first = operand === 'weight' && shape.runTime ? (lane?.index ?? 0) : 0;
    for (const field of ['zero', 'nar', 'sign']) {
      const bits = Array.from({ length: operand === 'weight' ? lanes : 1 }, (_, index) =>
        shape.runTime
          ? `${prefix}0_${field}_o${operand === 'weight' ? `[${first + index}]` : ''}`
          : `${prefix}${index}_${field}_o`,
      );
      fed.set(`${prefix}_${field}_i`, `{${bits.reverse().join(', ')}}`);
    }
    const log = operand === 'weight' && shape.runTime ? `log_${first}_o` : 'log_o';
    fed.set(`${prefix}_log_i`, `${prefix}0_${log}`);
  }
  const addend = module.ports.find(({ name }) => name === 'addend_o')?.width ?? 0;
  const width = addend / lanes;
  const sums = (copy: string) =>
    Array.from({ length: lanes }, (_, index) => {
      const top = `${copy}_addend_o[${index * width + width - 1}]`;
      const bits = `{${top}, ${copy}_addend_o[${index * width} +: ${width}]}`;
      const sum = `${bits} + {${width}'d0, ${copy}_carry_o[${index}]}`;
      return `(gold_nar_o[${index}] ? ${width + 1}'d0 : (${sum}))`;
    });
  return {
    ...FREE,
    what: 'operands as the decoders make them, products without NaR',
    sources,
    body,
    fed,
    compared: new Map<string, (copy: string) => string>([
      ['addend_o', (copy) => `{${sums(copy).join(', ')}}`],
      ['carry_o', () => "1'b0"],
      ['huge_o', (copy) => `(${copy}_huge_o & ~gold_nar_o)`],
    ]),
  };
}

function freeInput(name: string): string {
  return `free_${name}`;
}

/** The PEs of the first row have nothing above them. */
function firstRow(): ArrayContract {
  return {
    ...FREE,
    what: 'no sums above the first row',
    fed: new Map([
      ['sum_i', "'0"],
      ['nar_i', "'0"],
    ]),
  };
}

function encoderContract({ shape }: ArrayDesign, { ports }: ArrayModule): ArrayContract | null {
  if (!ports.some(({ name }) => name === 'es_i')) return null;
  return { ...FREE, what: `es up to ${shape.maxEs}`, assumed: [`in_es_i <= ${shape.maxEs}`] };
}

/** What goes with a vector, or is told of a tile, is read while there is one. */
function controlContract({ shape }: ArrayDesign): ArrayContract {
  const { width } = controlWord(shape);
  return {
    ...FREE,
    what:
      'fields of control words without a vector, descriptions of incomplete and of finished tiles, ' +
      'and what goes with no beat are not read',
    shows: ['missing_q', 'remaining_q', 'valid_q'],
    loose: new Map([
      ['fields_q', (time, bit) => `${time}_valid_q[${Math.floor(bit / (width - 1))}]`],
      ['index_q', (time) => `${time}_remaining_q != 0`],
      ['current_q', (time) => `${time}_remaining_q != 0`],
      ['pending_q', (time) => `${time}_missing_q == 0`],
      ['pending_vectors_q', (time) => `${time}_missing_q == 0`],
    ]),
    compared: new Map([
      ['ctrl_o', (copy) => `(${copy}_ctrl_o[0] ? ${copy}_ctrl_o : 0)`],
      ['act_es_o', (copy) => `(in_act_valid_i && gold_act_ready_o ? ${copy}_act_es_o : 0)`],
      ['act_rs_o', (copy) => `(in_act_valid_i && gold_act_ready_o ? ${copy}_act_rs_o : 0)`],
      ['set_o', (copy) => `(gold_set_write_o ? ${copy}_set_o : 0)`],
      ['read_slot_o', (copy) => `(gold_result_valid_o ? ${copy}_read_slot_o : 0)`],
    ]),
  };
}
