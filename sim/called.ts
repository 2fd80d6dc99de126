import type { Module, Port } from '../generator/design.ts';

/**
 * Modules of which there are many, each a model of its own that is compiled once and that the models
 * around it call: the code of every instance is written out else, and a tree of full adders is long.
 * What happens is the same for a combinational module. One with a clock is called at its rising edge
 * only: its outputs must come from registers.
 */

const CLOCK = 'clk_i';

/** SystemVerilog in place of a module: the same ports, answered by calls. */
export function standInText(module: Module, index: number): string {
  const { inputs, outputs } = fieldsOf(module);
  const values = `{${inputs.map(fieldText).reverse().join(', ')}}`;
  const call = `call_${index}`;
  const bits = `input bit [${bitsOf(inputs)}:0] in, output bit [${bitsOf(outputs)}:0] out`;
  return [
    `module ${module.name} (`,
    module.ports.map(portText).join(',\n'),
    ');',
    `  bit [${bitsOf(outputs)}:0] answer;`,
    ...(isClocked(module)
      ? [
          `  import "DPI-C" ${cName(index)}_open = function chandle ${call}_open();`,
          `  import "DPI-C" ${cName(index)} = function void ${call}(input chandle model, ${bits});`,
          '  chandle model;',
          `  bit [${bitsOf(outputs)}:0] next;`,
          `  initial model = ${call}_open();`,
          '  always_ff @(posedge clk_i) begin',
          `    ${call}(model, ${values}, next);`,
          '    answer <= next;',
          '  end',
        ]
      : [
          `  import "DPI-C" ${cName(index)} = function void ${call}(${bits});`,
          `  always_comb ${call}(${values}, answer);`,
        ]),
    ...outputs.map(
      ({ port, word }) => `  assign ${port.name} = answer[${32 * word} +: ${port.width}];`,
    ),
    'endmodule',
    '',
  ].join('\n');
}

/** C++ that answers the calls with a model. Its context must be there first, and outlive it. */
export function callText(module: Module, model: string, index: number): string {
  const { inputs, outputs } = fieldsOf(module);
  const create = `new ${model}{Verilated::threadContextp()}`;
  const puts = inputs.map(({ port, word }) => `  put(model->${port.name}, in + ${word});`);
  const gets = outputs.map(({ port, word }) => `  get(model->${port.name}, out + ${word});`);
  const words = 'const svBitVecVal* in, svBitVecVal* out';
  const lines = isClocked(module)
    ? [
        `extern "C" void* ${cName(index)}_open() { return ${create}; }`,
        `extern "C" void ${cName(index)}(void* handle, ${words}) {`,
        `  auto* const model = static_cast<${model}*>(handle);`,
        ...puts,
        ...[0, 1].flatMap((level) => [`  model->${CLOCK} = ${level};`, '  model->eval();']),
      ]
    : [
        `extern "C" void ${cName(index)}(${words}) {`,
        `  static auto* const model = ${create};`,
        ...unlessKnown(bitsOf(inputs) + 1, [...puts, '  model->eval();']),
      ];
  return [...lines, ...gets, '}'].join('\n');
}

/** Inputs of so many bits belong to much logic: it is worth seeing that they are those of the last call. */
const MANY_BITS = 256;

function unlessKnown(bits: number, lines: readonly string[]): string[] {
  if (bits < MANY_BITS) return [...lines];
  return [
    `  static svBitVecVal known[${bits / 32}];`,
    '  static bool isKnown = false;',
    '  if (!isKnown || std::memcmp(known, in, sizeof known) != 0) {',
    '    std::memcpy(known, in, sizeof known);',
    '    isKnown = true;',
    ...lines.map((line) => `  ${line}`),
    '  }',
  ];
}

interface Field {
  readonly port: Port;
  /** First of the 32-bit words that hold it. */
  readonly word: number;
}

/** Ports but the clock. */
function fieldsOf({ ports }: Module): { readonly inputs: Field[]; readonly outputs: Field[] } {
  const place = (direction: Port['direction']) => {
    let word = 0;
    return ports
      .filter((port) => port.direction === direction && port.name !== CLOCK)
      .map((port) => {
        const field = { port, word };
        word += wordsOf(port);
        return field;
      });
  };
  return { inputs: place('input'), outputs: place('output') };
}

function isClocked({ ports }: Module): boolean {
  return ports.some(({ name }) => name === CLOCK);
}

function cName(index: number): string {
  return `logposit_call_${index}`;
}

function wordsOf({ width }: Port): number {
  return Math.ceil(width / 32);
}

/** Highest bit of a vector that holds the fields. */
function bitsOf(fields: readonly Field[]): number {
  return 32 * fields.reduce((words, { port }) => words + wordsOf(port), 0) - 1;
}

/** A port with zeros up to the end of its last word. */
function fieldText({ port }: Field): string {
  const padding = 32 * wordsOf(port) - port.width;
  return padding === 0 ? port.name : `${padding}'d0, ${port.name}`;
}

function portText({ name, direction, width }: Port): string {
  return `  ${direction} logic ${width === 1 ? '' : `[${width - 1}:0] `}${name}`;
}
