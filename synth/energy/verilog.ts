import { Failure } from '../../system/failure.ts';

/** Nets that are constants; every other net of a module has a number above them. */
export const ZERO = 0;
export const ONE = 1;
/** Stands for a bit that is not connected, x or z. */
export const OPEN = -1;
const FIRST_NET = 2;

/** A module of a structural netlist; nets are numbers, lists of bits begin with the lowest. */
export interface VerilogModule {
  readonly name: string;
  readonly ports: ReadonlyMap<string, { readonly direction: string; readonly bits: number[] }>;
  readonly netCount: number;
  readonly instances: readonly VerilogInstance[];
  /** Pairs of nets that are one. */
  readonly joined: readonly (readonly [number, number])[];
}

export interface VerilogInstance {
  readonly type: string;
  readonly name: string;
  readonly pins: ReadonlyMap<string, readonly number[]>;
}

/**
 * Reads all modules of a text in the subset that `write_verilog -noattr -simple-lhs -noexpr` writes.
 * Every statement must be understood: throws Failure (input) with the line of one that is not.
 */
export function parseNetlist(text: string): VerilogModule[] {
  const reader = new Tokens(text);
  const modules: VerilogModule[] = [];
  while (reader.peek() !== '') {
    reader.expect('module');
    modules.push(new ModuleReader(reader).read());
  }
  return modules;
}

const TOKEN =
  /\s*(?:(?:\/\/[^\n]*|\/\*[\s\S]*?\*\/|\(\*[\s\S]*?\*\))\s*)*(\\\S+|[A-Za-z_$][\w$]*|\d*'s?[bdhoBDHO][\w?]+|\d+|[()[\]{},;.=:#-]|$)/y;

/** Escaped names keep their backslash only inside; an escaped simple name is the simple name. */
class Tokens {
  private current = '';
  private escaped = false;

  constructor(private readonly text: string) {
    TOKEN.lastIndex = 0;
    this.position = 0;
    this.advance();
  }

  private position: number;

  peek(): string {
    return this.current;
  }

  next(): string {
    const token = this.current;
    this.advance();
    return token;
  }

  accept(token: string): boolean {
    if (this.current !== token || this.escaped) return false;
    this.advance();
    return true;
  }

  expect(token: string): void {
    if (!this.accept(token)) throw this.flaw(`"${token}" instead of "${this.current}"`);
  }

  /** An identifier, escaped or not. */
  name(): string {
    if (!this.escaped && !/^[A-Za-z_$]/.test(this.current)) {
      throw this.flaw(`a name instead of "${this.current}"`);
    }
    return this.next();
  }

  isName(): boolean {
    return this.escaped || /^[A-Za-z_$]/.test(this.current);
  }

  flaw(expected: string): Failure {
    const line = this.text.slice(0, this.position).split('\n').length;
    return new Failure('input', `cannot read the netlist: line ${line}: expected ${expected}`);
  }

  private advance(): void {
    TOKEN.lastIndex = this.position;
    const [, token] = TOKEN.exec(this.text) ?? [];
    if (token === undefined) {
      throw this.flaw(`a token, not "${this.text.slice(this.position).trim().slice(0, 20)}"`);
    }
    this.position = TOKEN.lastIndex;
    this.escaped = token.startsWith('\\');
    this.current = this.escaped ? token.slice(1) : token;
  }
}

interface Vector {
  readonly first: number;
  readonly left: number;
  readonly right: number;
}

class ModuleReader {
  private readonly vectors = new Map<string, Vector>();
  private readonly directions = new Map<string, string>();
  private readonly instances: VerilogInstance[] = [];
  private readonly joined: (readonly [number, number])[] = [];
  private netCount = FIRST_NET;

  constructor(private readonly tokens: Tokens) {}

  read(): VerilogModule {
    const { tokens } = this;
    const name = tokens.name();
    if (tokens.accept('(')) this.portList();
    tokens.expect(';');
    while (!tokens.accept('endmodule')) this.item();
    const ports = [...this.directions].map(
      ([port, direction]) => [port, { direction, bits: this.bitsOf(port) }] as const,
    );
    const { netCount, instances, joined } = this;
    return { name, ports: new Map(ports), netCount, instances, joined };
  }

  /** Names only, or ports with their directions and widths. */
  private portList(): void {
    const { tokens } = this;
    let direction = '';
    let range: [number, number] = [0, 0];
    while (!tokens.accept(')')) {
      const found = this.direction();
      if (found !== '') {
        direction = found;
        tokens.accept('wire');
        range = this.range();
      }
      const name = tokens.name();
      if (direction !== '') this.declare(name, range, direction);
      if (!tokens.accept(',') && tokens.peek() !== ')') throw tokens.flaw('"," or ")"');
    }
  }

  private direction(): string {
    for (const word of ['input', 'output', 'inout']) {
      if (this.tokens.accept(word)) return word;
    }
    return '';
  }

  private item(): void {
    const { tokens } = this;
    const direction = this.direction();
    if (direction !== '' || tokens.accept('wire')) {
      tokens.accept('wire');
      tokens.accept('signed');
      const range = this.range();
      do this.declare(tokens.name(), range, direction);
      while (tokens.accept(','));
      tokens.expect(';');
    } else if (tokens.accept('assign')) {
      const left = this.expression();
      tokens.expect('=');
      const right = this.expression();
      tokens.expect(';');
      if (left.length !== right.length) throw tokens.flaw(`${left.length} bits in the assignment`);
      left.forEach((net, bit) => {
        const source = right[bit] ?? OPEN;
        if (source !== OPEN) this.joined.push([net, source]);
      });
    } else this.instance();
  }

  private instance(): void {
    const { tokens } = this;
    const type = tokens.name();
    const name = tokens.name();
    const pins = new Map<string, readonly number[]>();
    tokens.expect('(');
    while (!tokens.accept(')')) {
      tokens.expect('.');
      const pin = tokens.name();
      tokens.expect('(');
      const bits = tokens.peek() === ')' ? [] : this.expression();
      tokens.expect(')');
      if (pins.has(pin)) throw tokens.flaw(`pin ${pin} of ${name} only once`);
      pins.set(pin, bits);
      if (!tokens.accept(',') && tokens.peek() !== ')') throw tokens.flaw('"," or ")"');
    }
    tokens.expect(';');
    this.instances.push({ type, name, pins });
  }

  private range(): [number, number] {
    const { tokens } = this;
    if (!tokens.accept('[')) return [0, 0];
    const left = this.integer();
    tokens.expect(':');
    const right = this.integer();
    tokens.expect(']');
    return [left, right];
  }

  private integer(): number {
    const sign = this.tokens.accept('-') ? -1 : 1;
    const token = this.tokens.peek();
    if (!/^\d+$/.test(token)) throw this.tokens.flaw(`a number instead of "${token}"`);
    this.tokens.next();
    return sign * Number(token);
  }

  private declare(name: string, [left, right]: [number, number], direction: string): void {
    const known = this.vectors.get(name);
    if (known === undefined) {
      this.vectors.set(name, { first: this.netCount, left, right });
      this.netCount += Math.abs(left - right) + 1;
    } else if (known.left !== left || known.right !== right) {
      throw this.tokens.flaw(`${name} to be as wide as before`);
    }
    if (direction !== '') this.directions.set(name, direction);
  }

  private bitsOf(name: string, range?: [number, number]): number[] {
    const vector = this.vectors.get(name);
    if (vector === undefined) throw this.tokens.flaw(`${name} to be declared`);
    const { first, left, right } = vector;
    const [from, to] = range ?? [left, right];
    const step = left >= right ? 1 : -1;
    const low = (to - right) * step;
    const high = (from - right) * step;
    if (low < 0 || high < low || high > (left - right) * step) {
      throw this.tokens.flaw(`bits inside ${name}[${left}:${right}]`);
    }
    return Array.from({ length: high - low + 1 }, (_, bit) => first + low + bit);
  }

  /** A name, a part of it, a constant, or a concatenation. */
  private expression(): number[] {
    const { tokens } = this;
    if (tokens.accept('{')) return this.concatenation();
    if (!tokens.isName()) return this.constant();
    const name = tokens.name();
    if (!tokens.accept('[')) return this.bitsOf(name);
    const from = this.integer();
    const to = tokens.accept(':') ? this.integer() : from;
    tokens.expect(']');
    return this.bitsOf(name, [from, to]);
  }

  private concatenation(): number[] {
    const { tokens } = this;
    if (/^\d+$/.test(tokens.peek())) {
      const times = this.integer();
      tokens.expect('{');
      const repeated = this.concatenation();
      tokens.expect('}');
      return Array.from({ length: times }, () => repeated).flat();
    }
    const parts: number[][] = [];
    do parts.push(this.expression());
    while (tokens.accept(','));
    tokens.expect('}');
    return parts.reverse().flat();
  }

  private constant(): number[] {
    const token = this.tokens.next();
    const found = /^(\d*)'s?([bdho])(\w+)$/i.exec(token);
    const plain = /^\d+$/.test(token);
    if (found === null && !plain) throw this.tokens.flaw(`a net or a constant, not "${token}"`);
    const [, size = '32', base = 'd', digits = token] = found ?? [];
    return constantBits(Number(size || 32), base.toLowerCase(), digits.replaceAll('_', ''));
  }
}

const DIGIT_BITS: Readonly<Record<string, number>> = { b: 1, o: 3, h: 4 };

function constantBits(width: number, base: string, digits: string): number[] {
  const perDigit = DIGIT_BITS[base];
  const bits =
    perDigit === undefined
      ? BigInt(digits).toString(2)
      : [...digits].map((digit) => digitBits(digit, perDigit)).join('');
  const padded = bits.padStart(width, /^[xz]/i.test(bits) ? 'x' : '0').slice(-width);
  return [...padded].reverse().map((bit) => (bit === '0' ? ZERO : bit === '1' ? ONE : OPEN));
}

function digitBits(digit: string, width: number): string {
  if (/[xz?]/i.test(digit)) return 'x'.repeat(width);
  return Number.parseInt(digit, 16).toString(2).padStart(width, '0');
}
