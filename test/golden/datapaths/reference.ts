import type {
  Cut,
  DatapathOptions,
  FloatName,
  LpShape,
  PositShape,
} from '../../../golden/datapaths/index.ts';

/** A second reading of the definitions, in strings of bits and real numbers, none of which is rounded. */
export interface Reference {
  /** null: not a number. */
  weight(mode: number, field: number): number | null;
  activation(word: number): number | null;
  /** Of a weight alone in its lane. */
  product(mode: number, weight: number, activation: number): number;
}

/** The value of a string of bits. */
type Values = (bits: string) => number | null;

interface Operands {
  /** Bits of a weight by mode, and its value. */
  readonly weights: readonly (readonly [bits: number, read: Values])[];
  readonly activation: readonly [bits: number, read: Values];
}

interface Parts extends Operands {
  /** In LSBs before the cut; of two values unless it is told otherwise. */
  product(weight: number, activation: number): number;
  readonly align: Cut;
}

export function referenceOf(options: DatapathOptions): Reference {
  const { weights, activation, product, align } = partsOf(options);
  const weightValues = weights.map(valuesOf);
  const activationValues = valuesOf(activation);
  return {
    weight: (mode, field) => weightValues[mode]?.[field] as number | null,
    activation: (word) => activationValues[word] as number | null,
    product(mode, field, word) {
      const w = weightValues[mode]?.[field];
      const a = activationValues[word];
      return w && a ? cut(product(w, a), w, a, align) : 0;
    },
  };
}

function valuesOf([bits, read]: readonly [number, Values]): (number | null)[] {
  return Array.from({ length: 2 ** bits }, (_, word) => read(binary(word, bits)));
}

function partsOf(options: DatapathOptions): Parts {
  switch (options.kind) {
    case 'int':
      return single(options.weightBits, integer, options.activationBits, integer);
    case 'int-fused':
      return several(
        options.modes.map((bits) => [bits, integer]),
        integer,
      );
    case 'int-units':
      return several(
        options.types === 'int'
          ? [
              [8, integer],
              [4, integer],
            ]
          : [
              [8, integer],
              [4, integer],
              [4, powerOfTwo],
              [4, flint],
            ],
        integer,
      );
    case 'float':
      return single(
        floatBits(options.weight),
        floating(options.weight),
        floatBits(options.activation),
        floating(options.activation),
        options,
      );
    case 'fp4-prepared':
      return single(4, floating('e2m1'), 8, integer, { fraction: 1, align: 'truncate' });
    case 'posit':
      return single(
        options.weight.n,
        posit(options.weight),
        options.activation.n,
        posit(options.activation),
        options,
      );
    case 'posit-fused':
      return several(
        [
          [8, posit({ n: 8, es: 1 })],
          [4, posit({ n: 4, es: 1 })],
          [2, posit({ n: 2, es: 0 })],
        ],
        posit({ n: 8, es: 1 }),
        options,
      );
    case 'pot':
      return single(4, powerOfTwo, 8, integer);
    case 'flint':
      return options.activation === 'flint4'
        ? single(4, flint, 4, flint)
        : single(4, flint, 8, integer);
    case 'lmul':
      return {
        ...single(8, normalOnly, 8, normalOnly, options),
        product: (w, a) => addedMantissas(w, a) * 2 ** options.fraction,
      };
    case 'lp-log':
    case 'lp-linear':
      return logarithmic([options.weight], options);
    case 'lp-fused':
      return logarithmic(options.weights, options);
  }
}

const EXACT = { fraction: 0, align: 'truncate' } as const;

interface CutOptions {
  readonly fraction: number;
  readonly align: Cut;
}

function single(
  weightBits: number,
  weight: Values,
  activationBits: number,
  activation: Values,
  cutOptions: CutOptions = EXACT,
): Parts {
  return multiplied(
    { weights: [[weightBits, weight]], activation: [activationBits, activation] },
    cutOptions,
  );
}

function several(
  weights: Operands['weights'],
  activation: Values,
  cutOptions: CutOptions = EXACT,
): Parts {
  return multiplied({ weights, activation: [8, activation] }, cutOptions);
}

function multiplied(operands: Operands, { fraction, align }: CutOptions): Parts {
  return { ...operands, product: (w, a) => w * a * 2 ** fraction, align };
}

function logarithmic(
  weights: readonly LpShape[],
  options: CutOptions & { readonly activation: LpShape; readonly converterFraction: number },
): Parts {
  const { activation, converterFraction: G, fraction, align } = options;
  return {
    weights: weights.map((shape) => [shape.n, lp(shape)]),
    activation: [activation.n, lp(activation)],
    product(w, a) {
      // Logs are multiples of 2^-16 at most: what the logarithm is off is rounded away.
      const log = Math.round(2 ** 16 * (Math.log2(Math.abs(w)) + Math.log2(Math.abs(a)))) / 2 ** 16;
      const octave = Math.floor(log);
      const table = Math.min(2 ** (G + 1) - 1, Math.round(2 ** (G + log - octave)));
      return Math.sign(w) * Math.sign(a) * table * 2 ** (octave + fraction - G);
    },
    align,
  };
}

/** What step 4 of lp-spec section 3 makes of a signed product. */
function cut(product: number, weight: number, activation: number, align: Cut): number {
  switch (align) {
    case 'truncate':
      return Math.trunc(product);
    case 'nearest':
      return Math.sign(product) * Math.floor(Math.abs(product) + 0.5);
    case 'floor':
      return Math.floor(product);
    case 'floor-act':
      // Like a weight +1 or -1 that takes a copy of the rounded activation.
      return Math.sign(weight) * Math.floor(Math.abs(product) * Math.sign(activation));
  }
}

const binary = (word: number, bits: number) => word.toString(2).padStart(bits, '0');

const unsigned = (bits: string) => (bits === '' ? 0 : Number.parseInt(bits, 2));

const integer: Values = (bits) =>
  unsigned(bits.slice(1)) - unsigned(bits.charAt(0)) * 2 ** (bits.length - 1);

const signOf = (bits: string) => (bits.startsWith('1') ? -1 : 1);

const powerOfTwo: Values = (bits) =>
  bits.endsWith('000') ? 0 : signOf(bits) * 2 ** (unsigned(bits.slice(1)) - 1);

const FLINT: Readonly<Record<string, number>> = {
  '000': 0,
  '001': 1,
  '010': 2,
  '011': 3,
  '110': 4,
  '111': 6,
  '101': 8,
  '100': 16,
};

const flint: Values = (bits) => signOf(bits) * (FLINT[bits.slice(1)] as number);

const floatBits = (name: FloatName) => (name === 'e2m1' ? 4 : 8);

function floating(name: FloatName): Values {
  const exponentBits = { e4m3: 4, e5m2: 5, e2m1: 2, adaptiv8: 3 }[name];
  return (bits) => {
    const exponent = bits.slice(1, 1 + exponentBits);
    const mantissa = bits.slice(1 + exponentBits);
    const e = unsigned(exponent);
    const m = unsigned(mantissa) / 2 ** mantissa.length;
    const sign = signOf(bits);
    switch (name) {
      case 'e4m3':
        if (bits.endsWith('1111111')) return null;
        return sign * (e === 0 ? m / 64 : (1 + m) * 2 ** (e - 7));
      case 'e5m2':
        if (exponent === '11111') return null;
        return sign * (e === 0 ? m / 16384 : (1 + m) * 2 ** (e - 15));
      case 'e2m1':
        return sign * ([0, 0.5, 1, 1.5, 2, 3, 4, 6][unsigned(bits.slice(1))] as number);
      case 'adaptiv8':
        return e === 0 && m === 0 ? 0 : sign * (1 + m) * 2 ** e;
    }
  };
}

const normalOnly: Values = (bits) => {
  if (bits.slice(1, 5) === '0000') return 0;
  return floating('e4m3')(bits);
};

/** L-Mul with the carry of the mantissas spelt out. */
function addedMantissas(weight: number, activation: number): number {
  const exponentOf = (x: number) => Math.floor(Math.log2(Math.abs(x)));
  const mantissaOf = (x: number) => Math.abs(x) / 2 ** exponentOf(x) - 1;
  const exponents = exponentOf(weight) + exponentOf(activation);
  const mantissas = mantissaOf(weight) + mantissaOf(activation) + 1 / 8;
  const magnitude =
    mantissas < 1 ? (1 + mantissas) * 2 ** exponents : mantissas * 2 ** (exponents + 1);
  return Math.sign(weight) * Math.sign(activation) * magnitude;
}

/** Sign, and what is left of a two's complement word made positive; null for 10...0. */
function magnitudeBits(bits: string): { sign: number; rest: string } | null {
  if (/^10*$/.test(bits)) return null;
  const sign = signOf(bits);
  const word = sign < 0 ? 2 ** bits.length - unsigned(bits) : unsigned(bits);
  return { sign, rest: binary(word, bits.length).slice(1) };
}

function posit({ es }: PositShape): Values {
  return (bits) => {
    if (!bits.includes('1')) return 0;
    const read = magnitudeBits(bits);
    if (read === null) return null;
    const [regime, run] = /^(1+|0+)/.exec(read.rest) as RegExpExecArray & [string, string];
    const tail = read.rest.slice(regime.length + 1);
    const k = run.startsWith('1') ? run.length - 1 : -run.length;
    const e = unsigned(tail.slice(0, es).padEnd(es, '0'));
    const fraction = tail.slice(es);
    const f = unsigned(fraction) / 2 ** fraction.length;
    return read.sign * (1 + f) * 2 ** (k * 2 ** es + e);
  };
}

function lp({ es, rs }: LpShape): Values {
  return (bits) => {
    if (!bits.includes('1')) return 0;
    const read = magnitudeBits(bits);
    if (read === null) return null;
    const [run] = new RegExp(`^(1{1,${rs}}|0{1,${rs}})`).exec(read.rest) as RegExpExecArray &
      [string];
    const tail = read.rest.slice(run.length < rs ? run.length + 1 : rs);
    const k = run.startsWith('1') ? run.length - 1 : -run.length;
    const e = unsigned(tail.slice(0, es).padEnd(es, '0'));
    const fraction = tail.slice(es);
    return read.sign * 2 ** (k * 2 ** es + e + unsigned(fraction) / 2 ** fraction.length);
  };
}
