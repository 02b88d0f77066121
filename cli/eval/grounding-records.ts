import { join } from 'node:path';
import { z } from 'tributary/sdk';
import type { ClaimKind } from '#text';
import { readRecords } from './read-records.js';

/** A claim with its source, and whether people say that the source supports it. */
export interface GroundingRecord {
  id: string;
  claim: string;
  source: string;
  supported: boolean;
}

const reply = z.object({
  id: z.string(),
  knowledge: z.string(),
  response: z.string(),
  label: z.union([z.literal(0), z.literal(1)]),
});
const finding = z.object({ id: z.string(), claim: z.string(), doc_id: z.string(), label: z.string() });
const abstract = z.object({ id: z.string(), title: z.string(), sents: z.array(z.string()) });
const summary = z.object({
  id: z.string(),
  doc_id: z.string(),
  claim: z.string(),
  label: z.union([z.literal(0), z.literal(1)]),
});
const document = z.object({ id: z.string(), text: z.string() });

/** The records of one kind of claim; a text says which file is missing. */
export async function readGrounding(
  data: string,
  split: string,
  kind: ClaimKind,
): Promise<GroundingRecord[] | string> {
  switch (kind) {
    case 'ANSWER':
      return readBegin(join(data, 'begin-wow', `${split}.jsonl`));
    case 'CLAIM':
      return readScifact(
        join(data, 'scifact-claims', `${split}.jsonl`),
        join(data, 'scifact', 'corpus.jsonl'),
      );
    case 'SUMMARY':
      return readSummEdits(join(data, 'summedits', `${split}.jsonl`), join(data, 'summedits', 'docs.jsonl'));
  }
}

async function readBegin(path: string): Promise<GroundingRecord[] | string> {
  const records = await readRecords(path, reply);
  if (!records) return `there is no ${path}`;
  return records.map(({ id, knowledge, response, label }) => ({
    id,
    claim: response,
    source: knowledge,
    supported: label === 1,
  }));
}

async function readScifact(path: string, corpusPath: string): Promise<GroundingRecord[] | string> {
  const [records, corpus] = await Promise.all([
    readRecords(path, finding),
    readRecords(corpusPath, abstract),
  ]);
  if (!records) return `there is no ${path}`;
  if (!corpus) return `there is no ${corpusPath}`;
  const texts = new Map(corpus.map(({ id, title, sents }) => [id, `${title}\n\n${sents.join(' ')}`]));
  return records.map(({ id, claim, doc_id, label }) => ({
    id,
    claim,
    source: texts.get(doc_id) ?? '',
    supported: label === 'supported',
  }));
}

async function readSummEdits(path: string, documentsPath: string): Promise<GroundingRecord[] | string> {
  const [records, documents] = await Promise.all([
    readRecords(path, summary),
    readRecords(documentsPath, document),
  ]);
  if (!records) return `there is no ${path}`;
  if (!documents) return `there is no ${documentsPath}`;
  const texts = new Map(documents.map(({ id, text }) => [id, text]));
  return records.map(({ id, claim, doc_id, label }) => ({
    id,
    claim,
    source: texts.get(doc_id) ?? '',
    supported: label === 1,
  }));
}
