import { expect, test } from 'vitest';
import type { CompareReport } from '../../compare/report.ts';
import { compareLines } from '../../report/compare-text.ts';
import { paintFor } from '../../report/paint.ts';
import { compareReport, PLANS, planReport, sweepReport } from '../support/compare-report.ts';
import { MALICIOUS } from './infer-reports.ts';

function linesOf(report: CompareReport): string[] {
  return compareLines(report, paintFor({ isTTY: false }));
}

/** Lines from one that starts with a text up to the next empty one. */
function block(lines: readonly string[], start: string): string {
  const from = lines.findIndex((line) => line.startsWith(start));
  expect(from, start).toBeGreaterThanOrEqual(0);
  const to = lines.indexOf('', from);
  return `\n${lines.slice(from, to < 0 ? undefined : to).join('\n')}\n`;
}

const LINES = linesOf(compareReport());

test('no line is wider than 100 columns, with any of the reports', () => {
  for (const report of [compareReport(), planReport(), sweepReport(), sweepReport(1)]) {
    for (const line of linesOf(report)) expect([...line].length, line).toBeLessThanOrEqual(100);
  }
});

test('area and timing: designs with their modes, what does not reach the clock', () => {
  const lines = linesOf(compareReport());
  const table = block(lines, 'sg13g2_stdcell: area and timing');
  expect(table).toContain(TABLE);
  expect(table).toMatch(
    /19 posit\(8,1\) x posit\(8,1\) +8 +33\.4 +– +5,393 +5\.85 {2}65,536 pairs ok/,
  );
  expect(table).toMatch(/20 posit 8\/4\/2 fused .* 100,000 vectors ok/);
  expect(table).toContain('areas in library units per weight MAC in each cycle');
  expect(table).toContain('at the clock of 4.8 ns');
});

const TABLE = `
  4 LP<4,0,2> x LP<8,1,7>,     8          36.1`;

test('energy is called an estimate, with both delay models of every stream', () => {
  const table = block(LINES, 'osu018_stdcells: energy, an estimate');
  expect(table).toMatch(/design +mode +gaussian +relu +kws\n/);
  expect(table).toMatch(
    /9 INT8 x INT8, Booth, dot-8 +8 +4,289 \/ 4,680 +3,174 \/ 3,463 +2,831 \/ 3,089\n/,
  );
  expect(table).not.toContain('posit');
  for (const line of LINES.filter((one) => /\bfJ\b|energ/i.test(one))) {
    expect(LINES.join('\n')).toContain('estimate');
    expect(line).not.toContain('undefined');
  }
});

test('mixes, the smallest design first', () => {
  const table = block(LINES, 'mix 97.5/2.5 on osu018_stdcells: 2.5 % 8-bit, 97.5 % 4-bit');
  const areas = [...table.matchAll(/ {2}([\d,]+) {2,}\d+\.\d {2}/g)].map(([, area = '']) =>
    Number(area.replace(',', '')),
  );
  expect(areas.length).toBe(18);
  expect(areas).toEqual(areas.toSorted((a, b) => a - b));
});

test('plans: MACs, bits, the best LP design beside that of 8-bit weights, ratios', () => {
  const lines = linesOf(planReport());
  expect(block(lines, 'mix plan.json on osu018_stdcells')).toContain(
    '12.5 % 8-bit, 37.5 % 4-bit, 50 % 3-bit',
  );
  const start = 'plan plan.json on osu018_stdcells: 2,656,768 MACs an input, weights of 4.00 bits';
  const plan = block(lines, start);
  expect(plan).toMatch(/ by MACs, 3\.50 by\s+weights\n/);
  expect(plan).toMatch(/ {2}plan: 4 LP<4,0,2> x LP<8,1,7>, +2,604 +19\.6 +2,065 \/ 2,348 /);
  expect(plan).toMatch(/ {2}8-bit only: 2 LP<8,1,3> x +3,706 +32\.2 +2,562 \/ 3,267 /);
  expect(plan).toMatch(/ {2}density and energy, ratio +1\.42 +0\.81 \/ 0\.72 /);
  const wide = block(lines, 'plan wide.json on osu018_stdcells: 1 MAC an input');
  expect(wide).not.toContain('by weights');
  const none = block(linesOf({ ...planReport(), plans: noLp() }), 'plan plan.json on osu018');
  expect(none).toMatch(/ {2}plan: no LP design +– +–/);
  expect(LINES.join('\n')).not.toMatch(/^plan /m);
});

/** As where only peers took part. */
function noLp() {
  const nothing = { best: null, uniform: null, density: null, energy: {} };
  return planReport(PLANS.slice(0, 1)).plans.map((row) => ({ ...row, ...nothing }));
}

test('claims: met, missed, within the noise, and at what SQNR', () => {
  const claims = block(LINES, 'claims: 16 of 27 targets met');
  expect(claims).toContain(CLAIM);
  expect(claims).toMatch(/sky130_fd_sc_hd {3}1\.27 {2}≥ 1\.30 {2}missed, within noise/);
  expect(claims).toMatch(/0\.94 {2}≤ 0\.90 {2}missed .*\n {6}SQNR 1\.6 dB below the peer's/);
});

const CLAIM = `
  8-bit weights at equal SQNR, density over INT8
    library          ratio  target  result  noise  ours    against
    osu018_stdcells   1.35  ≥ 1.30  met     3.6 %  lp8_f5  int8
`.trim();

test('claims without a noise floor: no number, and nothing is within it', () => {
  const report = compareReport();
  const claims = report.claims.map((claim) => ({ ...claim, noise: null }));
  const text = block(linesOf({ ...report, claims, noise: [] }), 'claims: 16 of 27 targets met');
  expect(text).toMatch(/osu018_stdcells +1\.35 +≥ 1\.30 +met +– +lp8_f5 +int8\n/);
  expect(text).not.toContain('within noise');
});

test("the paper's table beside what was published", () => {
  const paper = block(LINES, 'arrays of the paper on osu018_stdcells');
  expect(paper).toMatch(
    /BitFusion +24,972,970 +3,072 +0\.61 +3,996 +0\.69 +3,127 +0\.69 +8\.70 +0\.52\n/,
  );
  expect(paper).toMatch(/Our best LP array .* – +–\n/);
});

test("energy of the paper's arrays on one stream: ReLU where it was measured", () => {
  const report = compareReport();
  const energy = block(
    LINES,
    'energy of the same arrays on osu018_stdcells: fJ per weight MAC on relu',
  );
  expect(energy).toMatch(/array +thirds +97\.5\/2\.5 +kws_dscnn\n/);
  expect(energy).toMatch(/BitFusion +4,128 \/ 5,254 +3,174 \/ 4,039 +4,056 \/ 5,162\n/);
  expect(energy).toMatch(/posit 2\/4\/8 +– +– +–\n/);
  const only = (stream: string) =>
    report.paper.map((row) => ({
      ...row,
      energyPerMac: Object.fromEntries(
        Object.entries(row.energyPerMac).map(([mix, all]) => [
          mix,
          Object.fromEntries(Object.entries(all).filter(([key]) => key.startsWith(stream))),
        ]),
      ),
    }));
  const gaussian = linesOf({ ...report, paper: only('gaussian') });
  expect(gaussian.filter((line) => line.endsWith('fJ per weight MAC on gaussian'))).toHaveLength(3);
  const none = linesOf({ ...report, paper: only('none') });
  expect(none.join('\n')).not.toMatch(/energy of the same arrays|energy: an estimate/);
});

test('noise floor and provenance', () => {
  expect(block(LINES, '  noise floor')).toMatch(
    /sky130_fd_sc_hd +int8_booth_dot8 +5 +14,175 to 14,842 +2\.8 %/,
  );
  const end = LINES.slice(-5).join('\n');
  expect(end).toMatch(/osu018_stdcells: osu018_stdcells\.lib [0-9a-f]{12}, script [0-9a-f]{12}/);
  expect(end).toContain('Yosys 0.23, OpenSTA 2.0.17');
  expect(end).toContain('map 612.8 s');
});

test('a sweep has neither claims nor mixes', () => {
  const text = linesOf(sweepReport()).join('\n');
  expect(text).not.toMatch(/claims|mix |paper|noise floor/);
  expect(text).toContain('12 LP<4,0,2> x LP<8,1,7>, A = 11');
});

test('names move no cursor', () => {
  const report = sweepReport(MALICIOUS.length);
  const designs = report.designs.map((design, index) => ({
    ...design,
    label: MALICIOUS[index] ?? '',
  }));
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they must not be there
  expect(linesOf({ ...report, designs }).join('')).not.toMatch(/[\u0000-\u001f\u202e]/);
});

test('grids of one size, or of several', () => {
  const line = (report: CompareReport) => linesOf(report)[0];
  expect(line(compareReport())).toMatch(/^Grids of 64 x 32 on /);
  expect(line(compareReport({ grid: null }))).toMatch(/^Grids of several sizes on /);
});

test('what a library does not tell of energy', () => {
  const { libraries } = compareReport();
  const poor = libraries.map((library) => ({ ...library, untold: ['internal_power'] }));
  expect(
    linesOf(compareReport({ libraries: poor }))
      .join(' ')
      .replace(/\s+/g, ' '),
  ).toContain('(glitches); too low: the library has no internal_power');
});
