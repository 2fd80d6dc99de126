import { svLiteral } from '../../../systemverilog.ts';
import {
  assignments,
  concatenation,
  declarations,
  type Parameter,
  slice,
} from '../../../views/text.ts';
import { ALONE, type LaneNames, own, ownWidth } from './lane-names.ts';
import { linearBusBits } from './linear-bus.ts';
import type { LinearLane } from './linear-lane.ts';
import type { CodeBit } from './linear-weight-code.ts';
import { signedTermsView } from './terms.ts';

const FRACTION = { whole: '0', half: '1/2' } as const;

/** Selects one of the linear activations, shifts it down, applies the sign. */
export function linearLaneView(lane: LinearLane, names: LaneNames = ALONE) {
  return {
    of: names.lane === null ? '' : ` of lane ${names.lane}`,
    weight: weightFields(lane, names),
    select: select(lane, names),
    shift: shift(lane, names),
    product: terms(lane, names),
  };
}

export function linearLaneParameters(lane: LinearLane, names: LaneNames = ALONE): Parameter[] {
  const { code, bus, magnitudeBits, windowBits } = lane;
  const signed = bus.form === 'twos-complement';
  const window = signed
    ? { value: windowBits + 1, why: 'the magnitude and a sign' }
    : { value: windowBits, why: 'the magnitude and the bit that rounds it' };
  const of = names.lane === null ? '' : ` of lane ${names.lane}`;
  return [
    ...(code.shiftBits > 0
      ? [
          {
            name: ownWidth(names, 'ShiftWidth'),
            value: code.shiftBits,
            why: `octaves below the largest weight${of}`,
          },
        ]
      : []),
    {
      name: ownWidth(names, 'MagnitudeWidth'),
      value: magnitudeBits,
      why: `largest product${of}`,
    },
    ...(window.value > magnitudeBits ? [{ name: ownWidth(names, 'WindowWidth'), ...window }] : []),
  ];
}

function windowName({ bus, windowBits, magnitudeBits }: LinearLane, names: LaneNames): string {
  const wider = bus.form === 'twos-complement' || windowBits > magnitudeBits;
  return ownWidth(names, wider ? 'WindowWidth' : 'MagnitudeWidth');
}

function recognisesZero({ code }: LinearLane): boolean {
  return code.hasZero || code.zeroPattern !== null;
}

function weightFields(lane: LinearLane, names: LaneNames) {
  const { bits, shiftBits, hasHalf, hasZero, zeroPattern } = lane.code;
  const [negative, half, shift, none] = ['weight_negative', 'has_half', 'shift', 'no_weight'].map(
    (name) => own(names, name),
  ) as [string, string, string, string];
  const shiftWidth = ownWidth(names, 'ShiftWidth');
  const literal = ({ place, set }: CodeBit) => {
    const name = place === 'half' ? half : shiftBits === 1 ? shift : `${shift}[${place}]`;
    return set ? name : `!${name}`;
  };
  return {
    signals: declarations([
      { name: negative, meaning: 'sign of the weight' },
      ...(hasHalf ? [{ name: half, meaning: 'the log of the weight has the fraction 1/2' }] : []),
      ...(shiftBits > 0
        ? [{ name: shift, width: shiftWidth, meaning: 'octaves below the largest such weight' }]
        : []),
      ...(recognisesZero(lane) ? [{ name: none, meaning: 'the weight is zero or NaR' }] : []),
    ]),
    assignments: assignments({
      [negative]: `${names.weight}[${bits}]`,
      ...(hasHalf ? { [half]: `${names.weight}[${shiftBits}]` } : {}),
      ...(shiftBits > 0 ? { [shift]: `${names.weight}[${shiftWidth}-1:0]` } : {}),
      ...(hasZero ? { [none]: `${names.weight}[${bits - 1}]` } : {}),
      ...(zeroPattern === null ? {} : { [none]: zeroPattern.map(literal).join(' && ') }),
    }),
  };
}

function select(lane: LinearLane, names: LaneNames) {
  const { operands, bus } = lane;
  const width = windowName(lane, names);
  const both = operands.length > 1;
  const gated = both && recognisesZero(lane);
  const [half, none] = [own(names, 'has_half'), own(names, 'no_weight')];
  return {
    story: both
      ? 'the activation times the largest weight of this fraction.'
      : 'the activation times the largest weight.',
    signals: declarations([
      ...operands.map(({ name }) => ({
        name: own(names, `of_${name}`),
        width,
        meaning: `product with the largest weight${both ? ` of fraction ${FRACTION[name]}` : ''}`,
      })),
      ...(gated
        ? operands.map(({ name }) => ({
            name: own(names, `takes_${name}`),
            meaning: `this weight has the fraction ${FRACTION[name]}`,
          }))
        : []),
      {
        name: own(names, 'chosen'),
        width,
        signed: bus.form === 'twos-complement',
        meaning: recognisesZero(lane) ? 'one of them, or 0' : 'one of them',
      },
    ]),
    assignments: assignments({
      ...operandValues(lane, names),
      ...(gated
        ? {
            [own(names, 'takes_whole')]: `!${half} && !${none}`,
            [own(names, 'takes_half')]: `${half} && !${none}`,
          }
        : {}),
      [own(names, 'chosen')]: chosen(lane, names),
    }),
  };
}

function chosen(lane: LinearLane, names: LaneNames): string {
  const [first, second] = lane.operands.map(({ name }) => ({
    of: own(names, `of_${name}`),
    taken: `{${windowName(lane, names)}{${own(names, `takes_${name}`)}}}`,
  }));
  if (first === undefined) throw new TypeError('a lane reads some part of the bus');
  const none = own(names, 'no_weight');
  if (second === undefined) return recognisesZero(lane) ? `${none} ? '0 : ${first.of}` : first.of;
  if (recognisesZero(lane)) {
    return `(${first.of} & ${first.taken}) |\n      (${second.of} & ${second.taken})`;
  }
  return `${own(names, 'has_half')} ? ${second.of} : ${first.of}`;
}

/** Parts of the bus, brought to the width of the window. */
function operandValues(
  { operands, bus, windowBits }: LinearLane,
  names: LaneNames,
): Record<string, string> {
  const signed = bus.form === 'twos-complement';
  const sign = `${names.act}[${linearBusBits(bus) - 1}]`;
  return Object.fromEntries(
    operands.map(({ name, low, bits }) => {
      const missing = windowBits - bits;
      const value = concatenation([
        ...(signed ? [missing > 0 ? `{${missing + 1}{${sign}}}` : sign] : []),
        ...(!signed && missing > 0 ? [svLiteral(0, missing)] : []),
        slice(names.act, low + bits - 1, low),
      ]);
      return [own(names, `of_${name}`), value];
    }),
  );
}

function shift(lane: LinearLane, names: LaneNames) {
  const { bus, code } = lane;
  const signed = bus.form === 'twos-complement';
  const [chosen, by, window] = [own(names, 'chosen'), own(names, 'shift'), own(names, 'window')];
  const meaning = signed ? 'product but for the sign of the weight' : 'magnitude of the product';
  const [signal] = declarations([
    { name: window, width: windowName(lane, names), signed, meaning },
  ]);
  return {
    cut:
      bus.guard > 0
        ? 'of what lies below the LSB one bit is left.'
        : signed
          ? "what lies below the LSB is cut, which rounds two's complement down."
          : 'what lies below the LSB is cut.',
    signal,
    window,
    value: code.shiftBits === 0 ? chosen : `${chosen} ${signed ? '>>>' : '>>'} ${by}`,
  };
}

function terms({ bus }: LinearLane, names: LaneNames) {
  const window = own(names, 'window');
  const width = ownWidth(names, 'MagnitudeWidth');
  const negative = own(names, bus.form === 'unsigned' ? 'weight_negative' : 'negative');
  const inverts = own(names, bus.form === 'sign-magnitude' ? 'negative' : 'weight_negative');
  const signed = bus.form === 'twos-complement';
  const rounds = bus.guard > 0;
  const actSign = signed ? `${window}[${width}]` : `${names.act}[${linearBusBits(bus) - 1}]`;
  return signedTermsView(
    {
      magnitude: rounds
        ? `${window}[${ownWidth(names, 'WindowWidth')}-1:1]`
        : signed
          ? `${window}[${width}-1:0]`
          : window,
      inverts,
      negative,
      sign: bus.form === 'unsigned' ? null : `${own(names, 'weight_negative')} ^ ${actSign}`,
      carry: rounds ? `${inverts} ^ ${window}[0]` : inverts,
    },
    names,
  );
}
