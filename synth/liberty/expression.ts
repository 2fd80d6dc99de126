import { Failure } from '../../system/failure.ts';

/** Value of a Boolean expression for an assignment of its names. */
export type Expression = (value: (name: string) => number) => number;

/**
 * Reads a Boolean expression of Liberty: `!` before or `'` after, then `^`, then `*`, `&` or nothing,
 * then `+` or `|`. Throws Failure (input) where the text is none.
 */
export function parseExpression(text: string): Expression {
  const tokens = text.match(/[A-Za-z_][\w[\].]*|[01]|\S/g) ?? [];
  let next = 0;
  const flaw = () => new Failure('input', `cannot read the function "${text}" of a Liberty cell`);

  const chain = (part: () => Expression, operators: string, join: Join) => () => {
    let left = part();
    while (operators.includes(tokens[next] ?? ' ')) {
      next += 1;
      left = join(left, part());
    }
    return left;
  };
  const unary = (): Expression => {
    const token = tokens[next++];
    let inner: Expression;
    if (token === '!') {
      const negated = unary();
      return (value) => 1 - negated(value);
    }
    if (token === '(') {
      inner = or();
      if (tokens[next++] !== ')') throw flaw();
    } else if (token === '0' || token === '1') inner = () => Number(token);
    else if (token !== undefined && /^[A-Za-z_]/.test(token)) inner = (value) => value(token);
    else throw flaw();
    while (tokens[next] === "'") {
      next += 1;
      const negated = inner;
      inner = (value) => 1 - negated(value);
    }
    return inner;
  };
  const xor = chain(unary, '^', (a, b) => (value) => a(value) ^ b(value));
  /** Two operands with nothing between them are an AND, too. */
  const and = (): Expression => {
    let left = xor();
    for (;;) {
      const token = tokens[next];
      if (token === '*' || token === '&') next += 1;
      else if (token === undefined || !/^[\w!(]/.test(token)) return left;
      left = both(left, xor());
    }
  };
  const or = chain(and, '+|', (a, b) => (value) => a(value) | b(value));
  const whole = or();
  if (next !== tokens.length) throw flaw();
  return whole;
}

type Join = (left: Expression, right: Expression) => Expression;

function both(left: Expression, right: Expression): Expression {
  return (value) => left(value) & right(value);
}
