import type { ArrayDesign, ArrayModule } from '../../generator/index.ts';
import { total } from '../../generator/views/buses.ts';
import { type ArrayContract, FREE, type Time } from './contract.ts';
import { controlContract, looseWords, UNREAD_WORDS, wordCompared } from './word-contract.ts';

/** null where a module is specified for all inputs and states. */
export function arrayContract(design: ArrayDesign, module: ArrayModule): ArrayContract | null {
  switch (module.role) {
    case 'product':
      return decodedOperands(design, module);
    case 'pe':
      return peContract(design, module);
    case 'grid':
      return gridContract(design);
    case 'accumulator':
      return accumulatorContract(design);
    case 'edge':
      return edgeContract(design, module);
    case 'control':
      return controlContract(design);
    case 'encoder':
      return encoderContract(design, module);
    case 'foot':
      return {
        ...FREE,
        what: UNREAD_WORDS,
        loose: looseWords(design),
        compared: wordCompared(design),
      };
    case 'array':
      return {
        ...FREE,
        what: `${UNREAD_OPERANDS}; ${UNREAD_WORDS}`,
        masked: maskOf(design),
        loose: looseWords(design),
      };
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
  const sources = new Set<string>();
  for (const [operand, prefix] of [
    ['weight', 'weight'],
    ['activation', 'act'],
  ] as const) {
    const decoder = decoderOf(design, operand);
    sources.add(decoder.file);
    const each = shape.runTime || operand === 'activation' ? 1 : lanes;
    for (let index = 0; index < each; index++) {
      body.push(...decodedWord(decoder, `${prefix}${index}`));
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
    sources: [...sources],
    body,
    fed,
    compared: new Map<string, (copy: string) => string>([
      ['addend_o', (copy) => `{${sums(copy).join(', ')}}`],
      ['carry_o', () => "1'b0"],
      ['huge_o', (copy) => `(${copy}_huge_o & ~gold_nar_o)`],
    ]),
  };
}

function decoderOf({ modules }: ArrayDesign, operand: 'weight' | 'activation'): ArrayModule {
  const decoder = modules.find(
    ({ role, serves }) => role === 'decoder' && serves?.includes(operand),
  );
  if (decoder === undefined) throw new RangeError(`no decoder for the ${operand}`);
  return decoder;
}

/** A decoder of any word in any format; its ports are wires with this prefix. */
function decodedWord({ name: decoder, ports }: ArrayModule, prefix: string): string[] {
  const wires = ports.map(({ name, width, direction }) => {
    const free = direction === 'input' ? ` = free_${prefix}_${name}` : '';
    return `wire [${width - 1}:0] ${prefix}_${name}${free};`;
  });
  const connections = ports.map(({ name }) => `.${name}(${prefix}_${name})`);
  return [...wires, `${decoder} u_${prefix} (${connections.join(', ')});`];
}

/** Weights enter the grid as decoded: idle lanes are zero, and short words have short logs. */
function gridContract(design: ArrayDesign): ArrayContract {
  const contract = { ...FREE, what: UNREAD_OPERANDS, masked: maskOf(design) };
  const { runTime, cols, lanes } = design.shape;
  // The lanes of fixed formats are decoded one by one.
  if (!runTime) return contract;
  const decoder = decoderOf(design, 'weight');
  const columns = Array.from({ length: cols }, (_, column) => `weight${column}`);
  const words = columns.map((prefix) => {
    const fields = lanes.map(({ weight: { logWidth } }, lane) => {
      const flags = ['nar', 'zero', 'sign'].map((flag) => `${prefix}_${flag}_o[${lane}]`);
      return [...flags, ...(logWidth > 0 ? [`${prefix}_log_${lane}_o`] : [])].join(', ');
    });
    return fields.reverse().join(', ');
  });
  return {
    ...contract,
    what: `weights as the decoders make them, ${UNREAD_OPERANDS}`,
    sources: [decoder.file],
    body: columns.flatMap((prefix) => decodedWord(decoder, prefix)),
    fed: new Map([['weight_i', `{${words.reverse().join(', ')}}`]]),
  };
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
 * are kept from the first tile to the last; where a flag is set, nobody reads the number. The vectors
 * of a tile come in order and all end their sums or none: a last one finds the places before it closed.
 */
function accumulatorContract({ shape: { lanes, vectors } }: ArrayDesign): ArrayContract {
  const sums = total(lanes.map(({ width }) => width));
  const laneOf = (bit: number) =>
    lanes.findIndex((_, lane) => bit < total(lanes.slice(0, lane + 1).map(({ width }) => width)));
  const places = Array.from({ length: vectors }, (_, place) => place);
  return {
    ...FREE,
    what:
      'vectors come in order, sums are kept until their last tile, finished ones read once in the ' +
      'cycle after, NaR as NaR',
    body: [`wire [${vectors - 1}:0] open = free_open;`],
    assumed: [
      `!in_valid_i || in_index_i < ${vectors}`,
      '!in_valid_i || in_first_i || open[in_index_i]',
      `!in_valid_i || !in_last_i || (open & ~({${vectors}{1'b1}} << in_index_i)) == 0`,
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
