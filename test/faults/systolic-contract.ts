import type { GridModule, SystolicDesign } from '../../generator/index.ts';
import { withModuleWords } from '../../generator/systolic/shape.ts';
import { type ArrayContract, FREE } from './contract.ts';
import { shownName } from './next-state.ts';

/** null where a module is specified for all inputs and states. */
export function systolicContract(design: SystolicDesign, module: GridModule): ArrayContract | null {
  switch (module.role) {
    case 'decoder':
      return decoderContract(design, module);
    case 'product':
      return productContract(design, module);
    case 'pe':
    case 'cluster':
      return operandContract(design, module);
    case 'edge':
      return edgeContract(design, module);
    case 'column':
      return flagContract(design);
    case 'array':
      return arrayContract(design);
    default:
      return null;
  }
}

const WORDS = 'words that may occur';
const OPERANDS = 'operands as the decoders make them of words that may occur';
const READ = 'activations compared by their products with all weights';
const FLAGS = 'of the flags of a column only the topmost one is read, as it stays longest';

/** What of an activation counts is what the products make of it. */
function decoderContract(design: SystolicDesign, module: GridModule): ArrayContract {
  const operands = new Operands(design, module);
  if (module.ports.some(({ name }) => name === 'weight_o')) {
    operands.assumeWeight('free_code_i');
    return { ...FREE, what: WORDS, ...operands.contract() };
  }
  operands.assumeActs('free_code_i');
  return { ...FREE, what: `${WORDS}, ${READ}`, ...operands.contract(), ...operands.actsRead(1) };
}

function productContract(design: SystolicDesign, module: GridModule): ArrayContract {
  const operands = new Operands(design, module);
  const fed = new Map([
    ['weight_i', operands.weight('weight')],
    ['act_i', operands.act('act')],
  ]);
  return {
    ...FREE,
    what: OPERANDS,
    ...operands.contract(),
    ...(module.latency === 0 ? { fed } : { delayed: { registers: STAGE, fed } }),
  };
}

/** Registers inside of a product, behind one edge. */
const STAGE = ['negative_q', 'shift_q', 'kept_q'];

/** PEs hold weights of the mode that is set, and get activations from the edge. */
function operandContract(design: SystolicDesign, module: GridModule): ArrayContract {
  const operands = new Operands(design, module);
  const widthOf = (port: string) => module.ports.find(({ name }) => name === port)?.width ?? 0;
  const { storedBits, busBits } = design.shape.plan;
  const each = (count: number, make: (index: number) => string) =>
    `{${Array.from({ length: count }, (_, index) => make(index)).join(', ')}}`;
  const weights = each(widthOf('weight_o') / storedBits, (index) =>
    operands.weight(`weight${index}`),
  );
  const acts = each(widthOf('act_i') / busBits, (index) => operands.act(`act${index}`));
  const fed = new Map([['act_i', acts]]);
  const isCluster = module.role === 'cluster';
  const contract = isCluster ? operands.actsRead(widthOf('act_o') / busBits) : operands.contract();
  return {
    ...FREE,
    what: isCluster ? `${OPERANDS}, ${READ}` : OPERANDS,
    ...contract,
    assumed: [...contract.assumed, `gold_weight_o == ${weights}`],
    ...(isCluster ? { delayed: { registers: ['act_q'], fed } } : { fed }),
  };
}

function edgeContract(design: SystolicDesign, module: GridModule): ArrayContract {
  const operands = new Operands(design, module);
  operands.assumeActs('free_act_i');
  const { rows } = operands;
  const contract = operands.contract();
  return {
    ...FREE,
    what: `${WORDS}, ${READ}`,
    ...contract,
    ...operands.passing(''),
    ...operands.actsRead(rows),
  };
}

function flagContract({ shape: { lanes } }: SystolicDesign): ArrayContract {
  return {
    ...FREE,
    what: FLAGS,
    loose: new Map([
      [
        'flags_q',
        (_, bit, bitOf) => {
          const above: string[] = [];
          for (let at = bit - lanes.length; at >= 0; at -= lanes.length) {
            above.push(bitOf(`flags_q_${at}`));
          }
          return above.length === 0 ? "1'b1" : `!(${above.join(' || ')})`;
        },
      ],
    ]),
  };
}

function arrayContract(design: SystolicDesign): ArrayContract {
  const array = design.modules.find(({ role }) => role === 'array');
  const operands = new Operands(design, array as GridModule);
  operands.assumeActs('free_act_i');
  const flags = flagContract(design);
  const passing = operands.passing('u_edge.', ['nar_q']);
  return {
    ...flags,
    what: `${WORDS}, ${FLAGS}`,
    ...operands.contract(),
    ...passing,
  };
}

/** Wires of a miter that hold operands, and what is assumed of them. */
class Operands {
  readonly #design: SystolicDesign;
  readonly #words: number;
  readonly #mode: string;
  readonly #body: string[] = [];
  readonly #assumed: string[] = [];
  readonly #sources = new Set<string>();

  constructor(design: SystolicDesign, module: GridModule) {
    this.#design = design;
    const { plan, modes, modeBits } = design.shape;
    this.#words = plan.words ?? 1;
    const legalActs = bits(2 ** this.#bits.act, (word) => design.datapath.isLegal(word));
    this.#body.push(`wire [${legalActs.length - 1}:0] legal_acts = ${constant(legalActs)};`);
    const legalWeights = modes.map((_, mode) =>
      bits(2 ** this.#bits.weight, (word) =>
        design.shape.lanes.every(({ index }) => design.datapath.isLegalWeight(mode, index, word)),
      ),
    );
    const all = legalWeights.reverse().join('');
    this.#body.push(`wire [${all.length - 1}:0] legal_weights = ${constant(all)};`);
    this.#mode = '';
    if (modeBits === 0) return;
    const own = module.ports.some(({ name }) => name === 'mode_i');
    this.#mode = own ? 'free_mode_i' : 'mode';
    if (!own) this.#body.push(`wire [${modeBits - 1}:0] mode = free_mode;`);
    this.#assumed.push(`${this.#mode} < ${modes.length}`);
  }

  get #bits() {
    const { weightBits, activationBits } = this.#design.shape;
    return { weight: weightBits, act: activationBits };
  }

  /** Rows of product modules. */
  get rows(): number {
    return this.#design.shape.rows / this.#words;
  }

  /** A wire with what a PE holds of a weight, or of several that go into one product module. */
  weight(name: string): string {
    const { weightBits, plan } = withModuleWords(this.#design.shape);
    this.#decoded(name, 'weight', weightBits, plan.storedBits);
    this.assumeWeight(`code_${name}`);
    return name;
  }

  act(name: string): string {
    const { activationBits, plan } = withModuleWords(this.#design.shape);
    this.#decoded(name, 'act', activationBits, plan.busBits);
    this.#assumeLegal(`code_${name}`, this.#words);
    return name;
  }

  assumeWeight(code: string): void {
    for (let word = 0; word < this.#words; word++) {
      const slice = `${code}[${word * this.#bits.weight} +: ${this.#bits.weight}]`;
      const mode = this.#mode === '' ? '' : `${this.#mode}, `;
      this.#assumed.push(`legal_weights[{${mode}${slice}}]`);
    }
  }

  /** Every word of a vector of activations may occur. */
  assumeActs(vector: string): void {
    const inVector = vector === 'free_code_i' ? this.#words : this.#design.shape.rows;
    this.#assumeLegal(vector, inVector);
  }

  #assumeLegal(vector: string, words: number): void {
    this.#assumed.push(...this.#legal(vector, words));
  }

  #legal(vector: string, words: number): string[] {
    const { act } = this.#bits;
    return Array.from(
      { length: words },
      (_, word) => `legal_acts[${vector}[${word * act} +: ${act}]]`,
    );
  }

  /** Words that pass the edge may occur; where none that is no number may, no flag is ever set. */
  passing(
    path: string,
    flags: readonly string[] = [],
  ): Pick<ArrayContract, 'shows' | 'invariants'> {
    const { peRows, products, plan } = this.#design.shape;
    const { datapath } = this.#design;
    const shows: string[] = [];
    const invariants: string[] = [];
    for (let row = 1; row < peRows; row++) {
      const name = `${path}gen_skew[${row}].passing_q`;
      shows.push(name);
      invariants.push(...this.#legal(`TIME_${shownName(name)}`, row * products));
    }
    const someNar = Array.from({ length: 2 ** this.#bits.act }, (_, word) => word).some(
      (word) => datapath.isLegal(word) && datapath.activationValue(word) === null,
    );
    if (plan.hasNar && !someNar) {
      for (const name of [`${path}flag_q`, ...flags]) {
        shows.push(name);
        invariants.push(`TIME_${shownName(name)} == 0`);
      }
    }
    return { shows, invariants };
  }

  /** act_o holds so many activations: each is compared by its products. */
  actsRead(count: number): Pick<ArrayContract, 'compared' | 'body' | 'assumed' | 'sources'> {
    const { plan } = this.#design.shape;
    const product = this.#module('product');
    const terms: Record<string, string[]> = { gold: [], gate: [] };
    // Registers would have to be cut, and some modes have no weights for a lane: all are tried.
    const compared = new Map<string, (copy: 'gold' | 'gate') => string>();
    if (plan.productLatency === 0) {
      for (let index = 0; index < count; index++) {
        const weight = this.weight(`read${index}`);
        for (const copy of ['gold', 'gate']) {
          const name = `terms_${copy}_${index}`;
          const mode = this.#mode === '' ? '' : `.mode_i(${this.#mode}), `;
          const act = `${copy}_act_o[${index * plan.busBits} +: ${plan.busBits}]`;
          this.#body.push(
            `wire [${plan.terms.length - 1}:0] ${name};`,
            `${product.name} u_${name} (${mode}.weight_i(${weight}), .act_i(${act}), .terms_o(${name}));`,
          );
          terms[copy]?.push(name);
        }
      }
      this.#sources.add(product.file);
      compared.set('act_o', (copy) => `{${terms[copy]?.join(', ')}}`);
    }
    return { ...this.contract(), compared };
  }

  contract(): Pick<ArrayContract, 'body' | 'assumed' | 'sources'> {
    return { body: this.#body, assumed: this.#assumed, sources: [...this.#sources] };
  }

  #module(suffix: string): GridModule {
    const { modules, config } = this.#design;
    const found = modules.find(({ name }) => name === `${config.name}_${suffix}`);
    if (found === undefined) throw new RangeError(`no module ${suffix}`);
    return found;
  }

  #decoded(name: string, operand: 'weight' | 'act', codeBits: number, width: number): void {
    const decoder = this.#module(`${operand}_decoder`);
    this.#sources.add(decoder.file);
    const mode = operand === 'weight' && this.#mode !== '' ? `.mode_i(${this.#mode}), ` : '';
    this.#body.push(
      `wire [${codeBits - 1}:0] code_${name} = free_code_${name};`,
      `wire [${width - 1}:0] ${name};`,
      `${decoder.name} u_${name} (${mode}.code_i(code_${name}), .${operand}_o(${name}));`,
    );
  }
}

/** A digit for each of so many words, the highest first. */
function bits(count: number, isSet: (word: number) => boolean): string {
  return Array.from({ length: count }, (_, word) => (isSet(count - 1 - word) ? '1' : '0')).join('');
}

function constant(digits: string): string {
  return `${digits.length}'b${digits}`;
}
