import { Failure } from '../../system/failure.ts';

/** A group of a Liberty file: `name (args) { attributes and groups }`; texts without quotes. */
export interface LibertyGroup {
  readonly name: string;
  readonly args: readonly string[];
  /** `name : value;` */
  readonly simple: ReadonlyMap<string, string>;
  /** `name (args);` */
  readonly complex: ReadonlyMap<string, readonly string[]>;
  readonly groups: readonly LibertyGroup[];
  /** Offsets of its first character in the text, and of the one after its last. */
  readonly start: number;
  readonly end: number;
}

/** Groups inside a group that have this name. */
export function groupsNamed(group: LibertyGroup, name: string): LibertyGroup[] {
  return group.groups.filter((one) => one.name === name);
}

/** Reads the `library` group of a Liberty text. Throws Failure (input) where the text is no group. */
export function parseLiberty(text: string): LibertyGroup {
  return new Reader(text).library();
}

enum Char {
  Newline = 10,
  Space = 32,
  Quote = 34,
  Open = 40,
  Close = 41,
  Star = 42,
  Comma = 44,
  Slash = 47,
  Colon = 58,
  Semicolon = 59,
  Backslash = 92,
  OpenBrace = 123,
  CloseBrace = 125,
}

/** Walks over the characters once: a library of 13 MB has some 50,000 groups. */
class Reader {
  private position = 0;

  constructor(private readonly text: string) {}

  library(): LibertyGroup {
    this.skipBlanks();
    const start = this.position;
    const name = this.word();
    const args = this.args();
    this.skipBlanks();
    if (name !== 'library' || this.peek() !== Char.OpenBrace) throw this.flaw('no library group');
    return this.body(name, args, start);
  }

  private body(name: string, args: readonly string[], start: number): LibertyGroup {
    const simple = new Map<string, string>();
    const complex = new Map<string, readonly string[]>();
    const groups: LibertyGroup[] = [];
    this.position += 1;
    for (;;) {
      this.skipBlanks(true);
      if (this.position >= this.text.length) throw this.flaw(`group ${name} has no end`);
      if (this.peek() === Char.CloseBrace) {
        this.position += 1;
        return { name, args, simple, complex, groups, start, end: this.position };
      }
      const from = this.position;
      const key = this.word();
      this.skipBlanks();
      if (this.peek() === Char.Colon) {
        this.position += 1;
        simple.set(key, this.value());
        continue;
      }
      const list = this.args();
      this.skipBlanks();
      if (this.peek() === Char.OpenBrace) groups.push(this.body(key, list, from));
      else complex.set(key, list);
    }
  }

  private word(): string {
    const { text } = this;
    const start = this.position;
    while (isWord(text.charCodeAt(this.position))) this.position += 1;
    if (this.position === start) throw this.flaw('a name is missing');
    return text.slice(start, this.position);
  }

  /** Of a simple attribute: to the semicolon, or to the end of the line. */
  private value(): string {
    const { text } = this;
    while (text.charCodeAt(this.position) === Char.Space) this.position += 1;
    if (this.peek() === Char.Quote) return this.quoted();
    const start = this.position;
    for (; this.position < text.length; this.position += 1) {
      const char = text.charCodeAt(this.position);
      if (char === Char.Semicolon || char === Char.Newline || char === Char.CloseBrace) break;
    }
    return text.slice(start, this.position).trim();
  }

  private args(): string[] {
    const { text } = this;
    this.skipBlanks();
    if (this.peek() !== Char.Open) throw this.flaw('"(" or ":" is missing');
    this.position += 1;
    const args: string[] = [];
    for (;;) {
      this.skipBlanks();
      const char = this.peek();
      if (char === Char.Close) break;
      if (char === Char.Comma) this.position += 1;
      else if (char === Char.Quote) args.push(this.quoted());
      else {
        const start = this.position;
        while (!endsArgument(text.charCodeAt(this.position))) this.position += 1;
        if (this.position === start) throw this.flaw('")" is missing');
        args.push(text.slice(start, this.position).trim());
      }
    }
    this.position += 1;
    return args;
  }

  private quoted(): string {
    const start = this.position + 1;
    const end = this.text.indexOf('"', start);
    if (end < 0) throw this.flaw('a quote is missing');
    this.position = end + 1;
    const raw = this.text.slice(start, end);
    return raw.includes('\\') ? raw.replace(/\\\r?\n?/g, ' ') : raw;
  }

  private skipBlanks(semicolons = false): void {
    const { text } = this;
    for (;;) {
      const char = text.charCodeAt(this.position);
      if (char <= Char.Space || char === Char.Backslash) this.position += 1;
      else if (char === Char.Semicolon && semicolons) this.position += 1;
      else if (char === Char.Slash && text.charCodeAt(this.position + 1) === Char.Star) {
        const end = text.indexOf('*/', this.position + 2);
        this.position = end < 0 ? text.length : end + 2;
      } else if (char === Char.Slash && text.charCodeAt(this.position + 1) === Char.Slash) {
        const end = text.indexOf('\n', this.position);
        this.position = end < 0 ? text.length : end;
      } else return;
    }
  }

  private peek(): number {
    return this.text.charCodeAt(this.position);
  }

  private flaw(what: string): Failure {
    const line = this.text.slice(0, this.position).split('\n').length;
    return new Failure('input', `cannot read the Liberty library: ${what} in line ${line}`);
  }
}

/** Letters, digits, and `_ [ ] . $ -`. */
function isWord(char: number): boolean {
  return (
    (char >= 97 && char <= 122) ||
    (char >= 65 && char <= 93 && char !== Char.Backslash) ||
    (char >= 48 && char <= 57) ||
    char === 95 ||
    char === 46 ||
    char === 45 ||
    char === 36
  );
}

function endsArgument(char: number): boolean {
  return char === Char.Comma || char === Char.Close || Number.isNaN(char) || char === Char.Newline;
}
