/** Recorded steps for the tests of the walk: a small model that has learned a little. */
import {
  createEngine,
  type Engine,
  type EngineState,
  type Recording,
  type Settings,
} from 'microgpt';
import { Story } from './story';

const NAMES = ['mari', 'emma', 'ava', 'sana', 'tori', 'kim', 'leo', 'nina', 'omar', 'ida'];

export interface Recorded {
  engine: Engine;
  /** Just before the recorded step. */
  before: EngineState;
  recording: Recording;
  story: Story;
}

export function recorded(settings: Partial<Settings> = {}, trained = 7): Recorded {
  const engine = createEngine(
    NAMES,
    { nEmbd: 8, nHead: 2, nLayer: 2, blockSize: 8, seed: 5, ...settings },
    'value',
  );
  engine.train(trained);
  const before = engine.state();
  const recording = engine.record();
  return { engine, before, recording, story: new Story(recording, engine.chars) };
}
