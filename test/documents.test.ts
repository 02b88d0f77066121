import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '#platform/config';
import { runDemo } from '../cli/demo/demo.js';
import type { Report, ReportedDocument } from '../cli/demo/report.js';
import { TestSystem } from '../testkit/system.js';

/** Files that people made, outside of the repository. */
const folder = join(repositoryRoot, '../shared/documents');

/** What is odd about a file; all others are read. */
const odd: Readonly<Record<string, string>> = {
  'pdf-samples/libreoffice-writer-password.pdf': 'DOCUMENT_ENCRYPTED',
  'pdf-samples/grayscale-image.pdf': 'NEEDS_OCR',
  'pdf-samples/imagemagick-lzw.pdf': 'NEEDS_OCR',
  'docx-mammoth/empty.docx': 'DOCUMENT_EMPTY',
  // These hold a picture and no letter.
  'docx-mammoth/tiny-picture.docx': 'NEEDS_OCR',
  'docx-mammoth/tiny-picture-target-base-relative.docx': 'NEEDS_OCR',
  'docx-mammoth/external-picture.docx': 'NEEDS_OCR',
};
const codeOf = (file: string) => (file.endsWith('.jpg') ? 'NEEDS_OCR' : odd[file]);
const ended = new Set(['DONE', 'SKIPPED', 'FAILED']);
const isDone = ({ name, state }: ReportedDocument['steps'][number]) =>
  state === 'DONE' || (name === 'embed' && state === 'SKIPPED');

const present = existsSync(folder);

(present ? describe : describe.skip)('the files of shared/documents (skipped when they are missing)', () => {
  let system: TestSystem;
  let report: Report;

  beforeAll(async () => {
    system = await TestSystem.start();
    const silent = { line: () => undefined, part: () => undefined };
    report = await runDemo({ url: system.url, token: system.token, paths: [folder], show: silent });
  }, 300_000);
  afterAll(() => system?.close());

  it('leaves none stuck, and the chain valid', () => {
    expect(report.documents.length).toBeGreaterThan(50);
    const stuck = report.documents.filter(
      ({ status, steps }) => status === 'PROCESSING' || steps.some(({ state }) => !ended.has(state)),
    );
    expect(stuck).toEqual([]);
    expect(report.auditValid).toBe(true);
  });

  it('gives every odd file its coded state, and reads all others', () => {
    const states = report.documents.map(({ file, status, code }) => [
      file,
      status === 'FAILED' ? code : 'READ',
    ]);
    expect(states).toEqual(report.documents.map(({ file }) => [file, codeOf(file) ?? 'READ']));
  });

  it('takes what can be read through every step', () => {
    for (const { file, steps, status } of report.documents) {
      if (codeOf(file) || status === 'QUARANTINED') continue;
      expect([file, steps.filter((step) => !isDone(step))]).toEqual([file, []]);
    }
  });

  it('reads every invoice, and advises what to do with it', () => {
    const invoices = report.documents.filter(({ file }) => file.startsWith('invoices-zugferd/'));
    expect(invoices.length).toBeGreaterThan(20);
    for (const { file, status, fields, recommendations, decisionIds } of invoices) {
      expect([file, ['READY', 'NEEDS_REVIEW'].includes(status)]).toEqual([file, true]);
      expect([file, fields.length > 3]).toEqual([file, true]);
      const judged = recommendations.filter(({ verdicts }) => verdicts.length > 0);
      expect([file, judged.length > 0]).toEqual([file, true]);
      expect(decisionIds.length).toBeGreaterThanOrEqual(5);
    }
  });
});
