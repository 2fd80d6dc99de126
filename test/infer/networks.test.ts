import { expect, test } from 'vitest';
import { knownNetwork } from '../support/known-networks.ts';
import { runNetwork } from '../support/network-run.ts';
import { dataAbsent } from '../support/shared-data.ts';

/** The whole of it is `npm run verify:networks`; here fewer inputs, and RTL for one network. */

test.skipIf(dataAbsent !== '')(`wake word: RTL equals golden${dataAbsent}`, async () => {
  const report = await runNetwork(knownNetwork('wakeword', 8), { on: 'rtl' });
  expect(report).toMatchObject({ n: 8, mismatches: 0, firstMismatch: null });
  for (const { simulated, cycles, beats } of report.layers) {
    expect(simulated).toEqual({ cycles, beats });
  }
});

test.skipIf(dataAbsent !== '')(`wake word: one answer lost at most${dataAbsent}`, async () => {
  const report = await runNetwork(knownNetwork('wakeword'), { on: 'golden' });
  expect(report.floatAccuracy).toBe(41 / 45);
  expect(report.accuracy).toBeGreaterThanOrEqual(40 / 45);
});

test.skipIf(dataAbsent !== '')(`MNIST: 8-bit LP within a point of float${dataAbsent}`, async () => {
  const report = await runNetwork(knownNetwork('vit_mnist', 1000), { on: 'golden' });
  expect(report.n).toBe(1000);
  expect(report.accuracy).toBeGreaterThanOrEqual((report.floatAccuracy ?? 1) - 0.01);
  expect(report.agreement).toBeGreaterThan(0.95);
});

test.skipIf(dataAbsent !== '').each([
  ['kws_dscnn', 4, ['conv0/conv', 'pw1/conv', 'pw2/conv', 'pw3/conv', 'pw4/conv']],
  ['resnet8', 2, ['conv1', 'conv2', 'conv3', 'conv4', 'conv5', 'conv6', 'conv7', 'conv8']],
  ['wakeword', 32, ['pw1', 'pw2', 'pw3', 'pw4']],
] as const)(`%s: convolutions use 0.85 of the array${dataAbsent}`, async (name, count, full) => {
  const { layers } = await runNetwork(knownNetwork(name, count), { on: 'golden' });
  for (const layer of full) {
    const report = layers.find((each) => each.name === layer);
    expect(report?.utilisation, layer).toBeGreaterThan(0.85);
  }
});

test.skipIf(dataAbsent !== '')(`depthwise layers use more than a column${dataAbsent}`, async () => {
  const { layers } = await runNetwork(knownNetwork('kws_dscnn', 4), { on: 'golden' });
  for (const layer of layers.filter(({ name }) => name.startsWith('dw'))) {
    expect(layer.mapping).toBe('4 x 2 outputs a vector');
    expect(layer.utilisation).toBeGreaterThan(2 / 8);
  }
});
