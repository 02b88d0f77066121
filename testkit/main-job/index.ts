import type { TestSystem } from '../system.js';
import { describeDeciding } from './deciding.js';
import { describeErasing } from './erasing.js';
import { describeFinding } from './finding.js';
import { describeReading } from './reading.js';
import { describeRecording } from './recording.js';
import { Story } from './story.js';

/** The main job, from the first upload to the verified record, on whatever set-up `start` starts. */
export function describeMainJob(start: () => Promise<TestSystem>): { story(): Story } {
  let story: Story;
  beforeAll(async () => {
    story = new Story(await start());
  });
  afterAll(async () => {
    await story?.close();
    await story?.system.close();
  });
  describe('reading', () => describeReading(() => story));
  describe('finding', () => describeFinding(() => story));
  describe('deciding', () => describeDeciding(() => story));
  describe('erasing', () => describeErasing(() => story));
  describe('recording', () => describeRecording(() => story));
  return { story: () => story };
}
