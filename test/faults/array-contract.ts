import type { ArrayDesign, ArrayModule } from '../../generator/index.ts';
import { bitLength } from '../../generator/systemverilog.ts';
import { controlWord } from '../../generator/views/array/control-word.ts';
import { total } from '../../generator/views/buses.ts';

type Time = 'now' | 'next';

/** What a module of an array is specified for. */
export interface ArrayContract {
  /** In words. */
  readonly what: string | null;
  /** Vectors of the source that conditions name, as `now_*` and `next_*`. */
  readonly shows: readonly string[];
  /** Conditions on `in_*`. */
  readonly assumed: readonly string[];
  /** What holds in every state from the reset on, of `TIME_*`; proven to go on holding. */
  readonly invariants: readonly string[];
  /** By register: when a bit of it is read. Where it is not, the copies may differ in it. */
  readonly loose: ReadonlyMap<
    string,
    (time: Time, bit: number, bitOf: (name: string) => string) => string
  >;
  /** By bit of a register: bits of others of which any one, if it is 1, keeps it from being read. */
  readonly masked: (name: string) => readonly string[];
  /** Bits of registers of which only is read whether they are all 0. */
  readonly onlyNonzero: readonly string[];
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
  invariants: [],
  loose: new Map(),
  masked: () => [],
  onlyNonzero: [],
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
      return peContract(design, module);
    case 'grid':
      return { ...FREE, what: UNREAD_OPERANDS, masked: maskOf(design) };
    case 'accumulator':
      return accumulatorContract(design);
    case 'edge':
      return edgeContract(design, module);
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
    if (!sources.includes(decoder.file)) sources.push(decoder.file);
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

const UNREAD_OPERANDS = 'signs and logs of zeros and NaRs are not read';

/** Fields of the decoded words in a register of a PE, the lowest first. */
function fieldsOf({ shape }: ArrayDesign, register: 'act' | 'weight') {
  const words = register === 'act' ? [shape.activation] : shape.lanes.map(({ weight }) => weight);
  let from = 0;
  return words.map(({ logWidth }) => {
    const field = { from, zero: from + logWidth + 1, nar: from + logWidth + 2 };
    from = field.nar + 1;
    return field;
  });
}

/** Sign and log of an operand are masked by its flags, wherever it is held. */
function maskOf(design: ArrayDesign): ArrayContract['masked'] {
  return (name) => {
    const [, path = '', register, bit] = /^(.*\.)?(act|weight|shadow)_q_(\d+)$/.exec(name) ?? [];
    if (register === undefined) return [];
    const fields = fieldsOf(design, register === 'act' ? 'act' : 'weight');
    const field = fields.find(({ from, zero }) => Number(bit) >= from && Number(bit) < zero);
    return field === undefined
      ? []
      : [field.zero, field.nar].map((flag) => `${path}${register}_q_${flag}`);
  };
}

/** The PEs of the first row have nothing above them. */
function peContract(design: ArrayDesign, { name }: ArrayModule): ArrayContract {
  const first = name.endsWith('_pe_r0');
  const read = (port: 'act' | 'weight') => (copy: 'gold' | 'gate') => {
    const parts = fieldsOf(design, port).map(({ from, zero, nar }) => {
      const flags = `{gold_${port}_o[${nar}] || gold_${port}_o[${zero}]}`;
      const below = `${copy}_${port}_o[${zero - 1}:${from}]`;
      return `${copy}_${port}_o[${nar}:${zero}], (${flags} ? ${zero - from}'d0 : ${below})`;
    });
    return `{${parts.reverse().join(', ')}}`;
  };
  return {
    ...FREE,
    what: first ? `no sums above the first row, ${UNREAD_OPERANDS}` : UNREAD_OPERANDS,
    masked: maskOf(design),
    compared: new Map([
      ['act_o', read('act')],
      ['weight_o', read('weight')],
    ]),
    fed: new Map(
      first
        ? [
            ['sum_i', "'0"],
            ['nar_i', "'0"],
          ]
        : [],
    ),
  };
}

/**
 * Finished sums are read in the cycle after they finish, when a control word says so. Sums of a place
 * are kept from the first tile to the last; where a flag is set, nobody reads the number.
 */
function accumulatorContract({ shape: { lanes, vectors } }: ArrayDesign): ArrayContract {
  const sums = total(lanes.map(({ width }) => width));
  const laneOf = (bit: number) =>
    lanes.findIndex((_, lane) => bit < total(lanes.slice(0, lane + 1).map(({ width }) => width)));
  const places = Array.from({ length: vectors }, (_, place) => place);
  return {
    ...FREE,
    what: 'sums are kept until their last tile, finished ones read once in the cycle after, NaR as NaR',
    body: [`wire [${vectors - 1}:0] open = free_open;`],
    assumed: [
      `!in_valid_i || in_index_i < ${vectors}`,
      '!in_valid_i || in_first_i || open[in_index_i]',
    ],
    masked: (name) => {
      const [, register, bit] = /^(.*)_(\d+)$/.exec(name) ?? [];
      return bit === undefined || Number(bit) >= sums
        ? []
        : [`${register}_${sums + laneOf(Number(bit))}`];
    },
    loose: new Map([
      ['finished_q', (time) => (time === 'next' ? 'in_valid_i && in_last_i' : "1'b0")],
      ...places.map((place): [string, (time: Time) => string] => [
        `sums_q[${place}]`,
        (time) =>
          time === 'now'
            ? `open[${place}]`
            : `(in_valid_i && in_index_i == ${place} ? !in_last_i : open[${place}])`,
      ]),
    ]),
    compared: new Map([
      ['acc_o', () => "1'b0"],
      ['nar_o', () => "1'b0"],
    ]),
  };
}

/** Of two modes one bit tells which. */
function edgeContract(
  { shape: { modes } }: ArrayDesign,
  { ports }: ArrayModule,
): ArrayContract | null {
  const bits = (name: string) => ports.find((port) => port.name === name)?.width ?? 0;
  if (modes.length !== 2 || bits('mode_i') === 0) return null;
  const unread = bits('rs_i') + bits('es_i') + (modes.includes(8) ? 0 : 1);
  const width = bits('rs_i') + bits('es_i') + bits('mode_i');
  return {
    ...FREE,
    what: `bit ${modes.includes(8) ? 0 : 1} of the mode is not read`,
    loose: new Map([['formats_q', (_, bit) => (bit % width === unread ? "1'b0" : "1'b1")]]),
  };
}

function encoderContract({ shape }: ArrayDesign, { ports }: ArrayModule): ArrayContract | null {
  if (!ports.some(({ name }) => name === 'es_i')) return null;
  return { ...FREE, what: `es up to ${shape.maxEs}`, assumed: [`in_es_i <= ${shape.maxEs}`] };
}

/** What goes with a vector, or is told of a tile, is read while there is one. */
function controlContract({ shape }: ArrayDesign): ArrayContract {
  const { width, fields } = controlWord(shape);
  /** Fields of a control word that are read where it ends a sum, by their bits. */
  const ofResults = new Set(
    fields
      .filter(({ name }) => ['relu', 'mode', 'out_es', 'out_rs'].includes(name))
      .flatMap(({ lsb, width: bits }) => Array.from({ length: bits }, (_, bit) => lsb + bit)),
  );
  const mode = fields.find(({ name }) => name === 'mode')?.lsb ?? 0;
  // Of two modes one bit tells which.
  const unread = shape.modes.length !== 2 ? -1 : shape.modes.includes(8) ? 0 : 1;
  const ofLast = (bit: number, last: string) => {
    if (unread >= 0 && bit === mode + unread) return "1'b0";
    return ofResults.has(bit) ? last : "1'b1";
  };
  const last = fields.find(({ name }) => name === 'last')?.lsb ?? 0;
  // A description is {.., mode, relu, last, first}: what comes between relu and the activations' format.
  const lastOfTile = 1;
  const results = total(
    fields
      .filter(({ name }) => ['relu', 'mode', 'out_es', 'out_rs'].includes(name))
      .map((field) => field.width),
  );
  const modeOfTile = lastOfTile + 2;
  const ofTile = (register: string, bit: number, bitOf: (name: string) => string) => {
    if (unread >= 0 && bit === modeOfTile + unread) return "1'b0";
    const isOfResults = bit > lastOfTile && bit <= lastOfTile + results;
    return isOfResults ? bitOf(`${register}_${lastOfTile}`) : "1'b1";
  };
  const { rows } = shape;
  const count = bitLength(rows);
  // From one pass through the rows after the reset on: what it cut off is ahead of the first beat.
  const loads = Array.from(
    { length: rows - 1 },
    (_, row) => `TIME_loads_q[${row * count} +: ${count}] <= ${rows - 1 - row}`,
  );
  return {
    ...FREE,
    what:
      'fields of control words without a vector, descriptions of incomplete and of finished tiles, ' +
      'and what goes with no beat are not read, formats of results only where sums end',
    shows: ['missing_q', 'remaining_q', 'valid_q', 'loads_q'],
    invariants: [`TIME_missing_q <= ${rows}`, ...loads],
    onlyNonzero: Array.from(
      { length: rows > 1 ? count : 0 },
      (_, bit) => `loads_q_${(rows - 2) * count + bit}`,
    ),
    loose: new Map([
      [
        'fields_q',
        (time, bit, bitOf) => {
          const word = Math.floor(bit / (width - 1));
          const end = bitOf(`fields_q_${word * (width - 1) + last - 1}`);
          return `${time}_valid_q[${word}] && ${ofLast((bit % (width - 1)) + 1, end)}`;
        },
      ],
      ['index_q', (time) => `${time}_remaining_q != 0`],
      [
        'current_q',
        (time, bit, bitOf) => `${time}_remaining_q != 0 && ${ofTile('current_q', bit, bitOf)}`,
      ],
      [
        'pending_q',
        (time, bit, bitOf) => `${time}_missing_q == 0 && ${ofTile('pending_q', bit, bitOf)}`,
      ],
      ['pending_vectors_q', (time) => `${time}_missing_q == 0`],
    ]),
    compared: new Map([
      [
        'ctrl_o',
        (copy) => {
          const bits = Array.from({ length: width }, (_, bit) => {
            const read = ofLast(bit, `gold_ctrl_o[${last}]`);
            return `(${copy}_ctrl_o[0] && ${read} && ${copy}_ctrl_o[${bit}])`;
          });
          return `{${bits.reverse().join(', ')}}`;
        },
      ],
      ['act_es_o', (copy) => `(in_act_valid_i && gold_act_ready_o ? ${copy}_act_es_o : 0)`],
      ['act_rs_o', (copy) => `(in_act_valid_i && gold_act_ready_o ? ${copy}_act_rs_o : 0)`],
      ['set_o', (copy) => `(gold_set_write_o ? ${copy}_set_o : 0)`],
      ['read_slot_o', (copy) => `(gold_result_valid_o ? ${copy}_read_slot_o : 0)`],
    ]),
  };
}
