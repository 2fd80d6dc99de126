import { svLiteral } from '../../systemverilog.ts';
import { flagAssignments } from '../decoder/flags.ts';
import { assignments, declarations, type Signal, slice } from '../text.ts';
import { type DecodedLane, type LogWidths, type UnifiedDecoder, wordSlice } from './describe.ts';
import { alternatives, modeSelect } from './mode.ts';

export interface LaneView {
  readonly title: string;
  readonly signals: readonly string[];
  /** Null where the lane reads the port as it is. */
  readonly word: Assignment | null;
  /** Null, as regime is, where the lane's words have no log. */
  readonly body: Assignment | null;
  readonly regime: RegimeView | null;
  readonly log: readonly string[];
  readonly flags: { readonly story: string; readonly assignments: readonly string[] };
}

interface Assignment {
  readonly name: string;
  readonly value: string;
}

interface RegimeView {
  readonly assignments: readonly string[];
  /** What the table looks at, and what a row assigns. */
  readonly run: string;
  readonly target: string;
  readonly rows: readonly { readonly pattern: string; readonly value: string }[];
}

export function laneView(decoder: UnifiedDecoder, lane: DecodedLane): LaneView {
  const { widths, ending, ports, slot } = lane;
  const value = wordValue(decoder, lane);
  const selected = value !== 'code_i';
  const word = selected ? `word${ending.signal}` : value;
  const signs = { word, negative: `${word}[${signBit(lane)}]`, width: slot };
  const log = { target: ports.log, value: `log${ending.signal}` };
  return {
    title: title(decoder, lane),
    signals: declarations([
      ...(selected ? [{ name: word, width: wordWidth(lane), meaning: meaningOf(lane) }] : []),
      ...(widths === null ? [] : logSignals(lane)),
    ]),
    word: selected ? { name: word, value } : null,
    body: widths === null ? null : bodyOf(lane, word),
    regime: widths === null ? null : regimeView(decoder, lane, widths),
    log: widths === null ? [] : logAssignments(decoder, lane, widths),
    flags: {
      story: widths === null ? 'NaR has no sign.' : 'Zero and NaR have no log.',
      assignments: flagAssignments({ ...signs, ...ports, log: widths === null ? null : log }),
    },
  };
}

/** "Lane 2: words of 2 bits, idle with words of 8 or 4." */
function title({ lanes, modes }: UnifiedDecoder, lane: DecodedLane): string {
  if (lanes.length === 1) return "Magnitude: a negative word is two's-complemented first.";
  const idle = modes.filter((n) => !lane.modes.includes(n));
  const words = `words of ${alternatives(lane.modes)} bits`;
  const rest = idle.length === 0 ? '' : `, idle with words of ${alternatives(idle)}`;
  const sign = lane.widths === null ? '' : "; a negative one is two's-complemented first";
  return `Lane ${lane.index}: ${words}${rest}${sign}.`;
}

function meaningOf({ modes }: DecodedLane): string {
  return modes.length > 1 ? 'the word, left-aligned' : 'the word';
}

export function wordWidth({ widths, ending }: DecodedLane): string {
  return widths === null ? 'TernaryWidth' : `WordWidth${ending.parameter}`;
}

function signBit(lane: DecodedLane): string {
  return `${wordWidth(lane)}-1`;
}

/** The lane's word by mode, at the top of its slot; zero where the lane is idle. */
function wordValue(decoder: UnifiedDecoder, { index, slot }: DecodedLane): string {
  const choices = decoder.modes.map((n) => {
    const word = wordSlice(decoder, n, index);
    if (word === null) return { n, value: svLiteral(0, slot) };
    return { n, value: n === slot ? word : `{${word}, ${svLiteral(0, slot - n)}}` };
  });
  return modeSelect(decoder.modes, choices);
}

function logSignals({ ending: { signal, parameter } }: DecodedLane): Signal[] {
  const row = (name: string, width: string, meaning: string): Signal => ({
    name: `${name}${signal}`,
    width: `${width}${parameter}`,
    meaning,
  });
  return [
    row('body', 'BodyWidth', 'magnitude of the word, sign bit dropped'),
    row('run', 'RestWidth', 'bits that may continue the run, ones where they do'),
    row('behind', 'RestWidth', 'bits behind the first, and behind a terminator'),
    row('run_less_one', 'RunWidth', 'm - 1, m the length of the run'),
    row('rest', 'RestWidth', 'bits behind the regime, missing bits 0'),
    row('regime', 'RegimeWidth', 'k'),
    row('log', 'LogWidth', 'log of the word, were it a number'),
  ];
}

function bodyOf({ ending }: DecodedLane, word: string): Assignment {
  const bits = `${word}[BodyWidth${ending.parameter}-1:0]`;
  const sign = `${word}[WordWidth${ending.parameter}-1]`;
  return { name: `body${ending.signal}`, value: `${sign} ? -${bits} : ${bits}` };
}

function regimeView(
  { widest }: UnifiedDecoder,
  { ending: { signal } }: DecodedLane,
  { body, run, rest }: LogWidths,
): RegimeView {
  const longest = widest?.rest ?? rest;
  const reach = rest === longest ? 'reach' : slice('reach', longest - 1, longest - rest);
  const behindFirst = slice(`body${signal}`, rest - 1, 0);
  return {
    assignments: assignments({
      [`run${signal}`]: `(body${signal}[${body - 1}] ? ${behindFirst} : ~${behindFirst}) & ${reach}`,
      [`behind${signal}`]: `(run${signal} == ${reach}) ? ${behindFirst} : {${slice(`body${signal}`, rest - 2, 0)}, 1'd0}`,
    }),
    run: `run${signal}`,
    target: `{run_less_one${signal}, rest${signal}}`,
    rows: Array.from({ length: rest + 1 }, (_, less) => ({
      pattern: `${rest}'b${'1'.repeat(less)}${less < rest ? '0' : ''}${'?'.repeat(Math.max(0, rest - less - 1))}`,
      value: `{${svLiteral(less, run)}, ${shifted(`behind${signal}`, less, rest)}}`,
    })),
  };
}

function shifted(name: string, by: number, width: number): string {
  if (by === 0) return name;
  return by === width ? svLiteral(0, width) : `${name} << ${by}`;
}

function logAssignments(
  { maxEs }: UnifiedDecoder,
  { ending: { signal, parameter } }: DecodedLane,
  { body, regime }: LogWidths,
): string[] {
  const zeros = `~body${signal}[${body - 1}]`;
  const sign = `regime${signal}[${regime - 1}]`;
  const copies = maxEs > 1 ? `{${maxEs}{${sign}}}` : sign;
  const unscaled = `regime${signal}, rest${signal}}`;
  return assignments({
    [`regime${signal}`]: `{${zeros}, run_less_one${signal} ^ {RunWidth${parameter}{${zeros}}}}`,
    [`log${signal}`]: maxEs === 0 ? `{${unscaled}` : `{${copies}, ${unscaled} << es_i`,
  });
}
