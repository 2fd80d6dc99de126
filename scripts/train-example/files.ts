import { npyBytes } from '../../tensor/write-npy.ts';
import { contactSheet } from './contact-sheet.ts';
import { shapesModel } from './model.ts';
import { readmeText } from './readme.ts';
import { drawPictures, SIZE } from './shapes.ts';
import { countRight, train } from './train.ts';

const SEED = 1;
const COUNT = 200;
const FURTHER = 2000;
const TRAINING = { seed: SEED, steps: 1000, batch: 16, rate: 0.02 };

export interface ExampleFile {
  /** In the folder of the example. */
  readonly name: string;
  readonly content: string | Uint8Array;
}

/** The pictures that the network is measured with: what needs no training. */
export function dataFiles(): ExampleFile[] {
  const pictures = drawPictures('held out', 0, COUNT, SEED);
  const { pixels, labels } = pictures;
  return [
    { name: 'inputs.npy', content: npyBytes(pixels, [COUNT, 1, SIZE, SIZE], 'float32') },
    { name: 'labels.npy', content: npyBytes(labels, [COUNT], 'uint8') },
    { name: 'pictures.svg', content: contactSheet(pictures) },
  ];
}

/** Trains the network; takes about a minute. */
export function trainedFiles(): ExampleFile[] {
  const network = train(TRAINING);
  const text = readmeText({
    parameters: network.parameters.reduce((sum, { values }) => sum + values.length, 0),
    right: countRight(network, drawPictures('held out', 0, COUNT, SEED)),
    count: COUNT,
    furtherRight: countRight(network, drawPictures('held out', COUNT, FURTHER, SEED)),
    furtherCount: FURTHER,
    trainedOn: TRAINING.steps * TRAINING.batch,
  });
  return [
    { name: 'shapes.onnx', content: shapesModel(network, SEED) },
    { name: 'README.md', content: text },
  ];
}
